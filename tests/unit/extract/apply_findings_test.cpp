#include "intake/extract/apply_findings.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace passerelle::extract {
namespace {

Offer offer_of(std::string text) {
  Offer offer;
  offer.description = std::move(text);
  offer.occupation = "rome:N1101";
  return offer;
}

void read(Offer& offer) {
  static const Extractor extractor(sample_reference());
  forget_findings(offer);
  apply_findings(offer, extractor.find(offer.description, offer.title, sample_reference().find_occupation(offer.occupation).value_or(OccupationId{})));
}

TEST(ApplyFindings, KeepsTheWordsAndTheirSentence) {
  Offer offer = offer_of("Bienvenue. Le permis B est exigé. CACES 3 souhaité.");
  read(offer);
  ASSERT_EQ(offer.licences.size(), 1U);
  const LicenceRequirement& licence = offer.licences.front();
  EXPECT_EQ(licence.provenance, Provenance::kText);
  EXPECT_EQ(licence.level, Level::kRequired);
  EXPECT_EQ(licence.evidence, "Le permis B est exigé");
  EXPECT_EQ(offer.description.substr(licence.span.begin, licence.span.end - licence.span.begin), "permis B");
  ASSERT_EQ(offer.certificates.size(), 1U);
  EXPECT_EQ(offer.certificates.front().level, Level::kDesired);
}

TEST(ApplyFindings, AFieldWinsOverTheText) {
  Offer offer = offer_of("Permis B exigé. 3 ans d'expérience exigés. Travail de nuit.");
  LicenceRequirement wish;
  wish.licence = Licence::kB;
  wish.level = Level::kDesired;
  offer.licences.push_back(wish);
  offer.experience.emplace().months = 12;
  offer.schedules = bit(Schedule::kDay);
  read(offer);
  ASSERT_EQ(offer.licences.size(), 1U);
  EXPECT_EQ(offer.licences.front(), wish);
  EXPECT_EQ(offer.experience->months, 12);
  EXPECT_EQ(offer.schedules, bit(Schedule::kDay));
}

TEST(ApplyFindings, OneOfTwoWillDoSoThatNeitherIsAMust) {
  Offer offer = offer_of("Permis C ou permis CE exigé. Permis B exigé.");
  read(offer);
  ASSERT_EQ(offer.licences.size(), 3U);
  for (const LicenceRequirement& licence : offer.licences)
    EXPECT_EQ(licence.level, licence.licence == Licence::kB ? Level::kRequired : Level::kDesired);
  Offer both = offer_of("Permis C et permis CE exigés.");
  read(both);
  ASSERT_EQ(both.licences.size(), 2U);
  for (const LicenceRequirement& licence : both.licences) EXPECT_EQ(licence.level, Level::kRequired);
}

TEST(ApplyFindings, SaidAsNotAskedWinsOverSaidAsAsked) {
  Offer offer = offer_of("Permis B. Le permis B n'est pas exigé.");
  read(offer);
  EXPECT_TRUE(offer.licences.empty());
}

TEST(ApplyFindings, TheLowestLevelOfEducationAndTheLongestExperienceCount) {
  Offer offer = offer_of("Bac pro ou BTS exigé. 1 an d'expérience exigé. 3 ans d'expérience exigés.");
  read(offer);
  ASSERT_TRUE(offer.education);
  EXPECT_EQ(offer.education->minimum, 4);
  ASSERT_TRUE(offer.experience);
  EXPECT_EQ(offer.experience->months, 36);
}

TEST(ApplyFindings, ReadAgainGivesTheSame) {
  Offer once = offer_of("Permis B exigé, CACES 3 et 5. Débutant accepté. Anglais courant. Véhicule indispensable. Conduire un chariot élévateur.");
  read(once);
  EXPECT_TRUE(once.experience && once.experience->beginner_accepted);
  EXPECT_EQ(once.conditions, std::vector<std::string>{"Véhicule indispensable"});
  ASSERT_EQ(once.items.size(), 1U);
  EXPECT_EQ(once.items.front().item, "rome:101");
  Offer again = once;
  read(again);
  EXPECT_EQ(again, once);
}

}  // namespace
}  // namespace passerelle::extract
