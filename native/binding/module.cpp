#include "native/binding/exports.h"

// Context-aware: runs once for each environment (the main thread, every Worker).
NAPI_MODULE_INIT(/* napi_env env, napi_value exports */) {
  using namespace stdnet::binding;
  Environment* environment = Environment::create(env);
  if (environment == nullptr) return nullptr;
  define_addresses(*environment, exports);
  define_connections(*environment, exports);
  define_data(*environment, exports);
  define_descriptors(*environment, exports);
  define_errors(*environment, exports);
  define_handlers(*environment, exports);
  define_kv_store(*environment, exports);
  define_load(*environment, exports);
  define_options(*environment, exports);
  define_server(*environment, exports);
  define_tcp(*environment, exports);
  define_udp(*environment, exports);
  define_udp_server(*environment, exports);
  define_worker(*environment, exports);
  define_parking_worker(*environment, exports);
  return exports;
}
