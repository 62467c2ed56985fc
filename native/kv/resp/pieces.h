#pragma once

#include <cstdint>
#include <vector>

namespace stdnet::kv::resp {

/// Where an argument lies in the bytes of its request: no address, as these move while more of them come.
struct Piece {
  std::uint32_t start = 0;
  std::uint32_t size = 0;
};
using Pieces = std::vector<Piece>;

}  // namespace stdnet::kv::resp
