// Who is where: for every record to come, the area and the set of occupations it is drawn from, so that the totals
// follow the counts that were given.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "generate/generate.hpp"
#include "generate/occupation_profile.hpp"
#include "generate/random.hpp"
#include "reference/reference.hpp"

namespace passerelle::generate {

/// Communes to draw from, in proportion of their population.
struct Area {
  std::vector<CommuneId> communes;
  WeightedTable by_population;
};

/// Occupations that a published code stands for.
struct OccupationSet {
  std::vector<OccupationId> members;
  WeightedTable weights;
};

/// So many (posts, thousandths of seekers) of one set of occupations in one area.
struct Cell {
  std::uint32_t area = 0;
  std::uint32_t occupations = 0;
  std::uint64_t weight = 0;
};

class PopulationPlan {
 public:
  std::size_t records() const noexcept { return cell_of_.size(); }
  CommuneId draw_commune(std::size_t record, Random& random) const;
  OccupationId draw_occupation(std::size_t record, Random& random) const;

 private:
  friend class PlanBuilder;
  std::vector<Area> areas_;
  std::vector<OccupationSet> occupations_;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> cell_of_;  ///< by record
};

/// Problems: those that generate_offers() and generate_candidates() name.
Result<PopulationPlan> plan_offers(const GenerateRequest& request, const reference::Reference& reference,
                                   const std::vector<OccupationProfile>& profiles);
Result<PopulationPlan> plan_candidates(const GenerateRequest& request, const reference::Reference& reference,
                                       const std::vector<OccupationProfile>& profiles);

/// For each of `records` places, the position of its weight: every weight comes its share of times, rounded down or
/// up, whatever its size (systematic sampling: places at equal steps along the cumulated weights, from a start that
/// `random` draws), then the places are shuffled. Exactly weight[i] times when `records` is their sum. Requires a
/// sum above 0, or no records.
std::vector<std::uint32_t> apportion(const std::vector<std::uint64_t>& weights, std::size_t records, Random& random);

}  // namespace passerelle::generate
