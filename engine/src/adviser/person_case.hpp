// One person as the adviser's layer sees them on a day: what of their situation may stand against something, and which
// levers are open to them. Made from the restricted record, so only those who may read it can include this.
#pragma once

#include <vector>

#include "adviser/cheapest_levers.hpp"
#include "adviser/ground.hpp"
#include "scoring/pair_score.hpp"
#include "sensitive/barrier_standing.hpp"

namespace passerelle::adviser {

/// A row of the conflict table that may concern this person.
struct RowStanding {
  std::uint16_t row = 0;                ///< of ConflictTable::rows
  Standing standing = Standing::kUnknown;
  bool vague = false;                   ///< the constraint is there, but which situation is not said
  Day noted;
  levers::DemandMask demands = 0;
};

/// A lever of the catalogue that is in force where the person lives.
struct UsableLever {
  const levers::Lever* lever = nullptr;
  bool eligibility_known = true;        ///< false: a public that is asked for is neither known nor ruled out
};

/// What is already being done, as the agent wrote it.
struct UnderWay { std::string lever; Day expected; };

struct PersonCase {
  CandidateId candidate;
  std::vector<RowStanding> standings;
  std::vector<UsableLever> levers;      ///< ascending by id; eligible as far as known, and suitable
  std::vector<LeverOption> options;     ///< of the same
  /// Every lever of means in force there, eligible or not: what decides which offers are looked at must not depend on the
  /// restricted record (law 6).
  std::vector<const levers::Lever*> means;
  LicenceMask licences = 0;             ///< held for sure; none while a situation suspends them
  std::uint16_t minutes_budget = 0;     ///< what the person's radius takes by their own means; 0 = no radius
  std::vector<std::uint16_t> active;    ///< situations that are there now, for messages
  std::vector<UnderWay> under_way;
  Day diagnosed;                        ///< the latest exploration; unset = never
};

PersonCase person_case(const Ground& ground, const ScoringContext& context, CandidateId candidate, const RestrictedRecord& record);
/// The same into a case that was somebody else's: for many persons in turn.
void person_case(const Ground& ground, const ScoringContext& context, CandidateId candidate, const RestrictedRecord& record, PersonCase& into);

/// Whether what the person declares answers a question about this demand.
bool answered(const levers::Demand& demand, const Corpus& corpus, CandidateId candidate);

}  // namespace passerelle::adviser
