// What levers open to the persons of a basin, as counts by lever and sector; small ones are not told.
#pragma once

#include <span>
#include <vector>

#include "territory/count_setting.hpp"

namespace passerelle::territory {

/// A row an opener that opens something to kLeastPersons or more, most persons first.
std::vector<UnlockRow> rows_of_basin(const CountSetting& setting, std::span<const Unlocks> unlocks);

}  // namespace passerelle::territory
