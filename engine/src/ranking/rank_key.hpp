// The total order of a list: the policy's sort keys in turn, then the dense id (= external id) ascending.
#pragma once

#include <compare>
#include <cstdint>

#include "scoring/pair_score.hpp"

namespace passerelle {

/// Greater is better. Up to four keys of 14 bits: tier (best first), suits, score or wanted.
struct RankKey {
  std::uint64_t packed = 0;
  friend auto operator<=>(const RankKey&, const RankKey&) = default;
};

RankKey rank_key(const Policy& policy, VerdictTier tier, const PairScore& score) noexcept;

}  // namespace passerelle
