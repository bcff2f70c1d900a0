// A table of barriers and levers: read, or refused with a place.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "levers/read_tables.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const Result<levers::Table> table = levers::parse_table({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!table && table.problem().source != "fuzz") std::abort();
  return 0;
}
