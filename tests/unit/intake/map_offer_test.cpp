// A stranger's feeds: formats invented here, which the engine has never seen, added by a mapping file alone.
#include "intake/sources/map_offer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/sources/source_check.hpp"
#include "unit/intake/feed_samples.hpp"
#include "support/temporary_directory.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::flags_of;
using testing::sample_reference;
using testing::TemporaryDirectory;

constexpr std::string_view kMapping = R"(
name = "cooperative"
[feed]
format = "xml"
records = "cooperative/postes/poste"
[fields]
id = "@numero"
title = { path = "quoi", html = true }
description = { path = ["texte", "plus"], html = true }
url = "adresse-web"
occupation = { path = "metier/@rome", prefix = "rome:" }
employer_name = "chez"
place_postal_code = "ou/cp"
place_name = "ou/ville"
latitude = { path = "ou/point", match = '^([0-9.]+);' }
longitude = { path = "ou/point", match = ';([0-9.]+)$' }
posts = "combien"
contract = { path = "contrats/contrat", codes = "contrats", prefer = ["ALT"] }
contract_text = "contrats/contrat"
contract_length = "duree"
contract_unit = { path = "duree/@en", codes = "unites" }
full_time = { path = "partiel", codes = "partiel" }
hours_per_week = "heures"
schedules = { path = "rythme", codes = "rythmes" }
salary_min = "paie/de"
salary_max = "paie/a"
salary_period = { path = "paie/par", codes = "periodes" }
experience_months = { path = "mois", level = "must" }
education = { path = "diplome", level = "must" }
skills = "savoirs/savoir"
licences = { path = "permis", level = "must" }
languages = "langues/langue"
certificates = { path = "caces", level = "must" }
published = { path = "le", day = "DD/MM/YYYY" }
closing = { path = "jusqu-au", day = ["YYYYMMDD", "unix"] }
[codes.contrats]
"indéterminé" = "CDI"
"apprenti" = "ALT"
[codes.unites]
"semaines" = "week"
[codes.partiel]
"oui" = "false"
"non" = "true"
[codes.rythmes]
"nuit" = "night"
"bureau" = ""
[codes.periodes]
"mois" = "month"
[[unused]]
paths = ["interne"]
reason = "of the cooperative's own"
)";

constexpr std::string_view kFeed = R"(<?xml version="1.0" encoding="ISO-8859-1"?>
<cooperative><postes>
<poste numero="77/A"><quoi>Pr&amp;eacute;parateur &amp;amp; cariste</quoi><texte><![CDATA[<p>Au d)" "\xE9" R"(p)" "\xF4" R"(t.</p><ul><li>Ranger</li></ul>]]></texte><plus>Et plus</plus>
<adresse-web>https://example.org/77</adresse-web><metier rome="N1103"/><chez>Entrep)" "\xF4" R"(ts du Nord</chez>
<ou><cp>59000</cp><ville>LILLE</ville><point>50.63;3.05</point></ou><combien>3</combien>
<contrats><contrat>Ind)" "\xE9" R"(termin)" "\xE9" R"(</contrat><contrat>APPRENTI</contrat></contrats><duree en="semaines">10</duree><partiel>oui</partiel><heures>30,5</heures>
<rythme>Nuit</rythme><rythme>bureau</rythme><paie><de>1 700,00</de><a>1900</a><par>mois</par></paie><mois>12</mois><diplome>CAP</diplome>
<savoirs><savoir>Gestes et postures</savoir><savoir>Travailler en )" "\xE9" R"(quipe</savoir></savoirs><permis>Permis B</permis>
<langues><langue>Anglais courant</langue></langues><caces>CACES 3</caces><le>02/03/2025 08:00</le><jusqu-au>20250430</jusqu-au><interne><a>1</a></interne></poste>
<poste numero="78"><quoi>Agent de quai</quoi><surprise>!</surprise><mois>douze</mois><contrats><contrat>mystère</contrat></contrats></poste>
<poste><quoi>sans numéro</quoi></poste>
</postes></cooperative>
)";

SourceMapping mapping_of(std::string_view toml) {
  auto mapping = parse_source_mapping(toml, "stranger.toml", "");
  if (!mapping.ok()) throw std::runtime_error(describe(mapping.problem(), Language::kEnglish));
  return std::move(*mapping);
}

struct Imported {
  std::vector<Offer> offers;
  std::vector<std::string> refused;   ///< "code @ position"
  std::optional<Problem> problem;
};

Imported import(const std::string& path, const SourceMapping& mapping, unsigned threads = 2) {
  Imported result;
  const Status status = read_mapped_offers(path, mapping, sample_reference(), Threads{threads}, [&](ReadRecord<Offer>&& record) -> Status {
    if (const Problem* problem = std::get_if<Problem>(&record.outcome)) result.refused.push_back(testing::said(*problem));
    else result.offers.push_back(std::get<Offer>(std::move(record.outcome)));
    return {};
  });
  if (!status) result.problem = status.problem();
  return result;
}

