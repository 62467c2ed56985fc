#pragma once

#include <node_api.h>

#include "native/binding/environment.h"

/// Each file of this folder adds its functions; lib/binding/native.ts describes them.
namespace stdnet::binding {

void define_addresses(Environment& environment, napi_value exports);
void define_connections(Environment& environment, napi_value exports);
void define_data(Environment& environment, napi_value exports);
void define_descriptors(Environment& environment, napi_value exports);
void define_errors(Environment& environment, napi_value exports);
void define_handlers(Environment& environment, napi_value exports);
void define_kv_store(Environment& environment, napi_value exports);
void define_load(Environment& environment, napi_value exports);
void define_options(Environment& environment, napi_value exports);
void define_server(Environment& environment, napi_value exports);
void define_tcp(Environment& environment, napi_value exports);
void define_udp(Environment& environment, napi_value exports);
void define_udp_server(Environment& environment, napi_value exports);
void define_worker(Environment& environment, napi_value exports);
void define_parking_worker(Environment& environment, napi_value exports);

}  // namespace stdnet::binding
