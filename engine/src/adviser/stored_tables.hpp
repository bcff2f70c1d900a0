// The lever tables of a store, as they are in force on a day.
#pragma once

#include "levers/tables_in_force.hpp"
#include "store/store.hpp"

namespace passerelle::adviser {

/// All versions stored.
Result<std::vector<levers::StoredTable>> all_stored_tables(const Store& store);
/// Those in force. Problem kReferenceMissing.
Result<levers::LeverTables> stored_tables(const Store& store, Day date);

}  // namespace passerelle::adviser
