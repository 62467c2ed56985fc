#pragma once

#include <doctest.h>

#include <atomic>
#include <utility>

#include "native/core/result.h"
#include "native/load/generator.h"
#include "native/os/errno.h"

/// Runs of the load generator.
namespace stdnet::test {

inline Result<load::Report> run(const load::Options& options) {
  const std::atomic<bool> cancelled{false};
  return load::run(options, cancelled);
}

/// A run that must succeed.
inline load::Report report_of(const load::Options& options) {
  auto report = run(options);
  if (!report) FAIL(os::display(report.error()));
  return std::move(report).value();
}

/// A run that must fail.
inline Error error_of(const load::Options& options) {
  auto report = run(options);
  REQUIRE_FALSE(report.ok());
  return std::move(report).error();
}

}  // namespace stdnet::test
