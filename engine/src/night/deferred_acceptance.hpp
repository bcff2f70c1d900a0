// After prices: offers still over their cap turn away the persons they suit least, who ask the next offer of their pool that has
// room. Guaranteed to a person: a list as long and of the same verdicts as the plain one, no line more than λmax below the plain
// list's line of the same rank, and no exchange that costs more than λmax. Who has no other offer within that stays, cap or not.
// Full offers do not let newcomers turn others away: on a region that cost two and a half times the points for the last lines.
#pragma once

#include <cstdint>
#include <vector>

#include "night/pools.hpp"

namespace passerelle::night {

struct Accepted {
  ChosenLines lists;
  std::uint64_t turned_away = 0;  ///< exchanges: each relieves a cap by one line and costs at most λmax
  std::uint64_t guaranteed = 0;   ///< lines that could not be turned away: their person has nothing else within λmax
};

/// Offers are relieved in their order; each prefers the greater value, then the person first in external-id order. Persons ask in
/// the order of value less price.
Accepted deferred_acceptance(const Pools& pools, const ChosenLines& lists, const std::vector<std::uint32_t>& caps, const std::vector<std::uint16_t>& prices,
                             std::uint16_t most_price);

}  // namespace passerelle::night
