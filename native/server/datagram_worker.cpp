#include "native/server/datagram_worker.h"

#include <cerrno>
#include <utility>

#include "native/os/datagram_options.h"
#include "native/os/errno.h"
#include "native/server/pause.h"

namespace stdnet::server {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// Datagrams of one system call: more gain next to nothing.
constexpr std::size_t kBatch = 8;
/// Asking for several costs a datagram that comes alone 5 %, asking for one costs 10 % where several wait. After so many
/// lone ones the next are expected to come alone too; each so many-th time it is found out.
constexpr unsigned kLoneOnes = 4;
constexpr unsigned kProbe = 16;
/// Where the system cannot close the receive queue, a peer that never stops must not keep the server from its end.
constexpr milliseconds kLongestDrain{1000};

}  // namespace

DatagramWorker::DatagramWorker(const Setup& setup)
    : setup_(setup),
      batch_({.count = kBatch,
              .size = setup.max_datagram,
              .from_destination = setup.from_destination}),
      outputs_(std::holds_alternative<DatagramSink*>(setup.service) ? 0 : kBatch) {}

void DatagramWorker::run() {
  bool more = true;
  while (more && goes_on()) {
    auto count = receive();
    if (!count) {
      more = receive_failed(std::move(count).error());
      continue;
    }
    failures_ = 0;
    more = serve(count.value());
  }
}

bool DatagramWorker::goes_on() {
  switch (setup_.phase.load(std::memory_order_acquire)) {
    case DatagramPhase::Serving:
      return true;
    case DatagramPhase::Draining:
      if (!drained_by_) drained_by_ = Clock::now() + kLongestDrain;
      return Clock::now() < *drained_by_;
    case DatagramPhase::Ending:
      return false;
  }
  return false;
}

Result<std::size_t> DatagramWorker::receive() {
  const bool expects_one = lone_ >= kLoneOnes && lone_ % kProbe != 0;
  const std::size_t most = expects_one ? 1 : kBatch;
  if constexpr (os::kShutdownWakesDatagrams) return batch_.receive(setup_.fd, most);
  static_cast<void>(setup_.stop.wait(setup_.fd));
  return batch_.receive(setup_.fd, most, MSG_DONTWAIT);
}

bool DatagramWorker::serve(std::size_t count) {
  lone_ = count > 1 ? 0 : lone_ + 1;
  const std::size_t received = count_in(count);
  if (DatagramSink* const* sink = std::get_if<DatagramSink*>(&setup_.service)) {
    hand_over(**sink, received);
  } else {
    answer(*std::get<0>(setup_.service), received);
    send_answers();
  }
  return received == count;
}

std::size_t DatagramWorker::count_in(std::size_t count) {
  std::size_t received = 0;
  std::size_t bytes = 0;
  std::size_t truncated = 0;
  for (; received < count; ++received) {
    const auto datagram = batch_[received];
    if (datagram.from_nobody) break;
    bytes += datagram.bytes.size();
    truncated += datagram.cut ? 1 : 0;
  }
  counters_.received.add(received);
  counters_.bytes_in.add(bytes);
  if (truncated > 0) counters_.truncated.add(truncated);
  return received;
}

void DatagramWorker::answer(const DatagramHandler& handler, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    Output& out = outputs_[i];
    out.clear();
    if (handler.on_datagram(batch_[i].bytes, out)) batch_.answer(i, out.bytes());
  }
}

void DatagramWorker::hand_over(DatagramSink& sink, std::size_t count) {
  if (count == 0) return;
  handed_over_.clear();
  for (std::size_t i = 0; i < count; ++i) handed_over_.push_back({batch_.peer(i), batch_[i].bytes});
  const auto since = Clock::now();
  sink.put(handed_over_);
  if (drained_by_) *drained_by_ += Clock::now() - since;  // a slow sink's time is not the peers'
}

void DatagramWorker::send_answers() {
  while (!batch_.unsent().empty()) {
    auto sent = batch_.send(setup_.fd);
    if (sent) {
      counters_.bytes_out.add(sent.value().bytes);
      counters_.sent.add(sent.value().count);
    } else if (ending()) {
      return;  // its own doing: the socket was shut down
    } else if (!sent.error().is(EINTR)) {
      setup_.target.on_datagram_error(std::move(sent).error().at(batch_.next_peer()));
      batch_.skip();
    }
  }
}

bool DatagramWorker::receive_failed(Error error) {
  const bool empty = os::would_block(error);
  if (empty && setup_.phase.load(std::memory_order_acquire) == DatagramPhase::Draining)
    return false;
  if (!empty && !error.is(EINTR)) setup_.target.on_datagram_error(std::move(error));
  // The next may be well.
  if (failures_++ > 0) pause_after(failures_, setup_.stop);
  return true;
}

}  // namespace stdnet::server
