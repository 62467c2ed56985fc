#include "native/binding/load_run.h"

namespace stdnet::binding {

Result<std::unique_ptr<LoadRun>> LoadRun::start(load::Options options) {
  std::unique_ptr<LoadRun> run(new LoadRun(std::move(options)));
  auto thread = os::Thread::start({"load-run", 0}, [run = run.get()] {
    run->outcome_.emplace(load::run(run->options_, run->cancelled_));
    run->over_.store(true, std::memory_order_release);
  });
  if (!thread) return std::move(thread).error();
  run->thread_ = std::move(thread).value();
  return run;
}

const Result<load::Report>* LoadRun::outcome() const {
  return over_.load(std::memory_order_acquire) ? &*outcome_ : nullptr;
}

}  // namespace stdnet::binding
