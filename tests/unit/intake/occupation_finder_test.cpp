// Words of titles, ways of saying a title, and what the finder makes of them with a small vocabulary.
#include "intake/occupation/occupation_finder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/occupation/confidence.hpp"
#include "intake/occupation/title_variants.hpp"
#include "intake/occupation/title_words.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle::occupation {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Words = std::vector<std::string>;

TEST(TitleWords, BothGendersAreOneForm) {
  const Words vendor = vocabulary_title_words("Vendeur / Vendeuse en prêt-à-porter");
  EXPECT_EQ(offer_title_words("Vendeuse en prêt à porter (H/F)"), vendor);
  EXPECT_EQ(offer_title_words("VENDEUR(EUSE) EN PRÊT-À-PORTER"), vendor);
  EXPECT_EQ(offer_title_words("Vendeur·euse en prêt-à-porter F/H"), vendor);
}

TEST(TitleWords, WhatAdvertsAddToAJobIsLeftOut) {
  const Words plain = offer_title_words("Cariste");
  EXPECT_EQ(offer_title_words("URGENT - Cariste CDI 35h temps plein (H/F) 59000"), plain);
  EXPECT_EQ(offer_title_words("Cariste à Villeneuve-d'Ascq", "Villeneuve-d'Ascq"), plain);
  // A title of nothing else keeps its words.
  EXPECT_FALSE(offer_title_words("Alternance").empty());
}

TEST(TitleWords, AbbreviationsAreSpeltOutOnBothSides) {
  EXPECT_EQ(offer_title_words("Conducteur SPL"), offer_title_words("Conducteur poids lourd"));
  EXPECT_EQ(offer_title_words("Conducteur de travaux TP"), vocabulary_title_words("Conducteur / Conductrice de travaux publics"));
  EXPECT_EQ(offer_title_words("Infirmière diplômée d'état"), offer_title_words("IDE"));
}

TEST(TitleVariants, BracketsDashesAndAbbreviations) {
  const auto words = [](std::string_view title) { return vocabulary_title_words(title); };
  EXPECT_THAT(title_variants("Agent de service hospitalier (ASH)"), UnorderedElementsAre(words("ASH"), words("Agent de service hospitalier")));
  EXPECT_THAT(title_variants("Infographiste - Maquettiste"),
              UnorderedElementsAre(words("Infographiste"), words("Maquettiste"), words("Infographiste Maquettiste")));
  EXPECT_THAT(title_variants("()"), IsEmpty());
}

TEST(OccupationFinder, TheTitleDecidesAndTheTextHelps) {
  const reference::Reference& reference = testing::sample_reference();
  const OccupationFinder finder(reference);
  const auto best = [&](std::string_view title, std::string_view text) {
    const auto guesses = finder.find(title, text);
    return guesses.empty() ? std::string("none") : reference.occupation_keys[guesses.front().occupation.value];
  };
  EXPECT_EQ(best("Cariste de nuit H/F", ""), "rome:N1101");
  EXPECT_EQ(best("PREPARATRICE COMMANDE", ""), "rome:N1103");
  EXPECT_EQ(best("Agent de quai", "Conducteur d'engins de manutention, cariste."), "rome:N1101");
  EXPECT_EQ(best("Agent de quai", "Magasinier : préparer les commandes."), "rome:N1103");
  EXPECT_EQ(best("", "Magasinier : préparer les commandes."), "rome:N1103");
  EXPECT_EQ(best("", ""), "none");
  EXPECT_EQ(best("(H/F) 12345 !!", "…"), "none");
}

TEST(OccupationFinder, AFamilysOwnCodeStandsAmongTheAlternatives) {
  reference::ReferenceInputs inputs;
  reference::VocabularyData rome;
  rome.name = "rome";
  rome.version = "1";
  const auto occupation = [&](std::string key, std::string label, std::string parent) {
    reference::OccupationRow row;
    row.key = std::move(key);
    row.label = std::move(label);
    row.parent = std::move(parent);
    rome.occupations.push_back(std::move(row));
  };
  occupation("rome:A1", "Chargé d'études", "rome:A1");
  occupation("rome:A2", "Statisticien", "rome:A1");
  occupation("rome:B1", "Boulanger", "rome:B1");
  occupation("rome:B2", "Statuaire", "rome:B1");
  inputs.vocabularies = {std::move(rome)};
  const auto reference = reference::build_reference(inputs).reference;
  const OccupationFinder finder(*reference);
  const auto guesses = finder.find("Statisticien", "", "", 2);
  ASSERT_EQ(guesses.size(), 2U);
  EXPECT_EQ(reference->occupation_keys[guesses[0].occupation.value], "rome:A2");
  EXPECT_EQ(reference->occupation_keys[guesses[1].occupation.value], "rome:A1");
  EXPECT_EQ(guesses[0].confidence, guesses[1].confidence);
}

TEST(Confidence, IsOfTheFamilyAndFallsWithRivalsAndWithWeakness) {
  const std::vector<std::uint32_t> families = {0, 0, 1};
  const auto first = [&](std::vector<OccupationGuess> guesses) {
    set_confidence(guesses, families);
    return guesses.front().confidence;
  };
  const OccupationId a(0), sibling(1), stranger(2);
  EXPECT_EQ(first({{a, 60'000, 0}}), 92);
  EXPECT_EQ(first({{a, 60'000, 0}, {sibling, 60'000, 0}}), 92);
  EXPECT_EQ(first({{a, 60'000, 0}, {stranger, 60'000, 0}}), 50);
  EXPECT_LT(first({{a, 60'000, 0}, {stranger, 59'000, 0}}), first({{a, 60'000, 0}, {stranger, 55'000, 0}}));
  // Sharing little with any: « none of these » weighs as 20,000 points.
  EXPECT_EQ(first({{a, 20'000, 0}}), 50);
  EXPECT_LT(first({{a, 10'000, 0}}), 20);
}

}  // namespace
}  // namespace passerelle::occupation
