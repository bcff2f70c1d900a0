// Runs the scenarios of this folder: persons of basins with what is recorded of their situation, offers with posts, and what is
// told of the levers that would open them, or bought.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/input_file.hpp"
#include "base/text.hpp"
#include "corpus/build_corpus.hpp"
#include "scenarios/barrier_cells.hpp"
#include "scenarios/cells.hpp"
#include "scenarios/scenario.hpp"
#include "sensitive/restricted_json.hpp"
#include "territory/territory_counts.hpp"

namespace passerelle::scenarios {
namespace {

using namespace territory;

const Day kToday = day_of(2025, 3, 3);

const Document& document() {
  static const Document read = [] {
    const Result<std::string> text = read_all(std::string(PASSERELLE_SOURCE_DIR) + "/tests/scenarios/territoire/plan.md");
    if (!text) throw std::runtime_error(describe(text.problem(), Language::kEnglish));
    return parse_markdown(*text, "plan.md");
  }();
  return read;
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  if (const auto read = std::from_chars(text.data(), text.data() + text.size(), value); text.empty() || read.ptr != text.data() + text.size())
    throw std::invalid_argument(fmt::format("a number is expected: {}", text));
  return value;
}

/// « word 5 » → (word, 5).
std::pair<std::string, std::string> last_word(const std::string& text) {
  const std::size_t space = text.rfind(' ');
  if (space == std::string::npos) throw std::invalid_argument("two words are expected: " + text);
  return {std::string(trim(std::string_view(text).substr(0, space))), text.substr(space + 1)};
}

struct World {
  std::vector<Table> questions;
  std::shared_ptr<const Corpus> corpus;
  std::shared_ptr<const adviser::Ground> ground;
  TerritoryRecords records;

  explicit World(const Section& section) {
    static const auto reference = build_territory({document()});
    levers::LeverTables tables = shipped_tables(kToday);
    std::map<std::string, RestrictedRecord> situations;
    std::map<std::string, std::string> how_many, posts;
    Section plain = section;
    plain.tables.clear();
    for (Table table : section.tables) {
      const std::string first = fold(table.columns.front());
      if (first == "personne") {
        for (const auto& [person, cell] : take_column(table, "situations")) situations[person] = situations_of(tables.barriers, cell);
        for (const auto& [person, cell] : take_column(table, "publics")) situations[person].publics = parts(cell);
        how_many = take_column(table, "combien");
        plain.tables.push_back(table);
      } else if (first == "offre") {
        posts = take_column(table, "combien");
        plain.tables.push_back(table);
      } else if (first == "bassin") {
        questions.push_back(table);
      } else {
        throw Malformed(section.file, table.line, "a table starts with personne, offre or bassin");
      }
    }
    if (questions.empty()) throw Malformed(section.file, section.line, "no table « bassin »");
    // The reader of all scenarios wants a question of its own.
    Table question;
    question.line = section.line;
    question.columns = {"qui demande", "pour", "liste dans l'ordre"};
    question.rows = {{section.line, {"conseiller", plain.tables.front().rows.front().cells.front(), "vide"}}};
    plain.tables.push_back(question);
    Scenario scenario = read_scenario(plain, *reference);
    CorpusBuilder builder(reference);
    for (const Offer& offer : scenario.offers) builder.add(offer);
    std::vector<std::pair<std::string, RestrictedRecord>> known;
    for (const Candidate& one : scenario.persons)
      for (std::uint64_t i = 1; i <= (silent(how_many[one.id]) ? 1 : number(how_many[one.id])); ++i) {
        Candidate person = one;
        person.id = fmt::format("{} {}", one.id, i);
        builder.add(person);
        known.emplace_back(person.id, situations[one.id]);
      }
    corpus = builder.finish("scenario");
    static const demands::ContextsByOccupation contexts = shipped_contexts();
    ground = *adviser::build_ground(corpus, kToday, std::move(tables), contexts, {}, {}, [&](const auto& take) -> Status {
      for (const Offer& offer : scenario.offers) PASSERELLE_TRY(take(offer));
      return {};
    });
    records.posts.resize(corpus->offers.size());
    for (const Offer& offer : scenario.offers)
      records.posts[corpus->find_offer(offer.id)->value] = static_cast<std::uint32_t>(silent(posts[offer.id]) ? 1 : number(posts[offer.id]));
    records.restricted.resize(corpus->candidates.size());
    for (const auto& [id, record] : known) records.restricted[corpus->find_candidate(id)->value] = encode(record);
  }

