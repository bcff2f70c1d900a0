// A scenario that is not understood must fail loudly: a silently ignored column would test nothing.
#include <gmock/gmock.h>

#include <algorithm>

#include <fmt/format.h>

#include "scenarios/scenario.hpp"

namespace passerelle::scenarios {
namespace {

using ::testing::HasSubstr;

const reference::Reference& names() {
  static const auto reference = build_territory({});
  return *reference;
}

constexpr const char* kPersons = "| personne | cherche |\n|---|---|\n| p | Soudeur |\n\n";
constexpr const char* kOffers = "| offre | métier |\n|---|---|\n| o | Soudeur |\n\n";
constexpr const char* kQuestion =
    "| qui demande | pour | liste dans l'ordre |\n|---|---|---|\n| conseiller | p | o |\n";

// The message with which the text is refused; empty when it is read.
std::string refusal(const std::string& text) {
  try {
    const Document document = parse_markdown(text, "essai.md");
    for (const Section& section : document.sections) read_scenario(section, names());
    if (!document.territory.empty()) build_territory({document});
  } catch (const Malformed& error) { return error.what(); }
  return "";
}

std::string scenario(const std::string& persons, const std::string& offers, const std::string& question) {
  return fmt::format("## Titre\n\n{}{}{}", persons, offers, question);
}

TEST(ScenarioFormat, ReadsWhatIsWellFormed) {
  EXPECT_EQ(refusal(scenario(kPersons, kOffers, kQuestion)), "");
  EXPECT_EQ(refusal("| commune | bassin |\n|---|---|\n| Lens | 9009 |\n"), "");
}

TEST(ScenarioFormat, SaysFileAndLine) {
  EXPECT_THAT(refusal(scenario("| personne | taille |\n|---|---|\n| p | 2 m |\n\n", kOffers, kQuestion)),
              HasSubstr("essai.md:3: unknown column « taille »"));
}

TEST(ScenarioFormat, RefusesUnknownWords) {
  const auto person = [](const std::string& column, const std::string& cell) {
    return scenario(fmt::format("| personne | {} |\n|---|---|\n| p | {} |\n\n", column, cell), kOffers, kQuestion);
  };
  EXPECT_THAT(refusal(person("cherche", "Dompteur de lions")), HasSubstr("unknown occupation « Dompteur de lions »"));
  EXPECT_THAT(refusal(person("habite", "Nulleville")), HasSubstr("unknown commune"));
  EXPECT_THAT(refusal(person("rayon", "20 lieues")), HasSubstr("20 lieues"));
  EXPECT_THAT(refusal(person("rayon", "-20 km")), HasSubstr("-20 km"));
  EXPECT_THAT(refusal(person("permis", "Z")), HasSubstr("unknown licence"));
  EXPECT_THAT(refusal(person("certificats", "caces-imaginaire")), HasSubstr("unknown certificate"));
  EXPECT_THAT(refusal(person("compétences", "jongler")), HasSubstr("unknown competence"));
  EXPECT_THAT(refusal(person("compétences", "souder-tig,,souder-mag")), HasSubstr("an empty part"));
  EXPECT_THAT(refusal(person("langues", "elfique B2")), HasSubstr("unknown language"));
  EXPECT_THAT(refusal(person("langues", "anglais Z9")), HasSubstr("unknown language level"));
  EXPECT_THAT(refusal(person("formation", "Bac+12")), HasSubstr("unknown education level"));
  EXPECT_THAT(refusal(person("contrats", "CDI, troc")), HasSubstr("unknown contract « troc »"));
  EXPECT_THAT(refusal(person("horaires acceptés", "midi")), HasSubstr("unknown schedule"));
  EXPECT_THAT(refusal(person("transport", "fusée")), HasSubstr("unknown means"));
  EXPECT_THAT(refusal(person("attestations", "carte de bus")), HasSubstr("unknown reservation"));
  EXPECT_THAT(refusal(person("salaire au moins", "2000")), HasSubstr("2000"));
  EXPECT_THAT(refusal(person("disponible le", "2025-03-03")), HasSubstr("jj/mm/aaaa"));
  EXPECT_THAT(refusal(person("disponible le", "45/03/2025")), HasSubstr("jj/mm/aaaa"));
  EXPECT_THAT(refusal(person("a pratiqué", "Soudeur longtemps")), HasSubstr("no duration"));
}

TEST(ScenarioFormat, RefusesUnknownWordsOfOffers) {
  const auto offer = [](const std::string& column, const std::string& cell) {
    return scenario(kPersons, fmt::format("| offre | {} |\n|---|---|\n| o | {} |\n\n", column, cell), kQuestion);
  };
  EXPECT_THAT(refusal(offer("permis", "B")), HasSubstr("exigé or souhaité"));
  EXPECT_THAT(refusal(offer("permis", "B adoré")), HasSubstr("neither exigé nor souhaité"));
  EXPECT_THAT(refusal(offer("compétences", "souder-tig")), HasSubstr("exigé or souhaité"));
  EXPECT_THAT(refusal(offer("durée", "35 heures")), HasSubstr("35 heures"));
  EXPECT_THAT(refusal(offer("expérience", "beaucoup")), HasSubstr("beaucoup"));
  EXPECT_THAT(refusal(offer("employeur", "Atelier")), HasSubstr("unknown column « employeur »"));
}

TEST(ScenarioFormat, RefusesBadQuestions) {
  const auto asks = [](const std::string& columns, const std::string& cells) {
    const auto count = std::count(columns.begin(), columns.end(), '|') - 1;
    std::string rule = "|";
    for (int i = 0; i < count; ++i) rule += "---|";
    return scenario(kPersons, kOffers, fmt::format("{}\n{}\n{}\n", columns, rule, cells));
  };
  EXPECT_THAT(refusal(asks("| qui demande | pour | liste dans l'ordre |", "| voisin | p | o |")),
              HasSubstr("unknown role"));
  EXPECT_THAT(refusal(asks("| qui demande | pour | liste dans l'ordre |", "| conseiller | x | o |")),
              HasSubstr("unknown id « x »"));
  EXPECT_THAT(refusal(asks("| qui demande | pour | liste dans l'ordre |", "| conseiller | p | o, x |")),
              HasSubstr("unknown id « x »"));
  EXPECT_THAT(refusal(asks("| qui demande | pour | liste dans l'ordre |", "| conseiller | p | |")),
              HasSubstr("« vide »"));
  EXPECT_THAT(refusal(asks("| qui demande | pour |", "| conseiller | p |")),
              HasSubstr("no column « liste dans l'ordre »"));
  EXPECT_THAT(
      refusal(asks("| qui demande | pour | liste dans l'ordre | verdicts |", "| conseiller | p | o | o: peut-être |")),
      HasSubstr("unknown verdict"));
  EXPECT_THAT(
      refusal(asks("| qui demande | pour | liste dans l'ordre | verdicts |", "| conseiller | p | o | maintenant |")),
      HasSubstr("« id: … »"));
  EXPECT_THAT(
      refusal(asks("| qui demande | pour | liste dans l'ordre | points |", "| conseiller | p | o | o: humeur 3 |")),
      HasSubstr("unknown criterion"));
  EXPECT_THAT(
      refusal(asks("| qui demande | pour | liste dans l'ordre | points |", "| conseiller | p | o | o: salaire beau |")),
      HasSubstr("not a figure"));
  EXPECT_THAT(
      refusal(asks("| qui demande | pour | liste dans l'ordre | on y lit |", "| conseiller | p | o | x: rien |")),
      HasSubstr("unknown id « x »"));
}

TEST(ScenarioFormat, RefusesBadTables) {
  EXPECT_THAT(refusal(scenario("| personne | cherche |\n|---|---|\n| p |\n\n", kOffers, kQuestion)),
              HasSubstr("1 cells under 2 columns"));
  EXPECT_THAT(refusal(scenario("| personne | cherche |\n| p | Soudeur |\n\n", kOffers, kQuestion)),
              HasSubstr("| --- |"));
  EXPECT_THAT(refusal(scenario("| personne | cherche |\n|---|---|\n\n", kOffers, kQuestion)),
              HasSubstr("without rows"));
  EXPECT_THAT(refusal(scenario("| personne | personne |\n|---|---|\n| p | p |\n\n", kOffers, kQuestion)),
              HasSubstr("stands twice"));
  EXPECT_THAT(refusal(scenario(std::string(kPersons) + kPersons, kOffers, kQuestion)),
              HasSubstr("id « p » stands twice"));
  EXPECT_THAT(refusal(scenario("| voisin |\n|---|\n| p |\n\n", kOffers, kQuestion)), HasSubstr("a table starts with"));
  EXPECT_THAT(refusal(scenario(kPersons, kOffers, "")), HasSubstr("no table « qui demande »"));
  EXPECT_THAT(refusal(scenario(kPersons, kOffers, kQuestion) + "\n" + kQuestion), HasSubstr("(once)"));
  EXPECT_THAT(refusal(std::string("## Un\n\n## Un\n")), HasSubstr("same title"));
  EXPECT_THAT(refusal("| ville | bassin |\n|---|---|\n| Lens | 9009 |\n"), HasSubstr("before the first scenario"));
  EXPECT_THAT(refusal("| métier | bassin | tension |\n|---|---|---|\n| Soudeur | 9009 | 9 |\n"),
              HasSubstr("a tension is 1 to 5"));
}

}  // namespace
}  // namespace passerelle::scenarios
