#pragma once

#include <vector>

#include "native/load/pattern.h"
#include "native/load/script.h"

namespace stdnet::load {

/// Messages of one size that must come back unchanged, `window` of them in flight: a window of 1 is ping-pong, a
/// larger one with large messages is a stream. Threads: as Script.
class EchoScript final : public Script {
 public:
  struct Shape {
    std::size_t message = 64;
    std::size_t window = 1;
    std::size_t messages = 0;  ///< on one connection; 0: no end of them
  };

  /// `pattern` must outlive the script; `origin` is where in it this connection begins.
  EchoScript(const Pattern& pattern, std::uint64_t origin, Shape shape);

  [[nodiscard]] std::span<const std::uint8_t> to_send(Instant now) override;
  void sent(std::size_t size, Instant now) override;
  [[nodiscard]] Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally) override;
  void count_unanswered(Tally& tally) const override;
  void stop() override;
  [[nodiscard]] bool idle() const override { return received_ == limit_; }
  [[nodiscard]] bool over() const override {
    return shape_.messages > 0 && received_ == shape_.messages * shape_.message;
  }
  [[nodiscard]] bool warm() const override { return received_ >= shape_.message; }

 private:
  [[nodiscard]] std::uint64_t begun() const override {
    return (sent_ + shape_.message - 1) / shape_.message;
  }
  [[nodiscard]] std::uint64_t limit_after(std::uint64_t whole) const;

  const Pattern& pattern_;
  const std::uint64_t origin_;
  const Shape shape_;
  std::uint64_t sent_ = 0;
  std::uint64_t received_ = 0;
  std::uint64_t limit_;  ///< how far may be sent: a window beyond the last whole message received
  bool stopped_ = false;
  std::vector<Instant> begins_;  ///< of the messages in flight, a ring
};

}  // namespace stdnet::load