  BasinPlan ask(const PlanRequest& request) const {
    const auto policy = [](std::string_view name) { return *read_policy(fmt::format("{}/datasets/policies/{}.toml", PASSERELLE_SOURCE_DIR, name)); };
    const Policy suggest = policy("adviser"), shortlist = policy("recruiter");
    const TravelModel suggest_travel(suggest.travel), shortlist_travel(shortlist.travel);
    const ScoringContext mine{*corpus, suggest, suggest_travel, kToday}, theirs{*corpus, shortlist, shortlist_travel, kToday};
    const Matcher suggest_matcher(mine), shortlist_matcher(theirs);
    auto answer = count_territory(*ground, {mine, suggest_matcher, theirs, shortlist_matcher}, request, records, Threads{1});
    if (!answer) throw std::invalid_argument(describe(answer.problem(), Language::kEnglish));
    return std::move(answer->basins.front());
  }
};

std::string told(const std::optional<std::uint64_t>& figure) { return figure ? fmt::format("{}", *figure) : "tu"; }

/// A row's cells but the column that names the basin, by column.
std::map<std::string, std::string> cells_of(const Table& table, const Row& row) {
  std::map<std::string, std::string> cells;
  for (std::size_t i = 0; i < table.columns.size(); ++i) cells[fold(table.columns[i])] = silent(row.cells[i]) ? "" : row.cells[i];
  return cells;
}

void check(const World& world, const Table& table, const Row& row) {
  std::map<std::string, std::string> cells = cells_of(table, row);
  SCOPED_TRACE(fmt::format("line {}", row.line));
  PlanRequest request;
  request.agent = request.purpose = "scenario";
  request.basin = cells["bassin"];
  if (!cells["budget"].empty()) request.budget_cents = number(cells["budget"]) * 100;
  if (!cells["listes"].empty()) request.top = number(cells["listes"]);
  for (const std::string& part : parts(cells["places"])) request.places[last_word(part).first] = number(last_word(part).second);
  const BasinPlan basin = world.ask(request);
  if (!cells["leviers"].empty()) {
    std::vector<std::string> levers;
    for (const std::string& lever : parts(cells["leviers"], '+')) levers.push_back(lever);
    const auto line = std::find_if(basin.rows.begin(), basin.rows.end(), [&](const UnlockRow& one) { return one.levers == levers; });
    if (cells["personnes"] == "pas de ligne") {
      EXPECT_TRUE(line == basin.rows.end());
      return;
    }
    ASSERT_TRUE(line != basin.rows.end()) << "nothing is said of it";
    const auto expect = [&](const char* column, const std::optional<std::uint64_t>& figure) {
      if (cells[column].empty()) return;
      EXPECT_EQ(told(figure), cells[column]) << column;
    };
    expect("personnes", line->total.persons);
    expect("postes", line->total.posts);
    expect("fortes", line->total.strong_persons);
    expect("postes forts", line->total.strong_posts);
    if (!cells["secteurs"].empty()) {
      std::vector<std::string> sectors;
      for (const UnlockCell& cell : line->sectors) sectors.push_back(fmt::format("{} {}", cell.sector, told(cell.persons)));
      EXPECT_EQ(fmt::format("{}", fmt::join(sectors, "; ")), cells["secteurs"]);
    }
    return;
  }
  std::vector<std::string> bought;
  for (const PlanLine& line : basin.plan) bought.push_back(fmt::format("{} {}", fmt::join(line.levers, " + "), line.places));
  EXPECT_EQ(bought.empty() ? "rien" : fmt::format("{}", fmt::join(bought, "; ")), cells["plan"]);
  EXPECT_EQ(basin.posts, number(cells["postes"]));
  EXPECT_LE(basin.posts, basin.bound);
}

struct Case {
  Section section;
  friend void PrintTo(const Case& one, std::ostream* out) { *out << one.section.file << ":" << one.section.line; }
};
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Section& section : document().sections) all.push_back({section});
  return all;
}

class TerritoryScenarios : public ::testing::TestWithParam<Case> {};

TEST_P(TerritoryScenarios, Holds) {
  try {
    const World world(GetParam().section);
    for (const Table& table : world.questions)
      for (const Row& row : table.rows) check(world, table, row);
  } catch (const std::exception& error) { FAIL() << error.what(); }
}

INSTANTIATE_TEST_SUITE_P(Tables, TerritoryScenarios, ::testing::ValuesIn(cases()), [](const auto& one) {
  std::string name = fold(one.param.section.title);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
});

}  // namespace
}  // namespace passerelle::scenarios
