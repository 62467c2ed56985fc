#include "native/os/descriptors.h"

#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "native/os/blocked_threads.h"
#include "native/os/mutex.h"
#include "native/os/unix/sending.h"

namespace stdnet::os::descriptors {

namespace {

constexpr std::uint32_t kClosing = 1U << 31U;
constexpr std::size_t kChunk = 1024;
constexpr std::size_t kChunks = 4096;

/// How many handles hold a number, and kClosing. Read without the lock by every call, so it never moves: chunks are
/// made when first needed and never freed (numbers are dense and small). Numbers beyond the table are not shared.
class Table {
 public:
  Mutex mutex;

  std::atomic<std::uint32_t>* find(int fd) {
    const auto number = static_cast<std::size_t>(fd);
    if (fd < 0 || number >= kChunk * kChunks) return nullptr;
    auto* chunk = chunks_[number / kChunk].load(std::memory_order_acquire);
    return chunk == nullptr ? nullptr : &(*chunk)[number % kChunk];
  }

  std::atomic<std::uint32_t>* find_or_make(int fd) REQUIRES(mutex) {
    const auto number = static_cast<std::size_t>(fd);
    if (fd < 0 || number >= kChunk * kChunks) return nullptr;
    auto& chunk = chunks_[number / kChunk];
    if (chunk.load(std::memory_order_relaxed) == nullptr) {
      chunk.store(new Chunk{}, std::memory_order_release);
    }
    return find(fd);
  }

 private:
  using Chunk = std::array<std::atomic<std::uint32_t>, kChunk>;
  std::array<std::atomic<Chunk*>, kChunks> chunks_{};
};

/// Never destroyed: threads may still be in a call while the process exits.
Table& table() {
  static Table& instance = *new Table;
  return instance;
}

}  // namespace

void hold(int fd) {
  refuse_sigpipe(fd);
  Table& all = table();
  const Lock lock(all.mutex);
  if (auto* entry = all.find_or_make(fd)) entry->fetch_add(1);
}

void forget(int fd) {
  Table& all = table();
  const Lock lock(all.mutex);
  auto* entry = all.find(fd);
  if (entry == nullptr || (entry->load() & ~kClosing) == 0) return;
  // Whoever takes the number over gets it clean.
  if ((entry->fetch_sub(1) & ~kClosing) == 1) entry->store(0);
}

Fd close(int fd) {
  Table& all = table();
  {
    const Lock lock(all.mutex);
    auto* entry = all.find(fd);
    if (entry != nullptr && (entry->load() & ~kClosing) > 1) {
      entry->fetch_sub(1);
      entry->fetch_or(kClosing);
      ::shutdown(fd,
                 SHUT_RDWR);  // wakes calls on it; ENOTCONN (an unconnected socket) does no harm
      blocked_threads::kick(fd);
      return {};
    }
    if (entry != nullptr) entry->store(0);
  }
  return Fd(fd);
}

bool is_closing(int fd) {
  const auto* entry = table().find(fd);
  return entry != nullptr && (entry->load(std::memory_order_acquire) & kClosing) != 0;
}

}  // namespace stdnet::os::descriptors
