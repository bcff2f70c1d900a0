// Any bytes give a draft or a Problem; what is accepted survives normalisation, and the store's form reads back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz/fuzz_reference.hpp"
#include "intake/decoders/passerelle_candidate.hpp"
#include "intake/normalise/normalise_candidate.hpp"
#include "records/record_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  Result<CandidateDraft> draft = decode_passerelle_candidate({reinterpret_cast<const char*>(data), size});
  if (!draft) {
    if (draft.problem().code == ProblemCode::kInternal) std::abort();
    return 0;
  }
  const auto record = normalise_candidate(std::move(*draft), fuzz::lookup());
  const auto back = decode_stored_candidate(encode(record));
  if (!back || !(*back == record)) std::abort();
  return 0;
}
