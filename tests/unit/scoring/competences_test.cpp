#include "scoring/competences.hpp"

#include <gtest/gtest.h>

#include "unit/scoring/small_world.hpp"

namespace passerelle::testing {
namespace {

ItemRequirement asked(const char* key, Level level = Level::kDesired) {
  ItemRequirement item;
  item.item = key;
  item.level = level;
  return item;
}

Points points_of(const Candidate& person, const Offer& offer, const Policy& policy = shipped_policy("adviser")) {
  return PairUnderTest(person, offer, policy).points(Criterion::kCompetences);
}

Candidate with_items(std::vector<const char*> keys, ItemOrigin origin = ItemOrigin::kDeclared) {
  Candidate person = plain_person();
  for (const char* key : keys) person.items.push_back({key, "", origin});
  return person;
}

TEST(RequirementWeight, RequiredAndCoreMultiply) {
  const CompetenceRule rule;
  Requirement requirement{ItemId{0}, 400, Level::kDesired, Provenance::kField, false};
  EXPECT_EQ(requirement_weight(rule, requirement), 40'000U);
  requirement.level = Level::kRequired;
  EXPECT_EQ(requirement_weight(rule, requirement), 80'000U);
  requirement.core = true;
  EXPECT_EQ(requirement_weight(rule, requirement), 120'000U);
  CompetenceRule most;
  most.required_percent = most.core_percent = 1'000;
  requirement.base_weight = 1'000;
  EXPECT_EQ(requirement_weight(most, requirement), 10'000'000U);
}

TEST(Competences, AreMetInProportionToTheWeights) {
  Offer offer = plain_offer();
  offer.items = {asked("t:bake"), asked("t:smile")};  // 200 × 1.5 (core), 100
  EXPECT_EQ(points_of(with_items({}), offer), 0);
  EXPECT_EQ(points_of(with_items({"t:bake"}), offer), 7'500);
  EXPECT_EQ(points_of(with_items({"t:smile"}), offer), 2'500);
  EXPECT_EQ(points_of(with_items({"t:bake", "t:smile"}), offer), 10'000);
  offer.items[1].level = Level::kRequired;
  EXPECT_EQ(points_of(with_items({"t:bake"}), offer), 6'000);
}

TEST(Competences, TheSourcesWeightOverridesTheVocabularys) {
  Offer offer = plain_offer();
  offer.occupation = "t:far";
  offer.items = {asked("t:bake"), asked("t:smile")};
  offer.items[1].weight = 600;
  EXPECT_EQ(points_of(with_items({"t:bake"}), offer), 2'500);
}

TEST(Competences, AnItemAskedTwiceCountsOnceAtItsStricterLevel) {
  Offer offer = plain_offer();
  offer.occupation = "t:far";
  offer.items = {asked("t:bake"), asked("t:smile"), asked("t:smile", Level::kRequired)};
  EXPECT_EQ(points_of(with_items({"t:bake"}), offer), 5'000);  // 200 of 200 + 2 × 100
}

TEST(Competences, InferredFromPractiseCountLess) {
  Offer offer = plain_offer();
  offer.items = {asked("t:knead")};
  Candidate person = plain_person();
  person.practised = {{"t:baker", 12}};
  EXPECT_EQ(points_of(person, offer), 10'000 * 153 / 255);
  person.practised = {{"t:baker", 5}};
  EXPECT_EQ(points_of(person, offer), 10'000 * 76 / 255);  // hardly practised: half, rounded down
  person.practised = {{"t:baker", 5}, {"t:baker", 1}};
  EXPECT_EQ(points_of(person, offer), 10'000 * 153 / 255);
  offer.items = {asked("t:smile")};
  EXPECT_EQ(points_of(person, offer), 10'000 * 102 / 255);  // not at the core of the card
  person.items = {{"t:smile", "", ItemOrigin::kDeclared}};
  EXPECT_EQ(points_of(person, offer), 10'000);
}

TEST(Competences, CertificatesOfACardAreNeverInferred) {
  Offer offer = plain_offer();
  offer.certificates = {asked("t:cert-x")};
  offer.items = {asked("t:knead")};
  Candidate person = plain_person();
  person.practised = {{"t:baker", 120}};
  person.items = {{"t:knead", "", ItemOrigin::kDeclared}};
  // knead 400 × 1.5 of 600 + 300
  EXPECT_EQ(points_of(person, offer), 6'666);
  person.certificates = {"t:cert-x"};
  EXPECT_EQ(points_of(person, offer), 10'000);
}

TEST(Competences, TheSameFamilyCountsAsThePolicySays) {
  Offer offer = plain_offer();
  Policy policy = shipped_policy("adviser");
  offer.items = {asked("t:roll")};
  policy.competences.same_group = 0;
  EXPECT_EQ(points_of(with_items({"t:knead"}), offer, policy), 0);
  policy.competences.same_group = 102;
  EXPECT_EQ(points_of(with_items({"t:knead"}), offer, policy), 10'000 * 102 / 255);
  offer.items = {asked("t:dough")};  // the family itself is asked: any member is most of it
  EXPECT_EQ(points_of(with_items({"t:knead"}), offer, policy), 10'000 * 204 / 255);
  EXPECT_EQ(points_of(with_items({"t:smile"}), offer, policy), 0);
}

TEST(Competences, NothingStandsInForACertificate) {
  Offer offer = plain_offer();
  offer.items = {asked("t:diploma-a")};
  Policy policy = shipped_policy("adviser");
  policy.competences.same_group = 255;
  EXPECT_EQ(points_of(with_items({"t:diploma-b"}), offer, policy), 0);
  EXPECT_EQ(points_of(with_items({"t:diploma-a"}), offer, policy), 10'000);
}

TEST(Competences, NeighboursCountFromTheRulesThreshold) {
  const auto& ref = *small_reference();
  const ItemId slice = *ref.find_item("t:slice");
  ASSERT_EQ(ref.item_neighbours[slice.value].size(), 1U);
  const std::uint8_t similarity = ref.item_neighbours[slice.value][0].sim8;
  Offer offer = plain_offer();
  offer.items = {asked("t:slice")};
  Policy policy = shipped_policy("adviser");
  EXPECT_EQ(points_of(with_items({"t:slice-too"}), offer, policy), 10'000 * similarity / 255);
  policy.competences.min_neighbour = similarity;
  EXPECT_EQ(points_of(with_items({"t:slice-too"}), offer, policy), 10'000 * similarity / 255);
  ++policy.competences.min_neighbour;
  EXPECT_EQ(points_of(with_items({"t:slice-too"}), offer, policy), 0);
}

TEST(Competences, TheCardStandsInForWantOfAny) {
  Offer offer = plain_offer();
  const PairUnderTest pair(with_items({"t:knead"}), offer);
  EXPECT_EQ(pair.corpus().offers.from_card[0], 1);
  EXPECT_EQ(pair.points(Criterion::kCompetences), 6'666);  // 400 of the core's 600
  offer.items = {asked("t:no-such")};                      // unknown codes alone are no list
  EXPECT_EQ(PairUnderTest(plain_person(), offer).corpus().offers.from_card[0], 1);
  offer.items.push_back(asked("t:smile"));
  EXPECT_EQ(PairUnderTest(plain_person(), offer).corpus().offers.from_card[0], 0);
}

TEST(Competences, BeneathWhatOnlyTheTextNamesTheCardCountsHalf) {
  Offer offer = plain_offer();
  offer.items = {asked("t:smile", Level::kDesired)};
  offer.items[0].provenance = Provenance::kText;
  const PairUnderTest pair(plain_person(), offer);
  EXPECT_EQ(pair.corpus().offers.from_card[0], 0);
  const auto requirements = pair.corpus().offers.requirements[0];
  ASSERT_EQ(requirements.size(), 3U);  // t:knead (400) and t:bake (200) of the core, and what the text names (100)
  unsigned weight = 0;
  for (const Requirement& requirement : requirements) {
    weight += requirement.base_weight;
    EXPECT_EQ(requirement.provenance == Provenance::kText, !requirement.core);
  }
  EXPECT_EQ(weight, 200U + 100U + 100U);
  // A field beside it says what the offer asks: then that is all.
  offer.items.push_back(asked("t:bake", Level::kDesired));
  EXPECT_EQ(PairUnderTest(plain_person(), offer).corpus().offers.requirements[0].size(), 2U);
}

TEST(Competences, NotApplicableWhenNothingIsAsked) {
  Offer offer = plain_offer();
  offer.occupation = "t:far";  // no card either
  EXPECT_EQ(points_of(plain_person(), offer), kNotApplicable);
  offer.licences = {{Licence::kB, Level::kRequired, Provenance::kField}};  // a condition, no competence
  EXPECT_EQ(points_of(plain_person(), offer), kNotApplicable);
  offer.licences = {{Licence::kB, Level::kDesired, Provenance::kField}};
  EXPECT_EQ(points_of(plain_person(), offer), 0);
  Candidate driver = plain_person();
  driver.licences = bit(Licence::kC);
  EXPECT_EQ(points_of(driver, offer), 10'000);  // C supposes B
}

TEST(Competences, RequiredAndDesiredAtOnceIsRequired) {
  Offer offer = plain_offer();
  offer.occupation = "t:far";
  offer.licences = {{Licence::kB, Level::kDesired, Provenance::kField},
                    {Licence::kB, Level::kRequired, Provenance::kField}};
  offer.certificates = {asked("t:cert-x"), asked("t:cert-x", Level::kRequired)};
  EXPECT_EQ(points_of(plain_person(), offer), kNotApplicable);
}

TEST(Competences, TheLargestWeightsDoNotOverflow) {
  Offer offer = plain_offer();
  Policy policy = shipped_policy("adviser");
  policy.competences.required_percent = policy.competences.core_percent = 1'000;
  offer.items = {asked("t:knead", Level::kRequired), asked("t:bake", Level::kRequired),
                 asked("t:smile", Level::kRequired)};
  for (ItemRequirement& item : offer.items) item.weight = 1'000;
  EXPECT_EQ(points_of(with_items({"t:knead", "t:bake", "t:smile"}), offer, policy), 10'000);
}

TEST(ProfileTablesTest, LoadingAnotherPersonLeavesNothingBehind) {
  CorpusBuilder builder(small_reference());
  Candidate first = with_items({"t:knead", "t:slice"}), second = with_items({"t:smile"});
  first.id = "a";
  first.practised = {{"t:baker", 24}};
  second.id = "b";
  builder.add(first);
  builder.add(second);
  const auto corpus = builder.finish("small");
  const Policy policy = shipped_policy("adviser");
  ProfileTables reused(*corpus), fresh(*corpus);
  reused.load(policy, corpus->candidates_by_id[0]);
  reused.load(policy, corpus->candidates_by_id[1]);
  fresh.load(policy, corpus->candidates_by_id[1]);
  EXPECT_EQ(reused.candidate(), corpus->candidates_by_id[1]);
  for (std::uint32_t i = 0; i < small_reference()->item_keys.size(); ++i)
    EXPECT_EQ(reused.item(ItemId{i}), fresh.item(ItemId{i})) << i;
  for (std::uint32_t g = 0; g < small_reference()->group_count; ++g) EXPECT_EQ(reused.group(g), fresh.group(g)) << g;
}

}  // namespace
}  // namespace passerelle::testing
