#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace stdnet::kv {

/// A secret that makes hashes unpredictable: without it, a peer that chooses its keys could make them all collide.
struct Seed {
  std::uint64_t k0 = 0;
  std::uint64_t k1 = 0;
};

/// SipHash (Aumasson and Bernstein), with `C` rounds for each eight bytes and `D` at the end.
template <int C, int D>
class SipHash {
 public:
  [[nodiscard]] static std::uint64_t of(const Seed& seed, std::string_view bytes) {
    SipHash state(seed);
    std::size_t at = 0;
    for (; bytes.size() - at >= 8; at += 8) state.take(load<std::uint64_t>(bytes.data() + at));
    const std::uint64_t last = load_less_than_8(bytes.substr(at));
    state.take(last | static_cast<std::uint64_t>(bytes.size()) << 56U);
    return state.finish();
  }

 private:
  explicit SipHash(const Seed& seed)
      : v0_(seed.k0 ^ 0x736f6d6570736575),
        v1_(seed.k1 ^ 0x646f72616e646f6d),
        v2_(seed.k0 ^ 0x6c7967656e657261),
        v3_(seed.k1 ^ 0x7465646279746573) {}

  template <typename Word>
  static std::uint64_t load(const char* bytes) {
    Word word = 0;
    std::memcpy(&word, bytes, sizeof(word));
    if constexpr (std::endian::native == std::endian::little) return word;
    return __builtin_bswap64(word) >> (64 - 8 * sizeof(word));
  }
  /// Most keys end in such a rest: three loads of known sizes cost less than one copy of an unknown one.
  static std::uint64_t load_less_than_8(std::string_view bytes) {
    const char* at = bytes.data() + bytes.size();
    std::uint64_t word = 0;
    if ((bytes.size() & 1U) != 0) word = load<std::uint8_t>(at -= 1);
    if ((bytes.size() & 2U) != 0) word = word << 16U | load<std::uint16_t>(at -= 2);
    if ((bytes.size() & 4U) != 0) word = word << 32U | load<std::uint32_t>(at -= 4);
    return word;
  }

  void take(std::uint64_t word) {
    v3_ ^= word;
    for (int i = 0; i < C; ++i) round();
    v0_ ^= word;
  }

  std::uint64_t finish() {
    v2_ ^= 0xff;
    for (int i = 0; i < D; ++i) round();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

  void round() {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_;
  std::uint64_t v1_;
  std::uint64_t v2_;
  std::uint64_t v3_;
};

/// As many rounds as Rust's HashMap takes: enough where only collisions matter, and the output is never seen.
using KeyHash = SipHash<1, 3>;

}  // namespace stdnet::kv
