#include "records/record_json.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <utility>

namespace passerelle {
namespace {

using OfferChange = std::function<void(Offer&)>;
using CandidateChange = std::function<void(Candidate&)>;

// One line for each field: what sets it, and the JSON it must give alone.
const std::vector<std::pair<std::string, OfferChange>>& offer_fields() {
  static const std::vector<std::pair<std::string, OfferChange>> kFields = {
      {R"({"id":"A1"})", [](Offer& o) { o.id = "A1"; }},
      {R"({"title":"Cariste \"H/F\"\n"})", [](Offer& o) { o.title = "Cariste \"H/F\"\n"; }},
      {R"({"description":"é œ 😀"})", [](Offer& o) { o.description = "é œ 😀"; }},
      {R"({"occupation":"rome:N1101"})", [](Offer& o) { o.occupation = "rome:N1101"; }},
      {R"({"occupation_label":"Cariste"})", [](Offer& o) { o.occupation_label = "Cariste"; }},
      {R"({"employer":{"name":"Atelier"}})", [](Offer& o) { o.employer_name = "Atelier"; }},
      {R"({"employer":{"siret":"12345678901234"}})", [](Offer& o) { o.siret = "12345678901234"; }},
      {R"({"employer":{"naf":"52.10B"}})", [](Offer& o) { o.naf = "52.10B"; }},
      {R"({"place":{"insee":"59350"}})", [](Offer& o) { o.place.insee = "59350"; }},
      {R"({"place":{"postal_code":"59000"}})", [](Offer& o) { o.place.postal_code = "59000"; }},
      {R"({"place":{"name":"59 - Lille"}})", [](Offer& o) { o.place.name = "59 - Lille"; }},
      {R"({"place":{"latitude":50.633333,"longitude":-3.06}})",
       [](Offer& o) {
         o.place.coordinates = {50633333, -3060000};
       }},
      {R"({"place":{"latitude":0,"longitude":-0.000001}})",
       [](Offer& o) {
         o.place.coordinates = {0, -1};
       }},
      {R"({"posts":3})", [](Offer& o) { o.posts = 3; }},
      {R"({"posts":0})", [](Offer& o) { o.posts = 0; }},
      {R"({"contract":"DDI"})", [](Offer& o) { o.contract = Contract::kInsertionCdd; }},
      {R"({"contract_text":"CDD - 6 Mois"})", [](Offer& o) { o.contract_text = "CDD - 6 Mois"; }},
      {R"({"contract_days":183})", [](Offer& o) { o.contract_days = 183; }},
      {R"({"reserved":["iae","subsidised"]})",
       [](Offer& o) { o.reserved = bit(Reserved::kIae) | bit(Reserved::kSubsidised); }},
      {R"({"hours_per_week":35})", [](Offer& o) { o.weekly_minutes = 2100; }},
      {R"({"hours_per_week":37.33})", [](Offer& o) { o.weekly_minutes = 2240; }},
      {R"({"full_time":true})", [](Offer& o) { o.full_time = true; }},
      {R"({"full_time":false})", [](Offer& o) { o.full_time = false; }},
      {R"({"schedules":["day","remote"]})",
       [](Offer& o) { o.schedules = bit(Schedule::kDay) | bit(Schedule::kRemote); }},
      {R"({"schedule_text":"2x8"})", [](Offer& o) { o.schedule_text = "2x8"; }},
      {R"({"salary":{"monthly_min":1801.8}})", [](Offer& o) { o.salary.monthly_min_cents = 180180; }},
      {R"({"salary":{"monthly_max":2101.74}})", [](Offer& o) { o.salary.monthly_max_cents = 210174; }},
      {R"({"salary":{"text":"SMIC"}})", [](Offer& o) { o.salary.text = "SMIC"; }},
      {R"({"published":"2025-02-27"})", [](Offer& o) { o.published = day_of(2025, 2, 27); }},
      {R"({"updated":"1969-12-31"})", [](Offer& o) { o.updated = day_of(1969, 12, 31); }},
      {R"({"start":"2024-02-29"})", [](Offer& o) { o.start = day_of(2024, 2, 29); }},
      {R"({"closing":"2030-01-01"})", [](Offer& o) { o.closing = day_of(2030, 1, 1); }},
      {R"({"requirements":{"items":[{"item":"rome:1","label":"Trier","level":"E","weight":7,"source":"text","evidence":"tri"},{"label":"Lire"}]}})",
       [](Offer& o) {
         o.items = {{"rome:1", "Trier", Level::kRequired, 7, Provenance::kText, "tri"},
                    {"", "Lire", Level::kDesired, {}, Provenance::kField, ""}};
       }},
      {R"({"requirements":{"items":[{"item":"rome:1","weight":0}]}})",
       [](Offer& o) {
         o.items = {{"rome:1", "", Level::kDesired, 0, Provenance::kField, ""}};
       }},
      {R"({"requirements":{"certificates":[{"item":"cert:caces-r489-3","level":"E"}]}})",
       [](Offer& o) {
         o.certificates = {{"cert:caces-r489-3", "", Level::kRequired, {}, Provenance::kField, ""}};
       }},
      {R"({"requirements":{"licences":[{"code":"B"},{"code":"CE","level":"S","source":"text"}]}})",
       [](Offer& o) {
         o.licences = {{Licence::kB, Level::kRequired, Provenance::kField},
                       {Licence::kCE, Level::kDesired, Provenance::kText}};
       }},
      {R"({"requirements":{"languages":[{"code":"en","minimum":"B1","level":"S"},{"code":"fr"}]}})",
       [](Offer& o) {
         o.languages = {{"en", 3, Level::kDesired}, {"fr", 0, Level::kRequired}};
       }},
      {R"({"requirements":{"experience":{}}})", [](Offer& o) { o.experience.emplace(); }},
      {R"({"requirements":{"experience":{"months":24,"level":"S","beginner_accepted":true,"text":"2 ans"}}})",
       [](Offer& o) {
         o.experience = {24, Level::kDesired, true, "2 ans"};
       }},
      {R"({"requirements":{"education":{"minimum":5,"level":"E","field":"Logistique"}}})",
       [](Offer& o) {
         o.education = {5, Level::kRequired, "Logistique"};
       }},
      {R"({"conditions":["Froid",""]})",
       [](Offer& o) {
         o.conditions = {"Froid", ""};
       }},
      {R"({"sources":[{"source":"france-travail","id":"1","url":"https://example.org/1"}]})",
       [](Offer& o) {
         o.sources = {{"france-travail", "1", "https://example.org/1"}};
       }},
      {R"({"flags":[{"code":"place-unknown","field":"place","detail":"Nord"}]})",
       [](Offer& o) {
         o.flags = {{ProblemCode::kPlaceUnknown, "place", "Nord"}};
       }},
  };
  return kFields;
}

