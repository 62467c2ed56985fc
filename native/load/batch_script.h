#pragma once

#include <string>

#include "native/load/script.h"

namespace stdnet::load {

/// Requests that are sent together, `pipeline` of them, and then their replies, all known beforehand; then the next
/// batch. What they are is said by who derives from it. Threads: as Script.
class BatchScript : public Script {
 public:
  [[nodiscard]] std::span<const std::uint8_t> to_send(Instant now) final;
  void sent(std::size_t size, Instant now) final;
  [[nodiscard]] Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally) final;
  void count_unanswered(Tally& tally) const final;
  void stop() final { stopped_ = true; }
  [[nodiscard]] bool idle() const final;
  [[nodiscard]] bool warm() const final { return answered_ && primed(); }

 protected:
  explicit BatchScript(std::size_t pipeline) : pipeline_(pipeline) {}

  /// Appends one request and its reply.
  virtual void write_request(std::string& request, std::string& reply) = 0;
  /// Whether all has been asked for that must be before the clock starts.
  [[nodiscard]] virtual bool primed() const { return true; }

 private:
  [[nodiscard]] std::uint64_t begun() const final { return batches_; }
  void write_batch(Instant now);

  const std::size_t pipeline_;
  std::string requests_;
  std::string expected_;
  std::size_t said_ = 0;       ///< how much of `requests_` has gone
  std::size_t heard_ = 0;      ///< how much of `expected_` has come
  std::uint64_t earlier_ = 0;  ///< reply bytes of the batches before this one
  std::uint64_t batches_ = 0;  ///< the one at hand included
  Instant begin_{};
  bool answered_ = false;  ///< the batch at hand
  bool stopped_ = false;
};

}  // namespace stdnet::load
