// Everybody's unlocks as counts, and the plan of each basin. Knows nothing of a store: who asks, and that it is written down, is
// the desk's (territory_desk.hpp).
#pragma once

#include <string>
#include <vector>

#include "adviser/ground.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "territory/sides.hpp"
#include "territory/territory_answer.hpp"

namespace passerelle::territory {

/// What the records hold beside the corpus.
struct TerritoryRecords {
  std::vector<std::uint32_t> posts;        ///< by OfferId: left
  std::vector<std::string> restricted;     ///< by CandidateId, as stored; "" = none
};

/// kReferenceMissing (no basins), kNotFound (no such basin or lever): before anything restricted is read.
Status check(const adviser::Ground& ground, const PlanRequest& request);

/// The basins of the request, all by the same two current lists. The same for any number of threads. Problems: those of
/// check(); kStoreDamaged (a restricted record that cannot be read).
Result<TerritoryPlan> count_territory(const adviser::Ground& ground, const Sides& sides, const PlanRequest& request, const TerritoryRecords& records, Threads threads);

}  // namespace passerelle::territory
