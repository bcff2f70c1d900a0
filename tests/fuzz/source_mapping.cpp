// A mapping file: read, or refused; what is read maps a record without falling over.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz/fuzz_reference.hpp"
#include "intake/normalise/normalise_offer.hpp"
#include "intake/sources/map_offer.hpp"
#include "records/record_json.hpp"

namespace {

/// A few fields of every kind, called as the seed's.
passerelle::FieldNode record() {
  using passerelle::FieldNode;
  return {"", "", {{"a", "12", {}}, {"b", "CDI", {}}, {"c", "2025-03-01", {}}, {"d", "", {{"@e", "<p>x</p>", {}}, {"f", "oui", {}}, {"f", "1,5", {}}}}}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const auto mapping = parse_source_mapping({reinterpret_cast<const char*>(data), size}, "fuzz.toml", "");
  if (!mapping) {
    if (mapping.problem().source.empty() || mapping.problem().position.empty()) std::abort();
    return 0;
  }
  std::vector<FieldUse> uses;
  auto draft = map_offer(record(), *mapping, nullptr, &uses);
  // Every value of the record is accounted for, whatever the mapping says.
  std::size_t values = 0;
  for (const FieldUse& use : uses) values += use.fate != FieldUse::Fate::kDefault ? 1 : 0;
  if (values < 6) std::abort();
  if (!draft) return 0;
  const Offer offer = normalise_offer(std::move(*draft), fuzz::lookup());
  if (offer.id.empty()) std::abort();
  // The store's form reads back the same.
  const auto back = decode_stored_offer(encode(offer));
  if (!back || !(*back == offer)) std::abort();
  return 0;
}
