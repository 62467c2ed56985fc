#pragma once

#include <memory>

#include "native/os/thread_cache.h"
#include "native/server/crew.h"
#include "native/server/options.h"
#include "native/server/roster.h"
#include "native/server/spinner.h"

namespace stdnet::server {

/// A thread for each connection, blocked in its recv; one that has ended waits a while for the next connection.
class ThreadPerConnection final : public Crew {
 public:
  /// The first two must outlive it.
  ThreadPerConnection(const Options& options, Roster& roster,
                      std::shared_ptr<const HandlerFactory> handlers);

  [[nodiscard]] std::optional<DropReason> take(ConnectionTable::Entry entry) override;
  [[nodiscard]] std::size_t threads() const override { return threads_.size(); }
  void close() override { threads_.close(); }

 private:
  void serve(ConnectionTable::Entry entry);

  const Options& options_;
  Roster& roster_;
  const std::shared_ptr<const HandlerFactory> handlers_;
  Spinner spinner_;
  os::ThreadCache threads_;  ///< last: they use all of the above
};

}  // namespace stdnet::server
