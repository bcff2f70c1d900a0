// Offers that are one job, together: a function of the set of offers, whatever their order.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "intake/deduplicate/same_job.hpp"

namespace passerelle {

/// One reason why two offers stand in one group; indices into the offers, a < b.
struct OfferJoin {
  std::uint32_t a = 0, b = 0;
  JobDecision decision;
  friend bool operator==(const OfferJoin&, const OfferJoin&) = default;
};

struct OfferGroup {
  std::vector<std::uint32_t> members;  ///< ascending; at least two
  std::vector<OfferJoin> joins;        ///< one less than members, the strongest first
  friend bool operator==(const OfferGroup&, const OfferGroup&) = default;
};

/// Pairs that a person has parted, in any order.
using KeptApart = std::span<const std::pair<std::uint32_t, std::uint32_t>>;

/// `offers` stand in ascending order of a name that is theirs for good (source and id): equal sets give equal groups.
/// Groups come by their first member.
///
/// Only offers that share one of 80 keys of text, place and title are compared, and in crowded keys only neighbours by
/// title and text, so that time is linear for an employer of thousands (blocking_keys.hpp). Pairs join from the strongest
/// on; no join puts two offers together that something speaks against, so that groups do not grow by chains.
std::vector<OfferGroup> group_offers(std::span<const OfferTraits> offers, KeptApart kept_apart, Threads threads);

/// The last step of the above: groups from pairs found to be one job, in any order and repeated or not.
std::vector<OfferGroup> groups_from(std::span<const OfferTraits> offers, std::vector<OfferJoin> joins, KeptApart kept_apart);

}  // namespace passerelle
