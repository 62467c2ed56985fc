#pragma once

#include <string>
#include <vector>

#include "native/load/batch_script.h"
#include "native/load/random.h"

namespace stdnet::load {

/// The guide's key-value line protocol, half SET and half GET at random. Every connection has keys of its own, and sets
/// each of them before anything else, so that every reply is known beforehand. Threads: as Script.
class KvScript final : public BatchScript {
 public:
  struct Shape {
    std::size_t pipeline = 1;
    std::size_t keys = 64;
    std::size_t value_size = 32;
  };

  /// No two connections to one server may have the same `connection`; `seed` tells runs apart.
  KvScript(std::size_t connection, std::uint64_t seed, Shape shape);

 private:
  void write_request(std::string& request, std::string& reply) override;
  [[nodiscard]] bool primed() const override { return primed_ == values_.size(); }
  void write_set(std::size_t key, std::string& request, std::string& reply);
  void write_get(std::size_t key, std::string& request, std::string& reply) const;
  /// The value that is known by this number.
  void append_value(std::string& to, std::uint64_t number) const;

  const Shape shape_;
  std::string prefix_;  ///< of the names of this connection's keys
  Random random_;
  std::vector<std::uint64_t> values_;  ///< the number of each key's value
  std::size_t primed_ = 0;             ///< how many keys have been set at all
};

}  // namespace stdnet::load
