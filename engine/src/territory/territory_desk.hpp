// What the rest of the engine may ask for a territory: restricted records are read, logged and counted behind it.
#pragma once

#include "adviser/ground.hpp"
#include "base/parallel.hpp"
#include "store/store.hpp"
#include "territory/sides.hpp"
#include "territory/territory_answer.hpp"

namespace passerelle::territory {

/// Problems: kAccessRefused (no agent, no purpose, a store that cannot be written), kNotFound (no such basin or lever),
/// kReferenceMissing (no basins).
Result<TerritoryPlan> territory_plan(Store& store, const adviser::Ground& ground, const Sides& sides, const PlanRequest& request, Threads threads);

}  // namespace passerelle::territory
