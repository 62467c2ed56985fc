#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "native/load/load_thread.h"
#include "native/os/fd.h"
#include "native/os/poller.h"

namespace stdnet::load {

/// A load thread over TCP: its connections, served by one poller. Threads: as LoadThread.
class Driver final : public LoadThread {
 public:
  using LoadThread::LoadThread;

 private:
  struct Connection {
    std::size_t number;
    os::Fd fd{};
    std::unique_ptr<Script> script{};
    std::uint64_t received = 0;
    bool blocked = false;  ///< the kernel took no more: waiting until it does
    bool warm = false;
    bool finished = false;
    std::size_t renewals = 0;
  };

  [[nodiscard]] Result<void> connect() override;
  [[nodiscard]] Result<void> begin() override;
  [[nodiscard]] Result<void> wait_and_answer() override;
  [[nodiscard]] std::size_t stop() override;
  [[nodiscard]] Result<void> turn_of(std::size_t own) override { return flush(*connections_[own]); }
  [[nodiscard]] Result<void> open(Connection& connection);
  /// The connection is over: a new one takes its place, whose first request begins with it.
  [[nodiscard]] Result<void> renew(Connection& connection);
  [[nodiscard]] Result<void> wait_for_some();
  [[nodiscard]] Result<void> receive(Connection& connection, int flags);
  [[nodiscard]] Result<void> flush(Connection& connection);

  std::vector<std::unique_ptr<Connection>> connections_;
  std::optional<os::Poller> poller_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace stdnet::load
