#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "native/binding/js.h"
#include "native/relay/mailbox.h"

namespace stdnet::binding {

/// What one batch of mail is written on: two numbers for each message; the bytes of small messages, one behind the other; and
/// apart what is neither. Threads: the JS thread.
class MailSheet {
 public:
  /// A message of so many bytes has a Buffer of its own. lib/server/mail_batch.ts knows it too.
  static constexpr std::size_t kLarge = relay::Batch::kLarge;

  /// `records`: room for how many there are, and for the numbers of one message at least. `room`: for small messages.
  MailSheet(napi_env env, std::span<std::uint32_t> records, std::span<std::uint8_t> room)
      : env_(env), records_(records), room_(room) {}

  /// Whether there is room for one more message with so many bytes.
  [[nodiscard]] bool has_room(std::size_t size) const {
    return records_.size() >= 2 * std::size_t{count_} + 3 &&
           (size >= kLarge || room_.size() - filled_ >= size);
  }

  void write_record(std::uint32_t first, std::uint32_t second) {
    records_[2 * std::size_t{count_} + 1] = first;
    records_[2 * std::size_t{count_} + 2] = second;
    ++count_;
  }
  void write_bytes(std::span<const std::uint8_t> bytes) {
    if (bytes.size() >= kLarge) return write_extra(js::buffer(env_, bytes));
    if (bytes.empty()) return;
    std::memcpy(room_.data() + filled_, bytes.data(), bytes.size());
    filled_ += bytes.size();
  }
  void write_extra(napi_value value) {
    if (extras_ == nullptr) napi_create_array(env_, &extras_);
    napi_set_element(env_, extras_, extra_count_++, value);
  }

  [[nodiscard]] std::uint32_t count() const { return count_; }
  /// Puts the count before the records. The extras, in their order; undefined: there are none.
  [[nodiscard]] napi_value finish() {
    records_[0] = count_;
    return extras_;
  }

 private:
  const napi_env env_;
  const std::span<std::uint32_t> records_;
  const std::span<std::uint8_t> room_;
  std::size_t filled_ = 0;
  std::uint32_t count_ = 0;
  napi_value extras_ = nullptr;
  std::uint32_t extra_count_ = 0;
};

}  // namespace stdnet::binding
