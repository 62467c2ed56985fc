#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <span>
#include <utility>

namespace stdnet::relay {

/// Bytes that wait to be sent, in blocks: however many there are, only those of the last block are copied again. Threads: one at
/// a time.
class Backlog {
 public:
  /// False: there is no memory for them.
  [[nodiscard]] bool append(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return true;
    if (!make_room(bytes.size())) return false;
    Block& last = blocks_.back();
    std::memcpy(last.bytes.get() + last.size, bytes.data(), bytes.size());
    last.size += bytes.size();
    size_ += bytes.size();
    return true;
  }

  /// The first of them, as many as lie together.
  [[nodiscard]] std::span<const std::uint8_t> front() const {
    if (blocks_.empty()) return {};
    return std::span<const std::uint8_t>(blocks_.front().bytes.get(), blocks_.front().size)
        .subspan(sent_);
  }
  /// So many of `front()` are gone.
  void sent(std::size_t count) {
    sent_ += count;
    size_ -= count;
    if (sent_ < blocks_.front().size) return;
    blocks_.pop_front();
    sent_ = 0;
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void clear() { *this = {}; }

 private:
  static constexpr std::size_t kBlock = std::size_t{64} * 1024;

  struct Block {
    std::unique_ptr<std::uint8_t[]> bytes;
    std::size_t size = 0;
    std::size_t capacity = 0;

    [[nodiscard]] bool grow(std::size_t enough) {
      std::unique_ptr<std::uint8_t[]> larger(new (std::nothrow) std::uint8_t[enough]);
      if (!larger) return false;
      if (size > 0) std::memcpy(larger.get(), bytes.get(), size);
      bytes = std::move(larger);
      capacity = enough;
      return true;
    }
  };

  /// In the last block. False: there is no memory for it.
  [[nodiscard]] bool make_room(std::size_t more) {
    if (!blocks_.empty() && blocks_.back().size + more <= kBlock) {
      Block& last = blocks_.back();
      const std::size_t enough = last.size + more;
      return enough <= last.capacity ||
             last.grow(std::min(kBlock, std::max(enough, 2 * last.capacity)));
    }
    Block next;
    if (!next.grow(std::max(more, std::min(kBlock, 4 * more)))) return false;
    blocks_.push_back(std::move(next));
    return true;
  }

  std::deque<Block> blocks_;
  std::size_t sent_ = 0;  ///< of the first block
  std::size_t size_ = 0;
};

}  // namespace stdnet::relay
