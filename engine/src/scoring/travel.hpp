// How far is it? Road metres and minutes between two places, and the points for it.
//
// Road distance = great circle × (1.2 + 0.3·exp(−d / 5 km)); minutes = access + 60·d / speed by means, slower near a town;
// a table of travel times (as OSRM, Valhalla or a GTFS router makes it) overrides the minutes pair by pair. Points:
// Weibull survival S(d) = exp(−(d / 13.5 km)^0.82), fitted on the French national travel survey (ENTD 2008, home–work), cut
// at the person's own radius r: m(d) = (S(d) − S(r)) / (1 − S(r)). Everything is tabulated in integers once.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "records/vocabulary_codes.hpp"
#include "scoring/criterion.hpp"
#include "scoring/policy.hpp"

namespace passerelle {

/// Immutable after construction; safe to share.
class TravelModel {
 public:
  explicit TravelModel(const TravelRule& rule);

  /// Road metres for great-circle metres; strictly increasing, at least `same_commune_metres`.
  std::uint32_t road_metres(std::uint32_t great_circle_metres) const noexcept;
  /// Door to door; unknown means count as a car. At an urban end the first `urban_metres` go at the urban speed, the
  /// rest at the rural one.
  std::uint16_t minutes(std::uint32_t road_metres, Means means, bool urban_home, bool urban_work) const noexcept;
  /// 10,000 at the door, 0 at the edge; 0 beyond. Both in metres.
  Points points(std::uint32_t metres, std::uint32_t radius_metres) const noexcept;
  /// The same for minutes, through metres_per_minute. The time to get to the means (access) is not distance: it is taken
  /// off both.
  Points points_for_minutes(std::uint16_t minutes, std::uint16_t radius_minutes, Means means) const noexcept;
  bool urban(std::uint32_t population) const noexcept { return population >= rule_.urban_population; }

 private:
  const MeansSpeed& speed_of(Means means) const noexcept;
  std::int64_t survival(std::uint32_t metres) const noexcept;  // × 2^20
  TravelRule rule_;
  std::vector<std::int32_t> survival_;    // by 100 m
  std::vector<std::uint32_t> detour_;     // road metres added, by 100 m of great circle
};

/// How a pair lies: what the radius constraint and the travel criterion read.
struct Trip {
  bool home_known = false, workplace_known = false;
  std::uint32_t metres = 0;          ///< by road
  std::uint16_t minutes = 0;         ///< only when the radius is in minutes
  bool measured = false;             ///< minutes come from a table
  bool known() const noexcept { return home_known && workplace_known; }
};

struct Corpus;
Trip trip_of(const Corpus& corpus, const TravelModel& travel, CandidateId candidate, OfferId offer);

}  // namespace passerelle
