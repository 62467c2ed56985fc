#include "native/kv/slot.h"

namespace stdnet::kv {

bool Slot::assign(std::string_view value) {
  if (!Entry::fits(key_.bytes, value)) return false;
  const std::size_t before = cost();
  const std::size_t after = cost_of(key_.bytes, value.size());
  if (after > before && !budget_.take(after - before)) return false;
  Entry* entry = found() ? shard_.assign(*entry_, value) : shard_.insert(key_, value);
  if (entry == nullptr && after > before) budget_.give_back(after - before);
  if (entry == nullptr) return false;
  if (after < before) budget_.give_back(before - after);
  entry_ = entry;
  written_ = true;
  return true;
}

bool Slot::append(std::string_view more) {
  if (!found()) return assign(more);
  if (more.size() > Entry::kMaxSize - value().size()) return false;
  if (!budget_.take(more.size())) return false;
  Entry* entry = shard_.append(*entry_, more);
  if (entry == nullptr) {
    budget_.give_back(more.size());
    return false;
  }
  entry_ = entry;
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
