// One offer, whole, from its own stream of draws.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "generate/occupation_profile.hpp"
#include "generate/random.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"

namespace passerelle::generate {

/// What all records of a run share. Everything it points to outlives it.
struct World {
  const reference::Reference& reference;
  const std::vector<OccupationProfile>& profiles;
  Day today;
};

/// Gross minimum wage (SMIC) per month at 35 hours, in euro cents: 11.88 €/h × 151.67 h from 1 November 2024
/// (décret n° 2024-951).
inline constexpr std::uint32_t kMinimumWageCents = 180180;

/// The offer of this number (1-based) for the occupation in the commune. Never fails.
Offer make_offer(const World& world, std::uint32_t number, OccupationId occupation, CommuneId commune, Random& random);

/// A working-time pattern that the sector has.
Schedule usual_schedule(Sector sector, Random& random);

/// A SIRET with right check digits for an invented employer and one of its establishments (1…9999 each). Its SIREN
/// begins with four zeros, where none is attributed.
std::string synthetic_siret(std::uint32_t employer, std::uint32_t establishment);

}  // namespace passerelle::generate
