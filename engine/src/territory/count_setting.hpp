// What a territory's counts and plans rest on, the same for every basin.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "adviser/ground.hpp"
#include "territory/best_plan.hpp"
#include "territory/opened.hpp"
#include "territory/territory_answer.hpp"

namespace passerelle::territory {

/// What counts and plans of a territory rest on, beside what is opened.
struct CountSetting {
  const adviser::Ground& ground;
  const PlanRequest& request;
  std::vector<std::uint32_t> posts;       ///< by offer: left
  std::vector<std::uint8_t> sectors;      ///< by offer
  std::vector<std::uint64_t> places;      ///< by lever, in each basin; kNoLimit = not known

  std::uint64_t places_of(const Opener& by) const {
    std::uint64_t least = kNoLimit;
    for (const std::uint32_t lever : by.levers)
      if (lever != kNoLever) least = std::min(least, places[lever]);
    return least;
  }
  std::uint64_t cost_of(const Opener& by) const {
    std::uint64_t cost = 0;
    for (const std::uint32_t lever : by.levers)
      if (lever != kNoLever) cost += ground.tables.levers[lever].cost_cents;
    return cost;
  }
  template <class Line>
  void name(Line& line, const Opener& by) const {
    for (const std::uint32_t lever : by.levers) {
      if (lever == kNoLever) continue;
      line.levers.push_back(ground.tables.levers[lever].id);
      line.labels.push_back(ground.tables.levers[lever].label.in(request.language));
      line.training = line.training || ground.tables.levers[lever].training;
    }
  }
};

}  // namespace passerelle::territory
