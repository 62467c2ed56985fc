#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <utility>

#include "native/core/text.h"

namespace stdnet {

/// The bytes that a protocol answers with, gathered so that one send takes them all. Threads: the owner's, one at a time.
class Output {
 public:
  /// A protocol that has gathered this much stops, so that its answers are sent before it makes more: thousands of short
  /// requests for one large value fit into one segment.
  static constexpr std::size_t kHighWater = 64 * 1024;

  void append(std::span<const std::uint8_t> more) {
    if (more.empty()) return;
    std::uint8_t* to = reserve(more.size());
    if (to == nullptr) return;
    std::memcpy(to, more.data(), more.size());
    wrote(more.size());
  }
  void append(std::string_view more) { append(bytes_of(more)); }

  /// There was no memory for something: what is here is not all that was to be. Until `clear()` nothing is appended any more.
  [[nodiscard]] bool lost() const { return lost_; }
  void lose() { lost_ = true; }

  /// Where up to `most` bytes can be written in place; `wrote()` says how many were, before anything else is called.
  /// nullptr: it is `lost()`.
  [[nodiscard]] std::uint8_t* reserve(std::size_t most) {
    own();
    return room(most);
  }
  void wrote(std::size_t count) { size_ += count; }

  /// Answers with bytes that stay where they are until `clear()`: not copied, if nothing came before them.
  void forward(std::span<const std::uint8_t> bytes) {
    if (empty()) {
      borrowed_ = bytes;
    } else {
      append(bytes);
    }
  }

  /// What is still to be sent.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return borrowed_.data() != nullptr
               ? borrowed_
               : std::span<const std::uint8_t>(storage_.get() + sent_, size_ - sent_);
  }
  [[nodiscard]] bool empty() const { return bytes().empty(); }
  [[nodiscard]] bool full() const { return bytes().size() >= kHighWater; }

  /// The first so many bytes are gone. Nothing is appended again before all are.
  void sent(std::size_t count) {
    if (count == bytes().size()) return clear();
    if (borrowed_.data() != nullptr) {
      borrowed_ = borrowed_.subspan(count);
    } else {
      sent_ += count;
    }
  }

  /// Copies what is only borrowed: its owner needs the memory.
  void own() {
    if (const auto bytes = std::exchange(borrowed_, {}); bytes.data() != nullptr) append(bytes);
  }

  /// Empty again. The memory is kept for the next answer, unless this one was out of the ordinary.
  void clear() {
    borrowed_ = {};
    size_ = sent_ = 0;
    lost_ = false;
    if (capacity_ > 2 * kHighWater) {
      storage_.reset();
      capacity_ = 0;
    }
  }

 private:
  static constexpr std::size_t kFirstCapacity = 1024;

  /// Where `more` bytes can be written behind the last one, or nullptr.
  [[nodiscard]] std::uint8_t* room(std::size_t more) {
    if (lost_) return nullptr;
    if (capacity_ - size_ < more) {
      const std::size_t capacity = std::max({size_ + more, 2 * capacity_, kFirstCapacity});
      std::unique_ptr<std::uint8_t[]> larger(new (std::nothrow) std::uint8_t[capacity]);
      if (!larger) {
        lose();
        return nullptr;
      }
      if (size_ > 0) std::memcpy(larger.get(), storage_.get(), size_);
      storage_ = std::move(larger);
      capacity_ = capacity;
    }
    return storage_.get() + size_;
  }

  std::span<const std::uint8_t> borrowed_;  ///< has data only while nothing is in `storage_`
  std::unique_ptr<std::uint8_t[]> storage_;
  std::size_t size_ = 0;
  std::size_t sent_ = 0;  ///< of those: they are in front
  std::size_t capacity_ = 0;
  bool lost_ = false;
};

}  // namespace stdnet
