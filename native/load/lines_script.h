#pragma once

#include <string>
#include <vector>

#include "native/load/batch_script.h"
#include "native/load/random.h"

namespace stdnet::load {

/// Lines of one size that must come back in upper case. Threads: as Script.
class LinesScript final : public BatchScript {
 public:
  struct Shape {
    std::size_t pipeline = 1;
    std::size_t size = 32;  ///< of a line, its newline included
  };

  LinesScript(std::size_t connection, std::uint64_t seed, Shape shape);

 private:
  void write_request(std::string& request, std::string& reply) override;

  struct Line {
    std::string said;
    std::string heard;
  };
  Random random_;
  std::vector<Line> lines_;  ///< made beforehand: a load must not cost more than what it measures
};

}  // namespace stdnet::load
