// Scenario tables of the normalisers of short texts.
#include <gtest/gtest.h>

#include "intake/normalise/contract.hpp"
#include "intake/normalise/education.hpp"
#include "intake/normalise/experience.hpp"
#include "intake/normalise/language.hpp"
#include "intake/normalise/licence.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

TEST(Tokens, NumbersAsFrenchTextsWriteThem) {
  const struct { const char* text; std::int64_t milli;
  } kTable[] = {
      {"12", 12000},         {"2 101,74", 2101740}, {"2\u00A0101,74", 2101740}, {"2\u202F101", 2101000},
      {"23000.0", 23000000}, {"26.000", 26000000},  {"42,000", 42000000},       {"1 250 000", 1250000000},
      {"11.88", 11880},      {"0.123", 123},        {"07 200", 7000},           {"12,5", 12500},
  };
  for (const auto& row : kTable) {
    const auto tokens = tokens_of(row.text);
    ASSERT_FALSE(tokens.empty()) << row.text;
    EXPECT_TRUE(tokens[0].number());
    EXPECT_EQ(tokens[0].milli, row.milli) << row.text;
  }
}

TEST(Experience, IsReadFromItsTexts) {
  const struct { const char* text; int months; bool beginner; std::optional<Level> level; } kTable[] = {
      {"Débutant accepté", 0, true, {}},
      {"Débutant accepté - expérience bienvenue", 0, true, {}},
      {"2 An(s)", 24, false, {}},
      {"6 Mois", 6, false, {}},
      {"1 An(s) - en vente", 12, false, {}},
      {"Expérience exigée de 3 An(s)", 36, false, Level::kRequired},
      {"Expérience souhaitée de 18 Mois", 18, false, Level::kDesired},
      {"Expérience exigée", 0, false, Level::kRequired},
      {"Expérience souhaitée", 0, false, Level::kDesired},
      {"2 à 5 ans", 24, false, {}},
      {"3-5 ans d'expérience", 36, false, {}},
      {"200 ans", 0, false, {}},
      {"sur poste similaire", 0, false, {}},
      {"", 0, false, {}},
  };
  for (const auto& row : kTable) {
    const Experience read = read_experience(row.text);
    EXPECT_EQ(read.months, row.months) << row.text;
    EXPECT_EQ(read.beginner_accepted, row.beginner) << row.text;
    EXPECT_EQ(read.level, row.level) << row.text;
  }
}

TEST(Experience, AFigureThatGivesNoLengthOfTimeIsUnread) {
  for (const char* text : {"99999999999999999999 An(s)", "200 ans", "niveau 3 demandé"}) EXPECT_TRUE(read_experience(text).unread) << text;
  for (const char* text : {"2 An(s)", "0 an", "Débutant accepté - 35H", "Expérience exigée", "sur poste similaire", ""})
    EXPECT_FALSE(read_experience(text).unread) << text;
}

TEST(Licences, AreReadFromTheirLabels) {
  using enum Licence;
  const struct { const char* label; std::optional<Licence> licence; } kTable[] = {
      {"B - Véhicule léger", kB},
      {"Permis B", kB},
      {"B", kB},
      {"B1", kB1},
      {"EB - Véhicule léger + remorque", kBE},
      {"BE - Véhicule léger + remorque (PTAC > 4,25 T)", kBE},
      {"B mention 79.06 (= EB)", kBE},
      {"C - Poids lourd", kC},
      {"C1 - Poids lourd < 7,5 T", kC1},
      {"CE - Poids lourd + remorque (= EC)", kCE},
      {"DE - Transport de personnes + remorque (= ED)", kDE},
      {"D - Transport en commun", kD},
      {"AM - Cyclomoteur <= 50 cm3", kAM},
      {"A - Moto", kA},
      {"A2 - Moto intermédiaire", kA2},
      {"Véhicule léger", kB},
      {"Permis poids lourd", kC},
      {"Super lourd", kCE},
      {"CACES 3", {}},
      {"FIMO poids lourd", {}},
      {"A déterminer", {}},
      {"", {}},
  };
  for (const auto& row : kTable) EXPECT_EQ(read_licence(row.label), row.licence) << row.label;
}

TEST(LanguageTexts, AreRead) {
  const struct { const char* text; const char* code; int level;
  } kTable[] = {
      {"Anglais", "en", 0},
      {"Français", "fr", 0},
      {"anglais (courant)", "en", 5},
      {"Allemand B2", "de", 4},
      {"English", "en", 0},
      {"en", "en", 0},
      {"Espagnol : notions", "es", 1},
      {"Néerlandais", "nl", 0},
      {"Flamand", "nl", 0},
      {"Langue des signes", "fsl", 0},
      {"Langue arabe", "ar", 0},
      {"Haitian Creole", "ht", 0},
      {"Klingon", "", 0},
      {"", "", 0},
  };
  for (const auto& row : kTable) {
    const auto read = read_language(row.text);
    EXPECT_EQ(read ? read->code : "", row.code) << row.text;
    if (read) {
      EXPECT_EQ(read->level, row.level) << row.text;
    }
  }
}

