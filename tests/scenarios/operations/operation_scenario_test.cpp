// Runs the scenarios of this folder: persons, offers, operations with seats, what was recorded, and who must be invited.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/input_file.hpp"
#include "base/text.hpp"
#include "corpus/build_corpus.hpp"
#include "levers/read_tables.hpp"
#include "operations/clock_time.hpp"
#include "operations/operations_desk.hpp"
#include "scenarios/cells.hpp"
#include "scenarios/scenario.hpp"
#include "sensitive/restricted_json.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::scenarios {
namespace {

using namespace operations;

const Day kToday = day_of(2025, 3, 3);

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.problem(), Language::kEnglish));
  return std::move(result).value();
}
void need(const Status& status) {
  if (!status) throw std::runtime_error(describe(status.problem(), Language::kEnglish));
}

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
    for (const auto& entry : std::filesystem::directory_iterator(std::string(PASSERELLE_SOURCE_DIR) + "/tests/scenarios/operations"))
      if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      const std::string file = path.filename().string();
      try {
        found.documents.push_back(parse_markdown(need(read_all(path.string())), file));
        for (const Section& section : found.documents.back().sections) found.cases.push_back({test_name(file, section.title), section, ""});
      } catch (const std::exception& error) { found.cases.push_back({test_name(file, "cannot be read"), {}, error.what()}); }
    }
    return found;
  }();
  return all;
}

const std::shared_ptr<const reference::Reference>& territory() {
  static const auto reference = build_territory(files().documents);
  return reference;
}

const std::vector<LeverTableRow>& shipped_tables() {
  static const std::vector<LeverTableRow> rows = [] {
    std::vector<LeverTableRow> stored;
    for (const char* name : {"barriers", "demands", "conflicts", "levers-hauts-de-france"}) {
      const std::string path = fmt::format("{}/datasets/levers/{}.toml", PASSERELLE_SOURCE_DIR, name);
      const auto table = need(levers::read_table(path));
      const levers::TableHead& head = levers::head_of(table);
      stored.push_back({std::string(levers::table_name(table)), head.name, head.version, head.valid_from, need(read_all(path))});
    }
    return stored;
  }();
  return rows;
}

std::uint32_t number(std::string_view text) {
  const std::string digits(trim(text));
  if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos) throw std::invalid_argument("a number is expected: " + digits);
  return static_cast<std::uint32_t>(std::stoul(digits));
}
std::uint32_t percent(std::string_view text) {
  if (!text.ends_with('%')) throw std::invalid_argument("« 30 % » is expected: " + std::string(text));
  return number(text.substr(0, text.size() - 1));
}

/// « certificat caces-r489-3 en 14 jours par stage financé ».
Prerequisite prerequisite(const std::string& text) {
  Prerequisite asked;
  std::string what = text;
  if (const std::size_t at = text.find(" en "); at != std::string::npos) {
    what = text.substr(0, at);
    const std::size_t by = text.find(" jours par ");
    if (by == std::string::npos) throw std::invalid_argument("« en 14 jours par … » is expected: " + text);
    asked.reachable_days = static_cast<std::uint16_t>(number(std::string_view(text).substr(at + 4, by - at - 4)));
    asked.through = text.substr(by + 11);
  }
  const std::size_t blank = what.find(' ');
  const std::string kind = fold(what.substr(0, blank)), rest(trim(std::string_view(what).substr(blank + 1)));
  if (kind == "permis") asked.licence = licence(rest);
  else if (kind == "certificat") asked.certificate = certificate_key(*territory(), rest);
  else if (kind == "niveau") asked.education = education(rest);
  else {
    const SpokenLanguage language = spoken(what);
    asked.language = language.language;
    asked.language_level = language.level;
  }
  return asked;
}

struct Expected {
  std::size_t line = 0;
  std::string operation, session;
  std::optional<std::vector<std::string>> invited, waiting, on_quota;
  std::optional<std::uint32_t> places;
  std::vector<std::string> left_out, says, never_says;
};

