// Passerelle's own JSON: what is accepted, what is refused and where, and that what a list prints can come back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/decoders/passerelle_candidate.hpp"
#include "intake/decoders/passerelle_offer.hpp"
#include "intake/normalise/normalise_candidate.hpp"
#include "intake/normalise/normalise_offer.hpp"
#include "records/record_json.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using testing::flags_of;
using testing::sample_reference;

Result<Offer> read_offer(std::string_view json) {
  auto draft = decode_passerelle_offer(json);
  if (!draft.ok()) return std::move(draft).problem();
  return normalise_offer(std::move(*draft), ReferenceLookup(sample_reference()));
}
Result<Candidate> read_candidate(std::string_view json) {
  auto draft = decode_passerelle_candidate(json);
  if (!draft.ok()) return std::move(draft).problem();
  return normalise_candidate(std::move(*draft), ReferenceLookup(sample_reference()));
}

constexpr std::string_view kOffer = R"({
  "id": "P-1", "title": "Cariste", "description": "…", "occupation": {"vocabulary": "rome", "code": "N1101"}, "occupation_label": "Cariste",
  "employer": {"name": "Quai 12", "siret": "12345678901234", "naf": "52.24B"},
  "place": {"insee": "59350", "postal_code": "59000", "name": "Lille", "latitude": 50.63, "longitude": 3.05},
  "posts": 2, "contract": "CDD", "contract_text": "six mois", "contract_months": 6, "reserved": ["iae"],
  "hours_per_week": 35.5, "full_time": true, "schedules": ["day", "shift"], "schedule_text": "2x8",
  "salary": {"monthly_min": 1850.05, "monthly_max": 2000, "text": "selon profil"},
  "published": "2026-01-02", "updated": "2026-01-03", "start": "2026-02-01", "closing": "2026-03-01",
  "requirements": {
    "items": [{"item": "rome:101", "level": "E", "weight": 800, "source": "text", "evidence": "chariot"}, {"item": {"vocabulary": "rome", "code": "100"}},
              {"label": "Gestes et postures"}, "102", {"item": "house:7", "label": "Notre méthode"}],
    "certificates": ["caces-r489-3", {"label": "FIMO", "level": "E"}],
    "licences": ["B", {"code": "CE", "level": "S"}],
    "languages": [{"code": "en", "minimum": "B1", "level": "S"}],
    "experience": {"months": 12, "level": "S", "text": "un an"},
    "education": {"minimum": 3, "level": "S", "field": "Logistique"}},
  "conditions": ["Froid"], "sources": [{"source": "partner", "id": "9", "url": "https://example.org/9"}],
  "extra": {"anything": [1, {"id": null}]}
})";

TEST(PasserelleOffer, ACompleteOne) {
  const auto read = read_offer(kOffer);
  ASSERT_TRUE(read.ok()) << describe(read.problem(), Language::kEnglish);
  const Offer& offer = *read;
  EXPECT_EQ(offer.occupation, "rome:N1101");
  EXPECT_EQ(offer.siret, "12345678901234");
  EXPECT_EQ(offer.contract_days, 183);
  EXPECT_EQ(offer.weekly_minutes, 2130);
  EXPECT_EQ(offer.salary, (Salary{185005, 200000, "selon profil"}));
  EXPECT_EQ(offer.start, day_of(2026, 2, 1));
  ASSERT_EQ(offer.items.size(), 5U);
  EXPECT_EQ(offer.items[0], (ItemRequirement{"rome:101", "", Level::kRequired, 800, Provenance::kText, "chariot"}));
  EXPECT_EQ(offer.items[1].item, "rome:100");
  EXPECT_EQ(offer.items[2].item, "rome:104");
  EXPECT_EQ(offer.items[3].item, "rome:102");
  EXPECT_EQ(offer.items[4].item, "house:7");
  ASSERT_EQ(offer.certificates.size(), 2U);
  EXPECT_EQ(offer.certificates[0].item, "cert:caces-r489-3");
  EXPECT_EQ(offer.certificates[1].item, "cert:fimo");
  EXPECT_EQ(offer.licences[1].level, Level::kDesired);
  EXPECT_EQ(offer.sources[0].source, "partner");
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kItemUnknown), ElementsAre("items: house:7"));
  EXPECT_EQ(offer.flags.size(), 1U);
}

