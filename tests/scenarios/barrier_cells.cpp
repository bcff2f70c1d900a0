#include "scenarios/barrier_cells.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/input_file.hpp"
#include "base/text.hpp"
#include "levers/tables_in_force.hpp"
#include "reference/vocabulary_reader.hpp"
#include "scenarios/cells.hpp"

namespace passerelle::scenarios {
namespace {

/// When a situation was noted, unless the cell says so.
const Day kNoted = day_of(2025, 2, 1);

}  // namespace

levers::LeverTables shipped_tables(Day today) {
  std::vector<levers::StoredTable> stored;
  for (const char* name : {"barriers", "demands", "conflicts", "levers-hauts-de-france"}) {
    const std::string path = fmt::format("{}/datasets/levers/{}.toml", PASSERELLE_SOURCE_DIR, name);
    const auto text = read_all(path);
    const auto table = levers::read_table(path);
    if (!text || !table) throw std::runtime_error(describe(table.problem(), Language::kEnglish));
    const levers::TableHead& head = levers::head_of(*table);
    stored.push_back({std::string(levers::table_name(*table)), head.name, head.version, head.valid_from, *text});
  }
  auto tables = levers::tables_in_force(stored, today);
  if (!tables) throw std::runtime_error(describe(tables.problem(), Language::kEnglish));
  return std::move(*tables);
}

demands::ContextsByOccupation shipped_contexts() {
  demands::ContextsByOccupation contexts;
  for (const char* sector : {"industrie", "transport", "logistique", "sante", "btp"}) {
    const auto vocabulary = reference::read_vocabulary(fmt::format("{}/datasets/demo/vocabulary-{}.json", PASSERELLE_SOURCE_DIR, sector));
    if (!vocabulary) throw std::runtime_error(describe(vocabulary.problem(), Language::kEnglish));
    for (const reference::OccupationRow& row : vocabulary->occupations)
      for (const std::string& key : row.contexts) contexts[row.key].push_back({key, key});
  }
  return contexts;
}

std::map<std::string, std::string> take_column(Table& table, std::string_view name) {
  std::map<std::string, std::string> cells;
  const auto at = std::find_if(table.columns.begin(), table.columns.end(), [&](const std::string& column) { return fold(column) == name; });
  if (at == table.columns.end()) return cells;
  const auto place = at - table.columns.begin();
  for (Row& row : table.rows) {
    cells[row.cells.front()] = row.cells[static_cast<std::size_t>(place)];
    row.cells.erase(row.cells.begin() + place);
  }
  table.columns.erase(at);
  return cells;
}

RestrictedRecord situations_of(const levers::BarrierVocabulary& vocabulary, const std::string& cell) {
  RestrictedRecord record;
  for (const std::string& part : parts(cell, ';')) {
    std::vector<std::string> words = folded_words(part);
    const bool constraint = words.front() == "domaine";
    if (constraint) words.erase(words.begin());
    if (words.size() < 2) throw std::invalid_argument("« 7 oui » is expected: " + part);
    const auto code = static_cast<std::uint16_t>(std::stoi(words[0]));
    BarrierState state = BarrierState::kYes;
    if (words[1] == "non") state = BarrierState::kNo;
    else if (words[1] == "clos") state = BarrierState::kClosed;
    else if (words[1] != "oui") throw std::invalid_argument("oui, non, clos: " + part);
    Day noted = kNoted;
    if (const std::size_t at = part.find(" le "); at != std::string::npos) noted = day(trim(std::string_view(part).substr(at + 4)));
    if (part.find("sans date") != std::string::npos) noted = {};
    std::uint16_t domain = code;
    if (!constraint) {
      const levers::SituationEntry* entry = vocabulary.find_situation(code);
      if (entry == nullptr) throw std::invalid_argument("unknown situation: " + part);
      domain = entry->constraint;
    } else if (vocabulary.find_constraint(code) == nullptr) {
      throw std::invalid_argument("unknown domain: " + part);
    }
    auto at = std::find_if(record.barriers.begin(), record.barriers.end(), [&](const Barrier& b) { return b.constraint == domain; });
    if (at == record.barriers.end()) {
      at = record.barriers.emplace(record.barriers.end());
      at->constraint = domain;
    }
    at->explored = noted;
    if (constraint) at->state = state;
    else if (state == BarrierState::kYes && at->state == BarrierState::kNotExplored) at->state = state;
    if (!constraint) at->situations.push_back({code, state, {}});
  }
  return record;
}

}  // namespace passerelle::scenarios
