#include "territory/basin_plan.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "territory/small_cells.hpp"

namespace passerelle::territory {
namespace {

/// What one opener opens to one person.
struct Mine {
  Opener by;
  std::vector<std::uint32_t> offers;
};

/// An item for each person and opener, numbered by opener as they come.
std::vector<Opener> add_items(const CountSetting& setting, std::span<const Unlocks> unlocks, PlanProblem& problem) {
  std::map<Opener, std::uint32_t> number;
  std::vector<Opener> openers;
  std::vector<Mine> mine;  // its vectors are used again
  std::vector<std::uint32_t> order;
  for (const Unlocks& block : unlocks) {
    for (std::size_t p = 0; p < block.persons(); ++p) {
      const std::uint32_t person = problem.persons++;
      std::size_t used = 0;
      const auto find = [&](const Opener& by) { return std::find_if(mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(used), [&](const Mine& one) { return one.by == by; }) - mine.begin(); };
      for (std::size_t g = 0; g < block.groups(p); ++g) {
        const Unlocks::Group group = block.group(p, g);
        for (const Unlocks::Opening& opening : group.openings) {
          if (opening.by.levers[0] == kNoLever) continue;
          const auto at = static_cast<std::size_t>(find(opening.by));
          if (at == used) {
            if (used == mine.size()) mine.emplace_back();
            mine[used].by = opening.by;
            mine[used++].offers.clear();
          }
          mine[at].offers.insert(mine[at].offers.end(), group.offers.begin(), group.offers.end());
        }
      }
      order.resize(used);
      std::iota(order.begin(), order.end(), 0U);
      std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return mine[a].by < mine[b].by; });
      for (const std::uint32_t m : order) {
        const Opener& by = mine[m].by;
        const auto [at, added] = number.try_emplace(by, static_cast<std::uint32_t>(openers.size()));
        if (added) {
          openers.push_back(by);
          Bundle bundle;
          for (const std::uint32_t lever : by.levers)
            if (lever != kNoLever) bundle.levers.push_back(lever);
          bundle.cost_cents = setting.cost_of(by);
          problem.bundles.push_back(std::move(bundle));
        }
        PlanItem item{person, at->second, mine[m].offers};
        // A bundle opens what each of its levers opens, too.
        if (by.levers[1] != kNoLever)
          for (const std::uint32_t lever : by.levers)
            if (const auto one = static_cast<std::size_t>(find(Opener{{lever, kNoLever}, kNoLever})); one != used)
              item.offers.insert(item.offers.end(), mine[one].offers.begin(), mine[one].offers.end());
        if (!std::is_sorted(item.offers.begin(), item.offers.end())) std::sort(item.offers.begin(), item.offers.end());
        item.offers.erase(std::unique(item.offers.begin(), item.offers.end()), item.offers.end());
        problem.items.push_back(std::move(item));
      }
    }
  }
  return openers;
}

}  // namespace

void plan_basin(const CountSetting& setting, std::span<const Unlocks> unlocks, BasinPlan& basin) {
  PlanProblem problem;
  problem.places = setting.places;
  problem.posts = setting.posts;
  if (setting.request.budget_cents) problem.budget_cents = *setting.request.budget_cents;
  const std::vector<Opener> openers = add_items(setting, unlocks, problem);
  const Plan plan = best_plan_without_small(problem, kLeastPersons);
  std::vector<PlanLine> lines(openers.size());
  for (std::size_t i = 0; i < plan.items.size(); ++i) {
    PlanLine& line = lines[problem.items[plan.items[i]].bundle];
    ++line.places;
    line.posts += plan.gains[i];
    line.cost_cents += problem.bundles[problem.items[plan.items[i]].bundle].cost_cents;
  }
  for (std::size_t b = 0; b < lines.size(); ++b) {
    if (lines[b].places == 0) continue;
    setting.name(lines[b], openers[b]);
    basin.plan.push_back(std::move(lines[b]));
  }
  std::sort(basin.plan.begin(), basin.plan.end(), [](const PlanLine& a, const PlanLine& b) { return a.posts != b.posts ? a.posts > b.posts : a.levers < b.levers; });
  basin.posts = plan.value;
  basin.cost_cents = plan.cost_cents;
  // A count of people may hide behind a bound of a few posts where nothing can be bought.
  basin.bound = plan.bound < kLeastPersons && basin.plan.empty() ? 0 : plan.bound;
  basin.percent_of_best = basin.bound == 0 ? 100 : static_cast<std::uint32_t>(plan.value * 100 / basin.bound);
  const bool french = setting.request.language == Language::kFrench;
  basin.text = fmt::format(fmt::runtime(french ? "{} poste(s) deviendraient accessibles ; au moins {} % du meilleur plan possible"
                                               : "{} post(s) would become reachable; at least {}% of the best possible plan"),
                           basin.posts, basin.percent_of_best);
}

}  // namespace passerelle::territory