TEST(PasserelleOffer, WhatIsPrintedComesBackTheSame) {
  for (
      const std::string_view json :
      {kOffer, std::string_view(R"({"id":"1","title":"a"})"), std::string_view(R"({"id":"1"})"),
       std::string_view(
           R"({"id":"1","title":"Cariste","salary":{"text":"1800 € net"},"schedule_text":"temps partiel - 21H","contract_text":"CDD - 3 Mois"})"),
       std::string_view(
           R"({"id":"1","title":"a","place":{"name":"59 - Nord","latitude":0,"longitude":0},"flags":[{"code":"text-unread","field":"x","detail":"y"}]})"),
       std::string_view(R"({"id":"1","title":"a","place":{"insee":"59350","latitude":3,"longitude":50}})"),
       std::string_view(
           R"({"id":"1","title":"a","requirements":{"items":[{"label":"CACES 3"},{"label":"?!"}],"experience":{"text":"2 ans"}}})")}) {
    const auto first = read_offer(json);
    ASSERT_TRUE(first.ok()) << json;
    const auto again = read_offer(encode(*first));
    ASSERT_TRUE(again.ok()) << encode(*first);
    EXPECT_EQ(encode(*again), encode(*first));
  }
}

TEST(PasserelleOffer, TextsAreReadWhereNoValueIsGiven) {
  const Offer offer =
      read_offer(R"({"id":"1","title":"Cariste","contract_text":"CDD - 3 Mois","schedule_text":"39H Travail de nuit",
    "salary":{"text":"Mensuel de 2000 Euros"},"requirements":{"experience":{"text":"2 ans"}},"place":{"name":"59 - Lille"}})")
          .value();
  EXPECT_EQ(offer.occupation, "rome:N1101");
  EXPECT_EQ(offer.contract, Contract::kCdd);
  EXPECT_EQ(offer.contract_days, 91);
  EXPECT_EQ(offer.weekly_minutes, 2340);
  EXPECT_EQ(offer.schedules, bit(Schedule::kNight));
  EXPECT_EQ(offer.salary.monthly_min_cents, 200000U);
  EXPECT_EQ(offer.experience->months, 24);
  EXPECT_EQ(offer.place.insee, "59350");
  EXPECT_EQ(offer.sources, (std::vector<OfferSource>{{"passerelle", "1", ""}}));
}

TEST(PasserelleOffer, FlagsThatTheReferenceDecidesAreFoundAnew) {
  const Offer offer = read_offer(R"({"id":"1","title":"a","occupation":"rome:N1101","place":{"insee":"59350"},
    "flags":[{"code":"occupation-unknown","field":"occupation"},{"code":"value-estimated","field":"salary","detail":"SMIC"}]})")
                          .value();
  ASSERT_EQ(offer.flags.size(), 1U);
  EXPECT_EQ(offer.flags[0].code, ProblemCode::kValueEstimated);
}

