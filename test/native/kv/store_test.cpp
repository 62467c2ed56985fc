#include "native/kv/store.h"

#include <doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "value_of.h"

using stdnet::kv::Seed;
using stdnet::kv::SipHash;
using stdnet::kv::Store;

TEST_CASE("SipHash-2-4 gives the reference values of its authors") {
  const Seed seed{0x0706050403020100, 0x0f0e0d0c0b0a0908};
  std::string input;
  for (char i = 0; i < 15; ++i) input += i;
  CHECK(SipHash<2, 4>::of(seed, "") == 0x726fdb47dd0e0e31);
  CHECK(SipHash<2, 4>::of(seed, std::string_view(input).substr(0, 8)) == 0x93f5f5799a932462);
  CHECK(SipHash<2, 4>::of(seed, input) == 0xa129ca6149be45e5);
}

TEST_CASE("another seed gives other hashes") {
  CHECK(stdnet::kv::KeyHash::of({1, 2}, "key") != stdnet::kv::KeyHash::of({1, 3}, "key"));
}

TEST_CASE("what is set is got, for any bytes, over all shards") {
  Store store({3, 4});
  for (int i = 0; i < 5000; ++i) CHECK(store.set("key " + std::to_string(i), std::to_string(i)));
  CHECK(store.size() == 5000);
  for (int i = 0; i < 5000; ++i)
    CHECK(value_of(store, "key " + std::to_string(i)) == std::to_string(i));
  const std::string binary("\0\xff\n", 3);
  CHECK(store.set(binary, binary));
  CHECK(store.set("", "empty"));
  CHECK(value_of(store, binary) == binary);
  CHECK(value_of(store, "") == "empty");
  CHECK(value_of(store, "key 5000") == "(none)");
}

TEST_CASE("a value is replaced, longer or shorter") {
  Store store({3, 4});
  for (const std::size_t size : {10U, 100'000U, 0U, 5U, 300U}) {
    CHECK(store.set("k", std::string(size, 'x')));
    CHECK(value_of(store, "k").size() == size);
  }
  CHECK(store.size() == 1);
}

TEST_CASE("a reader sees one writer's whole value, never a mixture") {
  Store store({3, 4});
  CHECK(store.set("k", std::string(1000, 'a')));
  std::vector<std::thread> writers;
  for (const char letter : {'a', 'b', 'c'}) {
    writers.emplace_back([&store, letter] {
      for (std::size_t i = 0; i < 2000; ++i)
        static_cast<void>(store.set("k", std::string(500 + i % 1000, letter)));
    });
  }
  std::size_t mixed = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string seen = value_of(store, "k");
    if (seen.size() < 500 || seen.find_first_not_of(seen[0]) != std::string::npos) ++mixed;
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(mixed == 0);
}
