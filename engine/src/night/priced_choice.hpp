// What a person takes from their pool when offers have prices: the k best by class, then value less price, then place in the
// plain list.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "night/pools.hpp"

namespace passerelle::night {

/// Greater is better. Values less prices are moved up so that they stay positive: prices are at most 5,000 (NightPolicy).
constexpr std::uint64_t priced_key(const PoolLine& line, std::uint32_t price, std::size_t place) noexcept {
  constexpr std::uint64_t kUp = 1U << 14U;
  return std::uint64_t{0xFFFFU - line.tier_class} << 32U | (kUp + line.value - price) << 16U | (0xFFFFU - place);
}
constexpr std::size_t place_of(std::uint64_t key) noexcept { return 0xFFFFU - (key & 0xFFFFU); }

/// Keeps the k best keys seen, best first. Most pools are left early: no line further down can be worth more than it is
/// without its price.
class PricedChoice {
 public:
  /// `price_of(offer)` in points.
  template <class PriceOf>
  std::span<const std::uint64_t> choose(std::span<const PoolLine> pool, std::size_t k, const PriceOf& price_of) {
    best_.clear();
    if (k == 0) return best_;
    for (std::size_t place = 0; place < pool.size(); ++place) {
      if (best_.size() == k && priced_key(pool[place], 0, place) < best_.back()) break;
      const std::uint64_t key = priced_key(pool[place], price_of(pool[place].offer), place);
      if (best_.size() == k) {
        if (key < best_.back()) continue;
        best_.pop_back();
      }
      best_.insert(std::upper_bound(best_.begin(), best_.end(), key, std::greater<>()), key);
    }
    return best_;
  }

 private:
  std::vector<std::uint64_t> best_;
};

}  // namespace passerelle::night