TEST(PasserelleOffer, MistakesAreNamedWithTheirPointer) {
  const struct { const char* json; ProblemCode code; const char* pointer;
  } kTable[] = {
      {R"({"title":"a"})", ProblemCode::kFieldMissing, "/id"},
      {R"({"id":7,"title":"a"})", ProblemCode::kFieldType, "/id"},
      {R"({"id":"","title":"a"})", ProblemCode::kFieldMissing, "/id"},
      {R"({"id":"1","title":"a","titel":"b"})", ProblemCode::kFieldUnknown, "/titel"},
      {R"({"id":"1","title":"a","occupation":{"code":"N1101"}})", ProblemCode::kFieldMissing, "/occupation/vocabulary"},
      {R"({"id":"1","title":"a","occupation":7})", ProblemCode::kFieldType, "/occupation"},
      {R"({"id":"1","title":"a","employer":{"phone":"1"}})", ProblemCode::kFieldUnknown, "/employer/phone"},
      {R"({"id":"1","title":"a","place":{"latitude":50}})", ProblemCode::kFieldMissing, "/place/longitude"},
      {R"({"id":"1","title":"a","contract":"CDX"})", ProblemCode::kFieldValue, "/contract"},
      {R"({"id":"1","title":"a","contract_days":-1})", ProblemCode::kFieldValue, "/contract_days"},
      {R"({"id":"1","title":"a","contract_days":1.5})", ProblemCode::kFieldValue, "/contract_days"},
      {R"({"id":"1","title":"a","contract_days":30,"contract_months":1})", ProblemCode::kFieldValue,
       "/contract_months"},
      {R"({"id":"1","title":"a","reserved":["young"]})", ProblemCode::kFieldValue, "/reserved/0"},
      {R"({"id":"1","title":"a","hours_per_week":"35"})", ProblemCode::kFieldType, "/hours_per_week"},
      {R"({"id":"1","title":"a","hours_per_week":200})", ProblemCode::kFieldValue, "/hours_per_week"},
      {R"({"id":"1","title":"a","schedules":"day"})", ProblemCode::kFieldType, "/schedules"},
      {R"({"id":"1","title":"a","salary":{"monthly_min":-5}})", ProblemCode::kFieldValue, "/salary/monthly_min"},
      {R"({"id":"1","title":"a","salary":{"monthly_min":2000,"monthly_max":1000}})", ProblemCode::kFieldValue,
       "/salary/monthly_max"},
      {R"({"id":"1","title":"a","published":"01/02/2026"})", ProblemCode::kFieldValue, "/published"},
      {R"({"id":"1","title":"a","requirements":{"items":[{}]}})", ProblemCode::kFieldMissing,
       "/requirements/items/0/item"},
      {R"({"id":"1","title":"a","requirements":{"items":[{"item":"rome:1","weight":0}]}})", ProblemCode::kFieldValue,
       "/requirements/items/0/weight"},
      {R"({"id":"1","title":"a","requirements":{"items":[{"item":"rome:1","level":"X"}]}})", ProblemCode::kFieldValue,
       "/requirements/items/0/level"},
      {R"({"id":"1","title":"a","requirements":{"licences":["Z"]}})", ProblemCode::kFieldValue,
       "/requirements/licences/0"},
      {R"({"id":"1","title":"a","requirements":{"languages":[{"code":"english"}]}})", ProblemCode::kFieldValue,
       "/requirements/languages/0/code"},
      {R"({"id":"1","title":"a","requirements":{"languages":[{"code":"en","minimum":"Z9"}]}})",
       ProblemCode::kFieldValue, "/requirements/languages/0/minimum"},
      {R"({"id":"1","title":"a","requirements":{"education":{"minimum":9}}})", ProblemCode::kFieldValue,
       "/requirements/education/minimum"},
      {R"({"id":"1","title":"a","flags":[{"code":"no-such-code"}]})", ProblemCode::kFieldValue, "/flags/0/code"},
      {R"({"id":"1","title":"a","a/b~c":1})", ProblemCode::kFieldUnknown, "/a~1b~0c"},
  };
  for (const auto& row : kTable) {
    const auto draft = decode_passerelle_offer(row.json);
    ASSERT_FALSE(draft.ok()) << row.json;
    EXPECT_EQ(draft.problem().code, row.code) << row.json;
    EXPECT_EQ(draft.problem().position, row.pointer) << row.json;
  }
}

constexpr std::string_view kCandidate = R"({
  "id": "C-1", "sought": ["rome:N1103", {"vocabulary": "rome", "code": "N1101"}], "practised": [{"occupation": "N1103", "months": 18}],
  "items": ["rome:100", {"item": "rome:101", "origin": "certified"}, {"label": "Gestes et postures"}, {"label": "Chanter"}, "cert:fimo"],
  "licences": ["B"], "certificates": ["cert:caces-r489-3"], "languages": [{"code": "en", "level": "B2"}], "education": 4,
  "attestations": ["iae"],
  "wishes": {"contracts": ["CDI", "CDD"], "hours_per_week": {"min": 24, "max": 35}, "schedules": ["day"], "salary_monthly_min": 1900.5},
  "available": "2026-01-05", "home": {"postal_code": "59100", "name": "Roubaix"}, "mobility": {"radius_km": 20, "means": "car"},
  "restricted": {"barriers": [{"constraint": 23, "state": "yes", "situations": [{"code": 6, "state": "yes"}]}], "publics": ["rqth"]},
  "extra": {"note": "left out"}
})";

