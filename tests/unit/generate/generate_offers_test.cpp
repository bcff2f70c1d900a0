#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "generate/generate.hpp"
#include "generate/offer_maker.hpp"
#include "records/record_json.hpp"
#include "unit/generate/worlds.hpp"

namespace passerelle::generate {
namespace {

using testing::offer_lines;

std::vector<Offer> decoded(const std::vector<std::string>& lines) {
  std::vector<Offer> offers;
  for (const std::string& line : lines) {
    auto offer = decode_stored_offer(line);
    EXPECT_TRUE(offer.ok()) << line;
    if (!offer) continue;
    EXPECT_EQ(encode(*offer), line) << "not canonical";
    offers.push_back(std::move(*offer));
  }
  return offers;
}

/// (commune, code of the parent) → offers.
std::map<std::pair<std::string, std::string>, std::uint32_t> counted(const std::vector<Offer>& offers,
                                                                     const reference::Reference& reference) {
  std::map<std::pair<std::string, std::string>, std::uint32_t> seen;
  for (const Offer& offer : offers)
    seen[{offer.place.insee, reference.occupation_parent_keys[reference.find_occupation(offer.occupation)->value]}] +=
        offer.posts;
  return seen;
}

GenerateRequest tiny_counts() {
  GenerateRequest request;
  request.counts = {{"59001", "rome:N1103", 30}, {"59002", "rome:N1103", 2}, {"59999", "rome:N1103", 3},
                    {"59001", "rome:J1506", 1},  {"80001", "rome:N4101", 4}, {"75056", "rome:N1103", 500}};
  return request;
}

TEST(GenerateOffers, ReproducesTheCountsOfTheRegionExactly) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request = tiny_counts();
  const auto posts = posts_in_region(request, *reference);
  ASSERT_TRUE(posts.ok());
  EXPECT_EQ(*posts, 40U);
  request.offers = 40;
  const auto offers = decoded(offer_lines(request, *reference));
  const std::map<std::pair<std::string, std::string>, std::uint32_t> want{{{"59001", "rome:N1103"}, 30},
                                                                          {{"59002", "rome:N1103"}, 5},
                                                                          {{"59001", "rome:J1506"}, 1},
                                                                          {{"80001", "rome:N4101"}, 4}};
  EXPECT_EQ(counted(offers, *reference), want);
  std::set<std::string> occupations;
  for (const Offer& offer : offers) occupations.insert(offer.occupation);
  EXPECT_TRUE(occupations.contains("rome:N1106")) << "a parent's code also stands for its children";
}

TEST(GenerateOffers, ScalesTheCounts) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request = tiny_counts();
  request.offers = 4000;
  const auto seen = counted(decoded(offer_lines(request, *reference)), *reference);
  EXPECT_EQ(seen.at({"59001", "rome:N1103"}), 3000U);
  EXPECT_EQ(seen.at({"59002", "rome:N1103"}), 500U);
  EXPECT_EQ(seen.at({"59001", "rome:J1506"}), 100U);
}

TEST(GenerateOffers, PlacesUnknownCommunesInTheirDepartment) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.counts = {{"59777", "rome:N1103", 50}, {"", "rome:J1506", 50}};
  EXPECT_EQ(*posts_in_region(request, *reference), 50U) << "a region cannot claim what has no commune";
  request.offers = 50;
  for (const Offer& offer : decoded(offer_lines(request, *reference))) EXPECT_TRUE(offer.place.insee.starts_with("59"));
  request.region = "";
  EXPECT_EQ(*posts_in_region(request, *reference), 100U);
  request.offers = 100;
  int paris = 0;
  for (const Offer& offer : decoded(offer_lines(request, *reference))) paris += offer.place.insee == "75056" ? 1 : 0;
  EXPECT_GT(paris, 30) << "drawn in proportion of the population";
}

TEST(GenerateOffers, UnknownOccupationCodesGoToTheirDomain) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.counts = {{"59001", "rome:N1199", 20}};
  request.offers = 20;
  const auto offers = decoded(offer_lines(request, *reference));
  ASSERT_EQ(offers.size(), 20U);
  for (const Offer& offer : offers) EXPECT_TRUE(offer.occupation.starts_with("rome:N11")) << offer.occupation;
}

TEST(GenerateOffers, FollowsTensionRowsWhenThereAreNoCounts) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.tension = {{"rome:N4101", "3202", 3, {}, 30'000, 1'000},
                     {"rome:J1506", "3201", 3, {}, 10'000, 1'000},
                     {"rome:N1101", "9999", 3, {}, 90'000, 0}};
  request.offers = 400;
  int drivers = 0;
  for (const Offer& offer : decoded(offer_lines(request, *reference))) {
    if (offer.occupation != "rome:N4101") continue;
    ++drivers;
    EXPECT_TRUE(offer.place.insee == "80001" || offer.place.insee == "02001") << offer.place.insee;
  }
  EXPECT_EQ(drivers, 300);
}

TEST(GenerateOffers, WithoutCountsFollowsThePopulation) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.offers = 2000;
  std::map<std::string, int> seen;
  for (const Offer& offer : decoded(offer_lines(request, *reference))) ++seen[offer.place.insee];
  EXPECT_NEAR(seen["59001"], 1800, 60);
  EXPECT_NEAR(seen["59002"], 180, 50);
  EXPECT_EQ(seen.count("75056"), 0U);
}

TEST(GenerateOffers, SameSeedSameBytesForAnyThreads) {
  const auto reference = testing::shipped_reference();
  GenerateRequest request;
  request.offers = 9'000;
  const auto one = offer_lines(request, *reference, 1);
  EXPECT_EQ(one, offer_lines(request, *reference, 2));
  request.seed = 2;
  const auto other = offer_lines(request, *reference, 2);
  std::size_t same = 0;
  for (std::size_t i = 0; i < one.size(); ++i) same += one[i] == other[i] ? 1 : 0;
  EXPECT_EQ(same, 0U);
}

