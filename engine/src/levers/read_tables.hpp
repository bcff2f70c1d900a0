// Reads the lever tables from TOML, strictly: an unknown key, a wrong type, a code that is not there, a negative cost or a
// lever without dates is refused with file, line and field.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "levers/lever_tables.hpp"

namespace passerelle::levers {

using Table = std::variant<BarrierVocabulary, DemandTable, ConflictTable, LeverCatalogue>;

/// Names of the kinds of table, as the member `table` has them, in the order of the variant.
inline constexpr std::string_view kTableNames[] = {"barriers", "demands", "conflicts", "levers"};
std::string_view table_name(const Table& table) noexcept;
const TableHead& head_of(const Table& table) noexcept;

/// One table. Problems: kDocumentMalformed, kFieldMissing, kFieldType, kFieldValue, kFieldUnknown, kDuplicateId, each with
/// the line.
Result<Table> parse_table(std::string_view toml, std::string_view source);
Result<Table> read_table(const std::string& path);

/// Whether the tables fit together: every situation and constraint has its row or rows (no hole), every demand named
/// exists, every kind that lifts something has a name, every lever is of a known kind, fits known situations. The problem
/// names the table, the row and the field.
Status check(const LeverTables& tables);

}  // namespace passerelle::levers
