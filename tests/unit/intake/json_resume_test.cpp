#include "intake/decoders/json_resume.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/normalise/normalise_candidate.hpp"
#include "records/record_json.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;
using testing::flags_of;
using testing::sample_reference;

constexpr std::string_view kResume = R"({
  "basics": {"name": "Nom Inventé", "label": "Préparatrice de commandes", "email": "nom@example.org", "phone": "0600000000", "summary": "…",
             "location": {"address": "1 rue Inventée", "postalCode": "59000", "city": "Lille", "countryCode": "FR"}},
  "work": [{"name": "A", "position": "Cariste", "startDate": "2019-01", "endDate": "2020-07"},
           {"name": "B", "position": "Préparateur de commandes", "startDate": "2022-01-01"},
           {"name": "C", "position": "Cariste", "startDate": "2021", "endDate": "2022"},
           {"name": "D", "position": "Dompteuse", "startDate": "2018-01", "endDate": "2018-06"}],
  "education": [{"institution": "X", "studyType": "BTS", "area": "Logistique"}, {"studyType": "Bac"}],
  "certificates": [{"name": "CACES 3", "issuer": "Y"}, {"name": "Secourisme"}],
  "skills": [{"name": "Préparer une commande", "level": "Master", "keywords": ["Conduite de chariot", "Jonglage"]}],
  "languages": [{"language": "Anglais", "fluency": "Courant"}, {"language": "French", "fluency": "Native speaker"}],
  "references": [{"name": "Autre Nom", "reference": "…"}],
  "meta": {"lastModified": "2023-01-15T10:00:00"}
})";

Candidate candidate_of(std::string_view json) {
  auto draft = decode_json_resume(json);
  if (!draft.ok()) {
    ADD_FAILURE() << describe(draft.problem(), Language::kEnglish);
    return {};
  }
  return normalise_candidate(std::move(*draft), ReferenceLookup(sample_reference()));
}

TEST(JsonResume, ACompleteOne) {
  const Candidate candidate = candidate_of(kResume);
  EXPECT_THAT(candidate.id, StartsWith("resume-"));
  EXPECT_THAT(candidate.sought, ElementsAre("rome:N1103"));
  EXPECT_EQ(candidate.practised, (std::vector<Practised>{{"rome:N1101", 18 + 12}, {"rome:N1103", 12}}));
  EXPECT_EQ(candidate.items, (std::vector<ProfileItem>{{"rome:100", "Préparer une commande", ItemOrigin::kDeclared},
                                                       {"rome:101", "Conduite de chariot", ItemOrigin::kDeclared},
                                                       {"", "Jonglage", ItemOrigin::kDeclared},
                                                       {"", "Secourisme", ItemOrigin::kCertified}}));
  EXPECT_THAT(*candidate.certificates, ElementsAre("cert:caces-r489-3"));
  EXPECT_EQ(candidate.languages, (std::vector<SpokenLanguage>{{"en", 5}, {"fr", 6}}));
  EXPECT_EQ(candidate.education, 5);
  EXPECT_EQ(candidate.home.insee, "59350");
  EXPECT_FALSE(candidate.licences.has_value());
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kTextUnread), ElementsAre("practised: Dompteuse"));
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kItemWithoutCode),
              ElementsAre("items: Jonglage", "items: Secourisme"));
}

TEST(JsonResume, NothingPersonalIsKept) {
  const std::string written = encode(candidate_of(kResume));
  for (const char* secret : {"Nom Inventé", "nom@example.org", "0600000000", "rue Inventée", "Autre Nom"})
    EXPECT_EQ(written.find(secret), std::string::npos) << secret;
}

TEST(JsonResume, IdsAreGivenOrTheFingerprint) {
  EXPECT_EQ(candidate_of(R"({"id":"R-7"})").id, "R-7");
  EXPECT_EQ(candidate_of(R"({"meta":{"id":"R-8"}})").id, "R-8");
  EXPECT_EQ(candidate_of(R"({"meta":{"id":"R-8"},"id":"R-9"})").id, "R-9");
  EXPECT_EQ(candidate_of(R"({"basics":{}})").id, candidate_of(R"({"basics":{}})").id);
  EXPECT_NE(candidate_of(R"({"basics":{}})").id, candidate_of(R"({"basics":{ }})").id);
}

TEST(JsonResume, AJobWithoutAnEndOrAModificationDateHasUnknownMonths) {
  const Candidate candidate = candidate_of(R"({"work":[{"position":"Cariste","startDate":"2020-01"}]})");
  EXPECT_EQ(candidate.practised, (std::vector<Practised>{{"rome:N1101", 0}}));
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kTextUnread), ElementsAre("practised: Cariste"));
}

