#include "native/net/background.h"

#include <atomic>
#include <list>
#include <memory>
#include <utility>

#include "native/os/mutex.h"
#include "native/os/thread.h"

namespace stdnet::net {

namespace {

/// Address space, of which little is used; but the resolver runs modules that others have written.
constexpr std::size_t kStackSize = std::size_t{1024} * 1024;

/// The threads, until they are joined: by the next one's start after they are done.
class Background {
 public:
  /// Never destroyed: one may still be at work while the process exits.
  static Background& get() {
    static Background& instance = *new Background;
    return instance;
  }

  Result<void> start(std::string name, std::function<void()> work) EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    threads_.remove_if([](const Entry& entry) { return entry.done->load(); });  // joins
    auto done = std::make_shared<std::atomic<bool>>(false);
    auto thread = os::Thread::start({.name = std::move(name), .stack_size = kStackSize},
                                    [work = std::move(work), done]() mutable {
                                      work();
                                      work = nullptr;  // what it held goes before it counts as done
                                      done->store(true);
                                    });
    if (!thread) return std::move(thread).error();
    threads_.push_back({std::move(done), std::move(thread).value()});
    return {};
  }

 private:
  Background() = default;
  struct Entry {
    std::shared_ptr<std::atomic<bool>> done;
    os::Thread thread;
  };
  os::Mutex mutex_;
  std::list<Entry> threads_ GUARDED_BY(mutex_);
};

}  // namespace

Result<void> in_background(std::string thread_name, std::function<void()> work) {
  return Background::get().start(std::move(thread_name), std::move(work));
}

}  // namespace stdnet::net
