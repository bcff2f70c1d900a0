// Everybody × every offer: what one lever, or a bundle of two, would bring within reach, by the adviser's own judgement.
// Counts alone are made of it (territory_desk.cpp).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "adviser/pair_finding.hpp"
#include "base/parallel.hpp"
#include "ranking/rank_key.hpp"
#include "territory/sides.hpp"

namespace passerelle::territory {

/// What one has to beat to enter a list: nothing, where it is not full.
struct Bar {
  bool full = false;
  RankKey key;
  std::uint32_t order = 0;
  bool passed_by(RankKey other, std::uint32_t its_order) const { return !full || other > key || (other == key && its_order < order); }
};
struct Bars { std::vector<Bar> of_person, of_offer; };

/// The plain pass both ways.
Bars plain_pass(const Sides& sides, std::size_t top, Threads threads);

/// Places in LeverTables::levers; the second kNoLever for one alone. A certificate no lever of the catalogue gives stands
/// with kNoLever twice.
inline constexpr std::uint32_t kNoLever = 0xFFFFFFFF;
struct Opener {
  std::array<std::uint32_t, 2> levers = {kNoLever, kNoLever};
  std::uint32_t certificate = kNoLever;
  friend auto operator<=>(const Opener&, const Opener&) = default;
};

struct Opened {
  Opener by;
  std::vector<std::uint32_t> offers;   ///< ascending
  std::vector<bool> strong;            ///< would enter both the person's and the offer's current list
};

/// For one person, ascending by opener. A bundle has only what neither of its levers opens alone.
std::vector<Opened> unlocks_of(const adviser::PersonCase& person, const adviser::Ground& ground, const Sides& sides, const Bars& bars);

}  // namespace passerelle::territory
