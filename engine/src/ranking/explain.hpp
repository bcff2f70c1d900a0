// Why a pair has its score: every criterion with its evidence and what is missing, the verdict with its reasons.
#pragma once

#include <string>
#include <vector>

#include "ranking/fact.hpp"
#include "ranking/list_request.hpp"

namespace passerelle {

struct Contribution {
  Criterion criterion = Criterion::kOccupation;
  bool applicable = false;
  std::uint16_t points = 0;        ///< 0…10,000
  std::uint16_t weight = 0;        ///< parts of 10,000 after sharing out
  std::uint16_t contribution = 0;  ///< points × weight / 10,000, rounded down
  std::vector<Fact> evidence, missing;
};

/// What lifts a failed constraint or a blocking conflict. Levers come with the barrier tables.
struct LeverUse { std::string lever, label; std::uint32_t cost_cents = 0; std::uint16_t delay_days = 0; };

struct VerdictReason { Constraint constraint = Constraint::kOpen; ConstraintState state = ConstraintState::kHolds; Fact fact; };

struct Verdict {
  VerdictTier tier = VerdictTier::kNow;
  std::vector<VerdictReason> reasons;  ///< what fails, then what is to be asked
  std::vector<LeverUse> levers;        ///< for `with`: the cheapest set
  Day works_from;
};

struct Explanation {
  std::vector<Contribution> contributions;  ///< every criterion the policy shows, in order; they sum to the score
  Verdict verdict;
};

/// `score` and `states` as the query gave them. Nothing that Policy::shows_wishes forbids is in the result.
Explanation explain(const ScoringContext& context, CandidateId candidate, OfferId offer, const PairScore& score, const ConstraintStates& states,
                    Language language);

}  // namespace passerelle
