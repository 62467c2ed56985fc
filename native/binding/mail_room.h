#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "native/binding/call.h"

namespace stdnet::binding {

/// Where JavaScript wants what comes in batches: numbers, and the bytes that they tell of.
struct MailRoom {
  std::span<std::uint32_t> records;  ///< at least three
  std::span<std::uint8_t> pool;      ///< what is not used of it
};

/// Of the arguments `(server, records, pool, used)`. nullopt: it has thrown.
template <std::size_t N>
std::optional<MailRoom> mail_room_of(const Call<N>& call) {
  const auto records = call.bytes(1);
  const auto pool = call.bytes(2);
  const auto used = call.integer(3);
  if (!records || !pool || !used) return std::nullopt;
  if (records->size() < 3 * sizeof(std::uint32_t) || *used < 0 ||
      static_cast<std::size_t>(*used) > pool->size()) {
    js::throw_type_error(call.env, "ERR_INVALID_ARG_VALUE", "no room for mail");
    return std::nullopt;
  }
  const std::span numbers(reinterpret_cast<std::uint32_t*>(records->data()),
                          records->size() / sizeof(std::uint32_t));
  return MailRoom{numbers, pool->subspan(static_cast<std::size_t>(*used))};
}

}  // namespace stdnet::binding