std::vector<std::string> names(const std::string& cell) { return fold(cell) == "personne" ? std::vector<std::string>{} : parts(cell); }

struct World {
  Scenario scenario;
  std::map<std::string, RestrictedRecord> records;
  std::vector<Operation> operations;
  std::vector<OperationRow> recorded;
  std::vector<InvitationRow> invitations;
  InvitationRules rules = need(read_invitation_rules(fmt::format("{}/datasets/policies/invitations/default.toml", PASSERELLE_SOURCE_DIR)));
  std::vector<Expected> expected;

  explicit World(const Section& section) {
    Section plain = section;
    plain.tables.clear();
    std::string any_person;
    for (Table table : section.tables) {
      const std::string first = fold(table.columns.front());
      try {
        if (first == "personne") {
          read_publics(table);
          any_person = table.rows.front().cells.front();
          plain.tables.push_back(table);
        } else if (first == "offre") plain.tables.push_back(table);
        else if (first == "operation") read_operations(table);
        else if (first == "deja") read_recorded(table);
        else if (first == "regle") read_rules(table);
        else if (first == "pour") read_expected(table);
        else throw std::invalid_argument("a table starts with personne, offre, opération, déjà, règle or pour");
      } catch (const std::invalid_argument& error) { throw Malformed(section.file, table.line, error.what()); }
    }
    if (expected.empty()) throw Malformed(section.file, section.line, "no table « pour »");
    // The reader of all scenarios wants a question of its own.
    Table question;
    question.line = section.line;
    question.columns = {"qui demande", "pour", "liste dans l'ordre"};
    question.rows = {{section.line, {"operation", any_person, "vide"}}};
    plain.tables.push_back(question);
    scenario = read_scenario(plain, *territory());
    // Who does not say where they live lives where the operations are.
    for (Candidate& person : scenario.persons)
      if (person.home == Place{} && !elsewhere_.contains(person.id)) person.home = place(*territory(), "Lens");
    std::sort(operations.begin(), operations.end(), [](const Operation& a, const Operation& b) { return a.id < b.id; });
  }

  /// Everything read in one order by one thread, or in the other by two.
  std::vector<OperationsPlan> plans() const {
    CorpusBuilder builder(territory());
    for (const Offer& offer : scenario.offers) builder.add(offer);
    for (const Candidate& person : scenario.persons) builder.add(person);
    const auto corpus = builder.finish("scenario");
    // In memory where there is such a place: nothing here is about disks.
    const std::filesystem::path memory = "/dev/shm";
    const testing::TemporaryDirectory directory(std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path());
    Store store = need(Store::open(directory.file("scenario.db"), Store::Mode::kCreate));
    {
      ImportSession session = need(store.begin_import(RecordKind::kOffer, "scenario"));
      for (const Offer& offer : scenario.offers) need(session.put(offer));
      need(session.commit());
    }
    {
      ImportSession session = need(store.begin_import(RecordKind::kCandidate, "scenario"));
      for (const Candidate& person : scenario.persons) {
        const auto record = records.find(person.id);
        need(session.put(person, record == records.end() ? std::string() : encode(record->second), false));
      }
      need(session.commit());
    }
    need(store.put_lever_tables(shipped_tables()));
    need(store.change_invitations(recorded, invitations, [](const InvitationRow*, const InvitationRow&) -> Status { return {}; }));
    const Policy policy = need(read_policy(fmt::format("{}/datasets/policies/operations.toml", PASSERELLE_SOURCE_DIR)));
    const TravelModel travel(policy.travel);
    const ScoringContext context{*corpus, policy, travel, kToday};
    const PlanRequest request{Language::kFrench, "scenario", "test", false};
    std::vector<OperationsPlan> plans = {need(plan_operations(store, context, rules, operations, "scenario", request, Threads{1}))};
    std::vector<Operation> turned = operations;
    for (Operation& operation : turned) std::reverse(operation.offers.begin(), operation.offers.end());
    plans.push_back(need(plan_operations(store, context, rules, turned, "scenario", request, Threads{2})));
    return plans;
  }

