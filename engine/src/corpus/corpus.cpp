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
  if (iso639.size() < 2) return 0;
  return static_cast<LanguageCode>(static_cast<unsigned char>(iso639[0]) << 8U | static_cast<unsigned char>(iso639[1]));
}

std::optional<OfferId> Corpus::find_offer(std::string_view id) const { return find_in<OfferId>(offers.ids, id); }
std::optional<CandidateId> Corpus::find_candidate(std::string_view id) const { return find_in<CandidateId>(candidates.ids, id); }

}  // namespace passerelle
