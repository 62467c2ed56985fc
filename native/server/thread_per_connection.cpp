#include "native/server/thread_per_connection.h"

#include <utility>

#include "native/server/serve_connection.h"

namespace stdnet::server {

ThreadPerConnection::ThreadPerConnection(const Options& options, Roster& roster,
                                         std::shared_ptr<const HandlerFactory> handlers)
    : options_(options),
      roster_(roster),
      handlers_(std::move(handlers)),
      spinner_(options.spin),
      threads_({.name = "stdnet-conn", .stack_size = options.stack_size}) {}

std::optional<DropReason> ThreadPerConnection::take(ConnectionTable::Entry entry) {
  entry->handler = handlers_->make();
  if (!threads_.run([this, entry] { serve(entry); })) return DropReason::NoThread;
  return std::nullopt;
}

void ThreadPerConnection::serve(ConnectionTable::Entry entry) {
  roster_.begin(entry);
  auto error = serve_connection(*entry, options_, spinner_);
  roster_.end(entry, std::move(error));
}

}  // namespace stdnet::server
