#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "native/core/address.h"
#include "native/os/mutex.h"
#include "native/relay/burst.h"
#include "native/server/datagram_sink.h"

namespace stdnet::relay {

/// Datagrams in the order in which they came; their bytes lie one behind the other.
struct Datagrams {
  struct Head {
    SocketAddress from;
    std::uint32_t size;
  };

  std::vector<Head> heads;
  std::vector<std::uint8_t> bytes;

  void clear() {
    clear_after_burst(heads);
    clear_after_burst(bytes);
  }
};

/// Datagrams on their way to JavaScript: the threads that receive put them in, and ring when JavaScript has found it empty; it
/// takes everything at once, and tells what it has handled.
///
/// Flow control: once kMostBytes or kMostDatagrams are not handled, those who put wait until half of them are. So much is there
/// at most, and what one call of `put` goes over it; the kernel drops what its buffer cannot hold meanwhile.
/// Threads: those of DatagramSink, any; `take` and `handled`, one.
class DatagramQueue final : public server::DatagramSink {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;
  static constexpr std::size_t kMostDatagrams = 4096;

  explicit DatagramQueue(std::function<void()> ring) : ring_(std::move(ring)) {}

  void put(std::span<const server::ReceivedDatagram> datagrams) override EXCLUDES(mutex_);
  void wait_until_handled() override EXCLUDES(mutex_);
  void close() override EXCLUDES(mutex_);

  /// Fills an empty `into` with what waits. False: nothing does, and the next datagram rings.
  [[nodiscard]] bool take(Datagrams& into) EXCLUDES(mutex_);
  /// So many of those taken are done with.
  void handled(std::size_t datagrams, std::size_t bytes) EXCLUDES(mutex_);

 private:
  void add(std::span<const server::ReceivedDatagram> datagrams) REQUIRES(mutex_);

  const std::function<void()> ring_;
  os::Mutex mutex_;
  os::Condition changed_;
  Datagrams waiting_ GUARDED_BY(mutex_);
  std::size_t datagrams_ GUARDED_BY(mutex_) = 0;  ///< not handled, taken or not
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  bool full_ GUARDED_BY(mutex_) = false;  ///< until half of it is handled
  bool idle_ GUARDED_BY(mutex_) = true;   ///< JavaScript has found nothing: it waits for a ring
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace stdnet::relay
