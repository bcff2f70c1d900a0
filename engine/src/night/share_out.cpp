#include "night/share_out.hpp"

#include <algorithm>

#include "night/bounded_prices.hpp"
#include "night/deferred_acceptance.hpp"
#include "night/slot_loss.hpp"

namespace passerelle::night {
namespace {

std::uint64_t sum_of(const Pools& pools, const ChosenLines& lists, std::vector<std::uint32_t>& loads) {
  std::uint64_t value = 0;
  for (std::size_t person = 0; person < pools.persons(); ++person)
    for (const std::uint16_t place : lists.of(person)) {
      const PoolLine& line = pools.of(person)[place];
      ++loads[line.offer];
      value += line.value;
    }
  return value;
}

}  // namespace

ShareOut share_out(const Pools& pools, const OfferFacts& offers, const NightPolicy& policy, Threads threads) {
  ShareOut result;
  const CongestionRule& rule = policy.congestion;
  std::vector<std::uint16_t> prices(offers.posts.size(), 0);
  result.lists = lists_at(pools, prices, threads);
  result.plain_loads.assign(offers.posts.size(), 0);
  const std::uint64_t plain_value = sum_of(pools, result.lists, result.plain_loads);
  const std::vector<std::uint32_t> even = even_spread(pools, offers.posts.size());
  result.caps = offer_caps(policy.caps, offers, even);
  result.even_gini_ppm = load_figures(even, result.caps, offers.open).gini_ppm;
  result.before = load_figures(result.plain_loads, result.caps, offers.open);
  result.before.value = result.bound = result.full_bound = plain_value;
  if (rule.most_price > 0) {
    Prices found = bounded_prices(pools, result.caps, rule, threads);
    prices = std::move(found.of_offer);
    result.bound = found.bound, result.full_bound = found.full_bound;
    result.lists = lists_at(pools, prices, threads);
    if (rule.deferred_acceptance != 0) {
      Accepted accepted = deferred_acceptance(pools, result.lists, result.caps, prices, rule.most_price);
      result.lists = std::move(accepted.lists);
      result.turned_away = accepted.turned_away, result.guaranteed = accepted.guaranteed;
    }
  }
  result.loads.assign(offers.posts.size(), 0);
  const std::uint64_t value = sum_of(pools, result.lists, result.loads);
  result.after = load_figures(result.loads, result.caps, offers.open);
  result.after.value = value;
  for (std::size_t person = 0; person < pools.persons(); ++person) {
    const auto pool = pools.of(person);
    const auto places = result.lists.of(person);
    result.worst_slot_loss = std::max(result.worst_slot_loss, worst_slot_loss(pool, places));
    const auto moved = static_cast<std::uint64_t>(std::ranges::count_if(places, [&](std::uint16_t place) { return place >= places.size(); }));
    result.moved_lines += moved;
    result.moved_persons += moved > 0 ? 1 : 0;
    if (pool.size() < pools.depth || pool.empty()) continue;
    const PoolLine& last = pool.back();
    result.maybe_cut += std::ranges::any_of(places, [&](std::uint16_t place) {
      const PoolLine& line = pool[place];
      return line.tier_class == last.tier_class && static_cast<std::int32_t>(line.value) - prices[line.offer] < static_cast<std::int32_t>(last.value);
    }) ? 1 : 0;
  }
  return result;
}

}  // namespace passerelle::night
