#include "native/server/buffers.h"

#include <utility>

namespace stdnet::server {

void Luggage::unpack(Buffers& buffers) {
  if (!kept_) return;
  buffers.in.take_over(kept_->in);
  if (!kept_->out.empty()) buffers.out = std::move(kept_->out);
  kept_.reset();
}

void Luggage::pack(Buffers& buffers) {
  if (buffers.in.bytes().empty() && buffers.out.empty()) return;
  kept_ = std::make_unique<Buffers>();
  // The answer first: it may lie in the input.
  if (!buffers.out.empty()) {
    buffers.out.own();
    kept_->out = std::exchange(buffers.out, {});
  }
  kept_->in.keep(buffers.in);
}

}  // namespace stdnet::server
