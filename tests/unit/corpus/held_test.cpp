#include "corpus/held.hpp"

#include <gtest/gtest.h>

namespace passerelle {
namespace {

TEST(Held, FourBytesKeepTheWholeRange) {
  static_assert(sizeof(HeldItem) == 4 && sizeof(PractisedOccupation) == 4 && sizeof(CardCover) == 4 && sizeof(HeldLanguage) == 4);
  const HeldItem item(ItemId{kMostItems - 1}, ItemOrigin::kCertified);
  EXPECT_EQ(item.item().value, kMostItems - 1);
  EXPECT_EQ(item.origin(), ItemOrigin::kCertified);
  const PractisedOccupation practised(OccupationId{kMostOccupations - 1}, 4'095);
  EXPECT_EQ(practised.occupation().value, kMostOccupations - 1);
  EXPECT_EQ(practised.months(), 4'095U);
  const CardCover cover(OccupationId{kMostOccupations - 1}, 10'000);
  EXPECT_EQ(cover.occupation().value, kMostOccupations - 1);
  EXPECT_EQ(cover.points(), 10'000U);
  const HeldLanguage language(('f' << 16) | ('r' << 8) | 'a', LanguageLevel{6});
  EXPECT_EQ(language.language(), static_cast<LanguageCode>(('f' << 16) | ('r' << 8) | 'a'));
  EXPECT_EQ(language.level(), LanguageLevel{6});
}

TEST(Held, MonthsBeyondTheMostCountAsTheMost) {
  EXPECT_EQ(PractisedOccupation(OccupationId{7}, 4'096).months(), 4'095U);
  EXPECT_EQ(PractisedOccupation(OccupationId{7}, 70'000).months(), 4'095U);
  EXPECT_EQ(PractisedOccupation(OccupationId{7}, 70'000).occupation().value, 7U);
}

}  // namespace
}  // namespace passerelle
