#include "native/server/pool/staffing.h"

#include <utility>

namespace stdnet::server {
namespace {

/// Ticks in one turn after which a thread is held up though it is not on a processor: its handler blocks, which it should
/// not, or the machine is so busy that a second one gets a turn sooner.
constexpr int kLongTurn = 10;
/// Ticks for which the threads at work must have been flat out before another is tried: more than a burst.
constexpr int kFlatOut = 8;

}  // namespace

bool Staffing::tick(std::span<const Look> threads, std::chrono::nanoseconds elapsed, bool queued,
                    const std::function<bool()>& core_is_idle) {
  bool someone_waits = false;
  bool someone_goes_on = false;
  bool all_flat_out = true;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    if (!threads[i].working) {
      before_[i] = {};
      continue;
    }
    const Judgement judgement = judge(before_[i], threads[i], elapsed);
    someone_waits |= judgement.state == State::Waiting;
    someone_goes_on |= judgement.state == State::GoingOn;
    all_flat_out &= judgement.flat_out;
  }
  quiet_ = someone_goes_on || !someone_waits || queued ? 0 : quiet_ + 1;
  flat_out_ = all_flat_out ? flat_out_ + 1 : 0;

  const bool held_up = !someone_goes_on && (queued || !someone_waits);
  if (held_up) return true;
  if (flat_out_ < kFlatOut) return false;
  if (core_is_idle()) {
    flat_out_ = 0;
    return true;
  }
  flat_out_ = kFlatOut / 2;  // ask again, but not at every tick
  return false;
}

Staffing::Judgement Staffing::judge(Before& before, const Look& now,
                                    std::chrono::nanoseconds elapsed) {
  const std::optional<Look> last = std::exchange(before.look, now);
  if (!last) return {State::GoingOn, false};
  const auto used = now.used - last->used;
  const bool same = now.turns == last->turns;
  if (now.waiting) {
    before.same_turn = 0;
    return {same ? State::Waiting : State::GoingOn, false};
  }
  before.same_turn = same ? before.same_turn + 1 : 0;
  const bool held_up = same && (used * 2 > elapsed || before.same_turn >= kLongTurn);
  return {held_up ? State::HeldUp : State::GoingOn, used * 10 > elapsed * 9};
}

}  // namespace stdnet::server
