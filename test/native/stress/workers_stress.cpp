// Servers whose connections Workers serve, for which threads stand in: some leave, and the server is ended at any moment.
#include <doctest.h>

#include <array>

#include "../server/prefork/parking.h"
#include "native/server/prefork/worker.h"
#include "storm.h"

using stdnet::server::Prefork;

namespace {

/// Echoes; a peer that has gone is no matter.
void send_back(int fd, parking::Bytes bytes) {
  while (!bytes.empty()) {
    const auto sent = stdnet::os::send(fd, bytes);
    if (!sent) return;
    bytes = bytes.subspan(sent.value());
  }
}

/// Holds many connections until the server is over, or for so many of its turns.
void hold_many(std::shared_ptr<Prefork> prefork, std::size_t turns) {
  parking::Handler handler;
  handler.received = [](auto&, std::uint32_t, int fd, parking::Bytes bytes) {
    send_back(fd, bytes);
  };
  handler.leaves = [turns]() mutable { return turns-- == 0; };
  parking::work(*stdnet::server::ParkingWorker::create(std::move(prefork)).value(), handler);
}

/// Accepts one connection after the other, until the server is over, or so many; the last one it leaves behind.
void hold_one(std::shared_ptr<Prefork> prefork, std::size_t visitors) {
  stdnet::server::PreforkWorker worker(std::move(prefork));
  stdnet::test::TestWaiter waiter;
  std::vector<std::uint8_t> buffer(65536);
  while (!worker.over()) {
    const auto visitor = worker.accept(waiter, std::nullopt);
    if (!visitor || !visitor.value()) continue;
    const int fd = visitor.value()->stream.get();
    for (auto got = stdnet::os::recv(fd, buffer); got && got.value() > 0;
         got = stdnet::os::recv(fd, buffer))
      send_back(fd, std::span(buffer).first(got.value()));
    if (--visitors == 0) return;
    worker.done(std::nullopt);
  }
}

void hire(Served& served, Prefork::Form form, std::size_t patience) {
  served.hire(form, [form, patience](std::shared_ptr<Prefork> prefork) {
    form == Prefork::Form::Many ? hold_many(std::move(prefork), patience)
                                : hold_one(std::move(prefork), patience);
  });
}

}  // namespace

TEST_CASE("workers under peers that come and go as they like, stopped at any moment") {
  stress::rounds("workers", [](stress::Dice dice, stress::Faults& faults) {
    Recorder recorder(dice.once_in(2));
    stdnet::server::Options options;
    if (dice.once_in(4)) options.max_connections = 1 + dice.below(4);
    Served served(recorder, options, 1, stress::listener());
    const auto form = dice.once_in(2) ? Prefork::Form::Many : Prefork::Form::One;
    const bool faithful = dice.once_in(2);
    for (auto others = dice.below(3); others > 0; --others)
      hire(served, form, faithful ? SIZE_MAX : 1 + dice.below(40));
    hire(served, form, SIZE_MAX);
    stress::Storm storm(*served.server, stress::Answers::Echo, faithful && !options.max_connections,
                        dice, faults);
    storm.rage();
    if (recorder.listening) storm.expect_all_told(recorder);
  });
}
