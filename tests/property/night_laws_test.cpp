// Sharing out on random pools: what is guaranteed to a person, the slow twin, and that the bound is a bound (exact optimum by
// LEMON's network simplex).
#include <lemon/list_graph.h>
#include <lemon/network_simplex.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "night/bounded_prices.hpp"
#include "night/share_out.hpp"
#include "night/slot_loss.hpp"
#include "property/world.hpp"

namespace passerelle::testing {
namespace {

using namespace night;

struct Case {
  Pools full, pools;   // all that a person could be shown; cut at the depth
  OfferFacts offers;
  NightPolicy policy;
};

Case random_case(std::uint64_t seed, std::uint32_t most_persons, std::uint32_t most_offers) {
  Dice dice(seed);
  Case c;
  const std::uint32_t persons = 1 + dice.below(most_persons), offers = 1 + dice.below(most_offers);
  c.policy.name = "night", c.policy.version = 1;
  c.policy.congestion.most_price = dice.chance(10) ? std::uint16_t{0} : static_cast<std::uint16_t>(50 + dice.below(3'000));
  c.policy.congestion.rounds = static_cast<std::uint16_t>(1 + dice.below(24));
  c.policy.congestion.first_step = static_cast<std::uint16_t>(1 + dice.below(1'500));
  c.policy.congestion.deferred_acceptance = dice.chance(80) ? 1 : 0;
  c.policy.caps.per_post = 1 + dice.below(6);
  c.policy.caps.even_percent = static_cast<std::uint16_t>(dice.below(130));
  for (std::uint32_t o = 0; o < offers; ++o) {
    c.offers.posts.push_back(dice.chance(80) ? 1 : 1 + dice.below(3));
    c.offers.invited.push_back(dice.chance(80) ? 0 : dice.below(3));
    c.offers.tension.push_back(static_cast<std::uint8_t>(dice.below(6)));
    c.offers.open.push_back(1);
  }
  c.pools.top = c.full.top = 1 + dice.below(5);
  c.pools.depth = c.pools.top * (1 + dice.below(3));
  c.full.depth = SIZE_MAX;
  // Popular offers suit everybody; few distinct values make ties.
  std::vector<std::uint32_t> popular;
  for (std::uint32_t o = 0; o < offers; ++o) popular.push_back(dice.below(8) * 700);
  for (std::uint32_t p = 0; p < persons; ++p) {
    std::vector<PoolLine> lines;
    for (std::uint32_t o = 0; o < offers; ++o)
      if (dice.chance(70)) lines.push_back({o, static_cast<std::uint16_t>(std::min(10'000U, popular[o] + dice.below(40) * 100)), static_cast<std::uint16_t>(dice.chance(70) ? 0 : 2)});
    std::stable_sort(lines.begin(), lines.end(), [](const PoolLine& a, const PoolLine& b) { return a.tier_class != b.tier_class ? a.tier_class < b.tier_class : a.value > b.value; });
    c.full.lines.insert(c.full.lines.end(), lines.begin(), lines.end());
    c.full.ends.push_back(c.full.lines.size());
    lines.resize(std::min(lines.size(), c.pools.depth));
    c.pools.lines.insert(c.pools.lines.end(), lines.begin(), lines.end());
    c.pools.ends.push_back(c.pools.lines.size());
    c.pools.order.push_back(persons - 1 - p);
  }
  c.full.order = c.pools.order;
  return c;
}

// The same choice, obviously: every line priced, sorted, cut.
std::vector<std::uint16_t> obvious_choice(std::span<const PoolLine> pool, std::size_t top, const std::vector<std::uint16_t>& prices) {
  std::vector<std::uint16_t> places(pool.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<std::uint16_t>(i);
  std::stable_sort(places.begin(), places.end(), [&](std::uint16_t a, std::uint16_t b) {
    if (pool[a].tier_class != pool[b].tier_class) return pool[a].tier_class < pool[b].tier_class;
    return pool[a].value - prices[pool[a].offer] > pool[b].value - prices[pool[b].offer];
  });
  places.resize(std::min(places.size(), top));
  std::sort(places.begin(), places.end());
  return places;
}

// The best total in the pools with as many lines of each class a person as the plain list has, at most; a line beyond a cap costs
// `charge` (negative: caps are kept).
std::int64_t optimum(const Pools& pools, const std::vector<std::uint32_t>& caps, std::int64_t charge) {
  lemon::ListDigraph graph;
  lemon::ListDigraph::NodeMap<int> supply(graph);
  lemon::ListDigraph::ArcMap<int> capacity(graph);
  lemon::ListDigraph::ArcMap<std::int64_t> cost(graph);
  const auto sink = graph.addNode();
  int all = 0;
  const auto arc = [&](auto from, auto to, int most, std::int64_t price) {
    const auto added = graph.addArc(from, to);
    capacity[added] = most;
    cost[added] = price;
  };
  std::vector<lemon::ListDigraph::Node> offers;
  for (const std::uint32_t cap : caps) {
    offers.push_back(graph.addNode());
    supply[offers.back()] = 0;
    arc(offers.back(), sink, static_cast<int>(cap), 0);
    if (charge >= 0) arc(offers.back(), sink, 1'000'000, charge);
  }
  for (std::size_t person = 0; person < pools.persons(); ++person) {
    const auto pool = pools.of(person);
    for (std::uint16_t tier = 0; tier < 4; ++tier) {
      int lines = 0;
      for (std::size_t i = 0; i < std::min(pool.size(), pools.top); ++i) lines += pool[i].tier_class == tier ? 1 : 0;
      if (lines == 0) continue;
      const auto group = graph.addNode();
      supply[group] = lines;
      all += lines;
      arc(group, sink, lines, 0);
      for (const PoolLine& line : pool)
        if (line.tier_class == tier) arc(group, offers[line.offer], 1, -std::int64_t{line.value});
    }
  }
  supply[sink] = -all;
  lemon::NetworkSimplex<lemon::ListDigraph, int, std::int64_t> simplex(graph);
  simplex.supplyMap(supply).upperMap(capacity).costMap(cost);
  RC_ASSERT(simplex.run() == simplex.OPTIMAL);
  return -simplex.totalCost<std::int64_t>();
}

RC_GTEST_PROP(NightLaws, EverybodyKeepsTheirListWithinTheLargestPrice, (std::uint64_t seed)) {
  for (std::uint64_t each = 0; each < 20; ++each) {
    const Case c = random_case(seed * 31 + each, 40, 25);
    const ShareOut shared = share_out(c.pools, c.offers, c.policy, Threads{1});
    std::uint32_t worst = 0;
    std::vector<std::uint32_t> loads(c.offers.posts.size(), 0);
    for (std::size_t person = 0; person < c.pools.persons(); ++person) {
      const auto pool = c.pools.of(person);
      const auto places = shared.lists.of(person);
      RC_ASSERT(places.size() == std::min(pool.size(), c.pools.top));
      for (std::size_t rank = 0; rank < places.size(); ++rank) {
        RC_ASSERT(rank == 0 || places[rank - 1] < places[rank]);
        RC_ASSERT(pool[places[rank]].tier_class == pool[rank].tier_class);
        const int loss = int{pool[rank].value} - int{pool[places[rank]].value};
        RC_ASSERT(loss <= int{c.policy.congestion.most_price});
        worst = std::max(worst, static_cast<std::uint32_t>(std::max(0, loss)));
        ++loads[pool[places[rank]].offer];
      }
    }
    RC_ASSERT(worst == shared.worst_slot_loss);
    RC_ASSERT(loads == shared.loads);
    RC_ASSERT(shared.after.lines == shared.before.lines);
    if (c.policy.congestion.most_price == 0) RC_ASSERT(shared.moved_lines == 0U);
  }
}

RC_GTEST_PROP(NightLaws, TheBoundIsABound, (std::uint64_t seed)) {
  for (std::uint64_t each = 0; each < 20; ++each) {
    const Case c = random_case(seed * 31 + each, 14, 12);
    const ShareOut shared = share_out(c.pools, c.offers, c.policy, Threads{1});
    const std::int64_t charge = c.policy.congestion.most_price;
    const auto bound = static_cast<std::int64_t>(shared.bound), full_bound = static_cast<std::int64_t>(shared.full_bound);
    const std::int64_t reached = static_cast<std::int64_t>(shared.after.value) - charge * static_cast<std::int64_t>(shared.after.beyond_cap);
    const std::int64_t plain = static_cast<std::int64_t>(shared.before.value) - charge * static_cast<std::int64_t>(shared.before.beyond_cap);
    const std::int64_t best = optimum(c.pools, shared.caps, charge);
    RC_ASSERT(best <= bound);
    RC_ASSERT(reached <= best);
    RC_ASSERT(optimum(c.pools, shared.caps, -1) <= bound);
    RC_ASSERT(optimum(c.full, shared.caps, charge) <= full_bound);
    RC_ASSERT(bound <= full_bound);
    RC_ASSERT(plain <= reached);
  }
}

RC_GTEST_PROP(NightLaws, ListsAreThoseOfTheObviousTwin, ()) {
  const Case c = random_case(*rc::gen::arbitrary<std::uint64_t>(), 30, 30);
  Dice dice(*rc::gen::arbitrary<std::uint64_t>());
  std::vector<std::uint16_t> prices;
  for (std::size_t o = 0; o < c.offers.posts.size(); ++o) prices.push_back(static_cast<std::uint16_t>(dice.below(20) * 100));
  const ChosenLines lists = lists_at(c.pools, prices, Threads{2});
  for (std::size_t person = 0; person < c.pools.persons(); ++person) {
    const auto obvious = obvious_choice(c.pools.of(person), c.pools.top, prices);
    RC_ASSERT(std::vector<std::uint16_t>(lists.of(person).begin(), lists.of(person).end()) == obvious);
  }
}

// Enough persons for several blocks.
TEST(NightLaws, ThreadsChangeNothing) {
  int looked_at = 0;
  for (std::uint64_t seed = 1; looked_at < 2; ++seed) {
    Case c = random_case(seed, 12'000, 40);
    if (c.offers.posts.size() < 20 || c.full.persons() < 9'000) continue;
    ++looked_at;
    c.full.top = 3, c.full.depth = 60;
    c.policy.congestion = {1'500, 12, 400, 1};
    c.policy.caps.per_post = 1;
    c.policy.caps.even_percent = 105;
    const ShareOut one = share_out(c.full, c.offers, c.policy, Threads{1}), two = share_out(c.full, c.offers, c.policy, Threads{2});
    EXPECT_EQ(one.lists, two.lists);
    EXPECT_EQ(one.bound, two.bound);
    EXPECT_EQ(one.after, two.after);
    EXPECT_GT(one.moved_lines, 0U);
    EXPECT_LT(one.after.beyond_cap, one.before.beyond_cap);
    EXPECT_LT(one.after.gini_ppm, one.before.gini_ppm);
  }
}

TEST(NightLaws, TheWeakestAreTurnedAwayAndNobodyElse) {
  // Two persons, one post each for one; both like offer 0 best. Who suits it less is asked to take the other.
  Pools pools{1, 2, {2, 4}, {{0, 9'000, 0}, {1, 8'500, 0}, {0, 8'900, 0}, {1, 8'000, 0}}, {0, 1}};
  OfferFacts offers{{1, 1}, {0, 0}, {0, 0}, {1, 1}};
  NightPolicy policy;
  policy.caps = {1, 0, {100, 100, 100, 100, 100, 100}};
  policy.congestion = {1'000, 1, 1, 1};   // prices too small to do it: acceptance does
  const ShareOut shared = share_out(pools, offers, policy, Threads{1});
  EXPECT_EQ(std::vector<std::uint16_t>(shared.lists.places), (std::vector<std::uint16_t>{0, 1}));
  EXPECT_EQ(shared.turned_away, 1U);
  EXPECT_EQ(shared.worst_slot_loss, 900U);
  policy.congestion.most_price = 899;     // the other is too far below for them: they stay, and the next weakest goes
  const ShareOut kept = share_out(pools, offers, policy, Threads{1});
  EXPECT_EQ(kept.lists.places, (std::vector<std::uint16_t>{1, 0}));
  EXPECT_EQ(kept.guaranteed, 1U);
  EXPECT_EQ(kept.worst_slot_loss, 500U);
}

}  // namespace
}  // namespace passerelle::testing
