#include "native/load/kv_script.h"

namespace stdnet::load {

KvScript::KvScript(std::size_t connection, std::uint64_t seed, Shape shape)
    : BatchScript(shape.pipeline),
      shape_(shape),
      prefix_(std::to_string(connection) + ":"),
      random_(seed ^ (connection * 0x2545f4914f6cdd1dU)),
      values_(shape.keys) {}

void KvScript::write_request(std::string& request, std::string& reply) {
  if (primed_ < values_.size()) return write_set(primed_++, request, reply);
  const std::uint64_t dice = random_.next();
  const std::size_t key = (dice >> 1U) % values_.size();
  if ((dice & 1U) != 0) {
    write_set(key, request, reply);
  } else {
    write_get(key, request, reply);
  }
}

void KvScript::write_set(std::size_t key, std::string& request, std::string& reply) {
  values_[key] = random_.next();
  request.append("SET ").append(prefix_).append(std::to_string(key)).push_back(' ');
  append_value(request, values_[key]);
  request.push_back('\n');
  reply.append("OK\n");
}

void KvScript::write_get(std::size_t key, std::string& request, std::string& reply) const {
  request.append("GET ").append(prefix_).append(std::to_string(key)).push_back('\n');
  append_value(reply, values_[key]);
  reply.push_back('\n');
}

void KvScript::append_value(std::string& to, std::uint64_t number) const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < shape_.value_size; ++i)
    to.push_back(kDigits[(number >> (i % 16 * 4)) & 15U]);
}

}  // namespace stdnet::load
