// What a territory's lead is told: counts by lever, basin and sector, and the plan. Nothing about anybody: a count of 1 to 4
// persons, and what it could be worked out from, is not there (small_cells.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.hpp"

namespace passerelle::territory {

struct PlanRequest {
  std::string basin;                                ///< code; empty = all
  std::optional<std::uint64_t> budget_cents;        ///< of each basin; none = no limit
  std::map<std::string, std::uint64_t> places;      ///< by lever, in each basin: instead of the catalogue's
  std::size_t top = 20;                             ///< length of the lists that a strong unlock would enter
  Language language = Language::kFrench;
  std::string agent, purpose;                       ///< written to the access log
};

/// « deviendraient accessibles »: not a causal claim. Figures that may not be told are absent.
struct UnlockCell {
  std::string sector, sector_label;                 ///< ROME's large domain; "" = all of them
  std::optional<std::uint64_t> persons, posts;      ///< posts: never more than are left, nor than there are places
  std::optional<std::uint64_t> strong_persons, strong_posts;
};
struct UnlockRow {
  std::vector<std::string> levers, labels;          ///< one, or a bundle of two; none for a certificate without a lever
  std::string certificate;                          ///< key, where no lever of the catalogue gives it
  bool training = false;
  std::uint64_t cost_cents = 0;                     ///< for one person
  std::optional<std::uint64_t> places;              ///< none: not known
  UnlockCell total;
  std::vector<UnlockCell> sectors;
};
struct PlanLine {
  std::vector<std::string> levers, labels;
  bool training = false;
  std::uint64_t places = 0;                         ///< to buy: persons, at least kLeastPersons
  std::uint64_t posts = 0, cost_cents = 0;
};
struct BasinPlan {
  std::string basin, name;
  std::vector<UnlockRow> rows;                      ///< most persons first
  std::vector<PlanLine> plan;
  std::uint64_t posts = 0, cost_cents = 0, bound = 0;
  std::uint32_t percent_of_best = 100;              ///< at least; rounded down
  std::string text;
};
struct TerritoryPlan {
  std::vector<std::string> tables;
  std::vector<BasinPlan> basins;                    ///< by code
  std::string rule;                                 ///< on small counts, in words
  std::uint64_t plain_ms = 0, unlock_ms = 0, plan_ms = 0;  ///< what it took; not part of any output that is compared
};

}  // namespace passerelle::territory
