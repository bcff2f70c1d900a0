// One list by a matcher made for it: what tests ask most.
#pragma once

#include "ranking/matcher.hpp"

namespace passerelle::testing {

inline RankedLines<OfferId> suggest(const ScoringContext& context, CandidateId candidate, std::size_t top, std::int32_t min_suits = 0) {
  return Matcher(context).suggest(candidate, {top, min_suits, true});
}
inline RankedLines<CandidateId> shortlist(const ScoringContext& context, OfferId offer, std::size_t top, std::int32_t min_suits = 0) {
  return Matcher(context).shortlist(offer, {top, min_suits, true});
}

}  // namespace passerelle::testing
