#pragma once

#include <cstddef>

namespace stdnet {

/// What a protocol wants next, when it has looked at the bytes that came.
enum class Next {
  More,   ///< send the answer and wait for more bytes
  Again,  ///< send the answer, which is large, and come back at once with the bytes that are left
  Close,  ///< send the answer and end the connection
};

/// What a protocol did with some bytes. Those it has not consumed are put before it again, with what came after them.
struct Turn {
  std::size_t consumed = 0;
  Next next = Next::More;
};

}  // namespace stdnet
