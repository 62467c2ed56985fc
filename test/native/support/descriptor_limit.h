#pragma once

#include <doctest.h>
#include <sys/resource.h>

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

 private:
  rlimit before_{};
};

}  // namespace stdnet::test
