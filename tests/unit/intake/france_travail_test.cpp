#include "intake/decoders/france_travail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/normalise/normalise_offer.hpp"
#include "records/record_json.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using testing::flags_of;
using testing::sample_reference;

Offer offer_of(std::string_view json) {
  auto draft = decode_france_travail(json);
  if (!draft.ok()) {
    ADD_FAILURE() << describe(draft.problem(), Language::kEnglish);
    return {};
  }
  return normalise_offer(std::move(*draft), ReferenceLookup(sample_reference()));
}

constexpr std::string_view kComplete = R"json({
  "id": "A123", "intitule": "Préparateur de commandes (H/F)", "description": "Vous préparez.",
  "dateCreation": "2025-02-27T17:24:39.560Z", "dateActualisation": "2025-03-01T08:00:00.000Z",
  "lieuTravail": {"libelle": "59 - LILLE", "latitude": 50.63, "longitude": 3.05, "codePostal": "59000", "commune": "59350"},
  "romeCode": "N1103", "romeLibelle": "Préparateur / Préparatrice de commandes", "appellationlibelle": "Préparateur de commandes",
  "entreprise": {"nom": "Entrepôt du Nord", "entrepriseAdaptee": false, "url": "https://example.org"},
  "typeContrat": "CDD", "typeContratLibelle": "CDD - 6 Mois", "natureContrat": "Insertion par l'activ.éco.", "alternance": false,
  "experienceExige": "E", "experienceLibelle": "6 Mois - en entrepôt", "experienceCommentaire": "en entrepôt",
  "formations": [{"niveauLibelle": "CAP, BEP et équivalents", "domaineLibelle": "Logistique", "exigence": "S", "codeFormation": "31054"},
                 {"niveauLibelle": "Bac ou équivalent", "exigence": "E", "commentaire": "FIMO"}],
  "langues": [{"libelle": "Français", "exigence": "E"}, {"libelle": "Elfique", "exigence": "S"}],
  "permis": [{"libelle": "B - Véhicule léger", "exigence": "S"}, {"libelle": "B - Véhicule léger", "exigence": "E"}, {"libelle": "CACES 3", "exigence": "E"}],
  "outilsBureautiques": ["Tableur"],
  "competences": [{"code": "100", "libelle": "Préparer une commande", "exigence": "E"}, {"code": "999", "libelle": "Inconnue", "exigence": "S"},
                  {"libelle": "Conduire un chariot élévateur", "exigence": "S"}, {"code": "100", "libelle": "Préparer une commande", "exigence": "S"}],
  "qualitesProfessionnelles": [{"libelle": "Travailler en équipe", "description": "…"}],
  "salaire": {"libelle": "Horaire de 12.00 Euros sur 12 mois", "commentaire": "selon profil", "complement1": "Primes", "complement2": "Autre",
              "listeComplements": [{"code": "1", "libelle": "Primes"}, {"code": "2", "libelle": "Chèque repas"}]},
  "dureeTravailLibelle": "35H\nTravail en journée", "dureeTravailLibelleConverti": "Temps plein", "complementExercice": "travail en 2x8",
  "conditionExercice": "froid", "contexteTravail": {"horaires": ["35H Travail en journée"], "conditionsExercice": ["Port de charges", "Autre", ""]},
  "contact": {"nom": "ne doit pas rester", "courriel": "x@example.org"}, "agence": {"courriel": "y@example.org"},
  "nombrePostes": 3, "accessibleTH": true, "deplacementCode": "2", "deplacementLibelle": "Ponctuels Zone régionale",
  "codeNAF": "52.10B", "secteurActivite": "52", "entrepriseAdaptee": true,
  "origineOffre": {"origine": "2", "urlOrigine": "https://example.org/A123", "partenaires": [{"nom": "PARTENAIRE", "url": "https://example.org/p", "logo": "l"}]},
  "champFutur": {"a": [1, 2]}
})json";

