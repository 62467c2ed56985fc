#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace stdnet::server {

/// Received bytes that a handler has not consumed yet. Small while a connection is idle or its requests are; a recv that
/// fills it is a stream, and gets 64 KiB. It grows beyond that only for bytes that stay unconsumed, which the handler
/// bounds. Threads: the connection's.
class Input {
 public:
  static constexpr std::size_t kFirstCapacity = std::size_t{4} * 1024;
  static constexpr std::size_t kStreamCapacity = std::size_t{64} * 1024;

  /// Where the next bytes can be received: never empty.
  [[nodiscard]] std::span<std::uint8_t> room();
  /// That many bytes were received into the front of `room()`.
  void received(std::size_t count);

  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return {storage_.get() + begin_, end_ - begin_};
  }
  void consume(std::size_t count);

 private:
  /// Moves the bytes to the front of a buffer of that size, which may be the same one.
  void move_to(std::size_t capacity);

  std::unique_ptr<std::uint8_t[]> storage_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool streaming_ = false;
};

}  // namespace stdnet::server