const std::vector<std::pair<std::string, CandidateChange>>& candidate_fields() {
  static const std::vector<std::pair<std::string, CandidateChange>> kFields = {
      {R"({"id":"C-1"})", [](Candidate& c) { c.id = "C-1"; }},
      {R"({"sought":["rome:N1103","house:7"]})",
       [](Candidate& c) {
         c.sought = {"rome:N1103", "house:7"};
       }},
      {R"({"practised":[{"occupation":"rome:N1103","months":18},{"occupation":"rome:N1101"}]})",
       [](Candidate& c) {
         c.practised = {{"rome:N1103", 18}, {"rome:N1101", 0}};
       }},
      {R"({"items":["rome:5",{"item":"rome:6","origin":"certified"},{"label":"Souder"}]})",
       [](Candidate& c) {
         c.items = {{"rome:5", "", ItemOrigin::kDeclared},
                    {"rome:6", "", ItemOrigin::kCertified},
                    {"", "Souder", ItemOrigin::kDeclared}};
       }},
      {R"({"licences":[]})", [](Candidate& c) { c.licences = 0; }},
      {R"({"licences":["B","CE"]})", [](Candidate& c) { c.licences = bit(Licence::kB) | bit(Licence::kCE); }},
      {R"({"certificates":[]})", [](Candidate& c) { c.certificates.emplace(); }},
      {R"({"certificates":["cert:fimo"]})", [](Candidate& c) { c.certificates = {"cert:fimo"}; }},
      {R"({"languages":[{"code":"en","level":"B2"},{"code":"ar"}]})",
       [](Candidate& c) {
         c.languages = {{"en", 4}, {"ar", 0}};
       }},
      {R"({"education":4})", [](Candidate& c) { c.education = 4; }},
      {R"({"attestations":["adapted-company"]})",
       [](Candidate& c) { c.attestations = bit(Reserved::kAdaptedCompany); }},
      {R"({"wishes":{"contracts":["CDI","MIS"]}})",
       [](Candidate& c) {
         c.contracts = {Contract::kCdi, Contract::kTemp};
       }},
      {R"({"wishes":{"hours_per_week":{"min":24.5}}})", [](Candidate& c) { c.weekly_minutes_min = 1470; }},
      {R"({"wishes":{"hours_per_week":{"max":39}}})", [](Candidate& c) { c.weekly_minutes_max = 2340; }},
      {R"({"wishes":{"schedules":["night"]}})", [](Candidate& c) { c.schedules_accepted = bit(Schedule::kNight); }},
      {R"({"wishes":{"salary_monthly_min":1850.05}})", [](Candidate& c) { c.salary_min_cents = 185005; }},
      {R"({"available":"2026-01-05"})", [](Candidate& c) { c.available = day_of(2026, 1, 5); }},
      {R"({"home":{"insee":"59350","latitude":50.63,"longitude":3.06}})",
       [](Candidate& c) {
         c.home = {"59350", "", "", Coordinates{50630000, 3060000}};
       }},
      {R"({"mobility":{"radius_km":20}})", [](Candidate& c) { c.mobility.radius_km = 20; }},
      {R"({"mobility":{"radius_minutes":45,"means":"public-transport"}})",
       [](Candidate& c) {
         c.mobility = {0, 45, Means::kPublicTransport};
       }},
      {R"({"flags":[{"code":"item-without-code","field":"items","detail":"Souder"}]})",
       [](Candidate& c) {
         c.flags = {{ProblemCode::kItemWithoutCode, "items", "Souder"}};
       }},
  };
  return kFields;
}

