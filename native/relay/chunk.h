#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "native/os/mutex.h"

namespace stdnet::relay {

/// Room for what one recv takes at most.
class Chunk {
 public:
  static constexpr std::size_t kSize = std::size_t{64} * 1024;

  /// Not touched: a page that is never written to costs nothing.
  Chunk() : bytes_(new std::uint8_t[kSize]) {}

  [[nodiscard]] std::span<std::uint8_t> room() const { return {bytes_.get(), kSize}; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
};

/// Chunks that have been used: the next one's pages are there already. Threads: any.
class Chunks {
 public:
  [[nodiscard]] Chunk take() EXCLUDES(mutex_) {
    {
      const os::Lock lock(mutex_);
      if (!kept_.empty()) {
        Chunk chunk = std::move(kept_.back());
        kept_.pop_back();
        return chunk;
      }
    }
    return {};
  }
  void give_back(Chunk chunk) EXCLUDES(mutex_) {
    const os::Lock lock(mutex_);
    if (kept_.size() < kMostKept) kept_.push_back(std::move(chunk));
  }

 private:
  static constexpr std::size_t kMostKept = 32;

  os::Mutex mutex_;
  std::vector<Chunk> kept_ GUARDED_BY(mutex_);
};

}  // namespace stdnet::relay
