// Runs the scenarios of this folder: a person with what is recorded of their situation, offers, and the adviser's verdict on
// each pair with its levers and its words.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "adviser/adviser_page.hpp"
#include "adviser/wording.hpp"
#include "base/input_file.hpp"
#include "base/text.hpp"
#include "corpus/build_corpus.hpp"
#include "scenarios/barrier_cells.hpp"
#include "scenarios/cells.hpp"
#include "scenarios/scenario.hpp"

namespace passerelle::scenarios {
namespace {

const Day kToday = day_of(2025, 3, 3);

struct Expected {
  std::size_t line = 0;
  std::string person, offer, tier;
  bool shown = true;
  std::optional<std::vector<std::string>> levers;
  std::vector<std::string> says, never_says;
};

struct Case {
  std::string name;
  Section section;
  std::string failure;
  friend void PrintTo(const Case& one, std::ostream* out) { *out << one.section.file << ":" << one.section.line; }
};

std::string test_name(const std::string& file, const std::string& title) {
  std::string name = fold(std::filesystem::path(file).stem().string()) + "__" + fold(title);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

struct Files {
  std::vector<Document> documents;
  std::vector<Case> cases;
};
const Files& files() {
  static const Files all = [] {
    Files found;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(PASSERELLE_SOURCE_DIR) + "/tests/scenarios/freins"))
      if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      const std::string file = path.filename().string();
      try {
        const Result<std::string> text = read_all(path.string());
        if (!text) throw Malformed(file, 0, describe(text.problem(), Language::kEnglish));
        found.documents.push_back(parse_markdown(*text, file));
        for (const Section& section : found.documents.back().sections) found.cases.push_back({test_name(file, section.title), section, ""});
      } catch (const Malformed& error) { found.cases.push_back({test_name(file, "cannot be read"), {}, error.what()}); }
    }
    return found;
  }();
  return all;
}

const std::shared_ptr<const reference::Reference>& territory() {
  static const auto reference = build_territory(files().documents);
  return reference;
}

struct World {
  Scenario scenario;
  std::map<std::string, RestrictedRecord> records;
  std::vector<Expected> expected;
  std::shared_ptr<const Corpus> corpus;
  std::shared_ptr<const adviser::Ground> ground;

  explicit World(Section section) {
    levers::LeverTables tables = shipped_tables(kToday);
    std::map<std::string, std::string> texts;
    Section plain = section;
    plain.tables.clear();
    for (Table& table : section.tables) {
      const std::string first = fold(table.columns.front());
      if (first == "personne") {
        for (const auto& [person, cell] : take_column(table, "situations")) records[person] = situations_of(tables.barriers, cell);
        for (const auto& [person, cell] : take_column(table, "publics")) records[person].publics = parts(cell);
        plain.tables.push_back(table);
      } else if (first == "offre") {
        texts = take_column(table, "texte");
        plain.tables.push_back(table);
      } else if (first == "pour") {
        read_expectations(section, table);
      } else {
        throw Malformed(section.file, table.line, "a table starts with personne, offre or pour");
      }
    }
    if (expected.empty()) throw Malformed(section.file, section.line, "no table « pour »");
    // The reader of all scenarios wants a question of its own.
    Table question;
    question.line = section.line;
    question.columns = {"qui demande", "pour", "liste dans l'ordre"};
    question.rows = {{section.line, {"conseiller", expected.front().person, "vide"}}};
    plain.tables.push_back(question);
    scenario = read_scenario(plain, *territory());
    for (Offer& offer : scenario.offers)
      if (const auto at = texts.find(offer.id); at != texts.end() && !silent(at->second)) offer.description = at->second;
    CorpusBuilder builder(territory());
    for (const Offer& offer : scenario.offers) builder.add(offer);
    for (const Candidate& person : scenario.persons) builder.add(person);
    corpus = builder.finish("scenario");
    static const demands::ContextsByOccupation contexts = shipped_contexts();
    auto built = adviser::build_ground(corpus, kToday, std::move(tables), contexts, {}, {}, [&](const auto& take) -> Status {
      for (const Offer& offer : scenario.offers) PASSERELLE_TRY(take(offer));
      return {};
    });
    ground = std::move(*built);
  }

 private:
  void read_expectations(const Section& section, const Table& table) {
    for (const Row& row : table.rows) {
      Expected one;
      one.line = row.line;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string column = fold(table.columns[i]);
        const std::string& cell = row.cells[i];
        if (column == "pour") one.person = cell;
        else if (column == "offre") one.offer = cell;
        else if (column == "verdict") {
          one.shown = fold(cell) != "pas montree";
          if (one.shown) one.tier = label(tier(cell), Language::kFrench);
        } else if (column == "leviers") {
          if (silent(cell)) continue;
          one.levers.emplace();
          if (fold(cell) != "aucun") one.levers = parts(cell);
        } else if (column == "on entend") one.says = parts(cell, ';');
        else if (column == "on n entend pas") one.never_says = parts(cell, ';');
        else throw Malformed(section.file, table.line, fmt::format("unknown column « {} »", table.columns[i]));
      }
      if (one.tier.empty() && one.shown) throw Malformed(section.file, row.line, "no verdict");
      expected.push_back(std::move(one));
    }
  }
};

