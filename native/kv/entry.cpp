#include "native/kv/entry.h"

#include <algorithm>
#include <new>

namespace stdnet::kv {

void EntryFree::operator()(Entry* entry) const noexcept {
  std::destroy_at(entry);
  ::operator delete(entry);
}

Entry::Entry(const KeyView& key, std::size_t capacity)
    : hash_(key.hash),
      key_size_(static_cast<std::uint32_t>(key.bytes.size())),
      capacity_(static_cast<std::uint32_t>(capacity)) {
  write(bytes(), key.bytes);
}

EntryPtr Entry::with_room(const KeyView& key, std::size_t capacity) {
  void* memory = ::operator new(sizeof(Entry) + key.bytes.size() + capacity, std::nothrow);
  if (memory == nullptr) return nullptr;
  return EntryPtr(new (memory) Entry(key, capacity));
}

EntryPtr Entry::make(const KeyView& key, std::string_view value) {
  EntryPtr entry = with_room(key, value.size());
  if (entry) entry->assign(value);
  return entry;
}

EntryPtr Entry::longer(std::string_view more) const {
  const std::size_t size = value().size() + more.size();
  EntryPtr entry = with_room({hash_, key()}, std::min(size + size / 4, kMaxSize));
  if (!entry) return nullptr;
  entry->assign(value());
  entry->append(more);
  entry->deadline = deadline;
  return entry;
}

}  // namespace stdnet::kv
