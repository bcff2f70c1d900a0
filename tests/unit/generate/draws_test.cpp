// Draws, shares and regions: the parts that decide who is where.
#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "generate/occupation_profile.hpp"
#include "generate/offer_text.hpp"
#include "generate/population_plan.hpp"
#include "generate/random.hpp"
#include "generate/regions.hpp"
#include "generate/trades.hpp"
#include "unit/generate/worlds.hpp"

namespace passerelle::generate {
namespace {

TEST(Random, FirstDrawsAreThoseOfEveryMachine) {
  // Fixed values: a change of them changes every generated population.
  Random random(1, StreamKind::kOffer, 0);
  const std::uint64_t first = random.next();
  Random again(1, StreamKind::kOffer, 0);
  EXPECT_EQ(first, again.next());
  EXPECT_EQ(first, 864683046421741941U);
}

TEST(Random, StreamsDifferBySeedKindAndIndex) {
  const auto first = [](std::uint64_t seed, StreamKind kind, std::uint64_t index) {
    return Random(seed, kind, index).next();
  };
  const std::vector<std::uint64_t> all{first(1, StreamKind::kOffer, 0),     first(2, StreamKind::kOffer, 0),
                                       first(1, StreamKind::kCandidate, 0), first(1, StreamKind::kRestricted, 0),
                                       first(1, StreamKind::kOffer, 1),     first(0, StreamKind::kOffer, 1)};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(all[i], all[j]) << i << " and " << j;
}

TEST(WeightedTable, DrawsInProportionAndNeverAZero) {
  const std::uint64_t weights[] = {1, 0, 3};
  const WeightedTable table(weights);
  Random random(7, StreamKind::kOffer, 0);
  std::map<std::size_t, int> seen;
  for (int i = 0; i < 4000; ++i) ++seen[table.draw(random)];
  EXPECT_EQ(seen.count(1), 0U);
  EXPECT_NEAR(seen[0], 1000, 120);
  EXPECT_NEAR(seen[2], 3000, 120);
}

TEST(Apportion, IsExactWhenAsManyAsTheWeights) {
  const std::vector<std::uint64_t> weights{5, 0, 1, 13, 1};
  Random random(3, StreamKind::kOfferPlan, 0);
  const std::vector<std::uint32_t> places = apportion(weights, 20, random);
  ASSERT_EQ(places.size(), 20U);
  for (std::uint32_t i = 0; i < weights.size(); ++i)
    EXPECT_EQ(static_cast<std::uint64_t>(std::count(places.begin(), places.end(), i)), weights[i]) << i;
  EXPECT_FALSE(std::is_sorted(places.begin(), places.end())) << "ids must not tell the place";
}

TEST(Apportion, RoundsEachShareDownOrUp) {
  std::vector<std::uint64_t> weights;
  for (std::uint64_t i = 0; i < 300; ++i) weights.push_back(i * 7919 % 41);
  std::uint64_t sum = 0;
  for (const std::uint64_t weight : weights) sum += weight;
  for (const std::size_t records : {1UL, 17UL, 999UL, 20'000UL}) {
    Random random(5, StreamKind::kOfferPlan, 0);
    std::vector<std::uint64_t> seen(weights.size());
    for (const std::uint32_t place : apportion(weights, records, random)) ++seen[place];
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const std::uint64_t low = weights[i] * records / sum;
      EXPECT_GE(seen[i], low);
      EXPECT_LE(seen[i], weights[i] * records % sum == 0 ? low : low + 1);
    }
  }
}

TEST(Apportion, NothingToShareGivesNothing) {
  Random random(5, StreamKind::kOfferPlan, 0);
  EXPECT_TRUE(apportion({}, 10, random).empty());
  EXPECT_TRUE(apportion({0, 0}, 10, random).empty());
  EXPECT_TRUE(apportion({4}, 0, random).empty());
}

TEST(Regions, DepartmentsOfHautsDeFrance) {
  for (const char* department : {"02", "59", "60", "62", "80"})
    EXPECT_EQ(region_of_department(department), "32") << department;
  EXPECT_EQ(region_of_department("2A"), "94");
  EXPECT_EQ(region_of_department("974"), "04");
  EXPECT_EQ(region_of_department("9"), "");
  EXPECT_EQ(region_of_department("99"), "");
  EXPECT_EQ(department_of_commune("97411"), "974");
  EXPECT_EQ(department_of_commune("2A004"), "2A");
  EXPECT_EQ(department_of_commune("null"), "");
  EXPECT_TRUE(known_region("32"));
  EXPECT_FALSE(known_region("33"));
}

TEST(Trades, LongestPrefixDecides) {
  EXPECT_EQ(trade_of("N1103", "").sector, Sector::kLogistics);
  EXPECT_EQ(trade_of("N4101", "").sector, Sector::kTransport);
  EXPECT_EQ(trade_of("J1506", "").education, 6);
  EXPECT_EQ(trade_of("http-42", "btp").sector, Sector::kConstruction) << "another vocabulary's own sector";
  ASSERT_EQ(licences_of("N4101").size(), 2U);
  EXPECT_EQ(licences_of("N4101")[0].licence, Licence::kC);
  ASSERT_FALSE(licences_of("anything").empty());
}

TEST(OccupationProfile, FindsCertificatesByTheirNames) {
  const auto reference = testing::tiny_reference();
  const auto profiles = occupation_profiles(*reference);
  const auto names = [&](const char* occupation) {
    std::vector<std::string> keys;
    for (const UsualCertificate& usual : profiles[reference->find_occupation(occupation)->value].certificates)
      keys.push_back(reference->item_keys[usual.item.value]);
    return keys;
  };
  EXPECT_EQ(names("rome:N1101"), std::vector<std::string>{"cert:caces-r489-3"});
  EXPECT_EQ(names("rome:N4101"), std::vector<std::string>{"cert:fimo-marchandises"});
  EXPECT_TRUE(names("rome:J1506").empty());
}

TEST(OfferText, LowersWordsButNotAbbreviations) {
  EXPECT_EQ(uncapitalised("Préparer"), "préparer");
  EXPECT_EQ(uncapitalised("Évaluer un risque"), "évaluer un risque");
  EXPECT_EQ(uncapitalised("CACES R489"), "CACES R489");
  EXPECT_EQ(uncapitalised(""), "");
}

}  // namespace
}  // namespace passerelle::generate
