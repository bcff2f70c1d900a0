#include "territory/reach_limits.hpp"

#include <algorithm>
#include <bit>

namespace passerelle::territory {
namespace {

constexpr float kDown = 1.0F - 4e-6F;  // beyond the error of a squared chord in single precision

Means counted(Means means) { return means == Means::kUnknown ? Means::kCar : means; }

}  // namespace

const ReachLimits& ReachTables::of(CandidateId candidate, std::uint16_t budget) {
  const CandidateFacts& facts = context_.corpus.candidates.facts[candidate.value];
  const reference::Reference& reference = *context_.corpus.reference;
  const TravelModel& travel = context_.travel;
  const bool urban_home = facts.commune.set() && travel.urban(reference.communes[facts.commune.value].population);
  // The budget follows from radius and means; it is in the key all the same, since it is an argument.
  const std::uint64_t key = std::uint64_t{facts.radius_km} << 48U | std::uint64_t{facts.radius_minutes} << 32U | std::uint64_t{budget} << 16U |
                            static_cast<std::uint64_t>(facts.means) << 1U | (urban_home ? 1U : 0U);
  const auto [entry, added] = limits_.try_emplace(key);
  ReachLimits& limits = entry->second;
  if (!added) return limits;
  for (const bool urban : {false, true}) {
    std::uint64_t& own = limits.own[urban ? 1 : 0];
    bool door = true;
    if (facts.radius_km != 0) door = greatest_chord(travel, [&](std::uint32_t road) { return road <= std::uint32_t{facts.radius_km} * 1'000; }, own);
    else if (facts.radius_minutes != 0)
      door = greatest_chord(travel, [&](std::uint32_t road) { return travel.minutes(road, counted(facts.means), urban_home, urban) <= facts.radius_minutes; }, own);
    // Nowhere at all: a chord is never below 0, and the test is « at most ».
    limits.none[urban ? 1 : 0] = !door;
  }
  for (const std::uint32_t place : means_levers_) {
    const levers::Lever& lever = ground_.tables.levers[place];
    ReachLimits::ByLever& by = limits.by_lever.emplace_back();
    for (const bool urban : {false, true}) {
      const std::size_t u = urban ? 1 : 0;
      by.any[u] = lever.means != facts.means && greatest_chord(travel, [&](std::uint32_t road) {
        return (lever.reach_km == 0 || road <= std::uint32_t{lever.reach_km} * 1'000) && travel.minutes(road, lever.means, urban_home, urban) <= budget;
      }, by.within[u]);
    }
  }
  return limits;
}

const float* ReachTables::travel_bounds(const MatchPlan& plan, CandidateId candidate, std::uint16_t budget, std::uint64_t levers) {
  const Key key{std::uint64_t{plan.travel_of[candidate.value]} << 16U | budget, levers};
  const auto [entry, added] = bounds_.try_emplace(key);
  std::vector<float>& table = entry->second;
  if (!added) return table.data();
  const TravelModel& travel = context_.travel;
  const float* own = plan.rules.travel.data() + plan.travels[plan.travel_of[candidate.value]].first;
  table.assign(own, own + kernel::kBuckets);
  const bool measured = context_.corpus.reference->has_measured_minutes();
  for (std::uint32_t bucket = 0; bucket < kernel::kBuckets; ++bucket) {
    if (bucket == 0 || measured) {
      table[bucket] = 10'000;
      continue;
    }
    const float edge = std::bit_cast<float>((kernel::kFirstBucket + bucket) << kernel::kBucketShift) * kDown;
    const std::uint32_t road = travel.road_metres(metres_of_chord(static_cast<std::uint64_t>(std::min(edge, 4.6e18F))));
    for (std::size_t i = 0; i < means_levers_.size(); ++i) {
      if ((levers >> i & 1U) == 0) continue;
      const Means means = ground_.tables.levers[means_levers_[i]].means;
      const std::uint16_t least = std::min({travel.minutes(road, means, false, false), travel.minutes(road, means, true, false), travel.minutes(road, means, true, true)});
      table[bucket] = std::max(table[bucket], static_cast<float>(travel.points_for_minutes(least, budget, means)));
    }
  }
  return table.data();
}

}  // namespace passerelle::territory
