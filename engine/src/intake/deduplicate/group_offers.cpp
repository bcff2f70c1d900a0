#include "intake/deduplicate/group_offers.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "intake/deduplicate/blocking_keys.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kLargestGroup = 256;

std::uint32_t strength(const JobDecision& d) noexcept {
  return d.text.contained + d.text.shared + static_cast<std::uint32_t>(d.title) * 100 + (d.same_place ? 200 : 0) + (d.same_employer ? 100 : 0);
}

void find_joins(std::span<const OfferTraits> offers, const std::vector<Minima>& minima, std::size_t pass, std::vector<OfferJoin>& into) {
  std::vector<Keyed> keyed;
  for (std::uint32_t i = 0; i < offers.size(); ++i)
    if (const std::uint64_t key = key_in(offers[i], minima[i], pass); key != 0) keyed.push_back(keyed_in(offers[i], minima[i], pass, key, i));
  std::sort(keyed.begin(), keyed.end());
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    const std::size_t reach = reach_of(end - begin);
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t j = i + 1; j < end && j <= i + reach; ++j) {
        const auto [a, b] = std::minmax(keyed[i].offer, keyed[j].offer);
        const JobDecision decision = compare(offers[a], offers[b]);
        if (decision.same == SameJob::kSame) into.push_back({a, b, decision});
      }
    begin = end;
  }
}

}  // namespace

std::vector<OfferGroup> groups_from(std::span<const OfferTraits> offers, std::vector<OfferJoin> joins, KeptApart kept_apart) {
  std::sort(joins.begin(), joins.end(), [](const OfferJoin& x, const OfferJoin& y) {
    const std::uint32_t sx = strength(x.decision), sy = strength(y.decision);
    return std::tie(sy, x.a, x.b) < std::tie(sx, y.a, y.b);
  });
  joins.erase(std::unique(joins.begin(), joins.end(), [](const OfferJoin& x, const OfferJoin& y) { return x.a == y.a && x.b == y.b; }), joins.end());

  std::vector<std::pair<std::uint32_t, std::uint32_t>> parted;
  for (const auto& [a, b] : kept_apart) parted.push_back(std::minmax(a, b));
  std::sort(parted.begin(), parted.end());
  const auto apart = [&](std::uint32_t a, std::uint32_t b) {
    return std::binary_search(parted.begin(), parted.end(), std::pair<std::uint32_t, std::uint32_t>(std::minmax(a, b))) ||
           compare(offers[a], offers[b]).same == SameJob::kApart;
  };
  std::unordered_map<std::uint32_t, std::size_t> group_of;
  std::vector<OfferGroup> groups;
  const auto group = [&](std::uint32_t offer) {
    const auto [at, fresh] = group_of.try_emplace(offer, groups.size());
    if (fresh) groups.push_back({{offer}, {}});
    return at->second;
  };
  for (const OfferJoin& join : joins) {
    const std::size_t into = group(join.a), from = group(join.b);
    if (into == from) continue;
    OfferGroup &x = groups[into], &y = groups[from];
    if (x.members.size() + y.members.size() > kLargestGroup) continue;
    const bool opposed = std::any_of(x.members.begin(), x.members.end(), [&](std::uint32_t a) {
      return std::any_of(y.members.begin(), y.members.end(), [&](std::uint32_t b) { return apart(a, b); });
    });
    if (opposed) continue;
    for (const std::uint32_t member : y.members) group_of[member] = into;
    x.members.insert(x.members.end(), y.members.begin(), y.members.end());
    x.joins.insert(x.joins.end(), y.joins.begin(), y.joins.end());
    x.joins.push_back(join);
    y = {};
  }
  std::erase_if(groups, [](const OfferGroup& each) { return each.members.size() < 2; });
  for (OfferGroup& each : groups) {
    std::sort(each.members.begin(), each.members.end());
    std::sort(each.joins.begin(), each.joins.end(), [](const OfferJoin& x, const OfferJoin& y) {
      const std::uint32_t sx = strength(x.decision), sy = strength(y.decision);
      return std::tie(sy, x.a, x.b) < std::tie(sx, y.a, y.b);
    });
  }
  std::sort(groups.begin(), groups.end(), [](const OfferGroup& x, const OfferGroup& y) { return x.members.front() < y.members.front(); });
  return groups;
}

std::vector<OfferGroup> group_offers(std::span<const OfferTraits> offers, KeptApart kept_apart, Threads threads) {
  const std::vector<Minima> minima = minima_of(offers, threads);
  std::vector<std::vector<OfferJoin>> found(kKeyPasses);
  parallel_blocks(kKeyPasses, 1, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t pass = begin; pass < end; ++pass) find_joins(offers, minima, pass, found[pass]);
  });
  std::vector<OfferJoin> joins;
  for (const std::vector<OfferJoin>& some : found) joins.insert(joins.end(), some.begin(), some.end());
  return groups_from(offers, std::move(joins), kept_apart);
}

}  // namespace passerelle
