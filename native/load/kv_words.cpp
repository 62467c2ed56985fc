#include "native/load/kv_words.h"

#include <initializer_list>

namespace stdnet::load {
namespace {

void append(std::string& to, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) to += part;
}

void line_set(std::string_view key, std::string_view value, std::string& request,
              std::string& reply) {
  append(request, {"SET ", key, " ", value, "\n"});
  reply += "OK\n";
}

void line_get(std::string_view key, std::string_view value, std::string& request,
              std::string& reply) {
  append(request, {"GET ", key, "\n"});
  append(reply, {value, "\n"});
}

void append_bulk(std::string& to, std::string_view text) {
  append(to, {"$", std::to_string(text.size()), "\r\n", text, "\r\n"});
}

void resp_set(std::string_view key, std::string_view value, std::string& request,
              std::string& reply) {
  request += "*3\r\n$3\r\nSET\r\n";
  append_bulk(request, key);
  append_bulk(request, value);
  reply += "+OK\r\n";
}

void resp_get(std::string_view key, std::string_view value, std::string& request,
              std::string& reply) {
  request += "*2\r\n$3\r\nGET\r\n";
  append_bulk(request, key);
  append_bulk(reply, value);
}

// Flags and the time to live are 0: none.
void memcached_set(std::string_view key, std::string_view value, std::string& request,
                   std::string& reply) {
  append(request, {"set ", key, " 0 0 ", std::to_string(value.size()), "\r\n", value, "\r\n"});
  reply += "STORED\r\n";
}

void memcached_get(std::string_view key, std::string_view value, std::string& request,
                   std::string& reply) {
  append(request, {"get ", key, "\r\n"});
  append(reply, {"VALUE ", key, " 0 ", std::to_string(value.size()), "\r\n", value, "\r\nEND\r\n"});
}

}  // namespace

const KvWords kLineWords{line_set, line_get};
const KvWords kRespWords{resp_set, resp_get};
const KvWords kMemcachedWords{memcached_set, memcached_get};

}  // namespace stdnet::load
