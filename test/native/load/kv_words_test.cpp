#include "native/load/kv_words.h"

#include <doctest.h>

using stdnet::load::KvWords;

namespace {

struct Said {
  std::string request;
  std::string reply;
};

Said said(KvWords::Set say) {
  Said said{"before ", "before "};
  say("1:23", "four", said.request, said.reply);
  return said;
}

}  // namespace

TEST_CASE("the guide's protocol") {
  const Said set = said(stdnet::load::kLineWords.set);
  CHECK(set.request == "before SET 1:23 four\n");
  CHECK(set.reply == "before OK\n");
  const Said get = said(stdnet::load::kLineWords.get);
  CHECK(get.request == "before GET 1:23\n");
  CHECK(get.reply == "before four\n");
}

TEST_CASE("RESP2") {
  const Said set = said(stdnet::load::kRespWords.set);
  CHECK(set.request == "before *3\r\n$3\r\nSET\r\n$4\r\n1:23\r\n$4\r\nfour\r\n");
  CHECK(set.reply == "before +OK\r\n");
  const Said get = said(stdnet::load::kRespWords.get);
  CHECK(get.request == "before *2\r\n$3\r\nGET\r\n$4\r\n1:23\r\n");
  CHECK(get.reply == "before $4\r\nfour\r\n");
}

TEST_CASE("memcached's text protocol") {
  const Said set = said(stdnet::load::kMemcachedWords.set);
  CHECK(set.request == "before set 1:23 0 0 4\r\nfour\r\n");
  CHECK(set.reply == "before STORED\r\n");
  const Said get = said(stdnet::load::kMemcachedWords.get);
  CHECK(get.request == "before get 1:23\r\n");
  CHECK(get.reply == "before VALUE 1:23 0 4\r\nfour\r\nEND\r\n");
}
