#pragma once

#include <doctest.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "native/handlers/registry.h"
#include "native/server/handler_crew.h"
#include "native/server/tcp_server.h"
#include "peer.h"
#include "recorder.h"

/// CMakeLists.txt runs these tests twice: with a thread for each connection, and with a pool for all.
[[nodiscard]] inline std::optional<std::size_t> pool_of_this_run() {
  const char* threads = std::getenv("STDNET_TEST_POOL");
  if (threads == nullptr) return std::nullopt;
  return std::strtoull(threads, nullptr, 10);
}

[[nodiscard]] inline std::unique_ptr<stdnet::server::TcpServer> started(
    Recorder& recorder, stdnet::server::Options options = {},
    stdnet::handlers::Factory handlers = stdnet::handlers::echo({}),
    stdnet::os::Fd listener = listening()) {
  if (!options.pool) options.pool = pool_of_this_run();
  auto server = stdnet::server::TcpServer::start(
      std::move(listener), options, stdnet::server::with_handlers(std::move(handlers)), recorder);
  REQUIRE(server.ok());
  return std::move(server).value();
}

[[nodiscard]] inline stdnet::handlers::Factory small_kv() {
  return stdnet::handlers::kv({.max_line = 100, .max_value = 50, .store = nullptr});
}

/// Closes, and checks that nothing is left.
inline void closed(stdnet::server::TcpServer& server, Recorder& recorder) {
  server.close();
  server.join();
  CHECK(recorder.closed == 1);
  const stdnet::server::Stats stats = server.stats();
  CHECK(stats.active == 0);
  CHECK(stats.threads == 0);
  CHECK(stats.accepted == stats.ended);
}

/// Fills the pipe to a server that echoes and is not read from: both sides' buffers are full when this returns.
inline void stuff(const Peer& peer) {
  REQUIRE(stdnet::os::set_timeout(peer.fd(), stdnet::os::Direction::Write,
                                  std::chrono::milliseconds(200))
              .ok());
  const std::vector<std::uint8_t> chunk(65536, 'x');
  while (stdnet::os::send(peer.fd(), chunk)) {
  }
}
