#include "intake/deduplicate/group_offers.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace passerelle {
namespace {

constexpr std::size_t kClasses = 32;
constexpr std::size_t kPasses = kClasses * 2 + kClasses / 2;
/// Keys shared by more offers than this compare neighbours only.
constexpr std::size_t kCrowded = 24;
constexpr std::size_t kNeighbours = 8;
constexpr std::size_t kLargestGroup = 256;

/// The smallest hash of each class of hashes: equal for two texts as often as the share of what they have in common.
using Minima = std::array<std::uint32_t, kClasses>;
constexpr std::uint32_t kNothing = UINT32_MAX;

Minima minima_of(const TextSketch& text) {
  Minima minima;
  minima.fill(kNothing);
  for (const std::uint32_t hash : text.hashes) {
    std::uint32_t& least = minima[hash % kClasses];
    if (least == kNothing) least = hash;  // hashes ascend
  }
  return minima;
}

std::uint64_t key_of(std::uint64_t a, std::uint64_t b) noexcept {
  std::uint64_t h = (a ^ 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U ^ (b + 0x632BE59BD9B4E019U) * 0xC2B2AE3D27D4EB4FU;
  return h ^ (h >> 31);
}

/// The key of one offer in one pass; 0 = none.
std::uint64_t key_in(const OfferTraits& offer, const Minima& minima, std::size_t pass) {
  if (pass < kClasses) return minima[pass] == kNothing || offer.commune == 0 ? 0 : key_of(minima[pass], offer.commune);
  if (pass < kClasses * 2) {
    const std::uint32_t least = minima[pass - kClasses];
    if (least == kNothing || offer.title.head.empty()) return 0;
    return key_of(least, std::accumulate(offer.title.head.begin(), offer.title.head.end(), std::uint64_t{0}));
  }
  const std::size_t band = (pass - kClasses * 2) * 2;
  return minima[band] == kNothing || minima[band + 1] == kNothing ? 0 : key_of(minima[band], minima[band + 1]);
}

struct Keyed { std::uint64_t key; std::uint64_t title; std::uint32_t next; std::uint32_t offer; };

std::uint32_t strength(const JobDecision& d) noexcept {
  return d.text.contained + d.text.shared + static_cast<std::uint32_t>(d.title) * 100 + (d.same_place ? 200 : 0) + (d.same_employer ? 100 : 0);
}

void find_joins(std::span<const OfferTraits> offers, const std::vector<Minima>& minima, std::size_t pass, std::vector<OfferJoin>& into) {
  std::vector<Keyed> keyed;
  for (std::uint32_t i = 0; i < offers.size(); ++i)
    if (const std::uint64_t key = key_in(offers[i], minima[i], pass); key != 0)
      keyed.push_back({key, offers[i].title.joined, minima[i][(pass + 7) % kClasses], i});
  std::sort(keyed.begin(), keyed.end(), [](const Keyed& x, const Keyed& y) { return std::tie(x.key, x.title, x.next, x.offer) < std::tie(y.key, y.title, y.next, y.offer); });
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key) ++end;
    const std::size_t reach = end - begin > kCrowded ? kNeighbours : kCrowded;
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

std::vector<OfferGroup> group_offers(std::span<const OfferTraits> offers, std::span<const std::pair<std::uint32_t, std::uint32_t>> kept_apart,
                                     Threads threads) {
  std::vector<Minima> minima(offers.size());
  parallel_blocks(offers.size(), 1024, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) minima[i] = minima_of(offers[i].text);
  });
  std::vector<std::vector<OfferJoin>> found(kPasses);
  parallel_blocks(kPasses, 1, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t pass = begin; pass < end; ++pass) find_joins(offers, minima, pass, found[pass]);
  });
  std::vector<OfferJoin> joins;
  for (const std::vector<OfferJoin>& some : found) joins.insert(joins.end(), some.begin(), some.end());
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
  std::vector<std::uint32_t> group_of(offers.size());
  std::iota(group_of.begin(), group_of.end(), 0U);
  std::vector<OfferGroup> groups(offers.size());
  for (const OfferJoin& join : joins) {
    std::uint32_t into = group_of[join.a], from = group_of[join.b];
    if (into == from) continue;
    if (groups[into].members.empty()) groups[into].members = {into};
    if (groups[from].members.empty()) groups[from].members = {from};
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
  std::erase_if(groups, [](const OfferGroup& group) { return group.members.size() < 2; });
  for (OfferGroup& group : groups) std::sort(group.members.begin(), group.members.end());
  std::sort(groups.begin(), groups.end(), [](const OfferGroup& x, const OfferGroup& y) { return x.members.front() < y.members.front(); });
  return groups;
}

}  // namespace passerelle
