#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native/kv/resp/protocol.h"

namespace resp_test {

using stdnet::Next;
using stdnet::Output;
using stdnet::kv::Deadline;
using stdnet::kv::Limits;
using stdnet::kv::Store;
using stdnet::kv::resp::Protocol;
using stdnet::kv::resp::Service;

inline std::string request(const std::vector<std::string_view>& words) {
  std::string bytes = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string_view word : words) {
    bytes += "$" + std::to_string(word.size()) + "\r\n" + std::string(word) + "\r\n";
  }
  return bytes;
}

/// A server whose time is `now`, and one connection to it, driven as a server drives it: unconsumed bytes come again, at
/// another place, before new ones.
class Peer {
 public:
  explicit Peer(std::optional<std::size_t> max_bytes = std::nullopt, const Limits& limits = {})
      : service(std::make_shared<Store>(stdnet::kv::Seed{1, 2}, max_bytes, [this] { return now; }),
                limits),
        protocol_(service) {}

  /// What comes back at once.
  std::string send(std::string_view bytes) {
    pending_ = pending_ + std::string(bytes);
    std::string replies;
    while (!closed && !pending_.empty()) {
      const std::string moved = pending_;
      Output out;
      const auto turn = protocol_.on_bytes(
          {reinterpret_cast<const std::uint8_t*>(moved.data()), moved.size()}, out);
      replies.append(out.bytes().begin(), out.bytes().end());
      largest = std::max(largest, out.bytes().size());
      pending_.erase(0, turn.consumed);
      closed = turn.next == Next::Close;
      if (turn.next == Next::More) break;
    }
    return replies;
  }
  std::string ask(const std::vector<std::string_view>& words) { return send(request(words)); }
  std::optional<stdnet::Error> error() { return protocol_.take_error(); }

  Deadline now = 1'000'000;
  Service service;
  bool closed = false;
  std::size_t largest = 0;  ///< what was given to one send

 private:
  Protocol protocol_;
  std::string pending_;
};

}  // namespace resp_test
