#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "native/os/mutex.h"
#include "native/relay/burst.h"
#include "native/relay/chunk.h"

namespace stdnet::relay {

class Relay;

/// What a relay tells JavaScript, in this order: Opened, Bytes and Lent …, Ended, with Drained in between, then Closed.
enum class Said : std::uint8_t {
  Opened,
  Bytes,
  Ended,    ///< the peer has sent its last byte
  Drained,  ///< everything that waited to be sent is
  Lent,     ///< JavaScript receives what follows, until it finds nothing (see Relay::receive)
  Closed,   ///< the last word: the relay is JavaScript's, which gives it back
};

struct Message {
  Relay* relay;
  Said what;
  std::uint32_t size;  ///< of Bytes
};

/// Messages in their order. Bytes lie in `slab`, one behind the other, if they are few; else each in a chunk of its own.
struct Batch {
  /// From so many bytes on they are not copied.
  static constexpr std::size_t kLarge = 4096;
  /// What a message of so many bytes counts: itself too, and of the chunk that it keeps a quarter at least.
  [[nodiscard]] static constexpr std::size_t cost(std::size_t size) {
    return size < kLarge ? size + sizeof(Message) : std::max(size, Chunk::kSize / 4);
  }

  std::vector<Message> messages;
  std::vector<std::uint8_t> slab;
  std::vector<Chunk> chunks;

  void clear() {
    clear_after_burst(messages);
    clear_after_burst(slab);
    clear_after_burst(chunks);
  }
};

/// What relays have to say, on its way to JavaScript: their threads put messages in; it takes everything at once, again and
/// again until there is nothing, and only then it has to be rung for. Relays bound what they say. Threads: any; `take`, one.
class Mailbox {
 public:
  explicit Mailbox(std::function<void()> ring) : ring_(std::move(ring)) {}

  void put(Relay& relay, Said what) EXCLUDES(mutex_) {
    put({&relay, what, 0}, [](Batch&) {});
  }
  void put_bytes(Relay& relay, std::span<const std::uint8_t> bytes) EXCLUDES(mutex_) {
    put({&relay, Said::Bytes, static_cast<std::uint32_t>(bytes.size())}, [bytes](Batch& waiting) {
      waiting.slab.insert(waiting.slab.end(), bytes.begin(), bytes.end());
    });
  }
  /// At least Batch::kLarge bytes at the front of a chunk.
  void put_chunk(Relay& relay, Chunk chunk, std::size_t size) EXCLUDES(mutex_) {
    put({&relay, Said::Bytes, static_cast<std::uint32_t>(size)},
        [&chunk](Batch& waiting) { waiting.chunks.push_back(std::move(chunk)); });
  }

  /// Fills an empty batch with what waits. False: nothing does, and the next message rings.
  [[nodiscard]] bool take(Batch& into) EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    std::swap(into, waiting_);
    asleep_ = into.messages.empty();
    return !asleep_;
  }

 private:
  template <typename Add>
  void put(const Message& message, Add add) EXCLUDES(mutex_) {
    {
      const os::Lock lock(mutex_);
      add(waiting_);
      waiting_.messages.push_back(message);
      if (!std::exchange(asleep_, false)) return;
    }
    ring_();
  }

  const std::function<void()> ring_;
  os::Mutex mutex_;
  Batch waiting_ GUARDED_BY(mutex_);
  bool asleep_ GUARDED_BY(mutex_) =
      true;  ///< JavaScript has found nothing, and was not rung for since
};

}  // namespace stdnet::relay
