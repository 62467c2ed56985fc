// Gives a fuzz target every file of the folders that it is called with, and the empty input: what was found once stays fixed, also
// where there is no libFuzzer.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzzed.h"

int main(int count, char** arguments) {
  std::size_t inputs = 0;
  const auto give = [&](const std::string& input) {
    const auto bytes = stdnet::bytes_of(input);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++inputs;
  };
  give("");
  for (int i = 1; i < count; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
      static_cast<void>(std::fprintf(stderr, "%s\n", entry.path().c_str()));
      std::ifstream file(entry.path(), std::ios::binary);
      give({std::istreambuf_iterator<char>(file), {}});
    }
  }
  std::printf("%zu inputs\n", inputs);
  return inputs > 1 ? 0 : 1;
}
