#include "native/server/input.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace stdnet::server {

std::span<std::uint8_t> Input::room() {
  const std::size_t wanted = streaming_ ? kStreamCapacity : kFirstCapacity;
  if (begin_ == end_) {
    // A buffer that one long line has made larger than a stream's is not kept for a connection's whole life.
    if ((capacity_ < wanted || capacity_ > kStreamCapacity) && !move_to(wanted)) return {};
  } else if (end_ == capacity_ || begin_ > 0) {
    const std::size_t size = end_ - begin_;
    const std::size_t enough =
        size < capacity_ ? std::max(capacity_, wanted) : std::max(2 * capacity_, wanted);
    if (!move_to(enough)) return {};
  }
  return {storage_.get() + end_, capacity_ - end_};
}

void Input::received(std::size_t count) {
  if (count == capacity_ - end_) streaming_ = true;
  end_ += count;
}

void Input::consume(std::size_t count) {
  begin_ += count;
  if (begin_ == end_) begin_ = end_ = 0;
}

void Input::take_over(Input& other) {
  if (other.bytes().size() > kStreamCapacity / 2) {
    std::swap(*this, other);
    streaming_ = true;
  } else {
    copy_from(other, kStreamCapacity);
  }
  other.clear();
}

void Input::keep(Input& other) {
  if (other.bytes().empty()) return;
  if (other.bytes().size() > kStreamCapacity / 2) {
    std::swap(*this, other);
    other.streaming_ = streaming_;
  } else {
    copy_from(other, other.bytes().size());
    other.clear();
  }
}

void Input::copy_from(const Input& other, std::size_t capacity) {
  const auto bytes = other.bytes();
  if (capacity_ != capacity) {
    storage_ = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    capacity_ = capacity;
  }
  if (!bytes.empty()) std::memcpy(storage_.get(), bytes.data(), bytes.size());
  begin_ = 0;
  end_ = bytes.size();
}

bool Input::move_to(std::size_t capacity) {
  const std::size_t size = end_ - begin_;
  if (capacity == capacity_) {
    std::memmove(storage_.get(), storage_.get() + begin_, size);
  } else {
    std::unique_ptr<std::uint8_t[]> larger(new (std::nothrow) std::uint8_t[capacity]);
    if (!larger) return false;
    if (size > 0) std::memcpy(larger.get(), storage_.get() + begin_, size);
    storage_ = std::move(larger);
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = size;
  return true;
}

}  // namespace stdnet::server
