// The tables of barriers and levers: what is shipped reads and fits together; every mistake is named with line and field.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>

#include "levers/tables_in_force.hpp"
#include "support/shared_data.hpp"

namespace passerelle::levers {
namespace {

std::string shipped(const std::string& name) {
  std::ifstream in(fmt::format("{}/datasets/levers/{}.toml", PASSERELLE_SOURCE_DIR, name));
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<StoredTable> all_shipped() {
  std::vector<StoredTable> tables;
  for (const char* name : {"barriers", "demands", "conflicts", "levers-hauts-de-france"}) {
    const std::string text = shipped(name);
    const auto table = parse_table(text, name);
    if (!table) throw std::runtime_error(describe(table.problem(), Language::kEnglish));
    tables.push_back({std::string(table_name(*table)), head_of(*table).name, head_of(*table).version, head_of(*table).valid_from, text});
  }
  return tables;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("not there: " + what);
  return text.replace(at, what.size(), by);
}

TEST(ShippedTables, FitTogetherAndAreWide) {
  const auto tables = tables_in_force(all_shipped(), day_of(2025, 3, 3));
  ASSERT_TRUE(tables.ok()) << describe(tables.problem(), Language::kEnglish);
  EXPECT_EQ(tables->barriers.constraints.size(), 8U);
  EXPECT_EQ(tables->barriers.situations.size(), 36U);
  EXPECT_GE(tables->levers.size(), 40U);
  EXPECT_LE(tables->demands.demands.size(), kMaxDemands);
  // Each of the eight constraints has a row whose kinds some lever is of.
  std::set<std::uint16_t> served;
  std::set<std::string> kinds;
  for (const Lever& lever : tables->levers) {
    kinds.insert(lever.kind);
    EXPECT_FALSE(lever.source.empty()) << lever.id;
    EXPECT_TRUE(lever.source_date.set()) << lever.id;
  }
  for (const Conflict& row : tables->conflicts.rows)
    for (const std::string& kind : row.lifted_by)
      if (kinds.contains(kind)) served.insert(row.constraint != 0 ? row.constraint : tables->barriers.find_situation(row.situation)->constraint);
  EXPECT_EQ(served.size(), 8U);
  std::size_t trainings = 0;
  for (const Lever& lever : tables->levers) trainings += lever.training ? 1 : 0;
  EXPECT_GE(trainings, 10U);
}

TEST(ShippedTables, ThematicsAreThoseOfDataInclusion) {
  PASSERELLE_NEED_SHARED(shared);
  std::ifstream in(shared / "data_inclusion" / "thematiques.json");
  const std::string known{std::istreambuf_iterator<char>(in), {}};
  const auto tables = tables_in_force(all_shipped(), day_of(2025, 3, 3));
  ASSERT_TRUE(tables.ok());
  for (const Lever& lever : tables->levers) EXPECT_NE(known.find('"' + lever.thematic + '"'), std::string::npos) << lever.id;
  for (const Conflict& row : tables->conflicts.rows) EXPECT_NE(known.find('"' + row.thematic + '"'), std::string::npos) << row.thematic;
}

TEST(ShippedTables, ContextsAreThoseOfRome) {
  PASSERELLE_NEED_SHARED(shared);
  std::ifstream in(shared / "rome_v460" / "unix_referentiel_contexte_travail_v460_utf8.csv");
  const std::string known{std::istreambuf_iterator<char>(in), {}};
  const auto tables = tables_in_force(all_shipped(), day_of(2025, 3, 3));
  ASSERT_TRUE(tables.ok());
  for (const Demand& demand : tables->demands.demands)
    for (const std::string& key : demand.contexts)
      if (key.starts_with("rome:")) {
        EXPECT_NE(known.find(key.substr(5)), std::string::npos) << demand.code << " " << key;
      }
}

struct Mistake { const char *file, *what, *by; ProblemCode code; const char* field; };

TEST(ReadTables, MistakesAreNamedWithLineAndField) {
  const Mistake kTable[] = {
      {"levers-hauts-de-france", "cost_euros = 1350", "cost_euros = -1350", ProblemCode::kFieldValue, "lever aide-permis-b-region.cost_euros"},
      {"levers-hauts-de-france", "cost_euros = 1350", "cost_euros = \"1350\"", ProblemCode::kFieldType, "lever aide-permis-b-region.cost_euros"},
      {"levers-hauts-de-france", "valid_from = 2024-01-01\nsource = \"generationhdf", "source = \"generationhdf", ProblemCode::kFieldMissing, "lever aide-permis-b-region.valid_from"},
      {"levers-hauts-de-france", "source_date = 2024-09-15", "", ProblemCode::kFieldMissing, "lever aide-permis-b-region.source_date"},
      {"levers-hauts-de-france", "delay_days = 120", "delay_day = 120", ProblemCode::kFieldMissing, "lever aide-permis-b-region.delay_days"},
      {"levers-hauts-de-france", "verified = false\n\n", "verified = false\nverifie = true\n\n", ProblemCode::kFieldUnknown, "lever aide-permis-b-region.verifie"},
      {"levers-hauts-de-france", "gives_licences = [\"B\"]", "gives_licences = [\"Z\"]", ProblemCode::kFieldValue, "lever aide-permis-b-region.gives_licences"},
      {"levers-hauts-de-france", "means = \"car\"", "means = \"rocket\"", ProblemCode::kFieldValue, "lever aide-permis-b-region.means"},
      {"levers-hauts-de-france", "id = \"aide-permis-b-france-travail\"", "id = \"aide-permis-b-region\"", ProblemCode::kDuplicateId, "lever aide-permis-b-region.code"},
      {"levers-hauts-de-france", "thematic = \"mobilite--preparer-un-permis\"", "thematic = \"permis\"", ProblemCode::kFieldValue, "lever aide-permis-b-region.thematic"},
      {"levers-hauts-de-france", "valid_from = 2025-01-01", "", ProblemCode::kFieldMissing, "valid_from"},
      {"conflicts", "severity = \"blocks\"", "severity = \"forbids\"", ProblemCode::kFieldValue, "conflict 1.severity"},
      {"conflicts", "demands = [\"digital-tasks\"]", "demands = []", ProblemCode::kFieldValue, "conflict 1.demands"},
      {"conflicts", "constraint = 22", "constraint = 22\nsituation = 6", ProblemCode::kFieldValue, "conflict 1.constraint"},
      {"conflicts", "constraint = 22\n", "", ProblemCode::kFieldMissing, "conflict 1.situation"},
      {"barriers", "code = 6, constraint = 23", "code = 6, constraint = 99", ProblemCode::kFieldValue, "situation 1.constraint"},
      {"barriers", "code = 7, constraint", "code = 6, constraint", ProblemCode::kDuplicateId, "situation 2.code"},
      {"demands", "schedules = [\"early\"]", "schedules = [\"dawn\"]", ProblemCode::kFieldValue, "demand early-hours.schedules"},
      {"demands", "computed = \"always\"", "computed = \"never\"", ProblemCode::kFieldValue, "demand any-job.computed"},
      {"demands", "table = \"demands\"", "table = \"wishes\"", ProblemCode::kFieldValue, "table"},
      {"demands", "version = 1", "version = ", ProblemCode::kDocumentMalformed, ""},
  };
  for (const Mistake& mistake : kTable) {
    const auto table = parse_table(replaced(shipped(mistake.file), mistake.what, mistake.by), "file.toml");
    ASSERT_FALSE(table.ok()) << mistake.by;
    EXPECT_EQ(table.problem().code, mistake.code) << mistake.by << ": " << describe(table.problem(), Language::kEnglish);
    EXPECT_EQ(table.problem().field, mistake.field) << mistake.by;
    EXPECT_EQ(table.problem().source, "file.toml");
    EXPECT_TRUE(table.problem().position.starts_with("line ")) << table.problem().position;
  }
}

TEST(TablesInForce, AHoleAnUnknownCodeAndAMissingTableAreNamed) {
  const auto with = [](std::size_t place, const std::string& what, const std::string& by) {
    auto tables = all_shipped();
    tables[place].content = replaced(tables[place].content, what, by);
    return tables_in_force(tables, day_of(2025, 3, 3));
  };
  // Nothing is said of situation 33 any more: a hole.
  auto hole = with(2, "situation = 33", "situation = 34");
  ASSERT_FALSE(hole.ok());
  EXPECT_EQ(hole.problem().code, ProblemCode::kFieldMissing);
  EXPECT_EQ(hole.problem().position, "situation 33");
  auto unknown = with(2, "situation = 33", "situation = 133");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.problem().field, "situation");
  EXPECT_EQ(unknown.problem().source, "passerelle-conflicts");
  auto demand = with(2, "demands = [\"digital-tasks\"]", "demands = [\"flying\"]");
  ASSERT_FALSE(demand.ok());
  EXPECT_EQ(demand.problem().detail, "flying");
  EXPECT_EQ(demand.problem().position, "conflict 1");
  auto kind = with(3, "kind = \"driving-licence\"", "kind = \"magic\"");
  ASSERT_FALSE(kind.ok());
  EXPECT_EQ(kind.problem().position, "lever aide-permis-b-region");
  auto unsuitable = with(3, "unsuitable_for = [8, 40]", "unsuitable_for = [8, 140]");
  ASSERT_FALSE(unsuitable.ok());
  EXPECT_EQ(unsuitable.problem().field, "unsuitable_for");
  auto tables = all_shipped();
  tables.erase(tables.begin() + 2);
  EXPECT_EQ(tables_in_force(tables, day_of(2025, 3, 3)).problem().code, ProblemCode::kReferenceMissing);
  EXPECT_EQ(tables_in_force(all_shipped(), day_of(2022, 3, 3)).problem().code, ProblemCode::kReferenceMissing);
}

TEST(TablesInForce, TheLatestThatHasBegunCounts) {
  auto tables = all_shipped();
  StoredTable later = tables[0];
  later.version = 2;
  later.valid_from = day_of(2025, 6, 1);
  later.content = replaced(replaced(later.content, "version = 1", "version = 2"), "validity_months = 12", "validity_months = 6");
  tables.push_back(later);
  EXPECT_EQ(tables_in_force(tables, day_of(2025, 5, 31))->barriers.validity_months, 12);
  EXPECT_EQ(tables_in_force(tables, day_of(2025, 6, 1))->barriers.validity_months, 6);
  // Of one day the higher version; catalogues of another name add up.
  tables.back().valid_from = tables[0].valid_from;
  EXPECT_EQ(tables_in_force(tables, day_of(2025, 5, 31))->barriers.validity_months, 6);
  StoredTable more{"levers", "somme", 1, day_of(2025, 1, 1), ""};
  more.content = R"(table = "levers"
name = "somme"
version = 1
valid_from = 2025-01-01
source = "test"
region = "32"
[[lever]]
id = "navette"
kind = "shared-transport"
fr = "navette"
en = "shuttle"
delay_days = 1
cost_euros = 0
payer = "x"
thematic = "mobilite--mobilite-douce-partagee-collective"
valid_from = 2025-01-01
source = "test"
source_date = 2025-01-01
)";
  const std::size_t before = tables_in_force(tables, day_of(2025, 5, 31))->levers.size();
  tables.push_back(more);
  EXPECT_EQ(tables_in_force(tables, day_of(2025, 5, 31))->levers.size(), before + 1);
}

}  // namespace
}  // namespace passerelle::levers