TEST(GenerateOffers, RecordsHoldTogether) {
  const auto reference = testing::shipped_reference();
  GenerateRequest request;
  request.offers = 5'000;
  const auto offers = decoded(offer_lines(request, *reference, 2));
  ASSERT_EQ(offers.size(), 5'000U);
  const std::regex employer("Entreprise [0-9]{4}");
  std::size_t with_items = 0, beginners = 0, items = 0, required = 0, open_ended = 0;
  std::map<std::string, std::string> naf_of_employer;
  std::set<std::string> ids;
  for (const Offer& offer : offers) {
    ids.insert(offer.id);
    ASSERT_EQ(offer.sources.size(), 1U);
    EXPECT_EQ(offer.sources[0].source, "generated");
    EXPECT_EQ(offer.sources[0].id, offer.id);
    EXPECT_TRUE(std::regex_match(offer.employer_name, employer)) << offer.employer_name;
    const auto [at, fresh] = naf_of_employer.emplace(offer.siret.substr(0, 9), offer.naf);
    EXPECT_EQ(at->second, offer.naf) << "one employer, one activity";
    EXPECT_FALSE(offer.title.empty());
    EXPECT_GT(offer.description.size(), offer.title.size());
    EXPECT_TRUE(reference->find_occupation(offer.occupation)) << offer.occupation;
    EXPECT_TRUE(reference->find_commune(offer.place.insee)) << offer.place.insee;
    for (const ItemRequirement& item : offer.items) EXPECT_TRUE(reference->find_item(item.item)) << item.item;
    for (const ItemRequirement& item : offer.certificates) {
      const auto id = reference->find_item(item.item);
      ASSERT_TRUE(id) << item.item;
      EXPECT_EQ(reference->item_kinds[id->value], reference::ItemKind::kCertificate);
    }
    with_items += offer.items.empty() ? 0 : 1;
    items += offer.items.size();
    for (const ItemRequirement& item : offer.items) required += item.level == Level::kRequired ? 1 : 0;
    beginners += offer.experience && offer.experience->beginner_accepted ? 1 : 0;
    open_ended += offer.contract == Contract::kCdi ? 1 : 0;
    EXPECT_LE(offer.published, offer.updated);
    EXPECT_LE(offer.updated, request.today);
    EXPECT_TRUE(!offer.start.set() || offer.start >= request.today);
    EXPECT_TRUE(!offer.closing.set() || offer.closing > request.today);
    EXPECT_EQ(offer.contract == Contract::kCdi, offer.contract_days == 0);
    EXPECT_EQ(offer.contract == Contract::kInsertionCdd, (offer.reserved & bit(Reserved::kIae)) != 0);
    if (offer.salary.monthly_min_cents != 0) {
      EXPECT_GE(offer.salary.monthly_min_cents, kMinimumWageCents);
      EXPECT_GE(offer.salary.monthly_max_cents, offer.salary.monthly_min_cents);
    }
    EXPECT_TRUE(offer.flags.empty());
  }
  EXPECT_EQ(ids.size(), offers.size());
  EXPECT_NEAR(static_cast<double>(with_items) / 5000, 0.26, 0.03);
  EXPECT_NEAR(static_cast<double>(required) / static_cast<double>(items), 0.15, 0.03);
  EXPECT_NEAR(static_cast<double>(beginners) / 5000, 0.47, 0.03);
  EXPECT_NEAR(static_cast<double>(open_ended) / 5000, 0.53, 0.05);
}

TEST(GenerateOffers, SiretsPassTheCheckAndLieWhereNoneIs) {
  std::set<std::string> seen;
  for (std::uint32_t employer = 1; employer <= 9999; employer += 7) {
    const std::string siret = synthetic_siret(employer, employer % 90 + 1);
    ASSERT_EQ(siret.size(), 14U);
    EXPECT_TRUE(siret.starts_with("0000"));
    const auto luhn = [](std::string_view digits) {
      int sum = 0;
      for (std::size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
      }
      return sum % 10;
    };
    EXPECT_EQ(luhn(siret), 0) << siret;
    EXPECT_EQ(luhn(std::string_view(siret).substr(0, 9)), 0) << siret;
    seen.insert(siret.substr(0, 9));
  }
  EXPECT_EQ(seen.size(), 1429U);
}

TEST(GenerateOffers, RefusesWhatItCannotDo) {
  const auto reference = testing::tiny_reference();
  const auto sink = [](std::string_view) -> Status { return {}; };
  GenerateRequest request;
  request.region = "33";
  EXPECT_EQ(generate_offers(request, *reference, {1}, sink).problem().code, ProblemCode::kRequestInvalid);
  request.region = "84";  // known, but no commune of it is there
  EXPECT_EQ(generate_offers(request, *reference, {1}, sink).problem().code, ProblemCode::kRequestInvalid);
  request.region = "32";
  request.offers = kMostRecords + 1;
  EXPECT_EQ(generate_offers(request, *reference, {1}, sink).problem().field, "offers");
  request.offers = 10;
  EXPECT_EQ(generate_offers(request, reference::Reference{}, {1}, sink).problem().code, ProblemCode::kReferenceMissing);
  int delivered = 0;
  const auto full = [&](std::string_view) -> Status {
    if (++delivered == 3) return Problem(ProblemCode::kStoreFull);
    return {};
  };
  EXPECT_EQ(generate_offers(request, *reference, {2}, full).problem().code, ProblemCode::kStoreFull);
  EXPECT_EQ(delivered, 3);
}

}  // namespace
}  // namespace passerelle::generate
