#include "native/kv/slot.h"

namespace stdnet::kv {

bool Slot::assign(std::string_view value) {
  if (!Entry::fits(key_.bytes, value)) return false;
  if (!budget_.change(cost(), cost_of(key_.bytes, value.size()))) return false;
  entry_ = found() ? &shard_.assign(*entry_, value) : &shard_.insert(key_, value);
  written_ = true;
  return true;
}

bool Slot::append(std::string_view more) {
  if (!found()) return assign(more);
  if (more.size() > Entry::kMaxSize - value().size()) return false;
  if (!budget_.take(more.size())) return false;
  entry_ = &shard_.append(*entry_, more);
  written_ = true;
  return true;
}

void Slot::erase() {
  if (!found()) return;
  budget_.give_back(cost());
  shard_.erase(*entry_);
  entry_ = nullptr;
}

}  // namespace stdnet::kv
