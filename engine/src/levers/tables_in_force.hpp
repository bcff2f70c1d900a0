// Which of the stored tables count on a day: of each kind and name the one with the latest `valid_from` that is not after
// the day (then the highest version).
#pragma once

#include <string>
#include <vector>

#include "levers/read_tables.hpp"

namespace passerelle::levers {

/// A table as it is stored: the file's own text.
struct StoredTable {
  std::string kind, name;      ///< kTableNames, TableHead::name
  std::uint32_t version = 0;
  Day valid_from;
  std::string content;
};

/// The tables in force, checked against each other. Of barriers, demands and conflicts the latest counts whatever its name;
/// catalogues of levers add up by name. kReferenceMissing when one of the four kinds is not there.
Result<LeverTables> tables_in_force(const std::vector<StoredTable>& stored, Day day);

}  // namespace passerelle::levers
