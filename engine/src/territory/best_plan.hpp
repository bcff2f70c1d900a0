// Which levers to buy for how many persons under a budget, so that as many posts as possible become reachable: maximise
// Σ over offers of min(posts left, persons unlocked). Monotone and submodular. Pure: knows nothing of persons or records.
//
// Guarantees. Under a budget alone: with at most kSeeded items, every start of up to three items is tried and completed by
// gain for money, which is never under 1 − 1/e of the best (Sviridenko 2004); with more, the better of gain for money, gain
// alone and the best single item is never under ½(1 − 1/e) (Khuller, Moss, Naor 1999; Leskovec et al. 2007). Where levers
// run out of places no factor is claimed. The bound always holds: no plan whatever is worth more.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace passerelle::territory {

inline constexpr std::uint64_t kNoBudget = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
/// With at most so many items all starts of three are tried: about n³/6 runs.
inline constexpr std::size_t kSeeded = 20;

/// Levers that are bought together: one, or a bundle of two.
struct Bundle {
  std::vector<std::uint32_t> levers;   ///< ascending, distinct
  std::uint64_t cost_cents = 0;        ///< for one person
};

/// A bundle for one person.
struct PlanItem {
  std::uint32_t person = 0, bundle = 0;
  std::vector<std::uint32_t> offers;   ///< ascending, distinct: all that it opens to the person
};

struct PlanProblem {
  std::vector<Bundle> bundles;
  std::vector<std::uint64_t> places;   ///< by lever; kNoLimit
  std::vector<std::uint32_t> posts;    ///< by offer: left
  std::vector<PlanItem> items;
  std::uint32_t persons = 0;           ///< ids are below
  std::uint64_t budget_cents = kNoBudget;
};

struct Plan {
  std::vector<std::uint32_t> items;    ///< in the order they were taken
  std::vector<std::uint64_t> gains;    ///< posts that each added
  std::uint64_t value = 0;             ///< posts
  std::uint64_t cost_cents = 0;
  std::uint64_t bound = 0;             ///< no plan reaches more posts
};

/// The plan. `forbidden`: bundles not bought; the bound does not look at it.
Plan best_plan(const PlanProblem& problem, const std::vector<bool>& forbidden = {});

/// The plan whose every bundle is bought for nobody or for at least `least` persons. The bound is that of all plans.
Plan best_plan_without_small(const PlanProblem& problem, std::uint32_t least);

/// Σ over offers of min(posts, distinct persons) of some items: the definition.
std::uint64_t value_of(const PlanProblem& problem, std::span<const std::uint32_t> items);

}  // namespace passerelle::territory
