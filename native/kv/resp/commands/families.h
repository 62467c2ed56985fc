#pragma once

#include "native/kv/resp/command.h"

/// What the table of commands points to, by the file that it is in.
namespace stdnet::kv::resp {

// strings.cpp
Outcome get(Call& call);
Outcome getdel(Call& call);
Outcome append(Call& call);
Outcome strlen(Call& call);
Outcome mget(Call& call);
Outcome mset(Call& call);

// set.cpp
Outcome set(Call& call);

// counters.cpp
Outcome incr(Call& call);
Outcome decr(Call& call);
Outcome incrby(Call& call);
Outcome decrby(Call& call);

// keys.cpp
Outcome del(Call& call);
Outcome exists(Call& call);
Outcome type(Call& call);
Outcome dbsize(Call& call);
Outcome flush(Call& call);

// scan.cpp
Outcome keys(Call& call);
Outcome scan(Call& call);

// expiry.cpp
Outcome expire(Call& call);
Outcome pexpire(Call& call);
Outcome ttl(Call& call);
Outcome pttl(Call& call);
Outcome persist(Call& call);

// connection.cpp
Outcome ping(Call& call);
Outcome echo(Call& call);
Outcome quit(Call& call);
Outcome select(Call& call);
Outcome client(Call& call);

// hello.cpp
Outcome hello(Call& call);

// server.cpp
Outcome info(Call& call);
Outcome config(Call& call);

// command_info.cpp
Outcome command(Call& call);

}  // namespace stdnet::kv::resp
