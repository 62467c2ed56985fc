#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace stdnet::relay {

/// Bytes that wait to be sent, in blocks: however many there are, none is copied twice. Threads: one at a time.
class Backlog {
 public:
  void append(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return;
    if (blocks_.empty() || blocks_.back().size() + bytes.size() > kBlock) {
      blocks_.emplace_back();
      blocks_.back().reserve(std::max(bytes.size(), std::min(kBlock, 4 * bytes.size())));
    }
    blocks_.back().insert(blocks_.back().end(), bytes.begin(), bytes.end());
    size_ += bytes.size();
  }

  /// The first of them, as many as lie together.
  [[nodiscard]] std::span<const std::uint8_t> front() const {
    if (blocks_.empty()) return {};
    return std::span(blocks_.front()).subspan(sent_);
  }
  /// So many of `front()` are gone.
  void sent(std::size_t count) {
    sent_ += count;
    size_ -= count;
    if (sent_ < blocks_.front().size()) return;
    blocks_.pop_front();
    sent_ = 0;
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void clear() { *this = {}; }

 private:
  static constexpr std::size_t kBlock = std::size_t{64} * 1024;

  std::deque<std::vector<std::uint8_t>> blocks_;
  std::size_t sent_ = 0;  ///< of the first block
  std::size_t size_ = 0;
};

}  // namespace stdnet::relay
