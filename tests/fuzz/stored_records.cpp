// The store's own form: damaged bytes are refused, never trusted further.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "records/record_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const Result<Offer> offer = decode_stored_offer(bytes)) {
    const std::string canonical = encode(*offer);
    const Result<Offer> again = decode_stored_offer(canonical);
    if (!again || encode(*again) != canonical) std::abort();
  }
  if (const Result<Candidate> candidate = decode_stored_candidate(bytes)) {
    const std::string canonical = encode(*candidate);
    const Result<Candidate> again = decode_stored_candidate(canonical);
    if (!again || encode(*again) != canonical) std::abort();
  }
  return 0;
}
