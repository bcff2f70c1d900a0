// Requirements from texts: any bytes, spans within them.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz_reference.hpp"
#include "intake/extract/extractor.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  static const extract::Extractor extractor(fuzz::small_reference());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const extract::Finding& finding : extractor.find(text, text.substr(0, 40), {}))
    if (finding.begin >= finding.end || finding.end > size || finding.sentence_end > size) std::abort();
  return 0;
}
