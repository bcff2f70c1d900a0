// The plan of a basin: which levers for how many of its persons, under the budget.
#pragma once

#include <span>

#include "territory/count_setting.hpp"

namespace passerelle::territory {

/// Fills the plan, its value, cost and bound, and the sentence.
void plan_basin(const CountSetting& setting, std::span<const Unlocks> unlocks, BasinPlan& basin);

}  // namespace passerelle::territory
