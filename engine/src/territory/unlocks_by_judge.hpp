// What levers open to one person, as the adviser's judge says it pair by pair: the definition, as slowly as it takes. The twin of
// UnlocksOfPerson (unlocks_of_person.hpp), and its way out for a person with more levers than that one's sets hold.
#pragma once

#include "adviser/pair_finding.hpp"
#include "territory/bars.hpp"
#include "territory/opened.hpp"

namespace passerelle::territory {

/// Ascending by opener. A bundle has only what neither of its levers opens alone.
std::vector<Opened> unlocks_by_judge(const adviser::PersonCase& person, const adviser::Ground& ground, const Sides& sides, const Bars& bars);

}  // namespace passerelle::territory
