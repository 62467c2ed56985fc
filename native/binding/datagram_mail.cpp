#include "native/binding/datagram_mail.h"

#include <functional>
#include <span>
#include <string_view>

#include "native/binding/js.h"

namespace stdnet::binding {

using Head = relay::Datagrams::Head;

napi_value DatagramMail::take(MailSheet& sheet) {
  if (given_ > 0) queue_.handled(given_, given_bytes_);
  given_bytes_ = 0;
  if (next_head_ < batch_.heads.size() || refill()) {
    while (next_head_ < batch_.heads.size() && write(batch_.heads[next_head_], sheet)) ++next_head_;
  }
  given_ = sheet.count();
  return sheet.finish();
}

bool DatagramMail::write(const Head& head, MailSheet& sheet) {
  if (!sheet.has_room(head.size)) return false;
  sheet.write_record(write_sender(head.from, sheet), head.size);
  sheet.write_bytes(std::span(batch_.bytes).subspan(next_byte_, head.size));
  next_byte_ += head.size;
  given_bytes_ += head.size;
  return true;
}

std::uint32_t DatagramMail::write_sender(const SocketAddress& from, MailSheet& sheet) {
  const PackedAddress packed = pack(from);
  const std::string_view text(reinterpret_cast<const char*>(packed.data()), packed.size());
  const std::size_t place = std::hash<std::string_view>()(text) % kPlaces;
  const auto number = static_cast<std::uint32_t>(place) << 1U;
  if (std::exchange(senders_[place], from) == from) return number;
  sheet.write_extra(js::bytes(env_, packed));
  return number | 1U;
}

bool DatagramMail::refill() {
  batch_.clear();
  next_head_ = next_byte_ = 0;
  return queue_.take(batch_);
}

void DatagramMail::close() {
  bell_->close();
  batch_ = {};
  next_head_ = next_byte_ = 0;
}

}  // namespace stdnet::binding
