#pragma once

#include <doctest.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "native/load/random.h"
#include "native/os/blocked_threads.h"
#include "watchdog.h"

/// Rounds of something that threads do to each other at random moments. A seed gives the same deeds, not the same moments.
namespace stress {

using Clock = std::chrono::steady_clock;

/// The dice of one thread.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  /// From 0 on, below `end`.
  std::size_t below(std::size_t end) { return random_.next() % end; }
  bool once_in(std::size_t times) { return below(times) == 0; }
  /// Another thread's.
  [[nodiscard]] Dice fork() { return Dice(random_.next()); }
  /// Sleeps for up to so many microseconds, or not at all.
  void dawdle(std::size_t most) {
    if (!once_in(4)) std::this_thread::sleep_for(std::chrono::microseconds(below(most)));
  }

 private:
  stdnet::load::Random random_;
};

/// What was seen and must not be. doctest's own assertions do not tell threads from each other. Threads: any.
class Faults {
 public:
  void expect(bool held, const std::string& otherwise) {
    if (held) return;
    const std::scoped_lock lock(mutex_);
    faults_.push_back(otherwise);
  }
  [[nodiscard]] std::string text() const {
    const std::scoped_lock lock(mutex_);
    std::string all;
    for (const std::string& fault : faults_) all += fault + "\n";
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> faults_;
};

/// What a round leaves behind; 0 where there is no /proc.
struct Belongings {
  std::ptrdiff_t descriptors = count("/proc/self/fd");
  std::ptrdiff_t threads = count("/proc/self/task");

  [[nodiscard]] bool over(const Belongings& limit) const {
    return descriptors > limit.descriptors || threads > limit.threads;
  }

 private:
  static std::ptrdiff_t count(const char* folder) {
    std::error_code none;
    const std::filesystem::directory_iterator all(folder, none);
    return none ? 0 : std::distance(begin(all), end(all));
  }
};

/// Threads may be at their last instruction: at most 10 s until there is no more than `before`.
inline void expect_no_more_than(const Belongings& before, Faults& faults) {
  const auto end = Clock::now() + std::chrono::seconds(10);
  Belongings now;
  while (now.over(before) && Clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    now = Belongings();
  }
  faults.expect(!now.over(before), "left behind: " + std::to_string(now.descriptors) +
                                       " descriptors, " + std::to_string(now.threads) +
                                       " threads; before " + std::to_string(before.descriptors) +
                                       ", " + std::to_string(before.threads));
}

[[nodiscard]] inline double setting(const char* name, double otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtod(text, nullptr);
}

/// The thread that wakes blocked calls comes with the first of them, and stays.
inline void start_monitor() {
  stdnet::os::blocked_threads::Place place;
  place.enter(0);
  place.leave();
}

/// `round(Dice, Faults&)`, again and again, for STDNET_STRESS_SECONDS; each has a seed of its own, STDNET_STRESS_SEED and those
/// after it. The first one that goes wrong is the last.
template <typename Round>
void rounds(const char* what, const Round& round) {
  constexpr std::uint64_t kFewest = 3;
  const double seconds = setting("STDNET_STRESS_SECONDS", 0.3);
  const auto first = static_cast<std::uint64_t>(setting("STDNET_STRESS_SEED", 1));
  std::printf("%s: seed %llu, %.1f s\n", what, static_cast<unsigned long long>(first), seconds);
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  Watchdog watchdog(what);
  start_monitor();
  std::optional<Belongings> before;  // the first round opens what is there for good
  std::uint64_t seed = first;
  for (; seed < first + kFewest || Clock::now() < end; ++seed) {
    watchdog.look_at(seed);
    Faults faults;
    round(Dice(seed), faults);
    if (before) expect_no_more_than(*before, faults);
    if (!before) before.emplace();
    REQUIRE_MESSAGE(faults.text().empty(), std::string(what), ", seed ", seed, ":\n",
                    faults.text());
  }
  std::printf("%s: %llu rounds\n", what, static_cast<unsigned long long>(seed - first));
}

}  // namespace stress
