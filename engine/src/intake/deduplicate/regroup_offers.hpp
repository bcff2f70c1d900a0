// The groups again after a few offers have come or changed, without looking at all of them.
#pragma once

#include <vector>

#include "intake/deduplicate/group_offers.hpp"

namespace passerelle {

/// What an offer was before it changed; new offers have no such line.
struct FormerTraits {
  std::uint32_t offer = 0;
  OfferTraits traits;
};

struct Regrouped {
  std::vector<std::uint32_t> looked_at;  ///< ascending; whoever was in a group with one of these still is looked at with it
  std::vector<OfferGroup> groups;        ///< of these alone, by first member
};

/// The groups of every offer that may stand otherwise because the offers `changed` (ascending) are new or not what they
/// were: exactly those that group_offers() over all gives them. The groups of all others are as they were. Pairs kept
/// apart, or no longer, count as changes of both offers.
///
/// Exact, because a pair of offers can be compared or not compared anew only when a changed one stands, or stood, between
/// them or beside them in a key; all within the reach of a changed one, old or new, are therefore looked at, and whoever
/// is one job with them.
Regrouped regroup_offers(std::span<const OfferTraits> offers, std::span<const std::uint32_t> changed, std::span<const FormerTraits> former,
                         KeptApart kept_apart, Threads threads);

}  // namespace passerelle
