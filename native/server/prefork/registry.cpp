#include "native/server/prefork/registry.h"

#include <unordered_map>

#include "native/os/mutex.h"

namespace stdnet::server::preforks {
namespace {

struct Registry {
  os::Mutex mutex;
  std::unordered_map<std::string, std::weak_ptr<Prefork>> preforks GUARDED_BY(mutex);
};

/// Never destroyed: threads may still let go of servers while the process exits.
Registry& registry() {
  static Registry& instance = *new Registry;
  return instance;
}

}  // namespace

void publish(const std::string& id, const std::shared_ptr<Prefork>& prefork) {
  Registry& all = registry();
  const os::Lock lock(all.mutex);
  all.preforks.emplace(id, prefork);
}

void retract(const std::string& id) {
  Registry& all = registry();
  const os::Lock lock(all.mutex);
  all.preforks.erase(id);
}

std::shared_ptr<Prefork> find(const std::string& id) {
  Registry& all = registry();
  const os::Lock lock(all.mutex);
  const auto found = all.preforks.find(id);
  return found == all.preforks.end() ? nullptr : found->second.lock();
}

}  // namespace stdnet::server::preforks
