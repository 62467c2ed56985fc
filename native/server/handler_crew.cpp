#include "native/server/handler_crew.h"

#include <utility>

#include "native/server/pool/pool.h"
#include "native/server/thread_per_connection.h"

namespace stdnet::server {

Hire with_handlers(std::shared_ptr<const HandlerFactory> handlers) {
  return [handlers = std::move(handlers)](const Options& options,
                                          Roster& roster) -> Result<std::unique_ptr<Crew>> {
    if (!options.pool)
      return std::unique_ptr<Crew>(
          std::make_unique<ThreadPerConnection>(options, roster, handlers));
    auto pool = Pool::start(options, roster, handlers);
    if (!pool) return std::move(pool).error();
    return std::unique_ptr<Crew>(std::move(pool).value());
  };
}

}  // namespace stdnet::server
