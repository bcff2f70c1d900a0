// Prices between 0 and λmax that draw persons from offers too many were shown to those that too few were: a subgradient
// descent on the dual of « the best total under caps, where each line beyond a cap costs λmax ». Integers only; the same for
// any number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "base/parallel.hpp"
#include "night/night_policy.hpp"
#include "night/pools.hpp"

namespace passerelle::night {

struct Prices {
  std::vector<std::uint16_t> of_offer;    ///< points, 0…λmax: of the round whose lists were best
  /// Least dual value met: no lists drawn from the pools that give everybody as many lines of each class as their plain list
  /// are worth more, a line beyond a cap being charged λmax; those that respect the caps least of all.
  std::uint64_t bound = 0;
  /// The same for lists drawn from all offers, not from the pools alone.
  std::uint64_t full_bound = 0;
  std::uint32_t rounds = 0;
};

/// `caps`: by offer, how many persons it should be suggested to at most. λmax = rule.most_price.
Prices bounded_prices(const Pools& pools, const std::vector<std::uint32_t>& caps, const CongestionRule& rule, Threads threads);

/// The lists that these prices give.
ChosenLines lists_at(const Pools& pools, const std::vector<std::uint16_t>& prices, Threads threads);

}  // namespace passerelle::night
