// Any bytes are split or refused; handing them over in other pieces changes nothing.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "intake/json_splitter.hpp"

namespace {

std::vector<std::string> split(const std::uint8_t* data, std::size_t size, std::size_t piece) {
  using namespace passerelle;
  std::size_t at = 0;
  JsonSplitter splitter(
      [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
        const std::size_t count = std::min({piece, capacity, size - at});
        if (count > 0) std::memcpy(buffer, data + at, count);
        at += count;
        return count;
      },
      4096);
  std::vector<std::string> seen;
  while (true) {
    RawRecord record;
    const Result<bool> more = splitter.next(record);
    if (!more) {
      seen.push_back(std::string(code_name(more.problem().code)) + more.problem().position);
      return seen;
    }
    if (!*more) return seen;
    seen.push_back(record.position + "|" + record.bytes + (record.problem ? "!" : ""));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (split(data, size, 1U << 16) != split(data, size, 7)) std::abort();
  return 0;
}
