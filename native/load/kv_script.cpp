#include "native/load/kv_script.h"

namespace stdnet::load {

KvScript::KvScript(std::size_t connection, std::uint64_t seed, Shape shape)
    : BatchScript(shape.pipeline),
      shape_(shape),
      prefix_(std::to_string(connection) + ":"),
      keys_(shape.keys, shape.zipf),
      random_(seed ^ (connection * 0x2545f4914f6cdd1dU)),
      value_(shape.value_size, '0'),
      values_(shape.keys) {}

void KvScript::write_request(std::string& request, std::string& reply) {
  const bool priming = !primed();
  const bool setting = priming || random_.fraction() >= shape_.reads;
  const std::size_t key = priming ? primed_++ : keys_.pick(random_);
  if (setting) values_[key] = random_.next();
  name(key);
  (setting ? shape_.words->set : shape_.words->get)(key_, value_, request, reply);
}

void KvScript::name(std::size_t key) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  key_.assign(prefix_).append(std::to_string(key));
  for (std::size_t i = 0; i < value_.size(); ++i)
    value_[i] = kDigits[(values_[key] >> (i % 16 * 4)) & 15U];
}

}  // namespace stdnet::load
