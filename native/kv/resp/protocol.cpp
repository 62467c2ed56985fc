#include "native/kv/resp/protocol.h"

#include <string>

namespace stdnet::kv::resp {

Turn Protocol::on_bytes(std::span<const std::uint8_t> bytes, Output& out) {
  Turn turn;
  while (!out.full()) {
    const auto rest = bytes.subspan(turn.consumed);
    if (!serving_) {
      switch (parser_.next(rest)) {
        case Parser::Found::Partial:
          return turn;
        case Parser::Found::Malformed:
          refuse(out);
          turn.next = Next::Close;
          return turn;
        case Parser::Found::Request:
          serving_ = true;
          progress_ = 0;
      }
    }
    const Outcome outcome = serve(rest, out);
    if (outcome == Outcome::Partly) break;
    serving_ = false;
    turn.consumed += parser_.size();
    if (outcome == Outcome::Quit) {
      turn.next = Next::Close;
      return turn;
    }
  }
  turn.next = Next::Again;
  return turn;
}

Outcome Protocol::serve(std::span<const std::uint8_t> request, Output& out) {
  const auto arguments = parser_.arguments(request);
  if (arguments.empty()) return Outcome::Done;
  Call call{service_, client_, Reply(out), arguments, progress_};
  return run(call);
}

void Protocol::refuse(Output& out) {
  const Fault& fault = parser_.fault();
  Reply(out).error("Protocol error: " + fault.text);
  error_ = Error::of(ErrorKind::InvalidData,
                     fault.limit ? "ERR_LIMIT_EXCEEDED" : "ERR_INVALID_DATA", fault.text);
}

}  // namespace stdnet::kv::resp
