// Sharing out the weights of a policy, and adding up.
#include <gtest/gtest.h>

#include <numeric>

#include "unit/scoring/small_world.hpp"

namespace passerelle {
namespace {

constexpr auto index(Criterion c) { return static_cast<std::size_t>(c); }

Policy with_weights(std::initializer_list<std::pair<Criterion, std::uint16_t>> weights) {
  Policy policy;
  for (const auto& [criterion, weight] : weights) policy.criteria[index(criterion)] = {weight, weight};
  return policy;
}

CriterionPoints all_points(Points value) {
  CriterionPoints points;
  points.fill(value);
  return points;
}

std::uint32_t sum(const SharedWeights& weights) { return std::accumulate(weights.begin(), weights.end(), 0U); }

TEST(SharedWeights, SumToTheWholeWhateverApplies) {
  const Policy policy = testing::shipped_policy("adviser");
  for (unsigned mask = 1; mask < (1U << kCriteria); mask += 7) {
    CriterionPoints points = all_points(kNotApplicable);
    bool any = false;
    for (std::size_t i = 0; i < kCriteria; ++i)
      if ((mask >> i & 1U) != 0) {
        points[i] = 5'000;
        any = any || policy.criteria[i].weight > 0;
      }
    for (const bool from_card : {false, true}) {
      const SharedWeights weights = shared_weights(policy, points, from_card);
      EXPECT_EQ(sum(weights), any ? 10'000U : 0U);
      for (std::size_t i = 0; i < kCriteria; ++i) EXPECT_TRUE(points[i] != kNotApplicable || weights[i] == 0);
    }
  }
}

TEST(SharedWeights, WhatDoesNotApplyIsSharedInProportion) {
  const Policy policy =
      with_weights({{Criterion::kOccupation, 100}, {Criterion::kCompetences, 300}, {Criterion::kTravel, 600}});
  CriterionPoints points = all_points(0);
  EXPECT_EQ(shared_weights(policy, points, false)[index(Criterion::kTravel)], 6'000);
  points[index(Criterion::kTravel)] = kNotApplicable;
  const SharedWeights weights = shared_weights(policy, points, false);
  EXPECT_EQ(weights[index(Criterion::kOccupation)], 2'500);
  EXPECT_EQ(weights[index(Criterion::kCompetences)], 7'500);
  EXPECT_EQ(weights[index(Criterion::kTravel)], 0);
}

TEST(SharedWeights, LargestRemainderFirstTiesToTheCriterionListedFirst) {
  const Policy thirds =
      with_weights({{Criterion::kOccupation, 1}, {Criterion::kEducation, 1}, {Criterion::kSalary, 1}});
  const SharedWeights equal = shared_weights(thirds, all_points(0), false);
  EXPECT_EQ(equal[index(Criterion::kOccupation)], 3'334);
  EXPECT_EQ(equal[index(Criterion::kEducation)], 3'333);
  EXPECT_EQ(equal[index(Criterion::kSalary)], 3'333);
  // 1/6 = 1666.67, 5/6 = 8333.33: the part left goes to the larger remainder
  const Policy sixths = with_weights({{Criterion::kOccupation, 5}, {Criterion::kSalary, 1}});
  const SharedWeights uneven = shared_weights(sixths, all_points(0), false);
  EXPECT_EQ(uneven[index(Criterion::kOccupation)], 8'333);
  EXPECT_EQ(uneven[index(Criterion::kSalary)], 1'667);
}

TEST(SharedWeights, NoneWhenNothingWithAWeightApplies) {
  const Policy policy = with_weights({{Criterion::kSalary, 10}});
  CriterionPoints points = all_points(10'000);
  points[index(Criterion::kSalary)] = kNotApplicable;
  EXPECT_EQ(sum(shared_weights(policy, points, false)), 0U);
}

TEST(SharedWeights, AStandInCardWeighsLess) {
  Policy policy = with_weights({{Criterion::kOccupation, 100}, {Criterion::kCompetences, 100}});
  policy.competences.card_percent = 60;
  const SharedWeights weights = shared_weights(policy, all_points(0), true);
  EXPECT_EQ(weights[index(Criterion::kCompetences)], 3'750);  // 60 of 160
  EXPECT_EQ(weights[index(Criterion::kOccupation)], 6'250);
  policy.competences.card_percent = 0;
  EXPECT_EQ(shared_weights(policy, all_points(0), true)[index(Criterion::kCompetences)], 0);
  EXPECT_EQ(shared_weights(policy, all_points(0), false)[index(Criterion::kCompetences)], 5'000);
}

TEST(SharedSubWeights, StayInTheirGroup) {
  const Policy policy = testing::shipped_policy("recruiter");
  const SharedWeights suits = shared_sub_weights(policy, Group::kSuits, all_points(0), false);
  const SharedWeights wanted = shared_sub_weights(policy, Group::kWanted, all_points(0), false);
  EXPECT_EQ(sum(suits), 10'000U);
  EXPECT_EQ(sum(wanted), 10'000U);
  for (std::size_t i = 0; i < kCriteria; ++i)
    EXPECT_TRUE(suits[i] == 0 || group_of(static_cast<Criterion>(i)) == Group::kSuits);
  // The interest in the occupation alone, and it does not count in the total.
  EXPECT_EQ(wanted[index(Criterion::kSought)], 10'000);
  EXPECT_EQ(shared_weights(policy, all_points(0), false)[index(Criterion::kSought)], 0);
}

TEST(AddUp, RoundsEachContributionDownAndNeverTheSum) {
  const Policy policy =
      with_weights({{Criterion::kOccupation, 1}, {Criterion::kEducation, 1}, {Criterion::kSalary, 1}});
  PairScore score;
  score.points = all_points(kNotApplicable);
  score.points[index(Criterion::kOccupation)] = 9'999;
  score.points[index(Criterion::kEducation)] = 1;
  score.points[index(Criterion::kSalary)] = 10'000;
  add_up(policy, false, score);
  EXPECT_EQ(score.score, 3'334 * 9'999 / 10'000 + 0 + 3'333);
  EXPECT_EQ(score.suits, 5'000 * 9'999 / 10'000 + 0);
  EXPECT_EQ(score.wanted, 10'000);
}

TEST(AddUp, APerfectPairScoresTheWhole) {
  PairScore score;
  score.points = all_points(kFullPoints);
  add_up(testing::shipped_policy("adviser"), true, score);
  EXPECT_EQ(score.score, 10'000);
  EXPECT_EQ(score.suits, 10'000);
  EXPECT_EQ(score.wanted, 10'000);
}

TEST(AddUp, NotApplicableIsNotNought) {
  const Policy policy = with_weights({{Criterion::kOccupation, 1}, {Criterion::kEducation, 1}});
  PairScore score;
  score.points = all_points(kNotApplicable);
  score.points[index(Criterion::kOccupation)] = 8'000;
  add_up(policy, false, score);
  EXPECT_EQ(score.score, 8'000);
  EXPECT_EQ(score.wanted, 0);
}

}  // namespace
}  // namespace passerelle