TEST(StrangersFeed, IsReadByAMappingFileAlone) {
  const TemporaryDirectory folder;
  std::string feed(kFeed);
  // The second offer's text is not in the encoding that the file states: as such files go, it is read all the same.
  const Imported read = import(folder.write("postes.xml", feed), mapping_of(kMapping));
  ASSERT_FALSE(read.problem) << describe(*read.problem, Language::kEnglish);
  EXPECT_THAT(read.refused, ElementsAre("field-missing @ line 11 /@numero"));
  ASSERT_EQ(read.offers.size(), 2U);
  const Offer& offer = read.offers[0];
  EXPECT_EQ(offer.id, "cooperative:77/A");
  EXPECT_EQ(offer.sources, (std::vector<OfferSource>{{"cooperative", "77/A", "https://example.org/77"}}));
  EXPECT_EQ(offer.title, "Préparateur & cariste");
  EXPECT_EQ(offer.description, "Au dépôt.\n- Ranger\n\nEt plus");
  EXPECT_EQ(offer.occupation, "rome:N1103");
  EXPECT_EQ(offer.employer_name, "Entrepôts du Nord");
  EXPECT_EQ(offer.place.insee, "59350");
  EXPECT_EQ(offer.place.coordinates->latitude_udeg, 50'630'000);
  EXPECT_EQ(offer.posts, 3);
  EXPECT_EQ(offer.contract, Contract::kApprenticeship);
  EXPECT_EQ(offer.contract_days, 70);
  EXPECT_EQ(offer.full_time, false);
  EXPECT_EQ(offer.weekly_minutes, 1830);
  EXPECT_EQ(offer.schedules, bit(Schedule::kNight));
  EXPECT_EQ(offer.salary.monthly_min_cents, 170'000U);
  EXPECT_EQ(offer.salary.monthly_max_cents, 190'000U);
  EXPECT_EQ(offer.experience->months, 12);
  EXPECT_EQ(offer.experience->level, Level::kRequired);
  EXPECT_EQ(offer.education->minimum, 3);
  EXPECT_EQ(offer.education->level, Level::kRequired);
  ASSERT_EQ(offer.items.size(), 2U);
  EXPECT_EQ(offer.items[1].item, "rome:103");
  EXPECT_EQ(offer.licences, (std::vector<LicenceRequirement>{{Licence::kB, Level::kRequired, Provenance::kField}}));
  EXPECT_EQ(offer.languages[0].language, "en");
  EXPECT_EQ(offer.certificates[0].item, "cert:caces-r489-3");
  EXPECT_EQ(to_string(offer.published), "2025-03-02");
  EXPECT_EQ(to_string(offer.closing), "2025-04-30");
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kTextUnread), IsEmpty());
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kFieldUnknown), IsEmpty());
}

TEST(StrangersFeed, WhatIsNotUnderstoodIsFlaggedAndTheOfferKept) {
  const TemporaryDirectory folder;
  const Imported read = import(folder.write("postes.xml", kFeed), mapping_of(kMapping));
  ASSERT_EQ(read.offers.size(), 2U);
  const Offer& offer = read.offers[1];
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kFieldUnknown), ElementsAre("surprise: "));
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kTextUnread), Contains("experience_months: douze"));
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kTextUnread), Contains(HasSubstr("contract: ")));
  // Without a ROME code the title decides where it can; this one names two occupations: left open, with both.
  EXPECT_EQ(offer.occupation, "");
  ASSERT_EQ(offer.occupation_guesses.size(), 2U);
  EXPECT_EQ(flags_of(offer.flags, ProblemCode::kOccupationUncertain).size(), 1U);
}

TEST(StrangersFeed, TheCheckAccountsForEveryValue) {
  const TemporaryDirectory folder;
  std::vector<CheckedRecord> records;
  const auto check = check_source(mapping_of(kMapping), folder.write("postes.xml", kFeed), [&](const CheckedRecord& each) { records.push_back(each); });
  ASSERT_TRUE(check.ok());
  EXPECT_FALSE(check->complete());
  EXPECT_EQ(check->encoding, "WINDOWS-1252");
  EXPECT_EQ(check->records, 3U);
  EXPECT_EQ(check->offers, 2U);
  EXPECT_EQ(check->refused, 1U);
  EXPECT_EQ(check->unknown, 1U);
  EXPECT_EQ(check->unread, 2U);
  EXPECT_EQ(check->unused, 1U);
  std::vector<std::string> fates;
  for (const FieldUse& use : records[1].uses)
    fates.push_back(use.path + " " + std::string(fate_name(use.fate)) + (use.target ? " " + std::string(target_name(*use.target)) : "") + " " + use.value);
  EXPECT_THAT(fates, ElementsAre("@numero read id 78", "quoi read title Agent de quai", "surprise unknown ", "mois unread experience_months ",
                                 "contrats/contrat unread contract ", HasSubstr("contrats/contrat read contract_text")));
}

