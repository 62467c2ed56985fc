#include "native/server/pool/seat.h"

#include <doctest.h>

#include <atomic>
#include <thread>

#include "native/handlers/registry.h"
#include "native/server/pool/seats.h"

using namespace stdnet::server;

namespace {

/// A connection that nothing is done with.
struct Occupied {
  ConnectionTable table{std::nullopt};
  Options options;
  Seat seat;

  Occupied() {
    seat.occupy(*table.add(stdnet::os::Fd(), {}, stdnet::handlers::echo({})->make()), options);
    REQUIRE(seat.park());
  }
};

}  // namespace

TEST_CASE("the first signal gives the seat away, and one that comes meanwhile is not lost") {
  Occupied occupied;
  Seat& seat = occupied.seat;
  CHECK(seat.signal(false));
  CHECK_FALSE(seat.signal(false));
  CHECK_FALSE(seat.signal(false));
  CHECK_FALSE(seat.park());
  CHECK(seat.park());
  CHECK(seat.signal(false));
  CHECK(seat.park());
}

TEST_CASE("the last edge is remembered until the seat is another connection's") {
  Occupied occupied;
  Seat& seat = occupied.seat;
  CHECK(seat.signal(false));
  CHECK_FALSE(seat.last());
  CHECK_FALSE(seat.signal(true));
  CHECK(seat.last());
  CHECK_FALSE(seat.park());
  CHECK(seat.park());
  CHECK(seat.last());
  seat.vacate();
  CHECK_FALSE(seat.last());
}

TEST_CASE("an edge that comes late finds nobody") {
  Occupied occupied;
  Seat& seat = occupied.seat;
  seat.vacate();
  CHECK_FALSE(seat.signal(true));
  CHECK_FALSE(seat.signal(false));
  seat.occupy(occupied.table.add(stdnet::os::Fd(), {}, stdnet::handlers::echo({})->make()).value(),
              occupied.options);
  CHECK_FALSE(seat.last());
  // Nor does it take the seat from whoever is moving in, who is told.
  CHECK_FALSE(seat.signal(false));
  CHECK_FALSE(seat.park());
  CHECK(seat.park());
  CHECK(seat.signal(false));
}

TEST_CASE("no signal is lost between threads: each is followed by a turn") {
  Occupied occupied;
  Seat& seat = occupied.seat;
  constexpr int kSignals = 200'000;
  std::atomic<int> sent{0};
  std::atomic<int> seen{0};
  std::atomic<int> owners{0};
  const auto take_turns = [&] {
    do {
      CHECK(++owners == 1);
      seen = sent.load();
      --owners;
    } while (!seat.park());
  };
  const auto signal = [&] {
    for (int i = 0; i < kSignals; ++i) {
      ++sent;
      if (seat.signal(false)) take_turns();
    }
  };
  std::thread other(signal);
  signal();
  other.join();
  CHECK(seen == 2 * kSignals);
}

TEST_CASE("seats are used again, and waited for") {
  Seats seats;
  Seat& first = seats.take();
  Seat& second = seats.take();
  CHECK(&first != &second);
  seats.give_back(first);
  CHECK(&seats.take() == &first);
  std::thread later([&] {
    seats.give_back(first);
    seats.give_back(second);
  });
  seats.wait_until_all_back();
  later.join();
}
