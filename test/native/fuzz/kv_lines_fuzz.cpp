// The key-value store's line protocol: however requests arrive, the replies are those of a map to the text cut at its newlines,
// and the store keeps no more than it may.
#include <map>
#include <numeric>

#include "native/kv/line_protocol.h"

#include "fuzzed.h"
#include "reference.h"

using fuzzed::require;
using stdnet::kv::Entry;
using stdnet::kv::Limits;
using stdnet::kv::LineProtocol;
using stdnet::kv::Store;

namespace {

/// A map that may hold so many bytes.
class Model {
 public:
  explicit Model(std::size_t most) : most_(most) {}

  bool set(const std::string& key, std::string_view value) {
    const auto found = map_.find(key);
    const std::size_t before = found == map_.end() ? 0 : cost(*found);
    const std::size_t after = cost({key, std::string(value)});
    if (after > before && bytes() + after - before > most_) return false;
    map_[key] = value;
    return true;
  }
  std::string get(const std::string& key) const {
    const auto found = map_.find(key);
    return found == map_.end() ? "(nil)" : found->second;
  }
  [[nodiscard]] std::size_t bytes() const {
    return std::accumulate(map_.begin(), map_.end(), std::size_t{0},
                           [](std::size_t sum, const auto& each) { return sum + cost(each); });
  }

 private:
  static std::size_t cost(const std::pair<const std::string, std::string>& entry) {
    return Entry::kOverhead + entry.first.size() + entry.second.size();
  }

  std::map<std::string, std::string> map_;
  std::size_t most_;
};

/// Up to `most` parts between single spaces: Rust's splitn.
std::vector<std::string> parts(std::string_view line, std::size_t most) {
  std::vector<std::string> found;
  std::size_t space = line.find(' ');
  for (; space != std::string_view::npos && found.size() + 1 < most; space = line.find(' ')) {
    found.emplace_back(line.substr(0, space));
    line.remove_prefix(space + 1);
  }
  found.emplace_back(line);
  return found;
}

fuzzed::Talk expected(std::string_view said, const Limits& limits, Model& model) {
  fuzzed::Talk heard;
  const auto refused = [&heard](std::string_view code, bool closed) {
    heard.error = stdnet::Error::of(stdnet::ErrorKind::InvalidData, code, "");
    heard.closed = closed;
    return heard;
  };
  const auto too_long = [&](bool closed) {
    heard.replies += "ERR line too long\n";
    return refused("ERR_LIMIT_EXCEEDED", closed);
  };
  while (!said.empty()) {
    const auto [line, size, ended] = fuzzed::first_line(said);
    if (ended ? size > limits.max_line : size >= limits.max_line) return too_long(true);
    said.remove_prefix(size);
    if (fuzzed::decode(line).valid < line.size()) return refused("ERR_INVALID_DATA", ended);
    const auto words = parts(line, 3);
    if (words[0] == "QUIT") {
      heard.closed = ended;
      return heard;
    }
    if (words[0] == "GET") {
      heard.replies += model.get(words.size() > 1 ? words[1] : "") + "\n";
    } else if (words[0] != "SET") {
      heard.replies += "ERR unknown command\n";
    } else if (words.size() < 3) {
      heard.replies += "ERR usage: SET <key> <value>\n";
    } else if (words[2].size() > limits.max_value) {
      return too_long(ended);
    } else {
      heard.replies += model.set(words[1], words[2]) ? "OK\n" : "ERR out of memory\n";
    }
  }
  return heard;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzzed::Input input(data, size);
  const Limits limits{.max_line = std::size_t{1} + input.byte(), .max_value = input.byte()};
  const std::size_t most = std::size_t{8} * input.byte();
  const fuzzed::Pieces pieces(input);

  Model model(most);
  const fuzzed::Talk right = expected(input.rest(), limits, model);
  for (const auto& arriving : {fuzzed::Pieces(), pieces}) {
    Store store({1, 2}, most);
    LineProtocol protocol(store, limits);
    require(fuzzed::talk(protocol, input.rest(), arriving) == right, "the replies of a map");
    require(store.bytes() == model.bytes(), "the store's bytes are those of the map");
  }
  return 0;
}