bool says(const std::vector<std::string>& texts, const std::string& words) {
  const std::string wanted = fmt::format(" {} ", fold(words));
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& said) { return fmt::format(" {} ", fold(said)).find(wanted) != std::string::npos; });
}

void check(const World& world, const Expected& expected) {
  const auto policy = read_policy(fmt::format("{}/datasets/policies/adviser.toml", PASSERELLE_SOURCE_DIR));
  ASSERT_TRUE(policy);
  const TravelModel travel(policy->travel);
  const ScoringContext context{*world.corpus, *policy, travel, kToday};
  const auto person = world.corpus->find_candidate(expected.person);
  const auto offer = world.corpus->find_offer(expected.offer);
  ASSERT_TRUE(person) << expected.person;
  ASSERT_TRUE(offer) << expected.offer;
  const auto record = world.records.find(expected.person);
  const adviser::PersonCase known = adviser::person_case(*world.ground, context, *person, record == world.records.end() ? RestrictedRecord{} : record->second);
  adviser::PairJudge judge(*world.ground, context, known);
  const auto eligible = adviser::eligible_offers(context, *person);
  auto finding = std::find(eligible.begin(), eligible.end(), *offer) == eligible.end() ? std::nullopt : judge.judge(*offer);
  ASSERT_EQ(finding.has_value(), expected.shown) << "line " << expected.line;
  if (!finding) return;
  ProfileTables profile(*world.corpus);
  profile.load(*policy, *person);
  judge.score(*finding, profile);
  Explanation why = explain(context, *person, *offer, finding->score, finding->states, Language::kFrench);
  const adviser::AdviserVerdict verdict = adviser::verdict_of(judge, *finding, world.scenario.offers[offer->value], why, kToday, Language::kFrench);
  std::vector<std::string> texts = {verdict.sentence};
  std::string all = verdict.sentence;
  for (const adviser::AdviserReason& reason : verdict.reasons) {
    texts.push_back(reason.text);
    all += fmt::format("\n    {} {} {} [{}] {}", reason.weight, reason.code, reason.subject, reason.source, reason.text);
  }
  for (const adviser::LeverLine& lever : verdict.may_help) {
    texts.push_back(lever.label);
    all += "\n    peut aider : " + lever.label;
  }
  SCOPED_TRACE(fmt::format("line {}, {} × {}: {}\n{}", expected.line, expected.person, expected.offer, label(verdict.tier, Language::kFrench), all));
  EXPECT_EQ(label(verdict.tier, Language::kFrench), expected.tier);
  EXPECT_EQ(why.verdict.tier, verdict.tier);
  if (expected.levers) {
    std::vector<std::string> given;
    for (const adviser::LeverLine& lever : verdict.levers) given.push_back(lever.id);
    std::vector<std::string> wanted = *expected.levers;
    std::sort(wanted.begin(), wanted.end());
    EXPECT_EQ(given, wanted);
  }
  for (const std::string& words : expected.says) EXPECT_TRUE(says(texts, words)) << "nothing says « " << words << " »";
  for (const std::string& words : expected.never_says) EXPECT_FALSE(says(texts, words)) << "something says « " << words << " »";
  EXPECT_FALSE(verdict.sentence.empty());
}

class BarrierScenarios : public ::testing::TestWithParam<Case> {};

TEST_P(BarrierScenarios, Holds) {
  const Case& one = GetParam();
  if (!one.failure.empty()) FAIL() << one.failure;
  try {
    const World world(one.section);
    for (const Expected& expected : world.expected) check(world, expected);
  } catch (const std::exception& error) { FAIL() << error.what(); }
}

INSTANTIATE_TEST_SUITE_P(Tables, BarrierScenarios, ::testing::ValuesIn(files().cases), [](const auto& one) { return one.param.name; });

// Each recorded situation stands in at least one scenario.
TEST(BarrierScenarioFiles, CoverEverySituation) {
  EXPECT_GE(files().cases.size(), 60U);
  const levers::LeverTables tables = shipped_tables(kToday);
  std::set<std::uint16_t> told;
  for (const Case& one : files().cases)
    for (Table table : one.section.tables)
      for (const auto& [person, cell] : take_column(table, "situations"))
        for (const Barrier& barrier : situations_of(tables.barriers, cell).barriers)
          for (const BarrierSituation& situation : barrier.situations) told.insert(situation.code);
  for (const levers::SituationEntry& situation : tables.barriers.situations) EXPECT_TRUE(told.contains(situation.code)) << situation.code;
  EXPECT_EQ(tables.barriers.situations.size(), 36U);
}

}  // namespace
}  // namespace passerelle::scenarios
