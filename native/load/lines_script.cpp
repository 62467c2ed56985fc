#include "native/load/lines_script.h"

#include <string_view>

namespace stdnet::load {
namespace {

constexpr std::size_t kLines = 64;
constexpr std::string_view kSmall = "abcdefghijklmnopqrstuvwxyz .0123";
constexpr std::string_view kLarge = "ABCDEFGHIJKLMNOPQRSTUVWXYZ .0123";
static_assert(kSmall.size() == 32 && kLarge.size() == 32);

}  // namespace

LinesScript::LinesScript(std::size_t connection, std::uint64_t seed, Shape shape)
    : BatchScript(shape.pipeline),
      random_(seed ^ (connection * 0x2545f4914f6cdd1dU)),
      lines_(kLines) {
  for (Line& line : lines_) {
    // The guide's server trims lines: they end in something that stays.
    for (std::size_t i = 0; i + 2 < shape.size; ++i) {
      const std::size_t letter = random_.next() % kSmall.size();
      line.said.push_back(kSmall[letter]);
      line.heard.push_back(kLarge[letter]);
    }
    line.said += "x\n";
    line.heard += "X\n";
  }
}

void LinesScript::write_request(std::string& request, std::string& reply) {
  const Line& line = lines_[random_.next() % lines_.size()];
  request += line.said;
  reply += line.heard;
}

}  // namespace stdnet::load
