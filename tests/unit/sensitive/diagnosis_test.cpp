// Diagnoses in, what they are worth on a day, corrections, and who may read them.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "sensitive/access.hpp"
#include "sensitive/barrier_standing.hpp"
#include "sensitive/diagnosis_reader.hpp"
#include "sensitive/merge_barriers.hpp"
#include "sensitive/restricted_json.hpp"
#include "support/shared_data.hpp"

namespace passerelle {
namespace {

// Constraint 23 has situations 6 to 8, 24 has 9 to 14.
const KnownBarriers kKnown{[](std::uint16_t code) { return code >= 22 && code <= 29; },
                           [](std::uint16_t code) -> std::uint16_t { return code >= 6 && code <= 8 ? 23 : code >= 9 && code <= 14 ? 24 : 0; }};
const KnownBarriers kAny{[](std::uint16_t) { return true; }, [](std::uint16_t) -> std::uint16_t { return 0; }};

TEST(Diagnosis, AnArrayOfTextsOrOfObjects) {
  const std::string object = R"({"code":"23","libelle":"x","valeur":"OUI","date":"2023-05-12T12:54:39+00:00","impact":"FORT","estPrioritaire":true,)"
                             R"("situations":[{"code":"6","valeur":"NON_ABORDEE"},{"code":"7","valeur":"OUI"},{"code":8,"valeur":"NON"}],)"
                             R"("objectifs":[{"libelle":"obtenir","valeur":"EN_COURS"},{"libelle":"autre","valeur":"NON_ABORDE"}]})";
  std::string text = object;
  for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) text.insert(at, "\\");
  for (const std::string& json : {"[" + object + "]", "[\"" + text + "\"]", R"({"contraintesIndividusDto":{"contraintes":[)" + object + "]}}"}) {
    const auto read = read_france_travail_diagnosis(json, kKnown);
    ASSERT_TRUE(read.ok()) << describe(read.problem(), Language::kEnglish);
    ASSERT_EQ(read->size(), 1U);
    const Barrier& barrier = read->front();
    EXPECT_EQ(barrier.constraint, 23);
    EXPECT_EQ(barrier.state, BarrierState::kYes);
    EXPECT_EQ(barrier.impact, BarrierImpact::kHigh);
    EXPECT_TRUE(barrier.priority);
    EXPECT_EQ(barrier.explored, day_of(2023, 5, 12));
    EXPECT_EQ(barrier.lever, "obtenir");
    // What was not talked about is not written down.
    EXPECT_EQ(barrier.situations, (std::vector<BarrierSituation>{{7, BarrierState::kYes, {}}, {8, BarrierState::kNo, {}}}));
  }
}

TEST(Diagnosis, TheRecordedFilesAreRead) {
  PASSERELLE_NEED_SHARED(shared);
  const auto text = [&](const char* name) {
    std::ifstream in(shared / "barriers" / name);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  // Which situation belongs to which constraint is read from the file itself here.
  const KnownBarriers known{[](std::uint16_t code) { return code >= 23 && code <= 29; }, [](std::uint16_t code) -> std::uint16_t {
                              if (code == 40) return 23;
                              if (code == 41) return 27;
                              return code <= 8 ? 23 : code <= 14 ? 24 : code <= 19 ? 25 : code <= 23 ? 26 : code <= 28 ? 27 : code <= 34 ? 28 : 29;
                            }};
  const auto constraints = read_france_travail_diagnosis(text("france_travail_contraintes.json"), known);
  ASSERT_TRUE(constraints.ok()) << describe(constraints.problem(), Language::kEnglish);
  EXPECT_EQ(constraints->size(), 7U);
  EXPECT_EQ(constraints->front().state, BarrierState::kClosed);
  EXPECT_EQ(constraints->front().explored, day_of(2023, 5, 12));
  const auto file = read_france_travail_diagnosis(text("france_travail_dossier_individu.json"), known);
  ASSERT_TRUE(file.ok()) << describe(file.problem(), Language::kEnglish);
  EXPECT_EQ(file->size(), 7U);
  EXPECT_FALSE(file->front().agent.empty());
  EXPECT_FALSE(file->front().lever.empty());
}

TEST(Diagnosis, MistakesAreNamedAndNotQuoted) {
  const struct { const char* json; ProblemCode code; const char* pointer;
  } kTable[] = {
      {"[", ProblemCode::kDocumentMalformed, ""},
      {"7", ProblemCode::kDocumentUnexpected, ""},
      {R"({"x":1})", ProblemCode::kDocumentUnexpected, ""},
      {R"([{"valeur":"OUI"}])", ProblemCode::kFieldMissing, "/0/code"},
      {R"([{"code":"99"}])", ProblemCode::kFieldValue, "/0/code"},
      {R"([{"code":"SECRET"}])", ProblemCode::kFieldValue, "/0/code"},
      {R"([{"code":"23","valeur":"SECRET"}])", ProblemCode::kFieldValue, "/0/valeur"},
      {R"([{"code":"23","date":"SECRET"}])", ProblemCode::kFieldValue, "/0/date"},
      {R"([{"code":"23","impact":"SECRET"}])", ProblemCode::kFieldValue, "/0/impact"},
      {R"([{"code":"23","estPrioritaire":"SECRET"}])", ProblemCode::kFieldType, "/0/estPrioritaire"},
      {R"([{"code":"23","situations":[{"code":"77","valeur":"OUI"}]}])", ProblemCode::kFieldValue, "/0/situations/0/code"},
      // A situation of another constraint.
      {R"([{"code":"23","situations":[{"code":"9","valeur":"OUI"}]}])", ProblemCode::kFieldValue, "/0/situations/0/code"},
      {R"([{"code":"23"},{"code":"23"}])", ProblemCode::kDuplicateId, "/1/code"},
      {R"(["{\"code\":\"23\",\"valeur\":\"SECRET\"}"])", ProblemCode::kFieldValue, "/0/valeur"},
      {R"(["SECRET"])", ProblemCode::kDocumentMalformed, "/0"},
  };
  for (const auto& row : kTable) {
    const auto read = read_france_travail_diagnosis(row.json, kKnown);
    ASSERT_FALSE(read.ok()) << row.json;
    EXPECT_EQ(read.problem().code, row.code) << row.json;
    EXPECT_EQ(read.problem().position, row.pointer) << row.json;
    EXPECT_EQ(describe(read.problem(), Language::kFrench).find("SECRET"), std::string::npos) << row.json;
  }
  std::string id;
  const auto own = read_barrier_record(R"({"candidate":"C1","barriers":[{"constraint":23,"situations":[{"code":9,"state":"yes"}]}]})", kKnown, &id);
  ASSERT_FALSE(own.ok());
  EXPECT_EQ(own.problem().position, "/barriers/0/situations/0/code");
  EXPECT_EQ(id, "C1");
  EXPECT_FALSE(read_barrier_record(R"({"barriers":[]})", kAny, nullptr).ok());
  const auto publics = read_barrier_record(R"({"candidate":"C1","publics":["rsa"]})", kKnown, nullptr);
  ASSERT_TRUE(publics.ok());
  EXPECT_FALSE(publics->has_barriers);
  EXPECT_TRUE(publics->has_publics);
}

Barrier barrier(std::uint16_t constraint, BarrierState state, Day explored, std::vector<BarrierSituation> situations = {}) {
  Barrier b;
  b.constraint = constraint;
  b.state = state;
  b.explored = explored;
  b.situations = std::move(situations);
  return b;
}

TEST(BarrierStanding, UnknownIsNotAbsentAndOldIsToConfirm) {
  const Day today = day_of(2025, 3, 3), fresh = day_of(2025, 1, 1), last_fresh = day_of(2024, 3, 3), old = day_of(2024, 3, 2);
  const auto of = [&](BarrierState constraint, BarrierState situation, Day explored) {
    RestrictedRecord record;
    record.barriers = {barrier(23, constraint, explored, {{7, situation, {}}})};
    return standing_of(record, 23, 7, today, 12).standing;
  };
  using enum BarrierState;
  EXPECT_EQ(standing_of(RestrictedRecord{}, 23, 7, today, 12).standing, Standing::kUnknown);
  EXPECT_EQ(of(kYes, kYes, fresh), Standing::kActive);
  EXPECT_EQ(of(kNotExplored, kYes, fresh), Standing::kActive);
  EXPECT_EQ(of(kYes, kNotExplored, fresh), Standing::kUnknown);
  EXPECT_EQ(of(kYes, kNo, fresh), Standing::kAbsent);
  EXPECT_EQ(of(kNo, kYes, fresh), Standing::kAbsent);
  EXPECT_EQ(of(kClosed, kYes, fresh), Standing::kAbsent);
  EXPECT_EQ(of(kYes, kYes, last_fresh), Standing::kActive);
  EXPECT_EQ(of(kYes, kYes, old), Standing::kToConfirm);
  EXPECT_EQ(of(kYes, kYes, Day{}), Standing::kToConfirm);
  EXPECT_EQ(of(kYes, kNo, old), Standing::kUnknown);
  EXPECT_EQ(of(kClosed, kYes, old), Standing::kUnknown);
}

TEST(BarrierCorrection, StandsUntilThePersonIsSeenAgain) {
  RestrictedRecord record;
  record.barriers = {barrier(23, BarrierState::kYes, day_of(2025, 1, 10), {{7, BarrierState::kYes, {}}})};
  const BarrierCorrection no{23, 7, BarrierState::kNo, day_of(2025, 2, 1), "A-1", "a acheté une voiture"};
  ASSERT_TRUE(correct_barrier(record, no).ok());
  EXPECT_EQ(record.barriers[0].situations[0].state, BarrierState::kNo);
  EXPECT_EQ(record.barriers[0].situations[0].correction.was, BarrierState::kYes);
  EXPECT_EQ(record.barriers[0].situations[0].correction.reason, "a acheté une voiture");
  EXPECT_EQ(read_restricted(encode(record)).value(), record);
  // The same diagnosis again, or one that is older than the correction: it stands.
  merge_barriers(record, {barrier(23, BarrierState::kYes, day_of(2025, 1, 20), {{7, BarrierState::kYes, {}}})});
  EXPECT_EQ(record.barriers[0].situations[0].state, BarrierState::kNo);
  // Seen again later: what was said then counts.
  merge_barriers(record, {barrier(23, BarrierState::kYes, day_of(2025, 2, 20), {{7, BarrierState::kYes, {}}})});
  EXPECT_EQ(record.barriers[0].situations[0].state, BarrierState::kYes);
  EXPECT_FALSE(record.barriers[0].situations[0].correction.set());
  // A constraint that the new diagnosis does not have stays.
  merge_barriers(record, {barrier(22, BarrierState::kYes, day_of(2025, 2, 20))});
  ASSERT_EQ(record.barriers.size(), 2U);
  EXPECT_EQ(record.barriers[0].constraint, 22);
  for (BarrierCorrection broken : {no, no, no}) {
    static int which = 0;
    if (which == 0) broken.reason = " ";
    if (which == 1) broken.agent = "";
    if (which == 2) broken.date = {};
    ++which;
    EXPECT_EQ(correct_barrier(record, broken).problem().code, ProblemCode::kRequestInvalid);
  }
}

TEST(Access, NeedsARoleAnAgentAPurposeAndAPortfolio) {
  EXPECT_TRUE(Access::open("adviser", "A-1", "entretien", {"C1"}).ok());
  EXPECT_TRUE(Access::open("import", "A-1", "import", {}).ok());
  for (const char* role : {"recruiter", "operations", "territory", "operator", ""})
    EXPECT_EQ(Access::open(role, "A-1", "x", {"C1"}).problem().code, ProblemCode::kAccessRefused) << role;
  EXPECT_FALSE(Access::open("adviser", "", "x", {"C1"}).ok());
  EXPECT_FALSE(Access::open("adviser", "A-1", " ", {"C1"}).ok());
  EXPECT_FALSE(Access::open("adviser", "A-1", "x", {}).ok());
  const Access access = *Access::open("adviser", "A-1", "x", {"C2", "C1"});
  EXPECT_TRUE(access.covers("C1").ok());
  EXPECT_EQ(access.covers("C3").problem().code, ProblemCode::kAccessRefused);
}

TEST(Access, OfATerritoryIsForEverybodyAndForNobody) {
  const Access access = *Access::open_territory("A-1", "plan");
  EXPECT_TRUE(access.covers(kEverybody).ok());
  EXPECT_EQ(access.covers("C1").problem().code, ProblemCode::kAccessRefused);
  EXPECT_FALSE(Access::open_territory("", "plan").ok());
  EXPECT_FALSE(Access::open_territory("A-1", " ").ok());
}

}  // namespace
}  // namespace passerelle
