// What scenarios of barriers and levers share: the shipped tables, and cells about a person's situation.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "demands/demand_finder.hpp"
#include "levers/lever_tables.hpp"
#include "scenarios/markdown.hpp"
#include "sensitive/restricted_record.hpp"

namespace passerelle::scenarios {

levers::LeverTables shipped_tables(Day today);
/// Working contexts of the demonstration vocabularies.
demands::ContextsByOccupation shipped_contexts();

/// Takes a column away; its cells by the rows' first cell.
std::map<std::string, std::string> take_column(Table& table, std::string_view name);

/// « 7 oui; 13 non; 10 oui le 01/02/2023; domaine 23 oui; 20 clos; 7 oui sans date ».
RestrictedRecord situations_of(const levers::BarrierVocabulary& vocabulary, const std::string& cell);

}  // namespace passerelle::scenarios
