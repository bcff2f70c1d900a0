// Sharing suggestions out: caps, prices, deferred acceptance, and what came of it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/parallel.hpp"
#include "night/load_figures.hpp"
#include "night/night_policy.hpp"
#include "night/offer_caps.hpp"
#include "night/pools.hpp"

namespace passerelle::night {

struct ShareOut {
  ChosenLines lists;
  std::vector<std::uint32_t> caps, plain_loads, loads;
  LoadFigures before, after;
  std::uint32_t even_gini_ppm = 0;     ///< of an even spread over the pools: what is uneven in where persons and offers are
  std::uint32_t worst_slot_loss = 0;   ///< points; at most λmax
  std::uint64_t moved_persons = 0, moved_lines = 0;   ///< lists that differ from the plain ones, lines that are not in them
  std::uint64_t turned_away = 0, guaranteed = 0;
  std::uint64_t bound = 0, full_bound = 0;  ///< see Prices
  /// Persons whose pool was cut where an offer beyond might have been chosen at these prices: for the others the choice is that
  /// among all offers.
  std::uint64_t maybe_cut = 0;
};

/// With λmax 0: the plain lists.
ShareOut share_out(const Pools& pools, const OfferFacts& offers, const NightPolicy& policy, Threads threads);

}  // namespace passerelle::night
