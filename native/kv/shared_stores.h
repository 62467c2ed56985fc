#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "native/kv/hash.h"
#include "native/kv/store.h"

/// The stores that threads of this process can find by their ids. Threads: any.
namespace stdnet::kv::shared_stores {

/// A new store. It is found as long as somebody holds it, and gone with the last who does. Whoever knows `id` can open it:
/// each must be one that nobody can guess.
[[nodiscard]] std::shared_ptr<Store> create(const std::string& id, const Seed& seed,
                                            std::optional<std::size_t> max_bytes);

/// nullptr: there is none of that id, or nobody holds it any more.
[[nodiscard]] std::shared_ptr<Store> find(const std::string& id);

}  // namespace stdnet::kv::shared_stores
