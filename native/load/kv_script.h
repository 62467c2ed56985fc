#pragma once

#include <string>
#include <vector>

#include "native/load/random.h"
#include "native/load/script.h"

namespace stdnet::load {

/// The guide's key-value line protocol, half SET and half GET at random, in batches of `pipeline` requests that are
/// sent together. Every connection has keys of its own, and sets each of them before anything else, so that every
/// reply is known beforehand. Threads: as Script.
class KvScript final : public Script {
 public:
  struct Shape {
    std::size_t pipeline = 1;
    std::size_t keys = 64;
    std::size_t value_size = 32;
  };

  /// No two connections to one server may have the same `connection`; `seed` tells runs apart.
  KvScript(std::size_t connection, std::uint64_t seed, Shape shape);

  [[nodiscard]] std::span<const std::uint8_t> to_send() override;
  void sent(std::size_t size, Instant now) override;
  [[nodiscard]] Result<void> received(std::span<const std::uint8_t> bytes, Instant now,
                                      Tally& tally) override;
  void stop() override { stopped_ = true; }
  [[nodiscard]] bool idle() const override;
  [[nodiscard]] bool warm() const override {
    return primed_ == values_.size() && heard_ == expected_.size();
  }

 private:
  void write_batch();
  void write_set(std::size_t key);
  void write_get(std::size_t key);
  /// The value that is known by this number.
  void append_value(std::string& to, std::uint64_t number) const;

  const Shape shape_;
  std::string prefix_;  ///< of the names of this connection's keys
  Random random_;
  std::vector<std::uint64_t> values_;  ///< the number of each key's value
  std::size_t primed_ = 0;             ///< how many keys have been set at all
  std::string requests_;
  std::string expected_;
  std::size_t said_ = 0;       ///< how much of `requests_` has gone
  std::size_t heard_ = 0;      ///< how much of `expected_` has come
  std::uint64_t earlier_ = 0;  ///< reply bytes of the batches before this one
  Instant begun_{};
  bool stopped_ = false;
};

}  // namespace stdnet::load
