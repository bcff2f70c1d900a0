// CSV files of communes, basins and tension: rows or a Problem, never a crash.
#include <cstdint>

#include "fuzz/temporary_file.hpp"
#include "reference/geography_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle::reference;
  const std::string path = passerelle::fuzz::as_file(data, size, ".csv");
  (void)read_communes(path);
  (void)read_commune_aliases(path);
  (void)read_basins(path);
  (void)read_tension(path);
  return 0;
}
