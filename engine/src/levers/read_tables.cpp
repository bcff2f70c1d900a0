#include "levers/read_tables.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/input_file.hpp"
#include "base/text.hpp"

namespace passerelle::levers {
namespace {

/// Keeps the first problem of a document.
struct Failure {
  std::optional<Problem> problem;
  void refuse(ProblemCode code, const toml::node& node, std::string field, std::string detail) {
    if (problem) return;
    problem = Problem(code, std::move(field), shorten(detail, 80)).at(fmt::format("line {}", node.source().begin.line));
  }
};

/// One TOML table being read: remembers which keys were, so that the others can be refused. `row` names it in fields.
class Row {
 public:
  Row(const toml::table& table, std::string row, Failure& failure) : table_(table), row_(std::move(row)), failure_(failure) {}

  bool has(std::string_view key) { return find(key) != nullptr; }
  std::string text(std::string_view key, bool required = true) {
    const toml::node* node = get(key, required);
    if (node == nullptr) return {};
    if (!node->is_string()) return refuse(ProblemCode::kFieldType, *node, key, "a text is expected"), std::string();
    std::string value = *node->value<std::string>();
    if (required && trim(value).empty()) refuse(ProblemCode::kFieldValue, *node, key, "\"\"");
    return value;
  }
  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most, bool required = true, std::int64_t otherwise = 0) {
    const toml::node* node = get(key, required);
    if (node == nullptr) return otherwise;
    if (!node->is_integer()) return refuse(ProblemCode::kFieldType, *node, key, "an integer is expected"), otherwise;
    const std::int64_t value = *node->value<std::int64_t>();
    if (value < least || value > most) return refuse(ProblemCode::kFieldValue, *node, key, fmt::format("{} ({}…{})", value, least, most)), otherwise;
    return value;
  }
  bool boolean(std::string_view key) {
    const toml::node* node = get(key, false);
    if (node == nullptr) return false;
    if (!node->is_boolean()) return refuse(ProblemCode::kFieldType, *node, key, "true or false is expected"), false;
    return *node->value<bool>();
  }
  Day day(std::string_view key, bool required = true) {
    const toml::node* node = get(key, required);
    if (node == nullptr) return {};
    const auto date = node->value<toml::date>();
    if (!node->is_date() || !date) return refuse(ProblemCode::kFieldType, *node, key, "a date is expected (2025-01-31)"), Day{};
    return day_of(date->year, date->month, date->day);
  }
  std::vector<std::string> texts(std::string_view key, bool required = false) {
    std::vector<std::string> values;
    each(key, required, [&](const toml::node& node) {
      if (!node.is_string()) return refuse(ProblemCode::kFieldType, node, key, "a text is expected");
      values.push_back(*node.value<std::string>());
    });
    return values;
  }
  std::vector<std::uint16_t> codes(std::string_view key) {
    std::vector<std::uint16_t> values;
    each(key, false, [&](const toml::node& node) {
      const auto value = node.value<std::int64_t>();
      if (!node.is_integer() || !value || *value < 1 || *value > 999) return refuse(ProblemCode::kFieldValue, node, key, "1…999");
      values.push_back(static_cast<std::uint16_t>(*value));
    });
    return values;
  }
  /// The bits of codes that `from_code` knows.
  template <class Mask, class FromCode>
  Mask mask(std::string_view key, FromCode from_code) {
    Mask all = 0;
    each(key, false, [&](const toml::node& node) {
      const auto known = from_code(node.value_or(std::string{}));
      if (!known) return refuse(ProblemCode::kFieldValue, node, key, node.value_or(std::string{"?"}));
      all = static_cast<Mask>(all | passerelle::bit(*known));
    });
    return all;
  }
  /// One of `names`, by its place.
  std::size_t choice(std::string_view key, std::initializer_list<std::string_view> names, bool required, std::size_t otherwise = 0) {
    const toml::node* node = get(key, required);
    if (node == nullptr) return otherwise;
    const std::string value = node->value_or(std::string{});
    std::size_t i = 0;
    for (const std::string_view name : names) {
      if (name == value) return i;
      ++i;
    }
    refuse(ProblemCode::kFieldValue, *node, key, value);
    return otherwise;
  }
  Words words(std::string_view fr = "fr", std::string_view en = "en", bool required = true) { return {text(fr, required), text(en, required)}; }

  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    return table_.get(key);
  }
  void refuse(ProblemCode code, const toml::node& node, std::string_view key, std::string detail) {
    failure_.refuse(code, node, row_.empty() ? std::string(key) : fmt::format("{}.{}", row_, key), std::move(detail));
  }
  void refuse_here(ProblemCode code, std::string_view key, std::string detail) { refuse(code, table_, key, std::move(detail)); }
  void name(std::string row) { row_ = std::move(row); }
  void finish() {
    for (const auto& [key, node] : table_)
      if (!known_.contains(key.str())) return refuse(ProblemCode::kFieldUnknown, node, key.str(), "");
  }