TEST(FranceTravail, CodesThatAreNotKnownAreWishesAndSaidSo) {
  const Offer offer = offer_of(R"json({"id": "A1", "intitule": "x", "experienceExige": "O", "experienceLibelle": "2 ans",
    "competences": [{"code": "100", "exigence": "R"}, {"code": "101", "exigence": "E"}, {"code": "102"}, {"code": "104", "exigence": " "}],
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "oui"}],
    "langues": [{"libelle": "Français", "exigence": "X"}],
    "formations": [{"niveauLibelle": "Bac ou équivalent", "exigence": "?"}]})json");
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kTextUnread),
              ElementsAre("competences.exigence: R", "experienceExige: O", "formations.exigence: ?",
                          "langues.exigence: X", "permis.exigence: oui"));
  std::vector<Level> levels;
  for (const ItemRequirement& item : offer.items) levels.push_back(item.level);
  EXPECT_THAT(levels, ElementsAre(Level::kDesired, Level::kRequired, Level::kDesired, Level::kDesired));
  EXPECT_EQ(offer.experience->level, Level::kDesired);
  EXPECT_FALSE(offer.experience->beginner_accepted);
}

TEST(FranceTravail, AnExperienceThatIsNotReadIsSaidSo) {
  const Offer offer = offer_of(R"json({"id": "A1", "intitule": "x", "experienceExige": "E", "experienceLibelle": "99999999999999999999 An(s)"})json");
  EXPECT_EQ(offer.experience->months, 0);
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kTextUnread), ElementsAre("experience: 99999999999999999999 An(s)"));
}

TEST(FranceTravail, ACompleteOffer) {
  const Offer offer = offer_of(kComplete);
  EXPECT_EQ(offer.id, "A123");
  EXPECT_EQ(offer.title, "Préparateur de commandes (H/F)");
  EXPECT_EQ(offer.occupation, "rome:N1103");
  EXPECT_EQ(offer.employer_name, "Entrepôt du Nord");
  EXPECT_EQ(offer.naf, "52.10B");
  EXPECT_EQ(offer.place, (Place{"59350", "59000", "59 - LILLE", Coordinates{50630000, 3050000}}));
  EXPECT_EQ(offer.posts, 3);
  EXPECT_EQ(offer.contract, Contract::kInsertionCdd);
  EXPECT_EQ(offer.contract_text, "CDD - 6 Mois · Insertion par l'activ.éco.");
  EXPECT_EQ(offer.contract_days, 183);
  EXPECT_EQ(offer.reserved, bit(Reserved::kIae) | bit(Reserved::kAdaptedCompany));
  EXPECT_EQ(offer.weekly_minutes, 2100);
  EXPECT_EQ(offer.full_time, true);
  EXPECT_EQ(offer.schedules, bit(Schedule::kDay) | bit(Schedule::kShift));
  EXPECT_EQ(offer.salary,
            (Salary{182004, 182004, "Horaire de 12.00 Euros sur 12 mois · selon profil · Primes · Chèque repas"}));
  EXPECT_EQ(offer.published, day_of(2025, 2, 27));
  EXPECT_EQ(offer.updated, day_of(2025, 3, 1));
  EXPECT_EQ(offer.experience, (ExperienceRequirement{6, Level::kRequired, false, "6 Mois - en entrepôt"}));
  EXPECT_EQ(offer.education, (EducationRequirement{4, Level::kRequired, "FIMO"}));
  EXPECT_EQ(offer.licences, (std::vector<LicenceRequirement>{{Licence::kB, Level::kRequired, Provenance::kField}}));
  EXPECT_EQ(offer.languages, (std::vector<LanguageRequirement>{{"fr", 0, Level::kRequired}}));
  ASSERT_EQ(offer.items.size(), 5U);
  EXPECT_EQ(offer.items[0],
            (ItemRequirement{"rome:100", "Préparer une commande", Level::kRequired, {}, Provenance::kField, ""}));
  EXPECT_EQ(offer.items[1].item, "rome:999");
  EXPECT_EQ(offer.items[2].item, "rome:101");   // by its label
  EXPECT_EQ(offer.items[3].item, "rome:103");
  EXPECT_EQ(offer.items[3].level, Level::kDesired);
  EXPECT_EQ(offer.items[4], (ItemRequirement{"", "Tableur", Level::kDesired, {}, Provenance::kField, ""}));
  ASSERT_EQ(offer.certificates.size(), 2U);
  EXPECT_EQ(offer.certificates[0],
            (ItemRequirement{"cert:caces-r489-3", "CACES 3", Level::kRequired, {}, Provenance::kField, ""}));
  EXPECT_EQ(offer.certificates[1].item, "cert:fimo");
  EXPECT_THAT(offer.conditions, ElementsAre("Port de charges", "froid", "Déplacements : Ponctuels Zone régionale"));
  EXPECT_EQ(offer.sources, (std::vector<OfferSource>{{"france-travail", "A123", "https://example.org/A123"},
                                                     {"PARTENAIRE", "", "https://example.org/p"}}));
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kItemUnknown), ElementsAre("items: rome:999"));
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kItemWithoutCode), ElementsAre("items: Tableur"));
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kTextUnread), ElementsAre("languages: Elfique"));
  EXPECT_EQ(offer.flags.size(), 3U);
}