TEST(StrangersFeed, TheSameForAnyNumberOfThreads) {
  const TemporaryDirectory folder;
  std::string feed = "<cooperative><postes>";
  for (int i = 0; i < 3000; ++i) feed += "<poste numero=\"" + std::to_string(i) + "\"><quoi>Poste " + std::to_string(i % 7) + "</quoi><ou><cp>59100</cp></ou></poste>";
  feed += "</postes></cooperative>";
  const std::string path = folder.write("postes.xml", feed);
  const SourceMapping mapping = mapping_of(kMapping);
  const Imported one = import(path, mapping, 1);
  EXPECT_EQ(one.offers.size(), 3000U);
  EXPECT_EQ(one.offers, import(path, mapping, 4).offers);
}

// --- the same source as JSON and as a table: other paths, the same offer -------------------------------------------------

TEST(StrangersFeed, InThreeFormatsIsTheSameOffer) {
  const TemporaryDirectory folder;
  const std::string rules = "[fields]\nid = \"n\"\ntitle = \"t\"\nplace_postal_code = \"cp\"\nsalary_min = \"s\"\nsalary_period = { default = \"year\" }\n";
  const auto mapping = [&](const std::string& feed) { return mapping_of("name = \"x\"\n[feed]\n" + feed + rules); };
  const Imported xml = import(folder.write("f.xml", "<r><o><n>1</n><t>Soudeur; \"TIG\"</t><cp>59100</cp><s>24000</s></o></r>"), mapping("format = \"xml\"\nrecords = \"r/o\"\n"));
  const Imported json = import(folder.write("f.json", R"({"r":{"o":[{"n":1,"t":"Soudeur; \"TIG\"","cp":"59100","s":24000}]}})"), mapping("format = \"json\"\nrecords = \"r/o\"\n"));
  const Imported csv = import(folder.write("f.csv", "n;t;cp;s\n1;\"Soudeur; \"\"TIG\"\"\";59100;24000\n"), mapping("format = \"csv\"\n"));
  ASSERT_EQ(xml.offers.size(), 1U);
  EXPECT_EQ(xml.offers[0].salary.monthly_min_cents, 200'000U);
  EXPECT_EQ(xml.offers, json.offers);
  EXPECT_EQ(xml.offers, csv.offers);
}

TEST(StrangersFeed, RecordsOfOtherKindsAreLeftOut) {
  const TemporaryDirectory folder;
  const SourceMapping mapping = mapping_of("name = \"x\"\n[feed]\nformat = \"json\"\nonly = { path = \"kind\", values = [\"job\"] }\n[fields]\nid = \"n\"\ntitle = \"t\"\n");
  const std::string path = folder.write("f.json", R"([{"kind":"event","x":1},{"kind":"job","n":"1","t":"A"},{"n":"2","t":"B"}])");
  const Imported read = import(path, mapping);
  ASSERT_EQ(read.offers.size(), 1U);
  EXPECT_EQ(read.offers[0].id, "x:1");
  const auto check = check_source(mapping, path);
  ASSERT_TRUE(check.ok());
  EXPECT_TRUE(check->complete());
  EXPECT_EQ(check->left_out, 2U);
}

// --- a mapping that does not fit -------------------------------------------------------------------------------------

TEST(StrangersFeed, AWrongPathStopsTheReadWithTheMappingsLine) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("f.json", R"([{"n":"1","t":"A"},{"n":"2","t":"B"}])");
  const std::string head = "name = \"x\"\n[feed]\nformat = \"json\"\n[fields]\n";
  Imported read = import(path, mapping_of(head + "id = \"nn\"\ntitle = \"t\"\n"));
  ASSERT_TRUE(read.problem);
  EXPECT_THAT(read.offers, IsEmpty());
  EXPECT_EQ(read.problem->source, "stranger.toml");
  EXPECT_EQ(testing::said(read.problem), "request-invalid @ line 5");
  EXPECT_EQ(read.problem->field, "fields.id");
  EXPECT_THAT(read.problem->detail, "no such field: nn (f.json)");
  read = import(path, mapping_of(head + "id = \"n\"\ntitle = \"t/x\"\n"));
  ASSERT_TRUE(read.problem);
  EXPECT_EQ(testing::said(read.problem), "request-invalid @ line 6");
  // Other paths may well be absent: the check names them.
  const auto check = check_source(mapping_of(head + "id = \"n\"\ntitle = \"t\"\nurl = \"u\"\n"), path);
  ASSERT_TRUE(check.ok());
  ASSERT_EQ(check->absent.size(), 1U);
  EXPECT_EQ(check->absent[0].path, "u");
  EXPECT_EQ(check->absent[0].line, 7U);
}

