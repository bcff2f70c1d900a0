#include "levers/tables_in_force.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace passerelle::levers {

Result<LeverTables> tables_in_force(const std::vector<StoredTable>& stored, Day day) {
  std::map<std::pair<std::string, std::string>, const StoredTable*> best;
  for (const StoredTable& table : stored) {
    if (table.valid_from > day) continue;
    const StoredTable*& at = best[{table.kind, table.kind == "levers" ? table.name : std::string()}];
    if (at == nullptr || std::tie(table.valid_from, table.version) > std::tie(at->valid_from, at->version)) at = &table;
  }
  LeverTables tables;
  bool found[std::size(kTableNames)] = {};
  for (const auto& [key, table] : best) {
    Result<Table> parsed = parse_table(table->content, table->name);
    if (!parsed) return std::move(parsed).problem();
    found[parsed->index()] = true;
    tables.heads.push_back(head_of(*parsed));
    if (auto* barriers = std::get_if<BarrierVocabulary>(&*parsed)) tables.barriers = std::move(*barriers);
    else if (auto* demands = std::get_if<DemandTable>(&*parsed)) tables.demands = std::move(*demands);
    else if (auto* conflicts = std::get_if<ConflictTable>(&*parsed)) tables.conflicts = std::move(*conflicts);
    else for (Lever& lever : std::get<LeverCatalogue>(*parsed).levers) tables.levers.push_back(std::move(lever));
  }
  for (std::size_t i = 0; i < std::size(kTableNames); ++i)
    if (!found[i]) return Problem(ProblemCode::kReferenceMissing, std::string(kTableNames[i]));
  std::stable_sort(tables.levers.begin(), tables.levers.end(), [](const Lever& a, const Lever& b) { return a.id < b.id; });
  PASSERELLE_TRY(check(tables));
  return tables;
}

}  // namespace passerelle::levers
