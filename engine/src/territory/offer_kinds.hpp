// What a verdict with levers depends on, of an offer, beside where it lies and what the kernels see of it. Offers alike share a
// kind, so that a person's verdict on a kind is worked out once.
#pragma once

#include <cstdint>
#include <vector>

#include "adviser/ground.hpp"
#include "ranking/match_plan.hpp"

namespace passerelle::territory {

struct OfferKind {
  OfferId example;                  ///< one of them: its certificates are those of all
  OccupationId regulated;           ///< the occupation where it is regulated, else unset
  LicenceMask licences = 0;         ///< of level E
  ReservedMask reserved = 0;
  bool unnamed = false;             ///< a certificate of level E that nothing names
  levers::DemandMask stated = 0, usual = 0;
};

/// Immutable after construction; safe to share.
struct OfferKinds {
  /// Of the offers as the plan lays them out.
  OfferKinds(const adviser::Ground& ground, const MatchPlan& plan);

  std::vector<OfferKind> kinds;
  /// By place in the plan: the kind, and whether the workplace is urban as the plan's travel model has it.
  struct Place { std::uint32_t kind : 31, urban : 1; };
  std::vector<Place> at;
  /// By group of lanes in the plan: the kinds in it, each once.
  Csr<std::uint32_t> of_group;
};

}  // namespace passerelle::territory
