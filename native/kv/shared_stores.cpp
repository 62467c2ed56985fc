#include "native/kv/shared_stores.h"

#include <mutex>
#include <unordered_map>

namespace stdnet::kv::shared_stores {
namespace {

struct Registry {
  std::mutex mutex;
  std::unordered_map<std::string, std::weak_ptr<Store>> stores;
};

/// Never destroyed: threads may still let go of stores while the process exits.
Registry& registry() {
  static Registry& instance = *new Registry;
  return instance;
}

void forget(const std::string& id) {
  Registry& all = registry();
  const std::scoped_lock lock(all.mutex);
  all.stores.erase(id);
}

}  // namespace

std::shared_ptr<Store> create(const std::string& id, const Seed& seed,
                              std::optional<std::size_t> max_bytes) {
  const auto destroy = [id](Store* store) {
    forget(id);
    delete store;
  };
  std::shared_ptr<Store> store(new Store(seed, max_bytes), destroy);
  Registry& all = registry();
  const std::scoped_lock lock(all.mutex);
  all.stores.emplace(id, store);
  return store;
}

std::shared_ptr<Store> find(const std::string& id) {
  Registry& all = registry();
  const std::scoped_lock lock(all.mutex);
  const auto found = all.stores.find(id);
  return found == all.stores.end() ? nullptr : found->second.lock();
}

}  // namespace stdnet::kv::shared_stores
