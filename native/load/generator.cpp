#include "native/load/generator.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "native/load/datagram_driver.h"
#include "native/load/driver.h"
#include "native/os/process.h"
#include "native/os/thread.h"

namespace stdnet::load {
namespace {

double seconds_of(Nanoseconds span) {
  return std::chrono::duration<double>(span).count();
}

/// The processor time of the server's processes at an instant: the two belong together, however late the thread came to look.
struct Sample {
  Instant at;
  std::optional<Nanoseconds> used;

  static Sample take(std::span<const int> pids) {
    if (pids.empty()) return {Clock::now(), std::nullopt};
    Nanoseconds sum{};
    for (const int pid : pids) {
      const auto used = os::processor_time_of(pid);
      if (!used) return {Clock::now(), std::nullopt};
      sum += used.value();
    }
    return {Clock::now(), sum};
  }
};

std::optional<double> used_between(const Sample& begin, const Sample& end, Nanoseconds window) {
  if (!begin.used || !end.used || end.at <= begin.at) return std::nullopt;
  return seconds_of(*end.used - *begin.used) * seconds_of(window) / seconds_of(end.at - begin.at);
}

/// A rate is kept by connections that last, each of which has its turn once in a day at least.
bool can_be_at_rate(const Options& options) {
  if (options.rate == 0) return true;
  const double seconds = static_cast<double>(options.connections * options.batch()) / options.rate;
  return seconds >= 1e-9 && seconds <= 86'400 && options.echo.messages == 0;
}

bool is_work(const Options& options) {
  const bool udp = options.work == Options::Work::UdpEcho;
  const std::size_t least = udp ? NumberedDatagram::kLeastSize : 1;
  return options.connections > 0 && options.echo.message >= least && options.echo.window > 0 &&
         options.kv.pipeline > 0 && options.kv.keys > 0 && options.kv.value_size > 0 &&
         options.lines.pipeline > 0 && options.lines.size >= 2 && can_be_at_rate(options);
}

std::unique_ptr<LoadThread> driver_for(const LoadThread::Setup& setup) {
  if (setup.options.work == Options::Work::UdpEcho) return std::make_unique<DatagramDriver>(setup);
  return std::make_unique<Driver>(setup);
}

/// Connections as evenly as they go.
std::vector<std::unique_ptr<LoadThread>> drivers_for(const Options& options, const Pattern& pattern,
                                                     Schedule& schedule,
                                                     const std::atomic<bool>& cancelled) {
  const std::size_t threads = std::clamp<std::size_t>(options.threads, 1, options.connections);
  std::vector<std::unique_ptr<LoadThread>> drivers;
  for (std::size_t i = 0; i < threads; ++i) {
    const std::size_t first = options.connections * i / threads;
    const std::size_t next = options.connections * (i + 1) / threads;
    drivers.push_back(driver_for({options, pattern, schedule, cancelled, first, next - first}));
  }
  return drivers;
}

Report add_up(const std::vector<std::unique_ptr<LoadThread>>& drivers, Nanoseconds window) {
  Report report;
  report.seconds = seconds_of(window);
  for (const auto& driver : drivers) {
    const double used = seconds_of(driver->processor_time());
    report.requests += driver->tally().requests;
    report.waiting += driver->tally().waiting;
    report.resent += driver->tally().resent;
    report.lost += driver->tally().lost;
    report.reordered += driver->tally().reordered;
    report.latency.add(driver->tally().latency);
    report.own_processor_seconds += used;
    report.busiest_thread = std::max(report.busiest_thread, used / report.seconds);
  }
  return report;
}

}  // namespace

Result<Report> run(const Options& options, const std::atomic<bool>& cancelled) {
  if (!is_work(options)) return Error::invalid_input("a load needs connections and requests");
  const Pattern pattern(options.seed);
  Schedule schedule(options.connections, options.warm_up, options.duration);
  const auto drivers = drivers_for(options, pattern, schedule, cancelled);

  std::vector<os::Thread> threads;
  for (const auto& driver : drivers) {
    auto thread = os::Thread::start({"load", 0}, [&driver] { driver->run(); });
    if (!thread) {
      schedule.abort(std::move(thread).error());
      break;
    }
    threads.push_back(std::move(thread).value());
  }

  Sample begin{};
  Sample end{};
  if (schedule.wait_for_start()) {
    begin = Sample::take(options.server_pids);
    if (schedule.wait_for_end()) end = Sample::take(options.server_pids);
  }
  for (auto& thread : threads) thread.join();
  if (auto error = schedule.error()) return std::move(*error);
  if (schedule.aborted())
    return Error::of(ErrorKind::Interrupted, "ERR_LOAD_CANCELLED", "the load was cancelled");

  Report report = add_up(drivers, options.duration);
  report.server_processor_seconds = used_between(begin, end, options.duration);
  return report;
}

}  // namespace stdnet::load
