// How far somebody's own radius and each means of transport that a lever gives go, as squared chords: a pair's distance is then
// compared, not computed. Exact: road metres and minutes grow with the chord. Not valid where travel times were measured from
// commune to commune.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "adviser/ground.hpp"
#include "ranking/match_plan.hpp"

namespace passerelle::territory {

/// By whether the workplace is urban.
using ChordLimits = std::array<std::uint64_t, 2>;
inline constexpr std::uint64_t kAnywhere = ~std::uint64_t{0};

struct ReachLimits {
  ChordLimits own{kAnywhere, kAnywhere};           ///< inclusive
  std::array<bool, 2> none{};                      ///< not even at the door
  struct ByLever { ChordLimits within{}; std::array<bool, 2> any{}; };
  std::vector<ByLever> by_lever;                   ///< by place among the means levers; not `any`: not even at the door
};

/// Reusable; one per worker. Remembers what persons alike have.
class ReachTables {
 public:
  /// `means_levers`: places in the tables of levers that give a means of transport.
  ReachTables(const adviser::Ground& ground, const ScoringContext& context, std::vector<std::uint32_t> means_levers)
      : ground_(ground), context_(context), means_levers_(std::move(means_levers)) {}

  /// `budget`: minutes the person would spend.
  const ReachLimits& of(CandidateId candidate, std::uint16_t budget);
  /// Upper bounds of travel points by bucket of the squared chord, by the person's own means or any of these levers
  /// (bits: places among the means levers).
  const float* travel_bounds(const MatchPlan& plan, CandidateId candidate, std::uint16_t budget, std::uint64_t levers);

 private:
  struct Key {
    std::uint64_t who = 0, levers = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash { std::size_t operator()(const Key& key) const noexcept { return static_cast<std::size_t>((key.who ^ key.levers * 0x9E3779B97F4A7C15ULL) * 0xD6E8FEB86659FD93ULL); } };
  const adviser::Ground& ground_;
  const ScoringContext& context_;
  std::vector<std::uint32_t> means_levers_;
  std::unordered_map<std::uint64_t, ReachLimits> limits_;
  std::unordered_map<Key, std::vector<float>, KeyHash> bounds_;
};

/// The largest squared chord within which road metres satisfy `holds`, a test that once false stays so; nothing when it fails at 0.
template <class Holds>
bool greatest_chord(const TravelModel& travel, const Holds& holds, std::uint64_t& chord) {
  if (!holds(travel.road_metres(0))) return false;
  std::uint32_t low = 0, high = 20'100'000;  // half the circumference
  if (holds(travel.road_metres(high))) {
    chord = kAnywhere;
    return true;
  }
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    (holds(travel.road_metres(middle)) ? low : high) = middle;
  }
  chord = chord_within(low);
  return true;
}

}  // namespace passerelle::territory