 private:
  static std::size_t column(const Table& table, std::string_view name) {
    const auto at = std::find_if(table.columns.begin(), table.columns.end(), [&](const std::string& one) { return fold(one) == name; });
    return static_cast<std::size_t>(at - table.columns.begin());
  }
  void read_publics(Table& table) {
    for (const std::size_t home = column(table, "habite"); const Row& row : table.rows)
      if (home < table.columns.size() && fold(row.cells[home]) == "non localise") elsewhere_.insert(row.cells.front());
    const std::size_t at = column(table, "publics");
    if (at == table.columns.size()) return;
    for (Row& row : table.rows) {
      records[row.cells.front()].publics = parts(row.cells[at]);
      row.cells.erase(row.cells.begin() + static_cast<std::ptrdiff_t>(at));
    }
    table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void read_operations(const Table& table) {
    for (const Row& row : table.rows) {
      auto one = std::find_if(operations.begin(), operations.end(), [&](const Operation& o) { return o.id == row.cells.front(); });
      if (one == operations.end()) one = operations.insert(operations.end(), Operation{});
      Session session;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string name = fold(table.columns[i]);
        const std::string& cell = row.cells[i];
        if (silent(cell)) continue;
        if (name == "operation") one->id = one->title = cell;
        else if (name == "session") session.id = cell;
        else if (name == "type") one->kind = cell;
        else if (name == "offres") one->offers = parts(cell);
        else if (name == "lieu") one->insee = place(*territory(), cell).insee;
        else if (name == "jour") session.date = day(cell);
        else if (name == "heures") {
          const auto from = parse_clock(std::string_view(cell).substr(0, 5)), to = parse_clock(std::string_view(cell).substr(std::min<std::size_t>(6, cell.size())));
          if (!from || !to) throw std::invalid_argument("« 09:00-12:00 » is expected: " + cell);
          session.from = *from;
          session.to = *to;
        } else if (name == "places") session.seats = number(cell);
        else if (name == "prerequis")
          for (const std::string& part : parts(cell)) one->prerequisites.push_back(prerequisite(part));
        else if (name == "absents") one->no_show = percent(cell) * 100;
        else if (name == "quota") {
          const std::size_t blank = cell.find(' ');
          one->quotas.push_back({cell.substr(0, blank), "public du quota", "fondement dit", static_cast<std::uint16_t>(percent(std::string_view(cell).substr(blank + 1)))});
        } else if (name == "libere") one->releases_quotas = fold(cell) == "oui";
        else throw std::invalid_argument("unknown column " + table.columns[i]);
      }
      one->sessions.push_back(session);
    }
  }
  void read_recorded(const Table& table) {
    for (const Row& row : table.rows) {
      const std::string &person = row.cells.at(0), &operation = row.cells.at(1), &kind = row.cells.at(2);
      const Day date = day(row.cells.at(3));
      const auto state = invitation_state_from(row.cells.at(4));
      if (!state) throw std::invalid_argument("unknown state " + row.cells.at(4));
      std::string session = "s";
      for (const Operation& one : operations)
        if (one.id == operation) session = one.sessions.front().id;
      if (std::none_of(recorded.begin(), recorded.end(), [&](const OperationRow& one) { return one.id == operation; }))
        recorded.push_back({operation, kind, operation, "", {{session, date, 540, 720, 10}}});
      invitations.push_back({operation, session, person, std::string(code(*state)), 0, false, ""});
    }
  }
  void read_rules(const Table& table) {
    for (const Row& row : table.rows) {
      const std::string name = fold(row.cells.at(0));
      const auto value = static_cast<std::uint16_t>(number(row.cells.at(1)));
      if (name == "par semaine") rules.per_week = value;
      else if (name == "jours entre deux") rules.kind_days = value;
      else if (name == "attente") rules.waiting_percent = value;
      else if (name == "surreservation") rules.overbooking.most_percent = value;
      else throw std::invalid_argument("unknown rule " + row.cells.at(0));
    }
  }
  void read_expected(const Table& table) {
    for (const Row& row : table.rows) {
      Expected one;
      one.line = row.line;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string name = fold(table.columns[i]);
        const std::string& cell = row.cells[i];
        if (silent(cell)) continue;
        if (name == "pour") {
          const auto halves = parts(cell, '/');
          one.operation = halves.front();
          if (halves.size() > 1) one.session = halves[1];
        } else if (name == "invites") one.invited = names(cell);
        else if (name == "en attente") one.waiting = names(cell);
        else if (name == "sur quota") one.on_quota = names(cell);
        else if (name == "invitations possibles") one.places = number(cell);
        else if (name == "ecartes") one.left_out = parts(cell);
        else if (name == "on y lit") one.says = parts(cell, ';');
        else if (name == "on n y lit pas") one.never_says = parts(cell, ';');
        else throw std::invalid_argument("unknown column " + table.columns[i]);
      }
      expected.push_back(std::move(one));
    }
  }
  std::set<std::string> elsewhere_;
};

