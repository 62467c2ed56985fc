#include "native/binding/server_handle.h"

namespace stdnet::binding {

ServerHandle::ServerHandle(Environment& environment, std::unique_ptr<Doorbell> bell)
    : environment_(environment), bell_(std::move(bell)), events_(*bell_) {
  napi_add_env_cleanup_hook(environment_.env(), end, this);
}

ServerHandle::~ServerHandle() {
  napi_remove_env_cleanup_hook(environment_.env(), end, this);
}

Result<void> ServerHandle::start(os::Fd listener, const server::Options& options,
                                 std::shared_ptr<const server::HandlerFactory> factory) {
  auto server = server::TcpServer::start(std::move(listener), options, std::move(factory), events_);
  if (!server) return std::move(server).error();
  server_ = std::move(server).value();
  return {};
}

napi_value ServerHandle::take_events() {
  napi_value events = events_.take(environment_);
  if (events_.over()) {
    server_->join();
    bell_->close();
  }
  return events;
}

void ServerHandle::end(void* handle) {
  auto& self = *static_cast<ServerHandle*>(handle);
  if (!self.server_) return;
  self.server_->close();
  self.server_->join();
}

}  // namespace stdnet::binding
