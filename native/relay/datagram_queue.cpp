#include "native/relay/datagram_queue.h"

namespace stdnet::relay {

void DatagramQueue::put(std::span<const server::ReceivedDatagram> datagrams) {
  {
    const os::Lock lock(mutex_);
    while (full_ && !closed_) changed_.wait(mutex_);
    if (closed_) return;
    add(datagrams);
    if (!std::exchange(idle_, false)) return;  // JavaScript is about to look anyhow
  }
  ring_();
}

void DatagramQueue::add(std::span<const server::ReceivedDatagram> datagrams) {
  for (const auto& [from, bytes] : datagrams) {
    waiting_.heads.push_back({from, static_cast<std::uint32_t>(bytes.size())});
    waiting_.bytes.insert(waiting_.bytes.end(), bytes.begin(), bytes.end());
    bytes_ += bytes.size();
  }
  datagrams_ += datagrams.size();
  full_ = datagrams_ >= kMostDatagrams || bytes_ >= kMostBytes;
}

void DatagramQueue::wait_until_handled() {
  const os::Lock lock(mutex_);
  while (datagrams_ > 0 && !closed_) changed_.wait(mutex_);
}

void DatagramQueue::close() {
  const os::Lock lock(mutex_);
  closed_ = true;
  waiting_ = {};
  changed_.notify_all();
}

bool DatagramQueue::take(Datagrams& into) {
  const os::Lock lock(mutex_);
  std::swap(into, waiting_);
  idle_ = into.heads.empty();
  return !idle_;
}

void DatagramQueue::handled(std::size_t datagrams, std::size_t bytes) {
  const os::Lock lock(mutex_);
  datagrams_ -= datagrams;
  bytes_ -= bytes;
  if (datagrams_ > kMostDatagrams / 2 || bytes_ > kMostBytes / 2) return;
  full_ = false;
  changed_.notify_all();
}

}  // namespace stdnet::relay
