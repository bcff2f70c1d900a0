// A diagnosis, in both formats: read, or refused without quoting it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sensitive/diagnosis_reader.hpp"
#include "sensitive/restricted_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const KnownBarriers known{[](std::uint16_t code) { return code >= 22 && code <= 29; },
                            [](std::uint16_t code) -> std::uint16_t { return code >= 6 && code <= 41 ? 23 : 0; }};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto barriers = read_france_travail_diagnosis(text, known)) {
    RestrictedRecord record;
    record.barriers = *barriers;
    if (!(read_restricted(encode(record)).value() == record)) std::abort();
  }
  std::string id;
  (void)read_barrier_record(text, known, &id);
  return 0;
}
