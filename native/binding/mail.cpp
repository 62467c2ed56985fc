#include "native/binding/mail.h"

#include <algorithm>
#include <span>
#include <utility>

#include "native/binding/js.h"

namespace stdnet::binding {

using relay::Message;
using relay::Said;

napi_value Mail::take(MailSheet& sheet) {
  give_back_closed();
  if (next_message_ < batch_.messages.size() || refill()) {
    while (next_message_ < batch_.messages.size() && write(batch_.messages[next_message_], sheet))
      ++next_message_;
  }
  return sheet.finish();
}

bool Mail::write(const Message& message, MailSheet& sheet) {
  if (!sheet.has_room(message.size)) return false;
  relay::Relay& relay = *message.relay;
  switch (message.what) {
    case Said::Opened:
      remember(relay);
      relays_.newcomers().leave();
      sheet.write_extra(info_of(relay));
      break;
    case Said::Bytes:
      write_bytes(message.size, sheet);
      relay.taken(message.size);
      break;
    case Said::Closed:
      sheet.write_extra(relay.error() ? environment_.make_error(*relay.error())
                                      : js::null(environment_.env()));
      closed_.push_back(&relay);
      break;
    case Said::Ended:
    case Said::Drained:
    case Said::Lent:
      break;
  }
  sheet.write_record(relay.slot() << 3U | static_cast<std::uint32_t>(message.what), message.size);
  return true;
}

void Mail::write_bytes(std::size_t size, MailSheet& sheet) {
  if (size < relay::Batch::kLarge) {
    sheet.write_bytes(std::span(batch_.slab).subspan(next_byte_, size));
    next_byte_ += size;
    return;
  }
  relay::Chunk& chunk = batch_.chunks[next_chunk_++];
  sheet.write_bytes(chunk.room().first(size));
  relays_.chunks().give_back(std::move(chunk));
}

void Mail::remember(relay::Relay& relay) {
  by_slot_.resize(std::max<std::size_t>(by_slot_.size(), relay.slot() + 1));
  by_slot_[relay.slot()] = &relay;
}

napi_value Mail::info_of(const relay::Relay& relay) const {
  const napi_env env = environment_.env();
  const auto& info = relay.info();
  return js::array(env, {js::number(env, static_cast<double>(info.id)),
                         js::bytes(env, pack(info.peer)), js::bytes(env, pack(info.local))});
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