template <class Record, class Decode>
void check_fields(const std::vector<std::pair<std::string, std::function<void(Record&)>>>& fields, Decode decode) {
  Record everything;
  for (const auto& [json, change] : fields) {
    Record record;
    change(record);
    change(everything);
    ASSERT_NE(record, Record{}) << json << " sets nothing";
    EXPECT_EQ(encode(record), json);
    auto back = decode(json);
    ASSERT_TRUE(back.ok()) << json;
    EXPECT_EQ(*back, record) << json;
  }
  auto back = decode(encode(everything));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, everything);
}

TEST(OfferJson, EveryFieldComesBack) { check_fields<Offer>(offer_fields(), decode_stored_offer); }
TEST(CandidateJson, EveryFieldComesBack) { check_fields<Candidate>(candidate_fields(), decode_stored_candidate); }

TEST(RecordJson, DefaultsAreLeftOut) {
  EXPECT_EQ(encode(Offer{}), "{}");
  EXPECT_EQ(encode(Candidate{}), "{}");
}

TEST(RecordJson, AnyMixOfFieldsComesBack) {
  std::mt19937 random(20260105);
  for (int round = 0; round < 2000; ++round) {
    Offer offer;
    for (const auto& field : offer_fields())
      if (random() % 3 == 0) field.second(offer);
    Candidate candidate;
    for (const auto& field : candidate_fields())
      if (random() % 3 == 0) field.second(candidate);
    ASSERT_EQ(decode_stored_offer(encode(offer)).value(), offer) << encode(offer);
    ASSERT_EQ(decode_stored_candidate(encode(candidate)).value(), candidate) << encode(candidate);
  }
}

TEST(RecordJson, EveryMinuteCentAndMicrodegreeComesBack) {
  for (unsigned minutes = 1; minutes <= 0xFFFF; ++minutes) {
    Candidate candidate;
    candidate.weekly_minutes_min = static_cast<std::uint16_t>(minutes);
    ASSERT_EQ(decode_stored_candidate(encode(candidate)).value(), candidate) << minutes;
  }
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    Offer offer;
    offer.salary.monthly_min_cents = static_cast<std::uint32_t>(random());
    offer.place.coordinates = {static_cast<std::int32_t>(random() % 180000001) - 90000000,
                               static_cast<std::int32_t>(random() % 360000001) - 180000000};
    ASSERT_EQ(decode_stored_offer(encode(offer)).value(), offer) << encode(offer);
  }
}

TEST(RecordJson, DamagedBytesAreAProblemNotACrash) {
  for (const std::string& json :
       {std::string(""), std::string("{"), std::string("[]"), std::string("null"), std::string(R"({"id":7})"),
        std::string(R"({"id":"a","surprise":1})"), std::string(R"({"posts":-1})"), std::string(R"({"posts":70000})"),
        std::string(R"({"contract":"ZZZ"})"), std::string(R"({"published":"yesterday"})"),
        std::string(R"({"place":{"latitude":"50"}})"), std::string(R"({"salary":{"monthly_min":1e300}})"),
        std::string(200000, '['), std::string(R"({"id":"a"} x)"), std::string("{\"id\":\"a\0b\"}", 12)}) {
    const auto read = decode_stored_offer(json);
    ASSERT_FALSE(read.ok()) << json.substr(0, 40);
    EXPECT_EQ(read.problem().code, ProblemCode::kStoreDamaged);
  }
}

TEST(RecordJson, AMegabyteDescriptionIsKeptWhole) {
  Offer offer;
  offer.description.assign(3'000'000, 'x');
  EXPECT_EQ(decode_stored_offer(encode(offer)).value(), offer);
  Offer small;
  small.id = "after";
  EXPECT_EQ(decode_stored_offer(encode(small)).value(), small);
}

}  // namespace
}  // namespace passerelle
