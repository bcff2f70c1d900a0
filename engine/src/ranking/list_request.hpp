// What is asked of retrieval, and what it gives.
#pragma once

#include <cstdint>
#include <vector>

#include "corpus/gone.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle {

struct ListRequest {
  std::size_t top = 20;
  std::int32_t min_suits = 0;   ///< lines whose sub-score « suits » is below are left out before the cut
  bool count_eligible = false;  ///< whether RankedLines::eligible is wanted: every pair within reach is then looked at
  const Gone* gone = nullptr;   ///< of the other side: not there
};

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
  std::uint64_t eligible = 0;      ///< pairs that met the eligibility rule and every excluding constraint, when counted
  std::uint64_t considered = 0;    ///< pairs a kernel looked at: the cost
  /// Of what the list was drawn from, by occupation alone: offers of the occupations near the person's, and of none known;
  /// persons whose occupations or declared items come near the offer's. The same however the corpus lies, when counted.
  std::uint64_t drawn = 0;
};

/// A line of a batch: what reports and the night run keep.
template <class Id>
struct BatchLine {
  Id id;
  std::int16_t score = 0, suits = 0, wanted = 0;
  VerdictTier tier = VerdictTier::kNow;
  friend bool operator==(const BatchLine&, const BatchLine&) = default;
};

}  // namespace passerelle
