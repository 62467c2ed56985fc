#include "native/net/lookup.h"

#include <netdb.h>
#include <poll.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "native/net/background.h"
#include "native/net/blocking.h"
#include "native/os/mutex.h"
#include "native/os/socket.h"
#include "native/os/wake.h"

namespace stdnet::net {

namespace {

using Addresses = std::vector<SocketAddress>;

/// Node's code for it: dns.lookup's.
std::string_view code_of_lookup(int status) {
  switch (status) {
    case EAI_NONAME:
#if defined(EAI_NODATA) && EAI_NODATA != EAI_NONAME
    case EAI_NODATA:
#endif
      return "ENOTFOUND";
    case EAI_AGAIN:
      return "EAI_AGAIN";
    case EAI_FAMILY:
      return "EAI_FAMILY";
    case EAI_MEMORY:
      return "EAI_MEMORY";
    default:
      return "EAI_FAIL";
  }
}

Error error_of_lookup(int status, int number) {
  if (status == EAI_SYSTEM) return os::error_of(number, "getaddrinfo");
  return Error::of(ErrorKind::Uncategorized, code_of_lookup(status),
                   std::string("failed to lookup address information: ") + ::gai_strerror(status),
                   "getaddrinfo");
}

/// `flags`: 0 or AI_NUMERICHOST. `status`: getaddrinfo's.
Result<Addresses> resolve(const std::string& host, std::uint16_t port, int flags, int& status) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;  // as Rust: one entry an address
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  status = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (status != 0) return error_of_lookup(status, errno);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, &::freeaddrinfo);
  Addresses addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    if (entry->ai_family != AF_INET && entry->ai_family != AF_INET6) continue;
    os::RawAddress raw;
    std::memcpy(raw.data(), entry->ai_addr, entry->ai_addrlen);
    addresses.push_back(raw.get());
    addresses.back().port = port;
  }
  return addresses;
}

/// One look-up on its way. Shared by the thread that does it and the caller, who may leave first.
struct Question {
  Question(std::string name, std::uint16_t number, os::Wake wake)
      : host(std::move(name)), port(number), answered(std::move(wake)) {}
  const std::string host;
  const std::uint16_t port;
  const os::Wake answered;
  os::Mutex mutex;
  std::optional<Result<Addresses>> answer GUARDED_BY(mutex);
};

/// getaddrinfo cannot be interrupted: a caller that is ended leaves it behind, for as long as the resolver takes.
void answer(Question& question) {
  int status = 0;
  auto found = resolve(question.host, question.port, 0, status);
  {
    const os::Lock lock(question.mutex);
    question.answer = std::move(found);
  }
  question.answered.wake();
}

}  // namespace

Result<Addresses> lookup(Waiter& waiter, const std::string& host, std::uint16_t port) {
  if (host.find('\0') != std::string::npos) {
    return Error::invalid_input(
        "file name contained an unexpected NUL byte");  // Rust's text for any C string
  }
  int status = 0;
  auto numeric = resolve(host, port, AI_NUMERICHOST, status);
  if (status != EAI_NONAME) return numeric;

  auto wake = os::Wake::create();
  if (!wake) return std::move(wake).error();
  const auto question = std::make_shared<Question>(host, port, std::move(wake).value());
  if (auto started = in_background("stdnet-lookup", [question] { answer(*question); }); !started)
    return std::move(started).error();

  Stay stay(waiter, question->answered.fd());
  if (stay.refusal()) return *std::move(stay.refusal());
  auto ready = wait_until(waiter, question->answered.fd(), POLLIN, std::nullopt, "getaddrinfo");
  if (!ready) return std::move(ready).error();
  const os::Lock held(question->mutex);
  return *std::move(question->answer);
}

}  // namespace stdnet::net
