#include "evaluation/metrics.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace passerelle::evaluation {
namespace {

using Ranks = std::vector<std::size_t>;

TEST(Metrics, AnIdealRankingGivesOne) {
  EXPECT_DOUBLE_EQ(ndcg_at(Ranks{1, 2, 3}, 3, 10), 1.0);
  EXPECT_DOUBLE_EQ(reciprocal_rank(Ranks{1, 2, 3}), 1.0);
  EXPECT_DOUBLE_EQ(recall_at(Ranks{1, 2, 3}, 3, 10), 1.0);
}

TEST(Metrics, ValuesByHand) {
  // 1/log2(3) + 1/log2(6), over 1/log2(2) + 1/log2(3) + 1/log2(4): three relevant, one of them in place 12.
  const double gain = 1 / std::log2(3.0) + 1 / std::log2(6.0), best = 1 + 1 / std::log2(3.0) + 0.5;
  EXPECT_NEAR(ndcg_at(Ranks{2, 5, 12}, 3, 10), gain / best, 1e-12);
  EXPECT_DOUBLE_EQ(reciprocal_rank(Ranks{2, 5, 12}), 0.5);
  EXPECT_DOUBLE_EQ(recall_at(Ranks{2, 5, 12}, 3, 10), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(recall_at(Ranks{10}, 1, 10), 1.0) << "place 10 counts";
  EXPECT_DOUBLE_EQ(recall_at(Ranks{11}, 1, 10), 0.0) << "place 11 does not";
}

TEST(Metrics, MoreRelevantEntriesThanPlacesCanStillGiveOne) {
  const Ranks ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  EXPECT_DOUBLE_EQ(ndcg_at(ten, 14, 10), 1.0);
  EXPECT_DOUBLE_EQ(recall_at(ten, 14, 10), 10.0 / 14.0);
}

TEST(Metrics, NothingFoundAndNothingToFindAreZero) {
  EXPECT_EQ(ndcg_at(Ranks{}, 3, 10), 0);
  EXPECT_EQ(reciprocal_rank(Ranks{}), 0);
  EXPECT_EQ(recall_at(Ranks{}, 0, 10), 0);
  EXPECT_EQ(ndcg_at(Ranks{}, 0, 10), 0);
  EXPECT_EQ(RankingMean().figures().n, 0U);
  EXPECT_EQ(RankingMean().figures().mrr, 0);
}

TEST(Metrics, MeansAndTheirPooling) {
  RankingMean mean;
  mean.add(Ranks{1}, 1);
  mean.add(Ranks{4}, 2);
  const RankingFigures two = mean.figures();
  EXPECT_EQ(two.n, 2U);
  EXPECT_DOUBLE_EQ(two.mrr, 0.625);
  EXPECT_DOUBLE_EQ(two.recall_at_10, 0.75);
  RankingMean other;
  other.add(Ranks{2}, 1);
  const RankingFigures three = pooled(two, other.figures());
  EXPECT_EQ(three.n, 3U);
  EXPECT_NEAR(three.mrr, (1 + 0.25 + 0.5) / 3, 1e-12);
  EXPECT_EQ(pooled({}, {}).n, 0U);
}

}  // namespace
}  // namespace passerelle::evaluation