 private:
  const toml::node* get(std::string_view key, bool required) {
    const toml::node* node = find(key);
    if (node == nullptr && required) refuse_here(ProblemCode::kFieldMissing, key, "");
    return node;
  }
  template <class Each>
  void each(std::string_view key, bool required, Each on) {
    const toml::node* node = get(key, required);
    if (node == nullptr) return;
    if (!node->is_array()) return refuse(ProblemCode::kFieldType, *node, key, "a list is expected");
    if (required && node->as_array()->empty()) return refuse(ProblemCode::kFieldValue, *node, key, "[]");
    for (const toml::node& entry : *node->as_array()) on(entry);
  }

  const toml::table& table_;
  std::string row_;
  Failure& failure_;
  std::set<std::string, std::less<>> known_;
};

/// Every table of the array `key`; read(row) → its code or id, which may come once only.
template <class Read>
void rows(Row& root, std::string_view key, Failure& failure, bool unique, Read read) {
  const toml::node* node = root.find(key);
  if (node == nullptr) return root.refuse_here(ProblemCode::kFieldMissing, key, "");
  if (!node->is_array()) return root.refuse(ProblemCode::kFieldType, *node, key, "a list is expected");
  std::set<std::string> seen;
  std::size_t place = 0;
  for (const toml::node& entry : *node->as_array()) {
    ++place;
    if (!entry.is_table()) return root.refuse(ProblemCode::kFieldType, entry, key, "a table is expected");
    Row row(*entry.as_table(), fmt::format("{} {}", key, place), failure);
    const std::string id = read(row);
    row.finish();
    if (unique && !seen.insert(id).second) row.refuse_here(ProblemCode::kDuplicateId, "code", id);
    if (failure.problem) return;
  }
}

template <class Entry>
void sort_by_code(std::vector<Entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.code < b.code; });
}

BarrierVocabulary read_barriers(Row& root, Failure& failure) {
  BarrierVocabulary table;
  table.validity_months = static_cast<std::uint16_t>(root.number("validity_months", 1, 120));
  rows(root, "constraint", failure, true, [&](Row& row) {
    ConstraintEntry entry;
    entry.code = static_cast<std::uint16_t>(row.number("code", 1, 999));
    entry.label = row.words();
    table.constraints.push_back(entry);
    return std::to_string(entry.code);
  });
  rows(root, "situation", failure, true, [&](Row& row) {
    SituationEntry entry;
    entry.code = static_cast<std::uint16_t>(row.number("code", 1, 999));
    entry.constraint = static_cast<std::uint16_t>(row.number("constraint", 1, 999));
    entry.label = row.words();
    entry.suspends_licences = row.boolean("suspends_licences");
    if (table.find_constraint(entry.constraint) == nullptr) row.refuse_here(ProblemCode::kFieldValue, "constraint", std::to_string(entry.constraint));
    table.situations.push_back(entry);
    return std::to_string(entry.code);
  });
  sort_by_code(table.constraints);
  sort_by_code(table.situations);
  return table;
}