TEST(JsonResume, AJobWithoutAnEndRunsUpToTheLatestDayOfTheResume) {
  const Candidate candidate = candidate_of(R"({
    "work":[{"position":"Cariste","startDate":"2022-01-10"},
            {"position":"Préparateur de commandes","startDate":"2020-01","endDate":"2021-12"}],
    "certificates":[{"name":"CACES 3","date":"2023-02-15"}],
    "education":[{"studyType":"BTS","startDate":"2018-09","endDate":"2030-06"}]})");
  EXPECT_EQ(candidate.practised, (std::vector<Practised>{{"rome:N1101", 13}, {"rome:N1103", 23}}));
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kValueEstimated), ElementsAre("practised: Cariste → 2023-02-15"));
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kTextUnread), ElementsAre());
}

TEST(JsonResume, AnImportMayVouchForADayAndTheResumesOwnGoesFirst) {
  const char* const kUndated = R"({"id":"R","work":[{"position":"Cariste","startDate":"2022-01","endDate":null}]})";
  const char* const kDated =
      R"({"id":"R","work":[{"position":"Cariste","startDate":"2022-01"}],"meta":{"lastModified":"2022-07-01"}})";
  const auto practised = [](const char* json, Day as_of) {
    auto draft = decode_json_resume(json, nullptr, as_of);
    const Candidate candidate = normalise_candidate(std::move(*draft), ReferenceLookup(sample_reference()));
    EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kValueEstimated), ElementsAre());
    EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kTextUnread), ElementsAre());
    return candidate.practised;
  };
  EXPECT_EQ(practised(kUndated, day_of(2024, 1, 15)), (std::vector<Practised>{{"rome:N1101", 24}}));
  EXPECT_EQ(practised(kDated, day_of(2024, 1, 15)), (std::vector<Practised>{{"rome:N1101", 6}}));
}

TEST(JsonResume, PeriodsOfOneOccupationCountOnce) {
  const auto months = [](std::string_view work) {
    const Candidate candidate = candidate_of("{\"work\":[" + std::string(work) + "]}");
    return candidate.practised.size() == 1 ? int{candidate.practised.front().months} : -1;
  };
  const auto job = [](const char* title, const char* from, const char* to) {
    return std::string(R"({"position":")") + title + R"(","startDate":")" + from + R"(","endDate":")" + to + R"("})";
  };
  const std::string long_one = job("Cariste", "2019-01", "2021-01");
  EXPECT_EQ(months(long_one + "," + job("Cariste", "2019-06", "2020-06")), 24) << "inside";
  EXPECT_EQ(months(job("Cariste", "2020-06", "2021-07") + "," + long_one), 30) << "overlapping, the later one first";
  EXPECT_EQ(months(long_one + "," + long_one), 24) << "the same twice";
  EXPECT_EQ(months(long_one + "," + job("Cariste", "2021-01", "2021-03")), 26) << "one behind the other";
  EXPECT_EQ(months(long_one + "," + job("Cariste", "2022-01", "2022-03")), 26) << "apart";
  EXPECT_EQ(months(long_one + "," + job("Conducteur d'engins de manutention", "2020-01", "2021-06")), 29)
      << "two titles of one occupation";
}

TEST(JsonResume, AJobThatEndsBeforeItBeginsHasUnknownMonths) {
  const Candidate candidate =
      candidate_of(R"({"work":[{"position":"Cariste","startDate":"2020-01","endDate":"2019-01"}]})");
  EXPECT_EQ(candidate.practised, (std::vector<Practised>{{"rome:N1101", 0}}));
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kTextUnread), ElementsAre("practised: Cariste"));
}

TEST(JsonResume, PlacesAbroadAreNotTakenForFrenchOnes) {
  const Candidate candidate = candidate_of(
      R"({"basics":{"location":{"city":"Paris","postalCode":"75001","countryCode":"US","region":"Texas"}}})");
  EXPECT_EQ(candidate.home.insee, "");
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kPlaceUnknown), ElementsAre("home: Paris (US)"));
}

TEST(JsonResume, WrongTypesAreNamed) {
  const struct { const char* json; const char* pointer;
  } kTable[] = {
      {"[]", ""},
      {R"({"work":{}})", "/work"},
      {R"({"work":[{"position":7}]})", "/" "work/0/position"},
      {R"({"skills":[{"keywords":"a"}]})", "/skills/0/keywords"},
      {R"({"basics":{"location":"Lille"}})", "/basics/location"},
  };
  for (const auto& row : kTable) {
    const auto draft = decode_json_resume(row.json);
    ASSERT_FALSE(draft.ok()) << row.json;
    EXPECT_EQ(draft.problem().code, ProblemCode::kFieldType) << row.json;
    EXPECT_EQ(draft.problem().position, row.pointer) << row.json;
  }
}

}  // namespace
}  // namespace passerelle
