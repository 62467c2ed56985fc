#include "native/kv/store.h"

#include <utility>

namespace stdnet::kv {
namespace {

/// Writes over the old value in its own memory, unless that would keep much more than is needed.
void replace(std::string& value, std::string_view with) {
  constexpr std::size_t kSlack = 256;
  if (value.capacity() > 2 * with.size() + kSlack) value = std::string();
  value.assign(with);
}

}  // namespace

bool Store::get(std::string_view key, Output& out) const {
  const KeyView view = view_of(key);
  const Shard& shard = shard_of(view);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.values.find(view);
  if (found == shard.values.end()) return false;
  out.append(found->second);
  return true;
}

void Store::set(std::string_view key, std::string_view value) {
  const KeyView view = view_of(key);
  Shard& shard = shard_of(view);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.values.find(view);
  if (found != shard.values.end()) {
    replace(found->second, value);
  } else {
    shard.values.emplace(Key{view.hash, std::string(key)}, value);
  }
}

std::size_t Store::size() const {
  std::size_t size = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    size += shard.values.size();
  }
  return size;
}

}  // namespace stdnet::kv
