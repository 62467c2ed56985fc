#include "native/core/trimmed.h"
#include "native/core/uppercase.h"
#include "native/core/utf8.h"
#include "native/handlers/factory.h"
#include "native/handlers/line_handler.h"

namespace stdnet::handlers {
namespace {

/// The guide's `line.trim() == "quit"`; of all but a few lines one look is enough.
bool is_quit(std::string_view line) {
  return line.find("quit") != std::string_view::npos && is_utf8(line) && trimmed(line) == "quit";
}

/// The guide's line echo: each line back in upper case; "bye" to "quit", and the end.
class Lines final : public LineHandler {
 public:
  using LineHandler::LineHandler;

 private:
  Next on_line(std::string_view line, Output& out) override {
    if (is_quit(line)) {
      out.append("bye\n");
      return Next::Close;
    }
    if (!append_uppercase(line, out)) return refuse_invalid_utf8();
    out.append("\n");
    return Next::More;
  }
};

}  // namespace

Factory lines(const Options& options) {
  return factory_of<Lines>(options.max_line);
}

}  // namespace stdnet::handlers
