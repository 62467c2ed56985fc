#include "native/binding/mail.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "native/binding/js.h"

namespace stdnet::binding {

using relay::Batch;
using relay::Message;
using relay::Said;

/// What one call of take() fills.
class Mail::Writer {
 public:
  Writer(Mail& mail, std::span<std::uint32_t> records, std::span<std::uint8_t> room)
      : mail_(mail), env_(mail.environment_.env()), records_(records), room_(room) {}

  /// False: there is no room for it.
  [[nodiscard]] bool write(const Message& message) {
    if (records_.size() < 2 * count_ + 3 || !write_content(message)) return false;
    const auto said = static_cast<std::uint32_t>(message.what);
    records_[2 * count_ + 1] = message.relay->slot() << 3U | said;
    records_[2 * count_ + 2] = message.size;
    ++count_;
    return true;
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] napi_value extras() const { return extras_; }

 private:
  [[nodiscard]] bool write_content(const Message& message) {
    switch (message.what) {
      case Said::Opened:
        add(opened(*message.relay));
        break;
      case Said::Bytes:
        if (!write_bytes(message)) return false;
        message.relay->taken(message.size);
        break;
      case Said::Closed:
        add(error_of(*message.relay));
        mail_.closed_.push_back(message.relay);
        break;
      case Said::Ended:
      case Said::Drained:
        break;
    }
    return true;
  }

  [[nodiscard]] bool write_bytes(const Message& message) {
    if (message.size >= Batch::kLarge) {
      relay::Chunk& chunk = mail_.batch_.chunks[mail_.next_chunk_++];
      add(js::buffer(env_, chunk.room().first(message.size)));
      mail_.relays_.chunks().give_back(std::move(chunk));
      return true;
    }
    if (room_.size() - filled_ < message.size) return false;
    std::memcpy(room_.data() + filled_, mail_.batch_.slab.data() + mail_.next_byte_, message.size);
    filled_ += message.size;
    mail_.next_byte_ += message.size;
    return true;
  }

  [[nodiscard]] napi_value opened(relay::Relay& relay) {
    auto& by_slot = mail_.by_slot_;
    by_slot.resize(std::max<std::size_t>(by_slot.size(), relay.slot() + 1));
    by_slot[relay.slot()] = &relay;
    const auto& info = relay.info();
    return js::array(env_, {js::number(env_, static_cast<double>(info.id)),
                            js::bytes(env_, pack(info.peer)), js::bytes(env_, pack(info.local))});
  }
  [[nodiscard]] napi_value error_of(const relay::Relay& relay) const {
    return relay.error() ? mail_.environment_.make_error(*relay.error()) : js::null(env_);
  }

  void add(napi_value value) {
    if (extras_ == nullptr) napi_create_array(env_, &extras_);
    napi_set_element(env_, extras_, added_++, value);
  }

  Mail& mail_;
  const napi_env env_;
  const std::span<std::uint32_t> records_;
  const std::span<std::uint8_t> room_;
  std::size_t filled_ = 0;
  std::uint32_t count_ = 0;
  napi_value extras_ = nullptr;
  std::uint32_t added_ = 0;
};

napi_value Mail::take(std::span<std::uint32_t> records, std::span<std::uint8_t> room) {
  give_back_closed();
  Writer writer(*this, records, room);
  if (next_message_ < batch_.messages.size() || refill()) {
    while (next_message_ < batch_.messages.size() && writer.write(batch_.messages[next_message_]))
      ++next_message_;
  }
  records[0] = writer.count();
  return writer.extras();
}

bool Mail::refill() {
  batch_.clear();
  next_message_ = next_byte_ = next_chunk_ = 0;
  return relays_.mailbox().take(batch_);
}

void Mail::give_back_closed() {
  for (relay::Relay* relay : closed_) {
    by_slot_[relay->slot()] = nullptr;
    relays_.give_back(*relay);
  }
  closed_.clear();
}

}  // namespace stdnet::binding