TEST(PasserelleCandidate, ACompleteOne) {
  std::string id;
  auto draft = decode_passerelle_candidate(kCandidate, &id);
  ASSERT_TRUE(draft.ok()) << describe(draft.problem(), Language::kEnglish);
  EXPECT_EQ(id, "C-1");
  EXPECT_EQ(
      draft->restricted_json,
      R"({"barriers":[{"constraint":23,"state":"yes","situations":[{"code":6,"state":"yes"}]}],"publics":["rqth"]})");
  const Candidate candidate = normalise_candidate(std::move(*draft), ReferenceLookup(sample_reference()));
  EXPECT_THAT(candidate.sought, ElementsAre("rome:N1103", "rome:N1101"));
  EXPECT_EQ(candidate.practised, (std::vector<Practised>{{"rome:N1103", 18}}));
  EXPECT_EQ(candidate.items, (std::vector<ProfileItem>{{"rome:100", "", ItemOrigin::kDeclared},
                                                       {"rome:101", "", ItemOrigin::kCertified},
                                                       {"rome:104", "Gestes et postures", ItemOrigin::kDeclared},
                                                       {"", "Chanter", ItemOrigin::kDeclared}}));
  EXPECT_EQ(candidate.licences, bit(Licence::kB));
  EXPECT_THAT(*candidate.certificates, ElementsAre("cert:caces-r489-3", "cert:fimo"));
  EXPECT_EQ(candidate.weekly_minutes_min, 1440);
  EXPECT_EQ(candidate.weekly_minutes_max, 2100);
  EXPECT_EQ(candidate.salary_min_cents, 190050U);
  EXPECT_EQ(candidate.available, day_of(2026, 1, 5));
  EXPECT_EQ(candidate.home.insee, "59512");
  EXPECT_EQ(candidate.mobility, (Mobility{20, 0, Means::kCar}));
  EXPECT_THAT(flags_of(candidate.flags, ProblemCode::kItemWithoutCode), ElementsAre("items: Chanter"));
  const std::string written = encode(candidate);
  EXPECT_EQ(written.find("barriers"), std::string::npos);
  EXPECT_EQ(written.find("rqth"), std::string::npos);
  EXPECT_EQ(encode(read_candidate(written).value()), written);
}

TEST(PasserelleCandidate, NotKnownIsNotNone) {
  const Candidate unknown = read_candidate(R"({"id":"1"})").value();
  EXPECT_FALSE(unknown.licences.has_value());
  EXPECT_FALSE(unknown.certificates.has_value());
  const Candidate null = read_candidate(R"({"id":"1","licences":null,"certificates":null})").value();
  EXPECT_FALSE(null.licences.has_value());
  EXPECT_FALSE(null.certificates.has_value());
  const Candidate none = read_candidate(R"({"id":"1","licences":[],"certificates":[]})").value();
  EXPECT_EQ(none.licences, LicenceMask{0});
  EXPECT_TRUE(none.certificates.has_value() && none.certificates->empty());
}

TEST(PasserelleCandidate, MistakesAreNamedWithTheirPointer) {
  const struct { const char* json; ProblemCode code; const char* pointer;
  } kTable[] = {
      {R"({})", ProblemCode::kFieldMissing, "/id"},
      {R"({"id":"1","name":"x"})", ProblemCode::kFieldUnknown, "/name"},
      {R"({"id":"1","sought":"rome:N1103"})", ProblemCode::kFieldType, "/sought"},
      {R"({"id":"1","practised":[{"months":3}]})", ProblemCode::kFieldMissing, "/practised/0/occupation"},
      {R"({"id":"1","items":[{"item":"rome:1","origin":"inferred"}]})", ProblemCode::kFieldValue, "/items/0/origin"},
      {R"({"id":"1","items":[7]})", ProblemCode::kFieldType, "/items/0"},
      {R"({"id":"1","licences":"B"})", ProblemCode::kFieldType, "/licences"},
      {R"({"id":"1","languages":[{"level":"B2"}]})", ProblemCode::kFieldMissing, "/languages/0/code"},
      {R"({"id":"1","education":12})", ProblemCode::kFieldValue, "/education"},
      {R"({"id":"1","wishes":{"hours_per_week":{"min":35,"max":20}}})", ProblemCode::kFieldValue,
       "/wishes/hours_per_week/max"},
      {R"({"id":"1","wishes":{"salary":1}})", ProblemCode::kFieldUnknown, "/wishes/salary"},
      {R"({"id":"1","mobility":{"radius_km":20,"radius_minutes":30}})", ProblemCode::kFieldValue,
       "/mobility/radius_minutes"},
      {R"({"id":"1","mobility":{"means":"boat"}})", ProblemCode::kFieldValue, "/mobility/means"},
      {R"({"id":"1","restricted":{"barriers":[{"state":"yes"}]}})", ProblemCode::kFieldMissing,
       "/restricted/barriers/0/constraint"},
      {R"({"id":"1","restricted":[]})", ProblemCode::kFieldType, "/restricted"},
  };
  for (const auto& row : kTable) {
    const auto draft = decode_passerelle_candidate(row.json);
    ASSERT_FALSE(draft.ok()) << row.json;
    EXPECT_EQ(draft.problem().code, row.code) << row.json;
    EXPECT_EQ(draft.problem().position, row.pointer) << row.json;
  }
}

}  // namespace
}  // namespace passerelle