void check(const OperationsPlan& plan, const Expected& expected) {
  const auto operation = std::find_if(plan.operations.begin(), plan.operations.end(), [&](const OperationPlan& one) { return one.id == expected.operation; });
  ASSERT_NE(operation, plan.operations.end()) << expected.operation;
  const auto session = expected.session.empty() ? operation->sessions.begin()
                                                : std::find_if(operation->sessions.begin(), operation->sessions.end(), [&](const SessionPlan& one) { return one.id == expected.session; });
  ASSERT_NE(session, operation->sessions.end()) << expected.session;
  std::vector<std::string> invited, waiting, on_quota, texts = plan.explained;
  for (const InvitedLine& line : session->invited) {
    invited.push_back(line.candidate);
    if (line.quota) on_quota.push_back(line.candidate);
    texts.insert(texts.end(), line.notes.begin(), line.notes.end());
  }
  for (const InvitedLine& line : session->waiting) waiting.push_back(line.candidate);
  SCOPED_TRACE(fmt::format("line {}, {}", expected.line, expected.operation));
  if (expected.invited) EXPECT_EQ(invited, *expected.invited);
  if (expected.waiting) EXPECT_EQ(waiting, *expected.waiting);
  if (expected.on_quota) EXPECT_EQ(on_quota, *expected.on_quota);
  if (expected.places) EXPECT_EQ(session->places, *expected.places);
  const std::map<std::string, std::uint64_t> left_out = {{"trop loin", operation->left_out.out_of_reach}, {"sans transport", operation->left_out.no_transport},
                                                        {"prerequis", operation->left_out.prerequisites}, {"domicile inconnu", operation->left_out.not_located},
                                                        {"offre inadaptee", operation->left_out.not_suited}};
  for (const std::string& part : expected.left_out) {
    const std::size_t blank = part.rfind(' ');
    ASSERT_TRUE(left_out.contains(fold(part.substr(0, blank)))) << part;
    EXPECT_EQ(left_out.at(fold(part.substr(0, blank))), number(part.substr(blank + 1))) << part;
  }
  const auto said = [&](const std::string& words) {
    const std::string wanted = fmt::format(" {} ", fold(words));
    return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return fmt::format(" {} ", fold(text)).find(wanted) != std::string::npos; });
  };
  for (const std::string& words : expected.says) EXPECT_TRUE(said(words)) << "nothing says « " << words << " »";
  for (const std::string& words : expected.never_says) EXPECT_FALSE(said(words)) << "something says « " << words << " »";
}

class OperationScenarios : public ::testing::TestWithParam<Case> {};

TEST_P(OperationScenarios, Holds) {
  const Case& one = GetParam();
  if (!one.failure.empty()) FAIL() << one.failure;
  try {
    const World world(one.section);
    for (const OperationsPlan& plan : world.plans())
      for (const Expected& expected : world.expected) check(plan, expected);
  } catch (const std::exception& error) { FAIL() << error.what(); }
}

INSTANTIATE_TEST_SUITE_P(Tables, OperationScenarios, ::testing::ValuesIn(files().cases), [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace passerelle::scenarios
