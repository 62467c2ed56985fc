#include "native/server/pool/timers.h"

#include <doctest.h>

#include <deque>
#include <vector>

using namespace std::chrono_literals;
using stdnet::server::Seat;
using stdnet::server::Timers;

namespace {

const Timers::Time kNow = Timers::Time() + 1h;

std::vector<Seat*> due(Timers& timers, Timers::Time now) {
  std::vector<Seat*> seats;
  timers.take_due(now, seats);
  return seats;
}

}  // namespace

TEST_CASE("seats are due in the order of their deadlines, each once") {
  Timers timers;
  std::deque<Seat> seats(3);
  CHECK(timers.earliest() == Timers::Time::max());
  timers.at_latest(seats[0], kNow + 3s);
  timers.at_latest(seats[1], kNow + 1s);
  timers.at_latest(seats[2], kNow + 2s);
  CHECK(timers.earliest() == kNow + 1s);
  CHECK(due(timers, kNow).empty());
  CHECK(due(timers, kNow + 2s) == std::vector{&seats[1], &seats[2]});
  CHECK(due(timers, kNow + 2s).empty());
  CHECK(timers.earliest() == kNow + 3s);
}

TEST_CASE("an earlier deadline replaces the entry, a later one leaves it") {
  Timers timers;
  Seat seat;
  timers.at_latest(seat, kNow + 2s);
  timers.at_latest(seat, kNow + 5s);
  CHECK(timers.earliest() == kNow + 2s);
  timers.at_latest(seat, kNow + 1s);
  CHECK(due(timers, kNow + 10s) == std::vector{&seat});
  CHECK(due(timers, kNow + 10s).empty());
  timers.at_latest(seat, kNow + 20s);
  CHECK(timers.earliest() == kNow + 20s);
}

TEST_CASE("a cancelled seat is not due") {
  Timers timers;
  std::deque<Seat> seats(2);
  timers.cancel(seats[0]);
  timers.at_latest(seats[0], kNow);
  timers.at_latest(seats[1], kNow);
  timers.cancel(seats[0]);
  CHECK(due(timers, kNow) == std::vector{&seats[1]});
  timers.cancel(seats[1]);
  CHECK(timers.earliest() == Timers::Time::max());
}
