#include "ranking/top_k.hpp"

#include <gtest/gtest.h>

#include <random>

namespace passerelle {
namespace {

using Top = TopK<OfferId>;

std::vector<std::uint32_t> ids(std::vector<Top::Entry> entries) {
  std::vector<std::uint32_t> out;
  for (const auto& entry : entries) out.push_back(entry.id.value);
  return out;
}

TEST(TopK, KeepsTheBestAndBreaksTiesById) {
  Top top(3);
  top.push({5}, OfferId{9});
  top.push({7}, OfferId{8});
  top.push({5}, OfferId{1});
  top.push({5}, OfferId{4});
  top.push({1}, OfferId{0});
  EXPECT_EQ(ids(top.sorted()), (std::vector<std::uint32_t>{8, 1, 4}));
}

TEST(TopK, OfNoneIsEmpty) {
  Top top(0);
  top.push({5}, OfferId{1});
  EXPECT_TRUE(top.sorted().empty());
}

TEST(TopK, OfMoreThanThereAreIsAll) {
  Top top(10);
  top.push({1}, OfferId{2});
  top.push({2}, OfferId{1});
  EXPECT_EQ(ids(top.sorted()), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_TRUE(top.sorted().empty());  // sorted() empties
}

TEST(TopK, OfNothingIsEmpty) { EXPECT_TRUE(Top(5).sorted().empty()); }

TEST(TopK, ATieAtTheCutKeepsTheSmallestIdsWhateverTheOrder) {
  for (const auto& order : {std::vector<std::uint32_t>{0, 1, 2, 3}, std::vector<std::uint32_t>{3, 2, 1, 0},
                            std::vector<std::uint32_t>{2, 0, 3, 1}}) {
    Top top(2);
    for (const std::uint32_t id : order) top.push({4}, OfferId{id});
    EXPECT_EQ(ids(top.sorted()), (std::vector<std::uint32_t>{0, 1}));
  }
}

TEST(TopK, DoesNotDependOnHowTheStreamWasSplit) {
  std::mt19937 dice(7);
  for (int round = 0; round < 200; ++round) {
    const std::size_t k = dice() % 8;
    const auto n = static_cast<std::uint32_t>(dice() % 40);
    std::vector<Top::Entry> all;
    Top whole(k), parts[3] = {Top(k), Top(k), Top(k)}, merged(k);
    for (std::uint32_t id = 0; id < n; ++id) {
      all.push_back({{dice() % 4}, OfferId{id}});
      whole.push(all.back().key, all.back().id);
      parts[dice() % 3].push(all.back().key, all.back().id);
    }
    for (const int part : {2, 0, 1}) merged.merge(parts[part]);
    std::sort(all.begin(), all.end(), Top::Entry::before);
    all.resize(std::min<std::size_t>(k, all.size()));
    const auto truth = ids(all);
    EXPECT_EQ(ids(whole.sorted()), truth);
    EXPECT_EQ(ids(merged.sorted()), truth);
  }
}

}  // namespace
}  // namespace passerelle
