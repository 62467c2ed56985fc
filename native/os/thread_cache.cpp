#include "native/os/thread_cache.h"

#include <algorithm>
#include <utility>

namespace stdnet::os {

Result<void> ThreadCache::run(std::function<void()> job) {
  const Lock lock(mutex_);
  if (!idle_.empty()) {
    Worker& worker = *idle_.back();
    idle_.pop_back();
    worker.job = std::move(job);
    worker.given.notify_one();
    return {};
  }
  const auto self = workers_.emplace(workers_.end());
  self->job = std::move(job);
  // Under the lock, which the new thread needs before it leaves: by then its handle is in place.
  auto thread = Thread::start({options_.name, options_.stack_size}, [this, self] { work(self); });
  if (!thread) {
    workers_.erase(self);
    return std::move(thread).error();
  }
  self->thread = std::move(thread).value();
  return {};
}

void ThreadCache::work(Workers::iterator self) {
  // The job was given before the thread was: no lock is needed to see it.
  for (;;) {
    self->job();
    const Lock lock(mutex_);
    self->job = nullptr;
    if (!wait_for_job(*self)) break;
  }
  Workers before;
  {
    const Lock lock(mutex_);
    before = leave(self);
  }
  // `before` joins as it goes: so at most one thread that has ended keeps its stack until close().
}

bool ThreadCache::wait_for_job(Worker& self) {
  if (closing_ || idle_.size() >= options_.max_idle) return false;
  idle_.push_back(&self);
  const auto deadline = std::chrono::steady_clock::now() + options_.idle_time;
  while (!self.job && !closing_) {
    if (!self.given.wait_until(mutex_, deadline)) break;
  }
  if (self.job) return true;
  idle_.erase(std::find(idle_.begin(), idle_.end(), &self));
  return false;
}

ThreadCache::Workers ThreadCache::leave(Workers::iterator self) {
  Workers before = std::move(gone_);
  gone_.clear();
  gone_.splice(gone_.begin(), workers_, self);
  if (workers_.empty()) all_gone_.notify_all();
  return before;
}

void ThreadCache::close() {
  Workers last;
  {
    const Lock lock(mutex_);
    closing_ = true;
    for (Worker* worker : idle_) worker->given.notify_one();
    while (!workers_.empty()) all_gone_.wait(mutex_);
    last = std::move(gone_);
    gone_.clear();
  }
}

std::size_t ThreadCache::size() const {
  const Lock lock(mutex_);
  return workers_.size();
}

}  // namespace stdnet::os