TEST(FranceTravail, AlmostNothingIsStillAnOffer) {
  const Offer offer = offer_of(
      R"({"id": 7, "competences": null, "langues": null, "formations": [], "permis": null, "lieuTravail": null})");
  EXPECT_EQ(offer.id, "7");
  EXPECT_EQ(offer.posts, 1);
  EXPECT_EQ(flags_of(offer.flags, ProblemCode::kOccupationMissing).size(), 1U);
  EXPECT_EQ(flags_of(offer.flags, ProblemCode::kPlaceMissing).size(), 1U);
}

TEST(FranceTravail, KeptAndFlagged) {
  EXPECT_THAT(flags_of(offer_of(R"({"id":"1","romeCode":"Z9999"})").flags, ProblemCode::kOccupationUnknown),
              ElementsAre("occupation: rome:Z9999"));
  const Offer by_label = offer_of(R"({"id":"1","romeLibelle":"Préparateur / Préparatrice de commandes"})");
  EXPECT_EQ(by_label.occupation, "rome:N1103");
  EXPECT_EQ(by_label.title, "Préparateur / Préparatrice de commandes");
  const Offer by_title = offer_of(R"json({"id":"1","intitule":"Cariste (H/F)"})json");
  EXPECT_EQ(by_title.occupation, "rome:N1101");
  EXPECT_THAT(flags_of(by_title.flags, ProblemCode::kOccupationGuessed), ElementsAre("occupation: rome:N1101 95 %"));
  const Offer untitled = offer_of(R"({"id":"1","romeCode":"N1101","appellationlibelle":"Cariste"})");
  EXPECT_THAT(flags_of(untitled.flags, ProblemCode::kValueEstimated), ElementsAre("title: Cariste"));
  EXPECT_THAT(flags_of(offer_of(R"({"id":"1","dateCreation":"hier"})").flags, ProblemCode::kTextUnread),
              ElementsAre("dateCreation: hier"));
  EXPECT_EQ(offer_of(R"({"id":"1","lieuTravail":{"latitude":0,"longitude":0,"commune":"59350"}})").place.insee,
            "59350");
}

TEST(FranceTravail, AlternanceAndAdaptedCompanies) {
  EXPECT_EQ(offer_of(R"({"id":"1","typeContrat":"CDD","alternance":true})").contract, Contract::kApprenticeship);
  EXPECT_EQ(offer_of(R"({"id":"1","entreprise":{"entrepriseAdaptee":true}})").reserved, bit(Reserved::kAdaptedCompany));
  EXPECT_EQ(offer_of(R"({"id":"1","accessibleTH":true})").reserved, 0);
}

