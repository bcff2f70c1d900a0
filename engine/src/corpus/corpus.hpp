// Everything matching reads about offers and candidates, as immutable columns with dense ids in external-id order.
// Built from a store (build_corpus.hpp) or mapped from a file (corpus_file.hpp), shared as shared_ptr<const Corpus>; safe to
// read from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/columns.hpp"
#include "reference/reference.hpp"

namespace passerelle {

LanguageCode language_code(std::string_view iso639) noexcept;
std::string language_of(LanguageCode code);
/// A level that is not stated, asked or held, counts as B1.
constexpr LanguageLevel counted_level(LanguageLevel level) noexcept { return level == 0 ? LanguageLevel{3} : level; }

/// Cover below this is not kept: a policy's threshold may not be lower.
inline constexpr std::uint16_t kCardCoverFloor = 2'000;

struct Corpus : CorpusColumnsOf<Views> {
  std::shared_ptr<const reference::Reference> reference;
  std::string snapshot;
  /// What the columns lie in. Only the owner of a corpus reads it.
  std::shared_ptr<const void> memory;

  /// Place in external-id order: what decides a tie.
  std::uint32_t order_of(OfferId offer) const noexcept { return offer.value; }
  std::uint32_t order_of(CandidateId candidate) const noexcept { return candidates.order[candidate.value]; }
  std::optional<OfferId> find_offer(std::string_view id) const;
  std::optional<CandidateId> find_candidate(std::string_view id) const;
};

/// Bytes of the columns by side: what belongs to offers, and what belongs to candidates, each with its posting lists.
struct CorpusBytes { std::uint64_t offers = 0, candidates = 0; };
CorpusBytes bytes_of(const Corpus& corpus);

}  // namespace passerelle
