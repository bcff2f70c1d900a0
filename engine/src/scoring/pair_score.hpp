// The score of one pair: constraints, points, sub-scores and total, from the columns. One function whichever side
// asks (law 4).
#pragma once

#include <cstdint>
#include <vector>

#include "base/date.hpp"
#include "corpus/corpus.hpp"
#include "scoring/constraint.hpp"
#include "scoring/criterion.hpp"
#include "scoring/policy.hpp"
#include "scoring/travel.hpp"

namespace passerelle {

/// What a query needs beside the pair. All referenced objects outlive it.
struct ScoringContext {
  const Corpus& corpus;
  const Policy& policy;
  const TravelModel& travel;
  Day date;                       ///< the day for which offers are open and persons available
};

struct PairScore {
  std::int32_t score = 0;         ///< 0…10,000: the sum of the contributions
  std::int32_t suits = 0;         ///< 0…10,000
  std::int32_t wanted = 0;        ///< 0…10,000
  CriterionPoints points{};
  SharedWeights weights{};
};

/// A person's items as dense tables over the reference, for the competence criterion. Reusable: load() replaces the
/// person. Not thread-safe: one per worker.
class ProfileTables {
 public:
  explicit ProfileTables(const Corpus& corpus);
  void load(const Policy& policy, CandidateId candidate);
  CandidateId candidate() const noexcept { return candidate_; }
  /// Confidence 0…255 in the person having the item, and in having any item of the group.
  std::uint8_t item(ItemId id) const noexcept { return item_[id.value]; }
  std::uint8_t group(std::uint32_t group) const noexcept { return group_[group]; }

 private:
  void set(ItemId id, std::uint8_t confidence);
  const Corpus& corpus_;
  CandidateId candidate_;
  std::vector<std::uint8_t> item_, group_;
  std::vector<ItemId> touched_;
  std::vector<std::uint32_t> touched_groups_;
};

/// What of a pair costs something to find, and is often known already where many pairs share a side or an occupation.
struct PairParts {
  Points occupation = kNotApplicable, competences = kNotApplicable, sought = kNotApplicable;
  std::uint32_t counted_months = 0;
  Trip trip;
};
PairParts pair_parts(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer);

/// The points of every criterion, the costly parts given.
CriterionPoints criterion_points(const ScoringContext& context, CandidateId candidate, OfferId offer, const PairParts& parts);

/// The rule that makes a pair worth scoring (EligibilityRule); constraints are looked at separately.
bool eligible(const ScoringContext& context, CandidateId candidate, OfferId offer);

ConstraintStates constraint_states(const ScoringContext& context, CandidateId candidate, OfferId offer);
/// The same, the trip given.
ConstraintStates constraint_states(const ScoringContext& context, CandidateId candidate, OfferId offer, const Trip& trip);

/// The state of kRegulated alone: of an offer it reads the occupation only.
ConstraintState regulated_state(const ScoringContext& context, CandidateId candidate, OfferId offer);

/// Whether a policy shows a pair in these states at all.
bool shown(const Policy& policy, const ConstraintStates& states) noexcept;

/// `profile` must be loaded with `candidate` under the same policy.
PairScore score_pair(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer);

/// Totals and sub-scores from points: shared with the oracle's caller only as a definition of integer rounding.
void add_up(const Policy& policy, bool from_card, PairScore& score);

/// Whether an answer under this policy may speak of the constraint: those of the person's wishes and home are hidden
/// when the policy does not show wishes.
bool visible(const Policy& policy, Constraint constraint) noexcept;

/// Tier by visible constraints alone; levers and barrier conflicts move it in the adviser's view.
VerdictTier tier_of(const Policy& policy, const ConstraintStates& states) noexcept;

}  // namespace passerelle
