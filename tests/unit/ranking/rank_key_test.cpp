#include "ranking/rank_key.hpp"

#include <gtest/gtest.h>

namespace passerelle {
namespace {

PairScore scored(std::int32_t score, std::int32_t suits, std::int32_t wanted) {
  PairScore pair;
  pair.score = score;
  pair.suits = suits;
  pair.wanted = wanted;
  return pair;
}

Policy ordered(std::vector<SortKey> order) {
  Policy policy;
  policy.order = std::move(order);
  return policy;
}

TEST(RankKey, EachKeyAloneSortsByItsOwnFigure) {
  const PairScore low = scored(1, 20, 300), high = scored(2, 10, 200);
  const auto key = [](SortKey by, VerdictTier tier, const PairScore& pair) {
    return rank_key(ordered({by}), tier, pair);
  };
  EXPECT_GT(key(SortKey::kScore, VerdictTier::kNo, high), key(SortKey::kScore, VerdictTier::kNow, low));
  EXPECT_GT(key(SortKey::kSuits, VerdictTier::kNo, low), key(SortKey::kSuits, VerdictTier::kNow, high));
  EXPECT_GT(key(SortKey::kWanted, VerdictTier::kNo, low), key(SortKey::kWanted, VerdictTier::kNow, high));
  EXPECT_GT(key(SortKey::kTier, VerdictTier::kNow, low), key(SortKey::kTier, VerdictTier::kNo, high));
}

TEST(RankKey, TiersStandInTheirOrder) {
  const Policy policy = ordered({SortKey::kTier});
  const auto key = [&](VerdictTier tier) { return rank_key(policy, tier, scored(0, 0, 0)); };
  EXPECT_GT(key(VerdictTier::kNow), key(VerdictTier::kWith));
  EXPECT_GT(key(VerdictTier::kWith), key(VerdictTier::kAsk));
  EXPECT_GT(key(VerdictTier::kAsk), key(VerdictTier::kNo));
}

TEST(RankKey, TheFirstKeyDecidesThenTheNext) {
  const Policy policy = ordered({SortKey::kTier, SortKey::kSuits, SortKey::kScore});
  const auto key = [&](VerdictTier tier, const PairScore& pair) { return rank_key(policy, tier, pair); };
  EXPECT_GT(key(VerdictTier::kNow, scored(0, 0, 0)), key(VerdictTier::kAsk, scored(10'000, 10'000, 10'000)));
  EXPECT_GT(key(VerdictTier::kNow, scored(0, 1, 0)), key(VerdictTier::kNow, scored(10'000, 0, 10'000)));
  EXPECT_GT(key(VerdictTier::kNow, scored(5, 1, 0)), key(VerdictTier::kNow, scored(4, 1, 10'000)));
  EXPECT_EQ(key(VerdictTier::kNow, scored(5, 1, 0)),
            key(VerdictTier::kNow, scored(5, 1, 10'000)));  // wanted does not sort here
}

// Packed into 64 bits, the key must compare as the tuple would, at the ends of every range.
TEST(RankKey, ComparesAsTheTupleWithAllFourKeys) {
  const Policy policy = ordered({SortKey::kWanted, SortKey::kTier, SortKey::kSuits, SortKey::kScore});
  const int figures[] = {0, 1, 9'999, 10'000};
  struct One {
    RankKey key;
    std::array<int, 4> tuple;
  };
  std::vector<One> all;
  for (const int wanted : figures)
    for (const VerdictTier tier : {VerdictTier::kNow, VerdictTier::kWith, VerdictTier::kAsk, VerdictTier::kNo})
      for (const int suits : figures)
        for (const int score : figures)
          all.push_back(
              {rank_key(policy, tier, scored(score, suits, wanted)), {wanted, -static_cast<int>(tier), suits, score}});
  for (const One& a : all)
    for (const One& b : all) ASSERT_EQ(a.key < b.key, a.tuple < b.tuple);
}

}  // namespace
}  // namespace passerelle
