#pragma once

#include <doctest.h>
#include <sys/resource.h>

#include <utility>
#include <vector>

#include "native/os/fd.h"
#include "native/os/socket_options.h"

namespace stdnet::test {

/// As long as it lives, descriptors below `end` are all that this process can get.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(int end) {
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit limit{static_cast<rlim_t>(end), before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
  }
  ~DescriptorLimit() { CHECK(setrlimit(RLIMIT_NOFILE, &before_) == 0); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

  /// Takes those that are free, also in between: threads that allocate for the first time open a file and close it.
  void use_up(const os::Fd& open) {
    while (auto copy = os::duplicate(open.get())) taken_.push_back(std::move(copy).value());
  }
  /// None was taken: all are somebody else's, who may be about to give one back.
  [[nodiscard]] bool empty() const { return taken_.empty(); }
  /// Gives one of them back.
  void free_one() { taken_.pop_back(); }

 private:
  rlimit before_{};
  std::vector<os::Fd> taken_;
};

}  // namespace stdnet::test