TEST(StrangersFeed, PayByDayOrWeekIsAnEstimate) {
  const TemporaryDirectory folder;
  const SourceMapping mapping = mapping_of("name = \"x\"\n[feed]\nformat = \"csv\"\n[fields]\nid = \"n\"\ntitle = \"t\"\nsalary_min = \"a\"\nsalary_max = \"b\"\nsalary_period = \"p\"\nsalary_currency = \"c\"\n");
  const Imported read = import(folder.write("f.csv", "n,t,a,b,p,c\n1,x,100,,day,EUR\n2,x,500,600,week,EUR\n3,x,0,0,month,EUR\n4,x,,2000,month,EUR\n5,x,2000,,month,GBP\n"), mapping);
  ASSERT_EQ(read.offers.size(), 5U);
  EXPECT_EQ(read.offers[0].salary.monthly_min_cents, 217'411U);
  EXPECT_EQ(read.offers[0].salary.monthly_max_cents, 0U);
  EXPECT_THAT(flags_of(read.offers[0].flags, ProblemCode::kValueEstimated), ElementsAre("salary: 100 / day"));
  EXPECT_EQ(read.offers[1].salary.monthly_min_cents, 217'410U);
  EXPECT_EQ(read.offers[2].salary, Salary{});
  EXPECT_EQ(read.offers[3].salary.monthly_min_cents, 0U);
  EXPECT_EQ(read.offers[3].salary.monthly_max_cents, 200'000U);
  EXPECT_EQ(read.offers[4].salary.monthly_min_cents, 0U);   // other money is kept in words
  EXPECT_EQ(read.offers[4].salary.text, "GBP 2000 / month");
  EXPECT_THAT(flags_of(read.offers[4].flags, ProblemCode::kValueIgnored), ElementsAre("salary: GBP 2000 / month"));
}

TEST(SchemaOrg, APostingIsReadWhateverItsShape) {
  const TemporaryDirectory folder;
  const auto mapping = read_source_mapping(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/sources/schema-org.toml");
  ASSERT_TRUE(mapping.ok());
  const std::string posting = R"({"@context":"https://schema.org/","@type":"JobPosting","title":"Soudeur","description":"<p>TIG</p>",
    "identifier":{"@type":"PropertyValue","name":"Acier","value":"A-1"},"datePosted":"2025-03-01","validThrough":"2025-04-01T00:00","employmentType":["FULL_TIME","TEMPORARY"],
    "hiringOrganization":{"@type":"Organization","name":"Acier du Nord","sameAs":"https://example.org"},
    "jobLocation":{"@type":"Place","address":{"@type":"PostalAddress","streetAddress":"1 rue X","addressLocality":"Roubaix","postalCode":"59100","addressCountry":"FR"}},
    "baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":{"@type":"QuantitativeValue","minValue":12.5,"maxValue":14,"unitText":"HOUR"}},
    "jobLocationType":"TELECOMMUTE","experienceRequirements":{"@type":"OccupationalExperienceRequirements","monthsOfExperience":24},
    "educationRequirements":{"@type":"EducationalOccupationalCredential","credentialCategory":"bachelor degree"},"totalJobOpenings":2,"skills":"Gestes et postures"})";
  const std::string files[] = {folder.write("one.json", posting), folder.write("list.json", "[" + posting + "]"),
                               folder.write("graph.json", R"({"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},)" + posting + "]}")};
  for (const std::string& path : files) {
    const auto check = check_source(*mapping, path);
    ASSERT_TRUE(check.ok());
    EXPECT_TRUE(check->complete()) << path << " " << check->unknown << " " << check->unread;
    const Imported read = import(path, *mapping);
    ASSERT_EQ(read.offers.size(), 1U) << path;
    const Offer& offer = read.offers[0];
    EXPECT_EQ(offer.id, "schema-org:A-1");
    EXPECT_EQ(offer.description, "TIG");
    EXPECT_EQ(offer.place.insee, "59512");
    EXPECT_EQ(offer.contract, Contract::kCdd);
    EXPECT_EQ(offer.full_time, true);
    EXPECT_EQ(offer.salary.monthly_min_cents, 189'588U);
    EXPECT_EQ(offer.schedules, bit(Schedule::kRemote));
    EXPECT_EQ(offer.experience->months, 24);
    EXPECT_EQ(offer.education->minimum, 6);
    EXPECT_EQ(offer.posts, 2);
    EXPECT_EQ(to_string(offer.closing), "2025-04-01");
  }
}

}  // namespace
}  // namespace passerelle
