#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace stdnet::server {

/// Received bytes that a handler has not consumed yet. Small while a connection is idle or its requests are; a recv that
/// fills it is a stream, and gets 64 KiB. It grows beyond that only for bytes that stay unconsumed, which the handler
/// bounds. Threads: the owner's.
class Input {
 public:
  static constexpr std::size_t kFirstCapacity = std::size_t{4} * 1024;
  static constexpr std::size_t kStreamCapacity = std::size_t{64} * 1024;

  enum class Start { Small, Stream };
  explicit Input(Start start = Start::Small) : streaming_(start == Start::Stream) {}

  /// Where the next bytes can be received. Empty: there is no memory for them.
  [[nodiscard]] std::span<std::uint8_t> room();
  /// That many bytes were received into the front of `room()`.
  void received(std::size_t count);

  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return {storage_.get() + begin_, end_ - begin_};
  }
  /// The bytes stay where they are until the next `room()`.
  void consume(std::size_t count);
  void clear() { consume(end_ - begin_); }

  /// This one is empty: it takes the bytes of `other` into its own room, or with their memory if they are many.
  void take_over(Input& other);
  /// Takes the bytes of `other`, which is empty then, into no more memory than they need.
  void keep(Input& other);

 private:
  /// Moves the bytes to the front of a buffer of that size, which may be the same one.
  [[nodiscard]] bool move_to(std::size_t capacity);
  void copy_from(const Input& other, std::size_t capacity);

  std::unique_ptr<std::uint8_t[]> storage_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool streaming_;
};

}  // namespace stdnet::server
