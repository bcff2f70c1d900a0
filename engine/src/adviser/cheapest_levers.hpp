// The cheapest set of levers that meets every need: money first, then the day it works, then fewer levers, then their ids.
// Exact: every set that could be best is looked at: each lever meets a need, or gives a licence
// that another waits for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "records/vocabulary_codes.hpp"

namespace passerelle::adviser {

/// A lever's place among a person's usable levers, which stand in the order of their ids.
using LeverIndex = std::uint16_t;

struct LeverOption {
  std::uint32_t cost_cents = 0;
  std::uint16_t delay_days = 0;
  LicenceMask gives = 0;
  LicenceMask requires_licence = 0;  ///< must be held, or given by another lever of the set, which then comes first
};

struct LeverChoice {
  bool found = false;
  std::vector<LeverIndex> levers;    ///< ascending
  std::uint64_t cost_cents = 0;
  std::uint32_t delay_days = 0;      ///< levers run side by side, but for one that waits for another's licence
  friend bool operator==(const LeverChoice&, const LeverChoice&) = default;
};

/// `needs`: for each need the levers that meet it, any one of them. `held`: licences the person has. Without needs: found,
/// no levers.
LeverChoice cheapest_levers(std::span<const LeverOption> options, std::span<const std::vector<LeverIndex>> needs, LicenceMask held);

/// Days until all of `levers` work; nothing when one waits for a licence that none of them gives in time.
bool levers_work(std::span<const LeverOption> options, std::span<const LeverIndex> levers, LicenceMask held, std::uint32_t& days,
                 std::vector<LeverIndex>* waiting = nullptr);

}  // namespace passerelle::adviser
