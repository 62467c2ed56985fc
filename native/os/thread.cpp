#include "native/os/thread.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <memory>
#include <utility>

#include "native/os/errno.h"
#include "native/os/unix/thread_name.h"

namespace stdnet::os {
namespace {

/// What the new thread needs; it owns it from its first instruction on.
struct Start {
  std::string name;
  std::function<void()> body;
};

extern "C" void* run(void* argument) {
  const std::unique_ptr<Start> start(static_cast<Start*>(argument));
  set_thread_name(start->name);
  start->body();
  return nullptr;
}

/// pthread_create hands the caller's signal mask on: blocked here for the moment of creation, no signal can reach the
/// new thread even before its first instruction.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

/// Whole pages, and not less than the platform's smallest: pthread_attr_setstacksize refuses anything else.
std::size_t acceptable_stack(std::size_t wanted) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t least = std::max(wanted, static_cast<std::size_t>(PTHREAD_STACK_MIN));
  return (least + page - 1) / page * page;
}

class Attributes {
 public:
  Attributes() { pthread_attr_init(&value_); }
  ~Attributes() { pthread_attr_destroy(&value_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] pthread_attr_t* get() { return &value_; }

 private:
  pthread_attr_t value_{};
};

constexpr std::size_t kNameSize = 15;

}  // namespace

Result<Thread> Thread::start(Options options, std::function<void()> body) {
  Attributes attributes;
  if (options.stack_size > 0) {
    const int refused =
        pthread_attr_setstacksize(attributes.get(), acceptable_stack(options.stack_size));
    if (refused != 0) return error_of(refused, "pthread_attr_setstacksize");
  }
  if (options.name.size() > kNameSize) options.name.resize(kNameSize);
  auto start = std::make_unique<Start>(Start{std::move(options.name), std::move(body)});

  Thread thread;
  pthread_t handle{};
  int failed = 0;
  {
    const SignalsBlocked blocked;
    failed = pthread_create(&handle, attributes.get(), run, start.get());
  }
  if (failed != 0) return error_of(failed, "pthread_create");
  static_cast<void>(start.release());  // the thread's own now
  thread.handle_ = handle;
  return thread;
}

Thread::Thread(Thread&& other) noexcept : handle_(std::exchange(other.handle_, std::nullopt)) {}

Thread& Thread::operator=(Thread&& other) noexcept {
  if (this != &other) {
    join();
    handle_ = std::exchange(other.handle_, std::nullopt);
  }
  return *this;
}

Thread::~Thread() {
  join();
}

void Thread::join() {
  if (handle_) pthread_join(*std::exchange(handle_, std::nullopt), nullptr);
}

}  // namespace stdnet::os
