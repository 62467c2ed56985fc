#include "native/server/prefork/dealer.h"

#include <doctest.h>

#include <array>
#include <thread>

using namespace std::chrono_literals;
using stdnet::os::EdgePoller;
using stdnet::server::ConnectionTable;
using stdnet::server::Dealer;

namespace {

constexpr std::chrono::milliseconds kForEver = std::chrono::hours(1);

/// Connections that nobody is at the other end of.
class Connections {
 public:
  Dealer::Entry operator()() { return *table_.add(stdnet::os::Fd(), {}); }

 private:
  ConnectionTable table_{std::nullopt};
};

struct Worker {
  EdgePoller poller = EdgePoller::create().value();
  Dealer::Hand hand{poller};

  std::size_t take(Dealer& dealer) { return dealer.take(hand).size(); }
};

}  // namespace

TEST_CASE(
    "those that nobody has met are counted wherever they wait, and forgotten with what is "
    "abandoned") {
  Connections connection;
  Dealer dealer(kForEver);
  Worker worker;
  dealer.deal(connection());
  dealer.join(worker.hand);
  dealer.deal(connection());
  CHECK(dealer.newcomers().count() == 2);
  CHECK(worker.take(dealer) == 2);
  CHECK(dealer.newcomers().count() == 2);
  dealer.newcomers().leave();
  dealer.newcomers().leave();
  dealer.deal(connection());
  CHECK(dealer.abandon().size() == 1);
  CHECK(dealer.newcomers().count() == 0);
  for (std::size_t i = 0; i < stdnet::server::Newcomers::kMost; ++i) {
    CHECK_FALSE(dealer.newcomers().crowd());
    dealer.deal(connection());
  }
  CHECK(dealer.newcomers().crowd());
  dealer.withdraw(worker.hand);
}

TEST_CASE("each connection goes to the worker that holds the fewest") {
  Connections connection;
  Dealer dealer(kForEver);
  std::array<Worker, 3> workers;
  for (Worker& worker : workers) dealer.join(worker.hand);
  for (int i = 0; i < 6; ++i) dealer.deal(connection());
  for (Worker& worker : workers) CHECK(worker.take(dealer) == 2);
  for (int i = 0; i < 2; ++i) dealer.ended(workers[1].hand);
  for (int i = 0; i < 2; ++i) dealer.deal(connection());
  CHECK(workers[0].take(dealer) == 0);
  CHECK(workers[1].take(dealer) == 2);
}

TEST_CASE("a worker hears that something was dealt, and until it looks once only") {
  Connections connection;
  Dealer dealer;
  Worker worker;
  dealer.join(worker.hand);
  std::array<EdgePoller::Event, 1> events{};
  CHECK_FALSE(worker.hand.has_news());
  std::thread other([&] {
    for (int i = 0; i < 2; ++i) dealer.deal(connection());
  });
  CHECK(worker.poller.wait(events, 20s) == 0);  // woken, with no event of a socket
  other.join();
  CHECK(worker.hand.has_news());
  worker.poller.clear();
  CHECK(worker.take(dealer) == 2);
  CHECK_FALSE(worker.hand.has_news());
}

TEST_CASE("one that does not take what it was dealt gets no more, and loses it to another") {
  Connections connection;
  Dealer dealer(1ms);
  Worker held_up;
  Worker other;
  dealer.join(held_up.hand);
  dealer.deal(connection());
  std::this_thread::sleep_for(2ms);
  dealer.relieve();  // there is nobody else
  dealer.join(other.hand);
  for (int i = 0; i < 3; ++i) {
    dealer.deal(connection());
    CHECK(other.take(dealer) == 1);
  }
  dealer.relieve();
  CHECK(other.take(dealer) == 1);
  dealer.deal(connection());
  CHECK(held_up.take(dealer) == 0);
  CHECK(other.take(dealer) == 1);
  dealer.deal(connection());
  CHECK(held_up.take(dealer) == 1);
}

TEST_CASE("what nobody is there for waits, and what one leaves untaken others get") {
  Connections connection;
  Dealer dealer;
  CHECK(dealer.empty());
  dealer.deal(connection());
  CHECK_FALSE(dealer.empty());
  Worker first;
  dealer.join(first.hand);
  CHECK(dealer.empty());
  Worker second;
  dealer.join(second.hand);
  dealer.withdraw(first.hand);
  CHECK(second.take(dealer) == 1);
  dealer.deal(connection());
  dealer.withdraw(second.hand);
  CHECK_FALSE(dealer.empty());
  CHECK(dealer.abandon().size() == 1);
  CHECK(dealer.empty());
}

TEST_CASE("a worker is over when it holds nothing and everything has been dealt") {
  Connections connection;
  Dealer dealer;
  Worker worker;
  dealer.join(worker.hand);
  CHECK_FALSE(dealer.over(worker.hand));
  dealer.deal(connection());
  CHECK(worker.take(dealer) == 1);
  dealer.close();
  CHECK(worker.hand.has_news());
  CHECK_FALSE(dealer.over(worker.hand));
  dealer.ended(worker.hand);
  CHECK(dealer.over(worker.hand));

  Worker late;
  dealer.join(late.hand);
  CHECK(late.hand.has_news());
  CHECK(dealer.over(late.hand));
}

TEST_CASE("what is abandoned is held by nobody") {
  Connections connection;
  Dealer dealer;
  Worker worker;
  dealer.join(worker.hand);
  dealer.deal(connection());
  dealer.close();
  CHECK(dealer.abandon().size() == 1);
  CHECK(dealer.over(worker.hand));
  CHECK(worker.take(dealer) == 0);
}
