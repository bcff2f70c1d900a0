// Exact top-k lists, both ways.
#pragma once

#include <cstdint>
#include <vector>

#include "base/parallel.hpp"
#include "base/result.hpp"
#include "ranking/top_k.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle {

/// One line of a list before it is explained.
template <class Id>
struct Ranked {
  Id id;
  PairScore score;
  ConstraintStates constraints{};
  VerdictTier tier = VerdictTier::kNow;
};

/// A list with what it was drawn from.
template <class Id>
struct RankedLines {
  std::vector<Ranked<Id>> lines;   ///< best first
  std::uint64_t eligible = 0;      ///< pairs that met the eligibility rule and every excluding constraint
  std::uint64_t considered = 0;    ///< pairs looked at: the cost
};

/// The offers a person could be shown, best first: the same list as the oracle's, for any number of threads. Lines whose
/// sub-score « suits » is below `min_suits` are left out before the cut.
RankedLines<OfferId> suggest(const ScoringContext& context, CandidateId candidate, std::size_t top, std::int32_t min_suits, Threads threads);
/// The candidates for an offer, best first.
RankedLines<CandidateId> shortlist(const ScoringContext& context, OfferId offer, std::size_t top, std::int32_t min_suits, Threads threads);

}  // namespace passerelle
