#pragma once

#include <memory>
#include <string>

#include "native/server/prefork/prefork.h"

/// The servers that threads of this process can find by their ids, to work for them. Threads: any.
namespace stdnet::server::preforks {

/// It is found as long as somebody holds it. Whoever knows `id` can work for it: each must be one that nobody can guess.
void publish(const std::string& id, const std::shared_ptr<Prefork>& prefork);
/// Nobody can find it any more.
void retract(const std::string& id);

/// nullptr: there is none of that id, or nobody holds it any more.
[[nodiscard]] std::shared_ptr<Prefork> find(const std::string& id);

}  // namespace stdnet::server::preforks
