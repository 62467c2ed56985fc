#pragma once

#include <cstdint>
#include <functional>
#include <latch>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "../../support/test_waiter.h"
#include "native/server/prefork/parking_worker.h"
#include "served.h"

/// Workers that hold many connections, as threads of the test.
namespace parking {

using stdnet::server::ParkingWorker;
using stdnet::server::Prefork;
using Bytes = std::span<const std::uint8_t>;
using What = ParkingWorker::What;

/// What happens to connections, by their places, as a worker is told.
struct Handler {
  std::function<void(ParkingWorker&, std::uint32_t place, int fd)> opened;
  std::function<void(ParkingWorker&, std::uint32_t place, int fd, Bytes)> received =
      [](ParkingWorker&, std::uint32_t, int fd, Bytes bytes) {
        REQUIRE(stdnet::os::send(fd, bytes).ok());
      };
  std::function<void(std::uint32_t place, int fd)> ended;
  std::function<bool()> leaves = [] { return false; };
};

/// Tells the handler of one event.
inline void tell(ParkingWorker& worker, const ParkingWorker::Event& event, Bytes chunk,
                 std::vector<stdnet::os::Fd>& streams, const Handler& handler) {
  const auto [what, place, size] = event;
  if (place >= streams.size()) streams.resize(place + 1);
  if (what == What::Opened) streams[place] = worker.take_stream(place);
  const int fd = streams[place].get();
  if (what == What::Opened && handler.opened) handler.opened(worker, place, fd);
  if (what == What::Bytes) handler.received(worker, place, fd, chunk.first(size));
  if (what != What::Ended) return;
  if (handler.ended) handler.ended(place, fd);
  worker.done(place, std::nullopt);
  streams[place].reset();
}

inline void work(ParkingWorker& worker, const Handler& handler) {
  stdnet::test::TestWaiter waiter;
  std::vector<std::uint8_t> chunk(65536);
  std::vector<stdnet::os::Fd> streams;
  while (!worker.over() && !handler.leaves()) {
    worker.begin_turn();
    for (;;) {
      const auto next = worker.next(waiter, chunk);
      REQUIRE(next.ok());
      if (!next.value()) break;
      tell(worker, *next.value(), chunk, streams, handler);
    }
  }
}

/// One more worker, which holds connections until the server is over, or until it leaves. It is there when this returns.
inline void hire(Served& served, Handler handler = {}) {
  std::latch there(1);
  served.hire(Prefork::Form::Many,
              [handler = std::move(handler), &there](std::shared_ptr<Prefork> prefork) {
                const auto worker = ParkingWorker::create(std::move(prefork)).value();
                there.count_down();
                work(*worker, handler);
              });
  there.wait();
}

}  // namespace parking
