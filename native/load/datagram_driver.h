#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "native/load/datagram_ping_pong.h"
#include "native/load/load_thread.h"
#include "native/os/fd.h"
#include "native/os/poller.h"

namespace stdnet::load {

/// A load thread over UDP: its clients, each with a connected socket of its own. Threads: as LoadThread.
class DatagramDriver final : public LoadThread {
 public:
  using LoadThread::LoadThread;

 private:
  struct Client {
    std::size_t number;
    os::Fd fd;
    std::unique_ptr<DatagramPingPong> warming{};  ///< what it says until it has been answered once
    std::unique_ptr<DatagramScript> flow{};       ///< open loop: what it says from then on
    bool warm = false;
    bool finished = false;

    [[nodiscard]] DatagramScript& script() const {
      return flow ? *flow : static_cast<DatagramScript&>(*warming);
    }
  };

  [[nodiscard]] Result<void> connect() override;
  [[nodiscard]] Result<void> begin() override;
  [[nodiscard]] Result<void> wait_and_answer() override;
  [[nodiscard]] std::size_t stop() override;
  [[nodiscard]] Result<void> turn_of(std::size_t own) override { return flush(*clients_[own]); }
  [[nodiscard]] NumberedDatagram datagram_of(std::size_t number) const;
  [[nodiscard]] Result<void> receive_some();
  [[nodiscard]] Result<void> receive(Client& client, int flags);
  [[nodiscard]] Result<void> flush(Client& client);
  void warm_up(Client& client);
  void finish_if_idle(Client& client);
  /// What was given up. Looks but once in a while, as there are many clients.
  [[nodiscard]] Result<void> give_up();

  std::vector<std::unique_ptr<Client>> clients_;
  std::optional<os::Poller> poller_;
  std::vector<std::uint8_t> buffer_;
  Instant next_look_{};
};

}  // namespace stdnet::load
