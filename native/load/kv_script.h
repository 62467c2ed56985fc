#pragma once

#include <string>
#include <vector>

#include "native/load/batch_script.h"
#include "native/load/kv_words.h"
#include "native/load/random.h"
#include "native/load/zipf.h"

namespace stdnet::load {

/// Keys whose values are set and got at random. Every connection has keys of its own, and sets each of them before anything
/// else, so that every reply is known beforehand. Threads: as Script.
class KvScript final : public BatchScript {
 public:
  struct Shape {
    std::size_t pipeline = 1;
    std::size_t keys = 64;
    std::size_t value_size = 32;
    double reads = 0.5;  ///< the share of the requests that are GET
    double zipf = 0;     ///< the exponent of how often each key comes; 0: all alike
    const KvWords* words = &kLineWords;
  };

  /// No two connections to one server may have the same `connection`; `seed` tells runs apart.
  KvScript(std::size_t connection, std::uint64_t seed, Shape shape);

 private:
  void write_request(std::string& request, std::string& reply) override;
  [[nodiscard]] bool primed() const override { return primed_ == values_.size(); }
  /// Writes the key and its value into `key_` and `value_`.
  void name(std::size_t key);

  const Shape shape_;
  const std::string prefix_;  ///< of the names of this connection's keys
  const Zipf keys_;
  Random random_;
  std::string key_;
  std::string value_;
  std::vector<std::uint64_t> values_;  ///< the number of each key's value
  std::size_t primed_ = 0;             ///< how many keys have been set at all
};

}  // namespace stdnet::load