DemandTable read_demands(Row& root, Failure& failure) {
  DemandTable table;
  table.walking_metres = static_cast<std::uint32_t>(root.number("walking_metres", 0, 100'000));
  rows(root, "demand", failure, true, [&](Row& row) {
    Demand demand;
    demand.code = row.text("code");
    row.name("demand " + demand.code);
    demand.label = row.words();
    demand.schedules = row.mask<ScheduleMask>("schedules", schedule_from_code);
    demand.licences = row.mask<LicenceMask>("licences", licence_from_code);
    demand.contexts = row.texts("contexts");
    for (const std::string& words : row.texts("words")) {
      demand.words.push_back(fold(words));
      if (demand.words.back().empty()) row.refuse_here(ProblemCode::kFieldValue, "words", words);
    }
    demand.french = static_cast<LanguageLevel>(row.number("french", 1, 6, false));
    demand.computed = static_cast<Computed>(row.choice("computed", {"", "always", "beyond-walking"}, false));
    demand.answered_by = static_cast<AnsweredBy>(row.choice("answered_by", {"", "car", "licence-b", "schedule", "french"}, false));
    if (table.demands.size() == kMaxDemands) row.refuse_here(ProblemCode::kFieldValue, "code", fmt::format("> {}", kMaxDemands));
    table.demands.push_back(demand);
    return demand.code;
  });
  return table;
}

ConflictTable read_conflicts(Row& root, Failure& failure) {
  ConflictTable table;
  rows(root, "lever_kind", failure, true, [&](Row& row) {
    LeverKind kind{row.text("code"), row.words()};
    table.kinds.push_back(kind);
    return kind.code;
  });
  rows(root, "conflict", failure, false, [&](Row& row) {
    Conflict conflict;
    conflict.constraint = static_cast<std::uint16_t>(row.number("constraint", 1, 999, false));
    conflict.situation = static_cast<std::uint16_t>(row.number("situation", 1, 999, conflict.constraint == 0));
    if (conflict.constraint != 0 && conflict.situation != 0) row.refuse_here(ProblemCode::kFieldValue, "constraint", "constraint + situation");
    conflict.demands = row.texts("demands", true);
    conflict.severity = static_cast<Severity>(row.choice("severity", {"none", "care", "ask", "blocks"}, true));
    const bool blocks = conflict.severity == Severity::kBlocks;
    conflict.from_context = static_cast<Severity>(
        row.choice("from_context", {"none", "care", "ask", "blocks"}, false, static_cast<std::size_t>(blocks ? Severity::kAsk : Severity::kNone)));
    if (conflict.from_context > conflict.severity) row.refuse_here(ProblemCode::kFieldValue, "from_context", "> severity");
    conflict.ask_when_unknown = row.choice("when_unknown", {"none", "ask"}, false) == 1;
    conflict.lifted_by = row.texts("lifted_by", true);
    conflict.thematic = row.text("thematic");
    if (conflict.thematic.find("--") == std::string::npos) row.refuse_here(ProblemCode::kFieldValue, "thematic", conflict.thematic);
    conflict.say = row.words("say_fr", "say_en");
    table.rows.push_back(std::move(conflict));
    return std::string();
  });
  return table;
}

LeverCatalogue read_levers(Row& root, Failure& failure) {
  LeverCatalogue table;
  table.region = root.text("region");
  rows(root, "lever", failure, true, [&](Row& row) {
    Lever lever;
    lever.id = row.text("id");
    row.name("lever " + lever.id);
    lever.kind = row.text("kind");
    lever.label = row.words();
    lever.conditions = row.words("conditions_fr", "conditions_en", false);
    lever.training = row.boolean("training");
    lever.needs_employer = row.boolean("needs_employer");
    lever.gives_licences = with_implied(row.mask<LicenceMask>("gives_licences", licence_from_code));
    lever.gives_certificates = row.texts("gives_certificates");
    lever.gives_attestations = row.mask<ReservedMask>("gives_attestations", reserved_from_code);
    if (row.has("means")) {
      const auto means = means_from_code(row.text("means"));
      if (!means || *means == Means::kUnknown) row.refuse_here(ProblemCode::kFieldValue, "means", "walk, bike, public-transport, moped, car");
      else lever.means = *means;
    }
    lever.reach_km = static_cast<std::uint16_t>(row.number("reach_km", 1, 500, false));
    if (row.has("requires_licence")) {
      const auto licence = licence_from_code(row.text("requires_licence"));
      if (!licence) row.refuse_here(ProblemCode::kFieldValue, "requires_licence", row.text("requires_licence"));
      else lever.requires_licence = passerelle::bit(*licence);
    }
    lever.publics = row.texts("publics");
    lever.unsuitable_for = row.codes("unsuitable_for");
    lever.only_for = row.codes("only_for");
    lever.territories = row.texts("territories");
    lever.wishes = row.texts("wishes");
    for (const std::string& wish : lever.wishes)
      if (wish != "experience" && wish != "education" && wish != "competences") row.refuse_here(ProblemCode::kFieldValue, "wishes", wish);
    lever.delay_days = static_cast<std::uint16_t>(row.number("delay_days", 0, 3'650));
    lever.cost_cents = static_cast<std::uint32_t>(row.number("cost_euros", 0, 1'000'000)) * 100;
    lever.payer = row.text("payer");
    lever.places = static_cast<std::uint32_t>(row.number("places", 1, 10'000'000, false));
    lever.thematic = row.text("thematic");
    if (lever.thematic.find("--") == std::string::npos) row.refuse_here(ProblemCode::kFieldValue, "thematic", lever.thematic);
    lever.valid_from = row.day("valid_from");
    lever.valid_to = row.day("valid_to", false);
    if (lever.valid_to.set() && lever.valid_to < lever.valid_from) row.refuse_here(ProblemCode::kFieldValue, "valid_to", to_string(lever.valid_to));
    lever.source = row.text("source");
    lever.source_date = row.day("source_date");
    lever.verified = row.boolean("verified");
    table.levers.push_back(lever);
    return lever.id;
  });
  std::sort(table.levers.begin(), table.levers.end(), [](const Lever& a, const Lever& b) { return a.id < b.id; });
  return table;
}

}  // namespace

std::string_view table_name(const Table& table) noexcept { return kTableNames[table.index()]; }

const TableHead& head_of(const Table& table) noexcept {
  return std::visit([](const auto& one) -> const TableHead& { return one.head; }, table);
}

Result<Table> parse_table(std::string_view text, std::string_view source) {
  toml::table document;
  try {
    document = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description()))
        .from(source).at(fmt::format("line {}", error.source().begin.line));
  }
  Failure failure;
  Row root(document, "", failure);
  const std::size_t kind = root.choice("table", {"barriers", "demands", "conflicts", "levers"}, true);
  TableHead head;
  head.name = root.text("name");
  head.version = static_cast<std::uint32_t>(root.number("version", 1, 1'000'000'000));
  head.valid_from = root.day("valid_from");
  head.source = root.text("source");
  if (failure.problem) return std::move(*failure.problem).from(source);
  Table table;
  if (kind == 0) table = read_barriers(root, failure);
  else if (kind == 1) table = read_demands(root, failure);
  else if (kind == 2) table = read_conflicts(root, failure);
  else table = read_levers(root, failure);
  std::visit([&](auto& one) { one.head = std::move(head); }, table);
  root.finish();
  if (failure.problem) return std::move(*failure.problem).from(source);
  return table;
}

Result<Table> read_table(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  return parse_table(*text, std::filesystem::path(path).filename().string());
}

Status check(const LeverTables& tables) {
  const auto wrong = [](const TableHead& head, std::string row, std::string field, std::string detail) {
    return Problem(ProblemCode::kFieldValue, std::move(field), std::move(detail)).from(head.name).at(row);
  };
  const ConflictTable& conflicts = tables.conflicts;
  std::set<std::uint16_t> covered_situations, covered_constraints;
  for (std::size_t i = 0; i < conflicts.rows.size(); ++i) {
    const Conflict& row = conflicts.rows[i];
    const std::string place = fmt::format("conflict {}", i + 1);
    if (row.constraint != 0 && tables.barriers.find_constraint(row.constraint) == nullptr)
      return wrong(conflicts.head, place, "constraint", std::to_string(row.constraint));
    if (row.situation != 0 && tables.barriers.find_situation(row.situation) == nullptr)
      return wrong(conflicts.head, place, "situation", std::to_string(row.situation));
    for (const std::string& demand : row.demands)
      if (tables.demands.find(demand) == nullptr) return wrong(conflicts.head, place, "demands", demand);
    for (const std::string& kind : row.lifted_by)
      if (conflicts.find_kind(kind) == nullptr) return wrong(conflicts.head, place, "lifted_by", kind);
    if (row.situation != 0) covered_situations.insert(row.situation);
    else covered_constraints.insert(row.constraint);
  }
  // A hole: a situation that nothing is said of would silently stand against nothing.
  for (const SituationEntry& situation : tables.barriers.situations) {
    covered_constraints.insert(situation.constraint);
    if (!covered_situations.contains(situation.code))
      return Problem(ProblemCode::kFieldMissing, "situation", std::to_string(situation.code)).from(conflicts.head.name).at(fmt::format("situation {}", situation.code));
  }
  for (const ConstraintEntry& constraint : tables.barriers.constraints)
    if (!covered_constraints.contains(constraint.code))
      return Problem(ProblemCode::kFieldMissing, "constraint", std::to_string(constraint.code)).from(conflicts.head.name).at(fmt::format("constraint {}", constraint.code));
  const TableHead* catalogue = nullptr;
  for (const TableHead& head : tables.heads) catalogue = &head;
  for (std::size_t i = 0; i < tables.levers.size(); ++i) {
    const Lever& lever = tables.levers[i];
    const std::string place = "lever " + lever.id;
    if (i > 0 && tables.levers[i - 1].id == lever.id)
      return Problem(ProblemCode::kDuplicateId, "id", lever.id).from(catalogue == nullptr ? "levers" : catalogue->name).at(place);
    const TableHead& head = catalogue == nullptr ? conflicts.head : *catalogue;
    if (conflicts.find_kind(lever.kind) == nullptr) return wrong(head, place, "kind", lever.kind);
    for (const std::uint16_t situation : lever.unsuitable_for)
      if (tables.barriers.find_situation(situation) == nullptr) return wrong(head, place, "unsuitable_for", std::to_string(situation));
    for (const std::uint16_t situation : lever.only_for)
      if (tables.barriers.find_situation(situation) == nullptr) return wrong(head, place, "only_for", std::to_string(situation));
  }
  return {};
}

}  // namespace passerelle::levers
