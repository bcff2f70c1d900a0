// How many persons an offer should be suggested to at most.
#pragma once

#include <cstdint>
#include <vector>

#include "night/night_policy.hpp"
#include "night/pools.hpp"

namespace passerelle::night {

/// What is known of offers beside the pools, by offer.
struct OfferFacts {
  std::vector<std::uint32_t> posts, invited;
  std::vector<std::uint8_t> tension, open;
};

/// What each offer would get if everybody spread their list evenly over their pool, rounded up.
std::vector<std::uint32_t> even_spread(const Pools& pools, std::size_t offers);

/// By offer: posts × suggestions a post, or its share of the even spread, whichever is more; × per cent of its tension class; less
/// the invitations already out; at least 0.
std::vector<std::uint32_t> offer_caps(const CapRule& rule, const OfferFacts& offers, const std::vector<std::uint32_t>& even);

}  // namespace passerelle::night