TEST(FranceTravail, ARecordOfAnotherFormatIsRefused) {
  const auto draft = decode_france_travail(R"({"id":"1","title":"Cariste","description":"x","occupation":"rome:N1101","place":{},"posts":1})");
  ASSERT_FALSE(draft.ok());
  EXPECT_EQ(draft.problem().code, ProblemCode::kFieldMissing);
  EXPECT_EQ(draft.problem().position, "/intitule");
}

TEST(FranceTravail, AMegabyteDescriptionIsKeptWhole) {
  const std::string description(1 << 20, 'x');
  EXPECT_EQ(offer_of(R"({"id":"1","description":")" + description + "\"}").description, description);
}

TEST(FranceTravail, WrongTypesAreNamed) {
  const struct { const char* json; ProblemCode code; const char* pointer; } kTable[] = {
      {R"([])", ProblemCode::kFieldType, ""},
      {R"("text")", ProblemCode::kFieldType, ""},
      {R"({})", ProblemCode::kFieldMissing, "/id"},
      {R"({"id":null})", ProblemCode::kFieldMissing, "/id"},
      {R"({"id":"  "})", ProblemCode::kFieldMissing, "/id"},
      {R"({"id":true})", ProblemCode::kFieldType, "/id"},
      {R"({"id":"two\nlines"})", ProblemCode::kFieldValue, "/id"},
      {R"({"id":1.5})", ProblemCode::kFieldType, "/id"},
      {R"({"id":"1","intitule":7})", ProblemCode::kFieldType, "/intitule"},
      {R"({"id":"1","romeCode":["N1103"]})", ProblemCode::kFieldType, "/romeCode"},
      {R"({"id":"1","salaire":"2000"})", ProblemCode::kFieldType, "/salaire"},
      {R"({"id":"1","salaire":{"libelle":2000}})", ProblemCode::kFieldType, "/salaire/libelle"},
      {R"({"id":"1","lieuTravail":{"latitude":"50"}})", ProblemCode::kFieldType, "/lieuTravail/latitude"},
      {R"({"id":"1","competences":{}})", ProblemCode::kFieldType, "/competences"},
      {R"({"id":"1","competences":[{"code":"1"},7]})", ProblemCode::kFieldType, "/competences/1"},
      {R"({"id":"1","permis":[{"libelle":{}}]})", ProblemCode::kFieldType, "/permis/0/libelle"},
      {R"({"id":"1","nombrePostes":"3"})", ProblemCode::kFieldType, "/nombrePostes"},
      {R"({"id":"1","nombrePostes":-3})", ProblemCode::kFieldValue, "/nombrePostes"},
      {R"({"id":"1","alternance":"oui"})", ProblemCode::kFieldType, "/alternance"},
      {R"({"id":"1","id":"2"})", ProblemCode::kFieldValue, "/id"},
      {R"({"id":"1","description":"a\u0000b"})", ProblemCode::kNulByte, "/description"},
  };
  for (const auto& row : kTable) {
    const auto draft = decode_france_travail(row.json);
    ASSERT_FALSE(draft.ok()) << row.json;
    EXPECT_EQ(draft.problem().code, row.code) << row.json;
    EXPECT_EQ(draft.problem().position, row.pointer) << row.json;
  }
}

TEST(FranceTravail, NothingOfTheContactIsKept) {
  auto draft = decode_france_travail(kComplete);
  ASSERT_TRUE(draft.ok());
  const std::string written = encode(normalise_offer(std::move(*draft), ReferenceLookup(sample_reference())));
  EXPECT_EQ(written.find("ne doit pas rester"), std::string::npos);
  EXPECT_EQ(written.find("@example.org"), std::string::npos);
}

}  // namespace
}  // namespace passerelle
