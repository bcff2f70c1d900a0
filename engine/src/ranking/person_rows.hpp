// A person as the kernels read them, and the occupations that come near what they practised or seek: what every walk over the
// offers of one person starts from.
#pragma once

#include <cstdint>
#include <vector>

#include "ranking/match_plan.hpp"

namespace passerelle {

/// A row of the plan (an occupation, or the last one: none known) and how near it comes.
struct NearRow {
  std::uint32_t row = 0;
  std::uint16_t practised = 0, sought = 0;  ///< points
  std::uint64_t months = 0;                 ///< × 10,000
  bool eligible = false;
};

/// Reusable; one per worker. Not thread-safe.
class PersonRows {
 public:
  explicit PersonRows(const MatchPlan& plan) : plan_(plan), slot_(plan.context.corpus.reference->occupation_keys.size() + 1, 0) {}

  kernel::PersonQuery query;
  std::vector<NearRow> near;                ///< in no particular order; rows without offers may be missing

  void load(CandidateId candidate);
  /// The row of offers without a known occupation: always eligible.
  NearRow unknown_row() const noexcept;
  /// A row of the plan: how near it comes to the person loaded, nothing where it does not.
  NearRow of(std::uint32_t row) const noexcept;
  bool is_unknown(const NearRow& row) const noexcept { return row.row == plan_.card_offer.size(); }
  /// Makes the query that of a row: points and months; the card at its best, nothing said of the diploma.
  void enter(const NearRow& row) noexcept;
  MatchPlan::AtMost at_most(const NearRow& row) const noexcept;
  /// The parts of a pair that follow from the row.
  PairParts parts(CandidateId candidate, OfferId offer, const NearRow& row, Points competences, const Trip& trip) const;

 private:
  void set_person(CandidateId candidate);
  void gather_near(CandidateId candidate);
  NearRow& at(OccupationId occupation);
  const MatchPlan& plan_;
  std::vector<std::uint32_t> slot_;         // by occupation: 1 + place in near
};

}  // namespace passerelle
