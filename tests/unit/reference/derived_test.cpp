#include "reference/derived.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/item_weights.hpp"
#include "samples.hpp"

namespace passerelle::reference {
namespace {

Derived derived_trades() {
  const std::vector<VocabularyData> vocabularies = {trades()};
  return derive(merge_vocabularies(vocabularies), Threads{1});
}

TEST(Derived, SurvivesBytes) {
  const Derived derived = derived_trades();
  const std::string bytes = serialise(derived);
  const auto back = parse_derived(bytes);
  ASSERT_TRUE(back) << said(back.problem());
  EXPECT_EQ(back->input, derived.input);
  EXPECT_EQ(back->item_weights, derived.item_weights);
  EXPECT_EQ(back->related.size(), derived.related.size());
  EXPECT_EQ(serialise(*back), bytes);
  EXPECT_TRUE(parse_derived(serialise(Derived())));
}

TEST(Derived, EverythingThatTheFormulasReadNamesTheInput) {
  const auto input = [](auto&& change) {
    std::vector<VocabularyData> vocabularies = {trades()};
    change(vocabularies[0]);
    return derived_input(merge_vocabularies(vocabularies));
  };
  const Fingerprint before = input([](VocabularyData&) {});
  EXPECT_EQ(input([](VocabularyData&) {}), before);
  EXPECT_NE(input([](VocabularyData& data) { data.occupations[0].domain = "A1"; }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.occupations[0].titles = {"Soudeuse"}; }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.occupations[0].parent.clear(); }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.occupations[0].card[0].core = Core::kOther; }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.occupations[0].proximities.clear(); }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.items[0].label = "Souder"; }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.items[0].kind = ItemKind::kKnowledge; }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.items[0].group.clear(); }), before);
  EXPECT_NE(input([](VocabularyData& data) { data.items[0].weight = 7; }), before);
}

TEST(Derived, DamagedBytesAreRefused) {
  const std::string bytes = serialise(derived_trades());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(parse_derived(std::string_view(bytes).substr(0, size))) << size;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    const auto parsed = parse_derived(damaged);
    ASSERT_FALSE(parsed) << at;
    EXPECT_EQ(parsed.problem().code, ProblemCode::kStoreDamaged);
  }
  EXPECT_FALSE(parse_derived(bytes + "x"));
}

TEST(Derived, IdsOutOfRangeAreRefusedEvenWithAChecksumThatFits) {
  Derived derived = derived_trades();
  Csr<RelatedOccupation> bad;
  for (std::size_t o = 0; o < derived.related.rows(); ++o) {
    const RelatedOccupation relation{OccupationId(static_cast<std::uint32_t>(derived.related.rows())), 1, kSame};
    bad.push_row({&relation, 1});
  }
  derived.related = bad;
  EXPECT_FALSE(parse_derived(serialise(derived)));
}

TEST(ItemWeights, RareItemsTellMore) {
  std::vector<VocabularyData> vocabularies = {trades()};
  vocabularies[0].items.push_back(make_item("t:unused", "Inutilisé"));
  vocabularies[0].items.push_back(make_item("u:lonely", "Seul de son schéma"));
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  const std::vector<std::uint16_t> weights = item_weights(merged);
  const auto weight = [&](const char* key) { return weights[merged.find_item(key)->value]; };
  EXPECT_EQ(weight("t:team"), 1) << "in every card";
  EXPECT_EQ(weight("t:cut"), 1000) << "in one card";
  EXPECT_GT(weight("t:weld"), 1);
  EXPECT_LT(weight("t:weld"), 1000);
  EXPECT_EQ(weight("t:weld"), weight("t:plan"));
  EXPECT_EQ(weight("t:unused"), weight("t:weld")) << "the median";
  EXPECT_EQ(weight("u:lonely"), 500);
  // ln(5/3) / ln(5/2) of the way from 1 to 1000
  EXPECT_EQ(weight("t:weld"), 558);
}

TEST(ItemWeights, TheVocabularysOwnWeightCounts) {
  std::vector<VocabularyData> vocabularies = {trades()};
  vocabularies[0].items[0].weight = 42;
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  EXPECT_EQ(item_weights(merged)[merged.find_item("t:weld")->value], 42);
}

TEST(ItemWeights, AnotherSchemeChangesNothing) {
  std::vector<VocabularyData> vocabularies = {trades()};
  const MergedVocabulary alone = merge_vocabularies(vocabularies);
  const std::uint16_t before = item_weights(alone)[alone.find_item("t:weld")->value];
  VocabularyData other;
  other.items = {make_item("s:sell", "Vendre")};
  for (int i = 0; i < 50; ++i)
    other.occupations.push_back(make_occupation(fmt::format("s:{}", i), "Vendeur", "", {{"s:sell", Core::kOther}}));
  vocabularies.push_back(other);
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  EXPECT_EQ(item_weights(merged)[merged.find_item("t:weld")->value], before);
}

}  // namespace
}  // namespace passerelle::reference
