#include "native/core/address.h"

#include <algorithm>
#include <charconv>

namespace stdnet {
namespace {

using Groups = std::array<std::uint16_t, 8>;

void append_number(std::string& out, std::uint32_t value, int base = 10) {
  std::array<char, 10> digits;  // 4294967295
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr;
  out.append(digits.data(), end);
}

void append_dotted(std::string& out, std::span<const std::uint8_t> octets) {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i > 0) out += '.';
    append_number(out, octets[i]);
  }
}

void append_groups(std::string& out, std::span<const std::uint16_t> groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i > 0) out += ':';
    append_number(out, groups[i], 16);
  }
}

Groups groups_of(std::span<const std::uint8_t, 16> octets) {
  Groups groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i] = static_cast<std::uint16_t>(octets[2 * i] << 8 | octets[2 * i + 1]);
  }
  return groups;
}

struct Run {
  std::size_t start = 0;
  std::size_t size = 0;
};

/// The longest run of zero groups, the first one among equals.
Run longest_zeroes(const Groups& groups) {
  Run longest;
  Run current;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] != 0) {
      current = {};
      continue;
    }
    if (current.size == 0) current.start = i;
    ++current.size;
    if (current.size > longest.size) longest = current;
  }
  return longest;
}

bool is_v4_mapped(std::span<const std::uint8_t, 16> octets) {
  return std::ranges::all_of(octets.first<10>(), [](std::uint8_t octet) { return octet == 0; }) &&
         octets[10] == 0xff && octets[11] == 0xff;
}

void append_v6(std::string& out, std::span<const std::uint8_t, 16> octets) {
  if (is_v4_mapped(octets)) {
    out += "::ffff:";
    append_dotted(out, octets.last<4>());
    return;
  }
  const Groups groups = groups_of(octets);
  const Run zeroes = longest_zeroes(groups);
  const std::span all(groups);
  if (zeroes.size < 2) {  // a single zero is written as one
    append_groups(out, all);
    return;
  }
  append_groups(out, all.first(zeroes.start));
  out += "::";
  append_groups(out, all.subspan(zeroes.start + zeroes.size));
}

void append_ip(std::string& out, const IpAddress& ip) {
  if (ip.v6) {
    append_v6(out, ip.bytes);
  } else {
    append_dotted(out, ip.octets());
  }
}

void store(std::span<std::uint8_t, 4> out, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

std::uint32_t load(std::span<const std::uint8_t> in) {
  return std::uint32_t{in[0]} << 24 | std::uint32_t{in[1]} << 16 | std::uint32_t{in[2]} << 8 |
         std::uint32_t{in[3]};
}

}  // namespace

std::string to_string(const IpAddress& ip) {
  std::string out;
  append_ip(out, ip);
  return out;
}

std::string to_string(const SocketAddress& address) {
  std::string out;
  if (address.ip.v6) out += '[';
  append_ip(out, address.ip);
  if (address.ip.v6) {
    if (address.scope_id != 0) {
      out += '%';
      append_number(out, address.scope_id);
    }
    out += ']';
  }
  out += ':';
  append_number(out, address.port);
  return out;
}

PackedAddress pack(const SocketAddress& address) {
  PackedAddress packed{};
  const std::span out(packed);
  packed[0] = address.ip.v6 ? 6 : 4;
  packed[2] = static_cast<std::uint8_t>(address.port >> 8);
  packed[3] = static_cast<std::uint8_t>(address.port);
  store(out.subspan<4, 4>(), address.flowinfo);
  store(out.subspan<8, 4>(), address.scope_id);
  std::ranges::copy(address.ip.octets(), out.begin() + 12);
  return packed;
}

SocketAddress unpack(std::span<const std::uint8_t> packed) {
  SocketAddress address;
  address.ip.v6 = packed[0] == 6;
  address.port = static_cast<std::uint16_t>(packed[2] << 8 | packed[3]);
  if (address.ip.v6) {
    address.flowinfo = load(packed.subspan(4, 4));
    address.scope_id = load(packed.subspan(8, 4));
  }
  std::ranges::copy(packed.subspan(12, address.ip.octets().size()), address.ip.bytes.begin());
  return address;
}

}  // namespace stdnet
