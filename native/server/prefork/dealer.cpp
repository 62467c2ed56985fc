#include "native/server/prefork/dealer.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace stdnet::server {

bool Dealer::held_up(const Hand& hand, Clock::time_point now) const {
  return hand.has_news() && now - hand.told_ > patience_;
}

void Dealer::Hand::tell() {
  if (news_.exchange(true, std::memory_order_acq_rel)) return;
  told_ = Clock::now();
  poller_.wake();
}

void Dealer::join(Hand& hand) {
  const os::Lock lock(mutex_);
  hands_.push_back(&hand);
  for (const Entry entry : std::exchange(undealt_, {})) deal_to(hand, entry);
  if (closed_) hand.tell();
}

std::size_t Dealer::hands() const {
  const os::Lock lock(mutex_);
  return hands_.size();
}

void Dealer::withdraw(Hand& hand) {
  const os::Lock lock(mutex_);
  std::erase(hands_, &hand);
  for (const Entry entry : std::exchange(hand.dealt_, {})) deal_or_keep(entry);
}

void Dealer::deal(Entry entry) {
  newcomers_.come();
  const os::Lock lock(mutex_);
  deal_or_keep(entry);
}

void Dealer::relieve() {
  const os::Lock lock(mutex_);
  const auto now = Clock::now();
  const Hand* reliever = best();
  if (reliever == nullptr || held_up(*reliever, now)) return;
  for (Hand* hand : hands_) {
    if (!held_up(*hand, now)) continue;
    const auto untaken = std::exchange(hand->dealt_, {});
    hand->held_ -= untaken.size();
    for (const auto entry : untaken) deal_or_keep(entry);
  }
}

void Dealer::deal_or_keep(Entry entry) {
  if (Hand* hand = best()) {
    deal_to(*hand, entry);
  } else {
    undealt_.push_back(entry);
  }
}

Dealer::Hand* Dealer::best() {
  const auto now = Clock::now();
  const auto cost = [&](const Hand* hand) { return std::tuple(held_up(*hand, now), hand->held_); };
  const auto found = std::ranges::min_element(hands_, {}, cost);
  return found == hands_.end() ? nullptr : *found;
}

void Dealer::deal_to(Hand& hand, Entry entry) {
  hand.dealt_.push_back(entry);
  ++hand.held_;
  hand.tell();
}

void Dealer::close() {
  const os::Lock lock(mutex_);
  closed_ = true;
  for (Hand* hand : hands_) hand->tell();
}

std::deque<Dealer::Entry> Dealer::abandon() {
  const os::Lock lock(mutex_);
  auto left = std::exchange(undealt_, {});
  for (Hand* hand : hands_) {
    left.insert(left.end(), hand->dealt_.begin(), hand->dealt_.end());
    hand->held_ -= std::exchange(hand->dealt_, {}).size();
    hand->tell();  // it may hold none now
  }
  newcomers_.leave(left.size());
  return left;
}

bool Dealer::empty() const {
  const os::Lock lock(mutex_);
  return undealt_.empty();
}

std::vector<Dealer::Entry> Dealer::take(Hand& hand) {
  const os::Lock lock(mutex_);
  hand.news_.store(false, std::memory_order_release);
  return std::exchange(hand.dealt_, {});
}

void Dealer::ended(Hand& hand) {
  const os::Lock lock(mutex_);
  --hand.held_;
}

bool Dealer::over(const Hand& hand) const {
  const os::Lock lock(mutex_);
  return closed_ && hand.held_ == 0;
}

}  // namespace stdnet::server
