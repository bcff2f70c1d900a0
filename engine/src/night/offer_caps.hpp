// How many persons an offer should be suggested to at most.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "night/night_policy.hpp"

namespace passerelle::night {

/// By offer: posts × suggestions a post × per cent of its tension class, less the invitations already out; at least 0.
/// Suggestions a post: the policy's, or its share of the mean over all posts (`lines` = suggestions of the plain lists), whichever is more.
std::vector<std::uint32_t> offer_caps(const CapRule& rule, std::span<const std::uint32_t> posts, std::span<const std::uint8_t> tension,
                                      std::span<const std::uint32_t> invited, std::span<const std::uint8_t> counted, std::uint64_t lines);

}  // namespace passerelle::night
