#include "native/core/line_dialogue.h"

namespace stdnet {

Next LineDialogue::refuse_long_line(Output& out) {
  out.append("ERR line too long\n");
  error_ = Error::of(ErrorKind::InvalidData, "ERR_LIMIT_EXCEEDED", "line too long");
  return Next::Close;
}

Next LineDialogue::refuse_invalid_utf8() {
  error_ =
      Error::of(ErrorKind::InvalidData, "ERR_INVALID_DATA", "stream did not contain valid UTF-8");
  return Next::Close;
}

}  // namespace stdnet
