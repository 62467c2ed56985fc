#pragma once

#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "../peer.h"
#include "../recorder.h"
#include "native/server/prefork/crew.h"
#include "native/server/prefork/prefork.h"
#include "native/server/tcp_server.h"

/// A server whose workers are threads of the test.
class Served {
 public:
  explicit Served(Recorder& recorder, stdnet::server::Options options = {},
                  std::size_t expected = 1, stdnet::os::Fd listener = listening())
      : prefork_(stdnet::server::Prefork::create(std::move(listener), expected).value()) {
    using stdnet::server::Crew;
    const auto hire = [this](
                          const stdnet::server::Options& checked,
                          stdnet::server::Roster& roster) -> stdnet::Result<std::unique_ptr<Crew>> {
      return std::unique_ptr<Crew>(
          std::make_unique<stdnet::server::PreforkCrew>(prefork_, checked, roster));
    };
    stdnet::SocketAddress local;
    {
      const stdnet::server::Prefork::Stay stay(*prefork_);
      local = stdnet::os::local_address(stay.listener()).value();
    }
    server = stdnet::server::TcpServer::start(prefork_, local, options, hire, recorder).value();
  }
  ~Served() {
    server->close();
    for (std::thread& thread : threads_) thread.join();
    server->join();
    // One that nobody took leave of would be in the way of others for ever.
    CHECK(prefork_->dealer().newcomers().count() == 0);
  }

  /// Joins, and works in a thread: `work(std::shared_ptr<Prefork>)`.
  template <typename Work>
  void hire(stdnet::server::Prefork::Form form, Work work) {
    REQUIRE(prefork_->join(form).value() == stdnet::server::Prefork::Joined::Yes);
    threads_.emplace_back(
        [work = std::move(work), prefork = prefork_]() mutable { work(std::move(prefork)); });
  }

  [[nodiscard]] stdnet::server::Prefork& prefork() { return *prefork_; }
  std::unique_ptr<stdnet::server::TcpServer> server;

 private:
  std::shared_ptr<stdnet::server::Prefork> prefork_;
  std::vector<std::thread> threads_;
};

/// Of a server that may have one connection, whose workers are there.
inline void expect_one_over_the_maximum_to_be_closed(Served& served, Recorder& recorder) {
  const Peer first(served.server->local_address());
  recorder.wait_for([&] { return recorder.connections.size() == 1; });
  const Peer second(served.server->local_address());
  CHECK(second.is_closed());
  recorder.wait_for([&] { return recorder.drops.size() == 1; });
  CHECK(recorder.drops[0].reason == stdnet::server::DropReason::MaxConnections);
}
