// What a list loses against the plain one, line by line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "night/pools.hpp"

namespace passerelle::night {

/// Greatest of (value of the plain list's line of a rank − value of this list's line of that rank), points. `places`: ascending
/// places in the pool, whose first lines are the plain list; as many lines of each class as it.
inline std::uint32_t worst_slot_loss(std::span<const PoolLine> pool, std::span<const std::uint16_t> places) noexcept {
  std::uint32_t worst = 0;
  for (std::size_t rank = 0; rank < places.size(); ++rank) {
    const std::uint32_t plain = pool[rank].value, now = pool[places[rank]].value;
    worst = std::max(worst, plain > now ? plain - now : 0);
  }
  return worst;
}

}  // namespace passerelle::night
