#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace stdnet::server {

/// Decides when a pool that is at work needs one more thread at it. One thread that never sleeps does more than several
/// that wake each other, so there is one more only if those at work are held up in their handlers, or do not suffice
/// while a core is idle. Fed with a look at each of them at every tick. Threads: one at a time.
class Staffing {
 public:
  static constexpr std::chrono::milliseconds kTick{1};

  /// What a thread has done so far.
  struct Look {
    bool working = false;              ///< not standing by
    bool waiting = false;              ///< for something to happen
    std::uint64_t turns = 0;           ///< given to connections
    std::chrono::nanoseconds used{0};  ///< of a processor
  };

  explicit Staffing(std::size_t threads) : before_(threads) {}

  /// Whether to add one. `elapsed`: since the last tick; `queued`: connections wait for a turn.
  [[nodiscard]] bool tick(std::span<const Look> threads, std::chrono::nanoseconds elapsed,
                          bool queued, const std::function<bool()>& core_is_idle);
  /// How many ticks in a row nothing was done, and nothing was waiting for it.
  [[nodiscard]] int quiet_ticks() const { return quiet_; }

 private:
  struct Before {
    std::optional<Look> look;
    int same_turn = 0;  ///< ticks in a row
  };
  enum class State { Waiting, GoingOn, HeldUp };
  struct Judgement {
    State state;
    bool flat_out;  ///< on a processor all the time
  };

  [[nodiscard]] Judgement judge(Before& before, const Look& now, std::chrono::nanoseconds elapsed);

  std::vector<Before> before_;
  int quiet_ = 0;
  int flat_out_ = 0;  ///< ticks in a row
};

}  // namespace stdnet::server
