// Communes, their old codes, employment basins and tension, from CSV files.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

/// Rows that could be read, and a note (row, field, reason) for each that could not.
template <class Row>
struct ReadRows {
  std::vector<Row> rows;
  std::vector<Problem> notes;
};

/// One CSV file, or every `*.csv` of a directory (in name order). Columns, by either name:
/// code | code_insee; name | nom; department | departement; postal_codes | codes_postaux (joined by '|', blank, ',' or
/// ';'); latitude and longitude in degrees; optional: region, epci, population, position_source. A commune without
/// coordinates is kept, not located.
/// Problems: those of read_csv(); kFileMissing for a directory without CSV files.
Result<ReadRows<CommuneRow>> read_communes(const std::string& path);

/// Puts `given` into `known` (both become ascending by code): a given commune replaces what its file says; what that
/// file does not say (region, EPCI, population, postal codes, position) stays as known.
void merge_communes(std::vector<CommuneRow>& known, std::vector<CommuneRow> given);

/// Columns old_code, current_code, name (others are ignored).
Result<ReadRows<CommuneAlias>> read_commune_aliases(const std::string& path);

struct BasinTable {
  std::vector<BasinRow> basins;       ///< ascending by code; the first name met counts
  std::vector<CommuneBasin> members;  ///< ascending by commune
  std::vector<Problem> notes;
};
/// Columns CODE_COMMUNE_INSEE, BE19, NOMBE19, optional REG (or code, basin, basin_name, region). Basin codes have four
/// digits: lost leading zeros are put back.
Result<BasinTable> read_basins(const std::string& path);

/// Columns ROME, cbassin, ind_tension_d, oee, defm_abc and the six ind_*_d causes; decimal commas; « ; »
/// between columns. A row without a usable class is left out, a cause out of range counts as not given. The occupation
/// key is "rome:<code>", often that of a ROME 3 parent.
Result<ReadRows<TensionRow>> read_tension(const std::string& path);

/// Columns origin, destination (commune codes), means (walk, bike, public-transport, moped, car), minutes (whole or
/// decimal, rounded up; at most 1,440).
Result<ReadRows<TravelTimeRow>> read_travel_times(const std::string& path);

}  // namespace passerelle::reference
