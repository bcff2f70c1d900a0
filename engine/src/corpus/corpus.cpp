#include "corpus/corpus.hpp"

#include <algorithm>

namespace passerelle {
namespace {

template <class Id>
std::optional<Id> find_in(const StringsView& ids, std::string_view id) {
  std::size_t low = 0, high = ids.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    (ids[middle] < id ? low = middle + 1 : high = middle);
  }
  if (low == ids.size() || ids[low] != id) return std::nullopt;
  return Id{static_cast<std::uint32_t>(low)};
}

template <class T>
std::uint64_t bytes(std::span<const T> column) { return column.size_bytes(); }
template <class T>
std::uint64_t bytes(const CsrView<T>& rows) { return rows.offsets().size_bytes() + rows.values().size_bytes(); }
std::uint64_t bytes(const StringsView& strings) { return bytes(strings.rows()); }

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
std::optional<CandidateId> Corpus::find_candidate(std::string_view id) const {
  const auto at = std::lower_bound(candidates_by_id.begin(), candidates_by_id.end(), id,
                                   [&](CandidateId candidate, std::string_view name) { return candidates.ids[candidate.value] < name; });
  if (at == candidates_by_id.end() || candidates.ids[at->value] != id) return std::nullopt;
  return *at;
}

CorpusBytes bytes_of(const Corpus& corpus) {
  CorpusBytes sum;
  for_each_offer_column([&](std::string_view, const auto& column) { sum.offers += bytes(column); }, corpus.offers);
  for_each_candidate_column([&](std::string_view, const auto& column) { sum.candidates += bytes(column); }, corpus.candidates);
  sum.offers += bytes(corpus.offers_of_occupation);
  sum.candidates += bytes(corpus.candidates_by_id) + bytes(corpus.candidates_practising) + bytes(corpus.candidates_seeking) + bytes(corpus.candidates_by_cover);
  return sum;
}

}  // namespace passerelle
