#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "native/binding/call.h"
#include "native/binding/handle.h"
#include "native/binding/mail_sheet.h"
#include "native/binding/server_handle.h"

/// What JavaScript asks of either kind of mail.
namespace stdnet::binding {

/// nullptr with an exception pending: it is no server, or one whose handler is another.
template <typename Kind>
Kind* mail_of(napi_env env, napi_value server) {
  auto* handle = unwrap<ServerHandle>(env, server);
  if (handle == nullptr) return nullptr;
  Kind* mail = handle->mail<Kind>();
  if (mail == nullptr)
    js::throw_type_error(env, "ERR_INVALID_ARG_VALUE", "the server's handler is another");
  return mail;
}

/// Of the arguments `(server, records, pool, used)`. nullopt: it has thrown.
inline std::optional<MailSheet> sheet_of(const Call<4>& call) {
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
  return MailSheet(call.env, numbers, pool->subspan(static_cast<std::size_t>(*used)));
}

template <typename Kind>
napi_value take_mail(napi_env env, napi_callback_info info) {
  const Call<4> call(env, info);
  auto* mail = mail_of<Kind>(env, call[0]);
  if (mail == nullptr) return nullptr;
  auto sheet = sheet_of(call);
  return sheet ? mail->take(*sheet) : nullptr;
}

/// The bell rings soon, whether there is mail or not.
template <typename Kind>
napi_value ring_for_mail(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  if (auto* mail = mail_of<Kind>(env, call[0])) mail->bell().ring();
  return nullptr;
}

}  // namespace stdnet::binding
