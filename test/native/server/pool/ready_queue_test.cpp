#include "native/server/pool/ready_queue.h"

#include <doctest.h>

#include <array>
#include <deque>

using stdnet::server::ReadyQueue;
using stdnet::server::Seat;

TEST_CASE("turns are taken in order, and in rounds") {
  ReadyQueue queue;
  std::deque<Seat> seats(3);
  CHECK(queue.empty());
  CHECK(queue.next() == nullptr);
  queue.push(std::array{&seats[0], &seats[1]});
  CHECK_FALSE(queue.empty());
  CHECK(queue.next() == nullptr);
  queue.begin_round();
  CHECK(queue.next() == &seats[0]);
  // Comes again at once, and has to wait for the next round.
  queue.push(seats[0]);
  queue.push(seats[2]);
  CHECK(queue.next() == &seats[1]);
  CHECK(queue.next() == nullptr);
  queue.begin_round();
  CHECK(queue.next() == &seats[0]);
  CHECK(queue.next() == &seats[2]);
  CHECK(queue.next() == nullptr);
  CHECK(queue.empty());
}
