#include "native/load/event_loop_server.h"

#include "native/load/event_loop.h"
#include "native/os/socket.h"

namespace stdnet::load {

Result<std::unique_ptr<EventLoopServer>> EventLoopServer::start(const SocketAddress& address,
                                                                Work work) {
  auto listener = os::socket(address.ip.v6, SOCK_STREAM);
  if (!listener) return std::move(listener).error();
  const int raw = listener.value().get();
  if (auto done = os::bind(raw, address); !done) return std::move(done).error();
  if (auto done = os::listen(raw, os::max_backlog()); !done) return std::move(done).error();
  auto local = os::local_address(raw);
  if (!local) return std::move(local).error();
  auto wake = os::Wake::create();
  if (!wake) return std::move(wake).error();

  std::unique_ptr<EventLoopServer> server(
      new EventLoopServer(std::move(listener).value(), std::move(wake).value(), local.value()));
  auto loop = std::make_shared<EventLoop>(raw, server->wake_, work);
  if (auto done = loop->prepare(); !done) return std::move(done).error();
  auto thread = os::Thread::start({"event-loop", 0},
                                  [loop, &stopping = server->stopping_] { loop->run(stopping); });
  if (!thread) return std::move(thread).error();
  server->thread_ = std::move(thread).value();
  return server;
}

EventLoopServer::~EventLoopServer() {
  stopping_.store(true, std::memory_order_release);
  wake_.wake();
  thread_.join();
}

}  // namespace stdnet::load
