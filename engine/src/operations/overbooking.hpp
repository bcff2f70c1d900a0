// How many to invite to so many seats when some will not come.
#pragma once

#include <cstdint>

namespace passerelle::operations {

/// Shares and probabilities are in ten-thousandths.
inline constexpr std::uint32_t kWhole = 10'000;

struct OverbookingRule {
  std::uint32_t overflow = 1'000;        ///< the probability that more come than there are seats stays at most this
  std::uint32_t most_percent = 200;      ///< never more than so many percent of the seats; at least 100
  friend bool operator==(const OverbookingRule&, const OverbookingRule&) = default;
};

/// An upper bound of the probability that more than `seats` of `invited` come, each by itself with probability
/// 1 − no_show / kWhole: exact but for roundings in parts of 2^−60, all upwards. In parts of 2^60; never falls as `invited` grows.
std::uint64_t overflow_bound(std::uint32_t invited, std::uint32_t seats, std::uint32_t no_show);
/// The same in ten-thousandths, rounded up.
std::uint32_t overflow_probability(std::uint32_t invited, std::uint32_t seats, std::uint32_t no_show);

/// The most that may be invited: those expected to come are not more than the seats, the overflow stays within the rule, and
/// so does the whole. At least `seats`: without over-booking nobody is turned away.
std::uint32_t invitations_for(std::uint32_t seats, std::uint32_t no_show, const OverbookingRule& rule);

}  // namespace passerelle::operations
