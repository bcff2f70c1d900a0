// What one has to beat to enter a current list: the k-th line of the plain pass, for everybody's list and every offer's.
#pragma once

#include <cstdint>
#include <vector>

#include "base/parallel.hpp"
#include "ranking/rank_key.hpp"
#include "territory/sides.hpp"

namespace passerelle::territory {

struct Bar {
  bool full = false;                 ///< otherwise the list is entered by anybody
  RankKey key;
  std::uint32_t order = 0;
  /// Of the first sort key that is not the tier: points that a pair « now » must have to pass, or kSure.
  std::int32_t least = kSure;
  static constexpr std::int32_t kSure = -1;
  bool passed_by(RankKey other, std::uint32_t its_order) const noexcept { return !full || other > key || (other == key && its_order < order); }
};
struct Bars { std::vector<Bar> of_person, of_offer; };

/// The plain pass both ways: lists of `top` lines.
Bars plain_pass(const Sides& sides, std::size_t top, Threads threads);

}  // namespace passerelle::territory
