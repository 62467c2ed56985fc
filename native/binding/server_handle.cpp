#include "native/binding/server_handle.h"

#include "native/binding/server_stats.h"
#include "native/os/socket.h"
#include "native/server/prefork/crew.h"
#include "native/server/prefork/registry.h"

namespace stdnet::binding {

ServerHandle::ServerHandle(Environment& environment, std::unique_ptr<Doorbell> bell, AnyMail mail)
    : environment_(environment), bell_(std::move(bell)), events_(*bell_), mail_(std::move(mail)) {
  napi_add_env_cleanup_hook(environment_.env(), end, this);
}

ServerHandle::~ServerHandle() {
  napi_remove_env_cleanup_hook(environment_.env(), end, this);
  if (!id_.empty()) server::preforks::retract(id_);
}

Result<void> ServerHandle::start(os::Fd listener, const server::Options& options,
                                 const server::Hire& hire) {
  auto server = server::TcpServer::start(std::move(listener), options, hire, events_);
  if (!server) return std::move(server).error();
  server_ = std::move(server).value();
  return {};
}

Result<void> ServerHandle::start(os::Fd listener, const server::Options& options, Staff staff) {
  auto local = os::local_address(listener.get());
  if (!local) return std::move(local).error();
  auto created = server::Prefork::create(std::move(listener), staff.count);
  if (!created) return std::move(created).error();
  const auto prefork = std::move(created).value();
  const auto hire = [&prefork](const server::Options& checked,
                               server::Roster& roster) -> Result<std::unique_ptr<server::Crew>> {
    return std::unique_ptr<server::Crew>(
        std::make_unique<server::PreforkCrew>(prefork, checked, roster));
  };
  auto server = server::TcpServer::start(prefork, local.value(), options, hire, events_);
  if (!server) return std::move(server).error();
  server_ = std::move(server).value();
  id_ = std::move(staff.id);
  server::preforks::publish(id_, prefork);
  return {};
}

Result<void> ServerHandle::start(os::Fd socket, const server::UdpOptions& options,
                                 server::DatagramService service) {
  auto server = server::UdpServer::start(std::move(socket), options, std::move(service), events_);
  if (!server) return std::move(server).error();
  server_ = std::move(server).value();
  return {};
}

Result<std::size_t> ServerHandle::send_to(std::span<const std::uint8_t> bytes,
                                          const SocketAddress& to) {
  const Udp& server = std::get<Udp>(server_);
  return server ? server->send_to(bytes, to) : server::UdpServer::closed_error();
}

napi_value ServerHandle::stats() const {
  const napi_env env = environment_.env();
  if (last_stats_)
    return std::visit([env](const auto& stats) { return to_js(env, stats); }, *last_stats_);
  return std::visit([env](const auto& server) { return to_js(env, server->stats()); }, server_);
}

void ServerHandle::shutdown(std::chrono::milliseconds drain) {
  if (last_stats_) return;
  if (is_udp()) return std::get<Udp>(server_)->shutdown();
  std::get<Tcp>(server_)->shutdown(drain);
}

void ServerHandle::close() {
  if (last_stats_) return;
  std::visit([](const auto& server) { server->close(); }, server_);
}

napi_value ServerHandle::take_events() {
  napi_value events = events_.take(environment_);
  if (events_.over() && !last_stats_) {
    release_server();
    silence();
  }
  return events;
}

void ServerHandle::release_server() {
  std::visit(
      [this](auto& server) {
        server->join();
        last_stats_ = server->stats();
        server.reset();
      },
      server_);
}

void ServerHandle::silence() {
  bell_->close();
  if (auto* connections = mail<Mail>()) connections->close();
  if (auto* datagrams = mail<DatagramMail>()) datagrams->close();
}

void ServerHandle::end(void* handle) {
  std::visit(
      [](const auto& server) {
        if (!server) return;
        server->close();
        server->join();
      },
      static_cast<ServerHandle*>(handle)->server_);
}

}  // namespace stdnet::binding
