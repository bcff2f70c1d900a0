#include "corpus/corpus.hpp"

#include <algorithm>

namespace passerelle {
namespace {

template <class Id>
std::optional<Id> find_in(const std::vector<std::string>& ids, std::string_view id) {
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  if (at == ids.end() || *at != id) return std::nullopt;
  return Id{static_cast<std::uint32_t>(at - ids.begin())};
}

}  // namespace

LanguageCode language_code(std::string_view iso639) noexcept {
  LanguageCode code = 0;
  for (std::size_t i = 0; i < iso639.size() && i < 4; ++i) code = code << 8U | static_cast<unsigned char>(iso639[i]);
  return code;
}

std::string language_of(LanguageCode code) {
  std::string text;
  for (unsigned shift = 32; shift > 0;) {
    shift -= 8;
    if (const auto letter = static_cast<char>(code >> shift & 0xFFU); letter != 0) text += letter;
  }
  return text;
}

std::optional<OfferId> Corpus::find_offer(std::string_view id) const { return find_in<OfferId>(offers.ids, id); }
std::optional<CandidateId> Corpus::find_candidate(std::string_view id) const { return find_in<CandidateId>(candidates.ids, id); }

}  // namespace passerelle
