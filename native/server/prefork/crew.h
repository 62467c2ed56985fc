#pragma once

#include <memory>
#include <utility>

#include "native/server/crew.h"
#include "native/server/prefork/prefork.h"

namespace stdnet::server {

/// The workers of a Prefork, as their server sees them.
class PreforkCrew final : public Crew {
 public:
  /// `options` and `roster` must outlive it.
  PreforkCrew(std::shared_ptr<Prefork> prefork, const Options& options, Roster& roster)
      : prefork_(std::move(prefork)) {
    prefork_->serve(options, roster);
  }

  [[nodiscard]] std::optional<DropReason> take(ConnectionTable::Entry entry) override {
    prefork_->enqueue(entry);
    return std::nullopt;
  }
  [[nodiscard]] bool is_crowded() const override { return prefork_->dealer().newcomers().crowd(); }
  [[nodiscard]] std::size_t threads() const override { return prefork_->workers(); }
  void hang_up() override { prefork_->abandon_queue(); }
  void close() override { prefork_->wait_until_deserted(); }

 private:
  const std::shared_ptr<Prefork> prefork_;
};

}  // namespace stdnet::server
