#include "adviser/stored_tables.hpp"

#include <filesystem>

#include "adviser/desk.hpp"
#include "base/input_file.hpp"

namespace passerelle::adviser {

Result<std::vector<levers::StoredTable>> all_stored_tables(const Store& store) {
  Result<std::vector<LeverTableRow>> rows = store.lever_tables();
  if (!rows) return std::move(rows).problem();
  std::vector<levers::StoredTable> tables;
  for (LeverTableRow& row : *rows) tables.push_back({std::move(row.kind), std::move(row.name), row.version, row.valid_from, std::move(row.content)});
  return tables;
}

Result<levers::LeverTables> stored_tables(const Store& store, Day date) {
  Result<std::vector<levers::StoredTable>> stored = all_stored_tables(store);
  if (!stored) return std::move(stored).problem();
  return levers::tables_in_force(*stored, date);
}

Result<TableImport> import_tables(Store& store, const std::vector<std::string>& paths) {
  Result<std::vector<levers::StoredTable>> stored = all_stored_tables(store);
  if (!stored) return std::move(stored).problem();
  TableImport report;
  std::vector<LeverTableRow> rows;
  std::vector<Day> days;
  for (const std::string& path : paths) {
    const std::string source = path == "-" ? "stdin" : std::filesystem::path(path).filename().string();
    Result<std::string> text = read_all(path);
    if (!text) return std::move(text).problem().from(source);
    Result<levers::Table> table = levers::parse_table(*text, source);
    if (!table) return std::move(table).problem();
    const levers::TableHead& head = levers::head_of(*table);
    rows.push_back({std::string(levers::table_name(*table)), head.name, head.version, head.valid_from, *text});
    days.push_back(head.valid_from);
    stored->push_back({rows.back().kind, head.name, head.version, head.valid_from, std::move(*text)});
    report.tables.push_back(head.name + " v" + std::to_string(head.version));
  }
  // From each day on which something new begins to count, what then counts must fit together; a store that does not have
  // all four kinds yet cannot be checked across them.
  for (const Day day : days)
    if (Result<levers::LeverTables> tables = levers::tables_in_force(*stored, day); !tables && tables.problem().code != ProblemCode::kReferenceMissing)
      return std::move(tables).problem();
  Result<std::size_t> added = store.put_lever_tables(rows);
  if (!added) return std::move(added).problem();
  report.read = paths.size();
  report.added = *added;
  return report;
}

}  // namespace passerelle::adviser
