// An occupation as the generator draws from it: its card split by core, its certificates, its neighbours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "generate/random.hpp"
#include "generate/trades.hpp"
#include "reference/reference.hpp"

namespace passerelle::generate {

/// A certificate that goes with the occupation, and how often.
struct UsualCertificate {
  ItemId item;
  std::uint16_t required_permille = 0, desired_permille = 0, held_permille = 0;
};

struct OccupationProfile {
  std::string_view code;  ///< the parent's code without its scheme, the own one when it has no parent
  Trade trade;
  std::vector<ItemId> core;      ///< principal and emerging items of the card, certificates apart
  std::vector<ItemId> other;     ///< the rest of it
  std::vector<ItemId> missions;  ///< its savoir-faire, core first: what a description may speak of
  std::vector<UsualCertificate> certificates;
  std::vector<OccupationId> related;  ///< nearest first, at most 12, without itself
  WeightedTable related_weights;
};

/// By OccupationId. Reads the reference, which must outlive it.
std::vector<OccupationProfile> occupation_profiles(const reference::Reference& reference);

/// "N1103" of "rome:N1103".
std::string_view code_of_key(std::string_view key) noexcept;

/// Up to `wanted` different items of the card, core ones `core_permille` of the time, put behind what `into` has.
void draw_card_items(const OccupationProfile& profile, std::size_t wanted, std::uint32_t core_permille, Random& random,
                     std::vector<ItemId>& into);

}  // namespace passerelle::generate
