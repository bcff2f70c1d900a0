#include "ranking/fact.hpp"

#include <gmock/gmock.h>

#include <set>
#include <utility>

namespace passerelle {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using enum FactCode;

// The stable names, one a code: a pattern table out of order would name a fact by its neighbour.
const std::pair<FactCode, std::string_view> kNames[] = {{kSameOccupation, "same-occupation"},
                                                        {kSameParentOccupation, "same-parent-occupation"},
                                                        {kListedOccupation, "listed-occupation"},
                                                        {kComputedOccupation, "computed-occupation"},
                                                        {kFarOccupation, "far-occupation"},
                                                        {kItemHeld, "item-held"},
                                                        {kItemClose, "item-close"},
                                                        {kItemSameGroup, "item-same-group"},
                                                        {kItemInferred, "item-inferred"},
                                                        {kItemMissing, "item-missing"},
                                                        {kItemUnknown, "item-unknown"},
                                                        {kCardStandsIn, "card-stands-in"},
                                                        {kCardForUnknown, "card-for-unknown"},
                                                        {kLicenceHeld, "licence-held"},
                                                        {kLicenceMissing, "licence-missing"},
                                                        {kLicenceUnknown, "licence-unknown"},
                                                        {kCertificateHeld, "certificate-held"},
                                                        {kCertificateMissing, "certificate-missing"},
                                                        {kCertificateUnknown, "certificate-unknown"},
                                                        {kMonthsCounted, "months-counted"},
                                                        {kMonthsShort, "months-short"},
                                                        {kEducationMet, "education-met"},
                                                        {kEducationShort, "education-short"},
                                                        {kEducationUnknown, "education-unknown"},
                                                        {kLanguageMet, "language-met"},
                                                        {kLanguageShort, "language-short"},
                                                        {kLanguageMissing, "language-missing"},
                                                        {kDistance, "distance"},
                                                        {kMinutes, "minutes"},
                                                        {kPlaceUnknown, "place-unknown"},
                                                        {kHomeUnknown, "home-unknown"},
                                                        {kContractWanted, "contract-wanted"},
                                                        {kContractRefused, "contract-refused"},
                                                        {kContractUnstated, "contract-unstated"},
                                                        {kHoursWithin, "hours-within"},
                                                        {kHoursOutside, "hours-outside"},
                                                        {kHoursUnstated, "hours-unstated"},
                                                        {kScheduleWithin, "schedule-within"},
                                                        {kScheduleOutside, "schedule-outside"},
                                                        {kScheduleUnstated, "schedule-unstated"},
                                                        {kSalaryMet, "salary-met"},
                                                        {kSalaryShort, "salary-short"},
                                                        {kSalaryUnstated, "salary-unstated"},
                                                        {kStartFits, "start-fits"},
                                                        {kStartLate, "start-late"},
                                                        {kStartUnstated, "start-unstated"},
                                                        {kTensionClass, "tension-class"},
                                                        {kOfferClosed, "offer-closed"},
                                                        {kRegulatedHeld, "regulated-held"},
                                                        {kRegulatedMissing, "regulated-missing"},
                                                        {kRegulatedUnknown, "regulated-unknown"},
                                                        {kReservedMissing, "reserved-missing"},
                                                        {kOccupationUnknown, "occupation-unknown"}};

Fact some(FactCode code) {
  Fact fact;
  fact.code = code;
  fact.a = "AAA";
  fact.b = "BBB";
  fact.n1 = 12;
  fact.n2 = 34;
  fact.level = std::string(1, 'E');
  return fact;
}

TEST(FactTable, StandsInTheOrderOfTheCodes) {
  EXPECT_EQ(std::size(kNames), static_cast<std::size_t>(kCount));
  std::set<std::string_view> names;
  for (const auto& [fact, name] : kNames) {
    EXPECT_EQ(code(fact), name);
    names.insert(name);
  }
  EXPECT_EQ(names.size(), std::size(kNames));
}

TEST(FactTable, EverySentenceFormatsInBothLanguages) {
  for (const auto& [fact, name] : kNames)
    for (const Language language : {Language::kFrench, Language::kEnglish}) {
      const std::string sentence = text(some(fact), language);
      EXPECT_FALSE(sentence.empty()) << name;
      EXPECT_THAT(sentence, Not(HasSubstr("{"))) << name;
      EXPECT_THAT(sentence, Not(HasSubstr("  "))) << name;
    }
}

TEST(FactTable, FrenchAndEnglishSaySomethingElseButForBareLabels) {
  for (const auto& [fact, name] : kNames) {
    const bool bare = fact == kItemHeld || fact == kItemMissing || fact == kLanguageMet;
    EXPECT_EQ(text(some(fact), Language::kFrench) == text(some(fact), Language::kEnglish), bare) << name;
  }
}

TEST(FactText, DistancesAreRoundedToAHundredMetres) {
  Fact fact = some(kDistance);
  fact.n1 = 12'349;
  fact.n2 = 20;
  EXPECT_EQ(text(fact, Language::kFrench), "à 12,3 km par la route, pour un rayon de 20 km");
  EXPECT_EQ(text(fact, Language::kEnglish), "12.3 km by road, radius 20 km");
  fact.n1 = 12'950;
  EXPECT_THAT(text(fact, Language::kFrench), HasSubstr("13,0 km"));
  fact.n1 = 49;
  EXPECT_THAT(text(fact, Language::kFrench), HasSubstr("0,0 km"));
}

TEST(FactText, HoursShowMinutesOnlyWhenThereAreAny) {
  Fact fact = some(kHoursWithin);
  fact.n1 = 35 * 60;
  EXPECT_THAT(text(fact, Language::kFrench), HasSubstr("35 h par semaine"));
  fact.n1 = 35 * 60 + 5;
  EXPECT_THAT(text(fact, Language::kFrench), HasSubstr("35 h 05 par semaine"));
  EXPECT_THAT(text(fact, Language::kEnglish), HasSubstr("35 h 05 min a week"));
}

TEST(FactText, LevelsAreWords) {
  Fact fact = some(kLicenceMissing);
  fact.a = "Permis B";
  EXPECT_EQ(text(fact, Language::kFrench), "Permis B exigé, non détenu");
  fact.level = "S";
  EXPECT_EQ(text(fact, Language::kFrench), "Permis B souhaité, non détenu");
  EXPECT_THAT(text(fact, Language::kEnglish), HasSubstr("desired"));
}

TEST(FactText, DaysAgreeInNumberAndDatesReadAsPeopleWriteThem) {
  Fact fact = some(kStartFits);
  fact.a = "2025-03-17";
  fact.n1 = 1;
  EXPECT_EQ(text(fact, Language::kFrench), "début le 17/03/2025, 1 jour après la disponibilité");
  EXPECT_EQ(text(fact, Language::kEnglish), "starts on 2025-03-17, 1 day after availability");
  fact.n1 = 0;
  EXPECT_THAT(text(fact, Language::kFrench), HasSubstr("0 jour après"));
  EXPECT_THAT(text(fact, Language::kEnglish), HasSubstr("0 days after"));
  fact.n1 = 2;
  EXPECT_THAT(text(fact, Language::kFrench), HasSubstr("2 jours après"));
}

TEST(FactText, AnUnstatedLevelLeavesNoGap) {
  Fact fact = some(kLanguageMissing);
  fact.a = "Anglais";
  fact.b = "";
  EXPECT_EQ(text(fact, Language::kFrench), "Anglais demandé, non déclaré");
  fact.code = kLanguageMet;
  EXPECT_EQ(text(fact, Language::kFrench), "Anglais");
}

TEST(FactText, BracesInALabelAreNoPattern) {
  Fact fact = some(kItemHeld);
  fact.a = "souder {à plat}";
  EXPECT_EQ(text(fact, Language::kFrench), "souder {à plat}");
}

}  // namespace
}  // namespace passerelle
