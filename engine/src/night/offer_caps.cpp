#include "night/offer_caps.hpp"

#include <algorithm>

namespace passerelle::night {

std::vector<std::uint32_t> even_spread(const Pools& pools, std::size_t offers) {
  constexpr std::uint64_t kParts = 1U << 16U;   // of a suggestion
  std::vector<std::uint64_t> parts(offers, 0);
  for (std::size_t person = 0; person < pools.persons(); ++person) {
    const auto pool = pools.of(person);
    if (pool.empty()) continue;
    const std::uint64_t each = kParts * std::min(pools.top, pool.size()) / pool.size();
    for (const PoolLine& line : pool) parts[line.offer] += each;
  }
  std::vector<std::uint32_t> even(offers);
  for (std::size_t o = 0; o < offers; ++o) even[o] = static_cast<std::uint32_t>((parts[o] + kParts - 1) / kParts);
  return even;
}

std::vector<std::uint32_t> offer_caps(const CapRule& rule, const OfferFacts& offers, const std::vector<std::uint32_t>& even) {
  std::vector<std::uint32_t> caps(even.size());
  for (std::size_t o = 0; o < even.size(); ++o) {
    const std::uint64_t wanted = std::max(std::uint64_t{rule.per_post} * offers.posts[o], (std::uint64_t{even[o]} * rule.even_percent + 99) / 100);
    const std::uint64_t cap = std::min<std::uint64_t>(UINT32_MAX, wanted * rule.tension_percent[std::min<std::size_t>(offers.tension[o], 5)] / 100);
    caps[o] = static_cast<std::uint32_t>(cap > offers.invited[o] ? cap - offers.invited[o] : 0);
  }
  return caps;
}

}  // namespace passerelle::night