TEST(Fluency, InBothLanguages) {
  const struct { const char* text; int level;
  } kTable[] = {
      {"Native speaker", 6},
      {"Langue maternelle", 6},
      {"Bilingue", 6},
      {"Fluent", 5},
      {"Courant", 5},
      {"Full professional proficiency", 5},
      {"Professional working proficiency", 4},
      {"Limited working proficiency", 3},
      {"Intermédiaire", 3},
      {"Elementary proficiency", 2},
      {"Scolaire", 2},
      {"Notions", 1},
      {"Beginner", 1},
      {"B1", 3},
      {"niveau c1", 5},
      {"whatever", 0},
      {"", 0},
  };
  for (const auto& row : kTable) EXPECT_EQ(read_fluency(row.text), row.level) << row.text;
}

TEST(Education, LevelsOfLabels) {
  const struct { const char* label; int level;
  } kTable[] = {
      {"Aucune formation scolaire", 2},
      {"Primaire à 4ème", 2},
      {"3ème achevée ou Brevet", 2},
      {"2nd ou 1ère achevée", 3},
      {"CAP, BEP et équivalents", 3},
      {"Bac ou équivalent", 4},
      {"Bac professionnel", 4},
      {"Bac+2 ou équivalents", 5},
      {"Bac+3, Bac+4 ou équivalents", 6},
      {"Bac+5 et plus ou équivalents", 7},
      {"Bac +8", 8},
      {"Doctorat", 8},
      {"PhD", 8},
      {"Master", 7},
      {"Diplôme d'ingénieur", 7},
      {"Licence professionnelle", 6},
      {"Bachelor", 6},
      {"BTS Transport", 5},
      {"High school diploma", 4},
      {"BEP", 3},
      {"autre", 0},
      {"", 0},
  };
  for (const auto& row : kTable) EXPECT_EQ(read_education(row.label), row.level) << row.label;
}

TEST(Contracts, KindLengthAndReservation) {
  const auto iae = bit(Reserved::kIae);
  const struct { const char* code; const char* text; Contract contract; int days; ReservedMask reserved; } kTable[] = {
      {"CDI", "CDI", Contract::kCdi, 0, 0},
      {"CDD", "CDD - 12 Mois", Contract::kCdd, 365, 0},
      {"CDD", "CDD - 28 Jour(s)", Contract::kCdd, 28, 0},
      {"CDD", "Contrat à durée déterminée - 6 Mois", Contract::kCdd, 183, 0},
      {"MIS", "Mission intérimaire - 15 Jour(s)", Contract::kTemp, 15, 0},
      {"MIS", "Intérim - 1 Mois", Contract::kTemp, 30, 0},
      {"MIS", "Intérim - 3 Semaine(s)", Contract::kTemp, 21, 0},
      {"SAI", "Saisonnier - 5 Mois", Contract::kSeasonal, 152, 0},
      {"CDD", "CDD - 24 Mois · Contrat apprentissage", Contract::kApprenticeship, 730, bit(Reserved::kApprenticeAge)},
      {"CDD", "CDD - 12 Mois · Cont. professionnalisation", Contract::kApprenticeship, 365, 0},
      {"DDI", "CDD Insertion - 4 Mois", Contract::kInsertionCdd, 122, iae},
      {"CDD", "CDD - 4 Mois · Insertion par l'activ.éco.", Contract::kInsertionCdd, 122, iae},
      {"MIS", "Intérim - 2 Mois · Insertion par l'activ.éco.", Contract::kInsertionTemp, 61, iae},
      {"CDI", "CDI · Insertion par l'activ.éco.", Contract::kCdi, 0, iae},
      {"CDD", "CDD - 12 Mois · CUI - CAE", Contract::kCdd, 365, bit(Reserved::kSubsidised)},
      {"DDT", "CDD Tremplin - 6 Mois", Contract::kCdd, 183, bit(Reserved::kAdaptedCompany)},
      {"CDI", "CDI · Contrat intermittent", Contract::kIntermittent, 0, 0},
      {"LIB", "Profession libérale", Contract::kSelfEmployed, 0, 0},
      {"", "CDI intérimaire", Contract::kOpenTemp, 0, 0},
      {"", "Contrat à durée indéterminée", Contract::kCdi, 0, 0},
      {"XYZ", "Franchise", Contract::kFranchise, 0, 0},
      {"XYZ", "quelque chose", Contract::kUnknown, 0, 0},
      {"", "", Contract::kUnknown, 0, 0},
  };
  for (const auto& row : kTable) {
    const ReadContract read = read_contract(row.code, row.text);
    EXPECT_EQ(read.contract, row.contract) << row.code << " " << row.text;
    EXPECT_EQ(read.days, row.days) << row.code << " " << row.text;
    EXPECT_EQ(read.reserved, row.reserved) << row.code << " " << row.text;
  }
  EXPECT_EQ(days_of_months(1), 30);
  EXPECT_EQ(days_of_months(36), 1095);
  EXPECT_EQ(days_of_months(1'000'000), 65535);
}

}  // namespace
}  // namespace passerelle
