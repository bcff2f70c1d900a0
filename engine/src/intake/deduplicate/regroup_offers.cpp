#include "intake/deduplicate/regroup_offers.hpp"

#include <algorithm>
#include <unordered_set>

#include "intake/deduplicate/blocking_keys.hpp"

namespace passerelle {
namespace {

struct Positioned {
  Keyed at;
  bool marked = false;
};

/// The offers that share a key of `pass` with one of those marked, and the marked ones, as their keys order them.
/// `former`: marked places that no offer has any more.
std::vector<Positioned> lists_of(std::span<const OfferTraits> offers, const std::vector<Minima>& minima, const std::vector<char>& marked,
                                 std::span<const Keyed> former, std::size_t pass) {
  std::unordered_set<std::uint64_t> keys;
  for (const Keyed& each : former) keys.insert(each.key);
  for (std::uint32_t i = 0; i < offers.size(); ++i)
    if (marked[i] != 0)
      if (const std::uint64_t key = key_in(offers[i], minima[i], pass); key != 0) keys.insert(key);
  std::vector<Positioned> lists;
  if (keys.empty()) return lists;
  for (std::uint32_t i = 0; i < offers.size(); ++i)
    if (const std::uint64_t key = key_in(offers[i], minima[i], pass); key != 0 && keys.contains(key))
      lists.push_back({keyed_in(offers[i], minima[i], pass, key, i), marked[i] != 0});
  for (const Keyed& each : former) lists.push_back({each, true});
  std::sort(lists.begin(), lists.end(), [](const Positioned& x, const Positioned& y) { return x.at < y.at; });
  return lists;
}

/// visit(begin, end) for each key's stretch.
template <class Visit>
void for_each_list(const std::vector<Positioned>& lists, const Visit& visit) {
  for (std::size_t begin = 0; begin < lists.size();) {
    std::size_t end = begin;
    while (end < lists.size() && lists[end].at.key == lists[begin].at.key) ++end;
    visit(begin, end);
    begin = end;
  }
}

/// Everyone within the widest reach of someone marked.
void add_near(const std::vector<Positioned>& lists, std::vector<std::uint32_t>& into) {
  for_each_list(lists, [&](std::size_t begin, std::size_t end) {
    std::size_t covered = begin;
    for (std::size_t i = begin; i < end; ++i) {
      if (!lists[i].marked) continue;
      const std::size_t from = std::max(covered, i - begin > kCrowded ? i - kCrowded : begin), to = std::min(end, i + kCrowded + 1);
      for (std::size_t j = from; j < to; ++j) into.push_back(lists[j].at.offer);
      covered = std::max(covered, to);
    }
  });
}

/// Pairs that are one job, one of them marked.
void find_joins(std::span<const OfferTraits> offers, const std::vector<Positioned>& lists, std::vector<OfferJoin>& into) {
  for_each_list(lists, [&](std::size_t begin, std::size_t end) {
    const std::size_t reach = reach_of(end - begin);
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t j = i + 1; j < end && j <= i + reach; ++j) {
        if (!lists[i].marked && !lists[j].marked) continue;
        const auto [a, b] = std::minmax(lists[i].at.offer, lists[j].at.offer);
        const JobDecision decision = compare(offers[a], offers[b]);
        if (decision.same == SameJob::kSame) into.push_back({a, b, decision});
      }
  });
}

}  // namespace

Regrouped regroup_offers(std::span<const OfferTraits> offers, std::span<const std::uint32_t> changed, std::span<const FormerTraits> former,
                         KeptApart kept_apart, Threads threads) {
  const std::vector<Minima> minima = minima_of(offers, threads);
  std::vector<Minima> former_minima;
  for (const FormerTraits& each : former) former_minima.push_back(minima_of(each.traits.text));

  std::vector<char> front(offers.size(), 0), looked_at(offers.size(), 0);
  for (const std::uint32_t offer : changed) front[offer] = 1;
  std::vector<std::vector<std::uint32_t>> near(kKeyPasses);
  parallel_blocks(kKeyPasses, 1, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t pass = begin; pass < end; ++pass) {
      std::vector<Keyed> places;
      for (std::size_t i = 0; i < former.size(); ++i)
        if (const std::uint64_t key = key_in(former[i].traits, former_minima[i], pass); key != 0)
          places.push_back(keyed_in(former[i].traits, former_minima[i], pass, key, former[i].offer));
      add_near(lists_of(offers, minima, front, places, pass), near[pass]);
    }
  });
  for (const std::vector<std::uint32_t>& some : near)
    for (const std::uint32_t offer : some) front[offer] = 1;

  // From there to whoever is one job with one of them, until nobody joins.
  Regrouped result;
  std::vector<OfferJoin> joins;
  for (bool more = !changed.empty(); more;) {
    std::vector<std::vector<OfferJoin>> found(kKeyPasses);
    parallel_blocks(kKeyPasses, 1, threads, [&](std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t pass = begin; pass < end; ++pass) find_joins(offers, lists_of(offers, minima, front, {}, pass), found[pass]);
    });
    for (std::size_t i = 0; i < offers.size(); ++i) {
      if (front[i] != 0) looked_at[i] = 1;
      front[i] = 0;
    }
    more = false;
    for (const std::vector<OfferJoin>& some : found)
      for (const OfferJoin& join : some) {
        joins.push_back(join);
        for (const std::uint32_t offer : {join.a, join.b})
          if (looked_at[offer] == 0) {
            front[offer] = 1;
            more = true;
          }
      }
  }
  for (std::uint32_t i = 0; i < offers.size(); ++i)
    if (looked_at[i] != 0) result.looked_at.push_back(i);
  result.groups = groups_from(offers, std::move(joins), kept_apart);
  return result;
}

}  // namespace passerelle
