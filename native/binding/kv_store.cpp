#include "native/binding/kv_store.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "native/binding/call.h"
#include "native/binding/checked_fields.h"
#include "native/binding/exports.h"
#include "native/binding/handle.h"
#include "native/core/output.h"
#include "native/core/text.h"
#include "native/core/utf8.h"
#include "native/kv/shared_stores.h"
#include "native/os/random.h"

namespace stdnet::binding {

namespace {

constexpr std::uint64_t kMostSafe = (std::uint64_t{1} << 53U) - 1;

/// 128 bits that nobody can guess: knowing an id is the right to open its store.
std::string new_id() {
  std::array<char, 33> text{};
  static_cast<void>(std::snprintf(text.data(), text.size(), "%016llx%016llx",
                                  static_cast<unsigned long long>(os::random_bits()),
                                  static_cast<unsigned long long>(os::random_bits())));
  return text.data();
}

/// From here on a value is copied at once, without another copy on the way: into memory that JavaScript has made.
constexpr std::size_t kLarge = std::size_t{64} * 1024;

/// The store, and the bytes of a key. A copy: in shared memory they could change between the hash and the comparison.
struct Access {
  KvStore* handle = nullptr;
  Output bytes;

  [[nodiscard]] std::string_view key() const { return text_of(bytes.bytes()); }
};

template <std::size_t N>
std::optional<Access> access(const Call<N>& call) {
  auto* handle = unwrap<KvStore>(call.env, call[0]);
  if (handle == nullptr) return std::nullopt;
  const auto key = call.bytes(1);
  if (!key) return std::nullopt;
  Access place{handle, {}};
  place.bytes.append(*key);
  if (!place.bytes.lost()) return place;
  call.environment().raise(Error::out_of_memory());
  return std::nullopt;
}

napi_value kv_create(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  std::optional<std::size_t> max_bytes;
  if (!CheckedFields(env, call[0]).count_if_there("maxBytes", 0, kMostSafe, max_bytes)) {
    return nullptr;
  }
  const kv::Seed seed{os::random_bits(), os::random_bits()};
  auto handle = std::make_unique<KvStore>();
  handle->id = new_id();
  handle->store = kv::shared_stores::create(handle->id, seed, max_bytes);
  return wrap(env, std::move(handle));
}

napi_value kv_open(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  auto id = call.text(0);
  if (!id) return nullptr;
  auto store = kv::shared_stores::find(*id);
  if (!store) return js::null(env);
  return wrap(env, std::make_unique<KvStore>(KvStore{std::move(*id), std::move(store)}));
}

napi_value kv_id(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto* handle = unwrap<KvStore>(env, call[0]);
  return handle == nullptr ? nullptr : js::text(env, handle->id);
}

napi_value kv_get(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto place = access(call);
  if (!place) return nullptr;
  // First out of the store, whose lock is held meanwhile; then into JS's memory, which may take a collection.
  Output value;
  {
    const kv::Slot slot = place->handle->store->at(place->key());
    if (!slot.found()) return js::null(env);
    if (slot.value().size() > kLarge)
      return js::number(env, static_cast<double>(slot.value().size()));
    value.append(slot.value());
  }
  if (value.lost()) return call.environment().raise(Error::out_of_memory());
  return js::buffer(env, value.bytes());
}

napi_value kv_read(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto place = access(call);
  if (!place) return nullptr;
  const auto into = call.bytes(2);
  if (!into) return nullptr;
  const kv::Slot slot = place->handle->store->at(place->key());
  if (!slot.found()) return js::null(env);
  const auto value = bytes_of(slot.value());
  if (value.size() <= into->size()) std::copy(value.begin(), value.end(), into->begin());
  return js::number(env, static_cast<double>(value.size()));
}

/// undefined: it is no text, or one that no string can hold.
napi_value kv_get_text(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto place = access(call);
  if (!place) return nullptr;
  Output value;
  if (!place->handle->store->get(place->key(), value)) return js::null(env);
  if (value.lost()) return call.environment().raise(Error::out_of_memory());
  const std::string_view text = text_of(value.bytes());
  return is_utf8(text) ? js::text(env, text) : nullptr;
}

napi_value kv_set(napi_env env, napi_callback_info info) {
  const Call<3> call(env, info);
  const auto place = access(call);
  if (!place) return nullptr;
  const auto value = call.bytes(2);
  if (!value) return nullptr;
  if (place->handle->store->set(place->key(), text_of(*value))) return js::undefined(env);
  return call.environment().raise(Error::of(ErrorKind::StorageFull, "ERR_STORAGE_FULL",
                                            "there is no room for the value in the store"));
}

napi_value kv_delete(napi_env env, napi_callback_info info) {
  const Call<2> call(env, info);
  const auto place = access(call);
  if (!place) return nullptr;
  return js::boolean(env, place->handle->store->erase(place->key()));
}

napi_value kv_clear(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  if (const auto* handle = unwrap<KvStore>(env, call[0])) handle->store->clear();
  return nullptr;
}

napi_value kv_size(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto* handle = unwrap<KvStore>(env, call[0]);
  if (handle == nullptr) return nullptr;
  return js::number(env, static_cast<double>(handle->store->size()));
}

napi_value kv_bytes(napi_env env, napi_callback_info info) {
  const Call<1> call(env, info);
  const auto* handle = unwrap<KvStore>(env, call[0]);
  if (handle == nullptr) return nullptr;
  return js::number(env, static_cast<double>(handle->store->bytes()));
}

}  // namespace

void define_kv_store(Environment& environment, napi_value exports) {
  define(environment, exports, "kvCreate", kv_create);
  define(environment, exports, "kvOpen", kv_open);
  define(environment, exports, "kvId", kv_id);
  define(environment, exports, "kvGet", kv_get);
  define(environment, exports, "kvRead", kv_read);
  define(environment, exports, "kvGetText", kv_get_text);
  define(environment, exports, "kvSet", kv_set);
  define(environment, exports, "kvDelete", kv_delete);
  define(environment, exports, "kvClear", kv_clear);
  define(environment, exports, "kvSize", kv_size);
  define(environment, exports, "kvBytes", kv_bytes);
}

}  // namespace stdnet::binding
