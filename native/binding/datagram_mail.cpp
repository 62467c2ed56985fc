#include "native/binding/datagram_mail.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "native/binding/js.h"

namespace stdnet::binding {

using Head = relay::Datagrams::Head;

/// What one call of take() fills.
class DatagramMail::Writer {
 public:
  Writer(DatagramMail& mail, std::span<std::uint32_t> records, std::span<std::uint8_t> room)
      : mail_(mail), records_(records), room_(room) {}

  /// False: there is no room for it.
  [[nodiscard]] bool write(const Head& head, std::span<const std::uint8_t> bytes) {
    const bool large = bytes.size() >= kLarge;
    if (records_.size() < 2 * count_ + 3 || (!large && room_.size() - filled_ < bytes.size()))
      return false;
    records_[2 * count_ + 1] = write_sender(head.from);
    records_[2 * count_ + 2] = head.size;
    if (large) {
      add(js::buffer(mail_.env_, bytes));
    } else {
      std::ranges::copy(bytes, room_.subspan(filled_).begin());
      filled_ += bytes.size();
    }
    bytes_ += bytes.size();
    ++count_;
    return true;
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] napi_value extras() const { return extras_; }

 private:
  [[nodiscard]] std::uint32_t write_sender(const SocketAddress& from) {
    const PackedAddress packed = pack(from);
    const std::string_view text(reinterpret_cast<const char*>(packed.data()), packed.size());
    const std::size_t place = std::hash<std::string_view>()(text) % kPlaces;
    const auto number = static_cast<std::uint32_t>(place) << 1U;
    if (std::exchange(mail_.senders_[place], from) == from) return number;
    add(js::bytes(mail_.env_, packed));
    return number | 1U;
  }

  void add(napi_value value) {
    if (extras_ == nullptr) napi_create_array(mail_.env_, &extras_);
    napi_set_element(mail_.env_, extras_, added_++, value);
  }

  DatagramMail& mail_;
  const std::span<std::uint32_t> records_;
  const std::span<std::uint8_t> room_;
  std::size_t filled_ = 0;
  std::uint32_t count_ = 0;
  std::size_t bytes_ = 0;
  napi_value extras_ = nullptr;
  std::uint32_t added_ = 0;
};

napi_value DatagramMail::take(std::span<std::uint32_t> records, std::span<std::uint8_t> room) {
  if (given_ > 0) queue_.handled(given_, given_bytes_);
  Writer writer(*this, records, room);
  if (next_head_ < batch_.heads.size() || refill()) {
    while (next_head_ < batch_.heads.size()) {
      const Head& head = batch_.heads[next_head_];
      if (!writer.write(head, std::span(batch_.bytes).subspan(next_byte_, head.size))) break;
      ++next_head_;
      next_byte_ += head.size;
    }
  }
  records[0] = writer.count();
  given_ = writer.count();
  given_bytes_ = writer.bytes();
  return writer.extras();
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
