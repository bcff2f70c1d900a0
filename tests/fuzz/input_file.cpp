// Plain, gzip and zstd by their first bytes: damaged ones end in a Problem, and never without end.
#include <cstdint>

#include "base/input_file.hpp"
#include "fuzz/temporary_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  Result<InputFile> file = InputFile::open(fuzz::as_file(data, size, ".bin"));
  if (!file) return 0;
  char buffer[4096];
  std::size_t total = 0;
  while (total < (std::size_t{64} << 20)) {
    const Result<std::size_t> got = file->read(buffer, sizeof buffer);
    if (!got || *got == 0) break;
    total += *got;
  }
  return 0;
}
