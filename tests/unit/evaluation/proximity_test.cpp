#include "evaluation/proximity.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/ingredient_tables.hpp"
#include "evaluation/weight_search.hpp"
#include "reference/rome_reader.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::evaluation {
namespace {

ProximityTruth obvious_truth() {
  ProximityTruth truth;
  truth.file = "made up";
  truth.version = "1";
  truth.pairs = {{"rome:D1101", "rome:D1102"}, {"rome:D1102", "rome:D1101"}, {"rome:F1703", "rome:F1704"},
                 {"rome:F1704", "rome:F1703"}, {"rome:J1501", "rome:J1506"}, {"rome:J1506", "rome:J1501"}};
  return truth;
}

const AblationLine& line(const ProximityReport& report, std::string_view name) {
  const auto found = std::find_if(report.ablation.begin(), report.ablation.end(),
                                  [&](const AblationLine& l) { return l.name == name; });
  if (found == report.ablation.end()) throw std::out_of_range(std::string(name));
  return *found;
}

TEST(Proximity, EvidentPairsComeFirst) {
  const std::vector<reference::VocabularyData> vocabularies = {small_trades()};
  const auto report = evaluate_proximity(reference::merge_vocabularies(vocabularies), obvious_truth());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->codes, 6U);
  EXPECT_EQ(report->occupations, 6U);
  EXPECT_EQ(report->pairs, 6U);
  EXPECT_EQ(report->unknown_pairs, 0U);
  EXPECT_EQ(report->engine.all.n, 6U);
  EXPECT_EQ(report->engine.even.n, 3U);
  EXPECT_EQ(report->engine.odd.n, 3U);
  EXPECT_DOUBLE_EQ(report->engine.all.mrr, 1.0);
  EXPECT_DOUBLE_EQ(report->engine.all.ndcg_at_10, 1.0);
  EXPECT_EQ(report->engine.listed.n, 0U) << "the vocabulary lists none";
  EXPECT_DOUBLE_EQ(line(*report, "only items").figures.all.mrr, 1.0);
  EXPECT_LT(line(*report, "only groups").figures.all.mrr, 0.6) << "there are none";
}

TEST(Proximity, CountsThePairsThatTheVocabularyDoesNotKnow) {
  const std::vector<reference::VocabularyData> vocabularies = {small_trades()};
  const reference::MergedVocabulary merged = reference::merge_vocabularies(vocabularies);
  ProximityTruth truth = obvious_truth();
  truth.pairs.push_back({"rome:Z9999", "rome:D1101"});
  truth.pairs.push_back({"rome:D1101", "rome:Z9999"});
  const auto report = evaluate_proximity(merged, truth);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->pairs, 6U);
  EXPECT_EQ(report->unknown_pairs, 2U);

  truth.pairs = {{"rome:Z9999", "rome:Z9998"}};
  const auto nothing = evaluate_proximity(merged, truth);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.problem().code, ProblemCode::kReferenceMissing);
  truth.pairs.clear();
  EXPECT_FALSE(evaluate_proximity(merged, truth));
  EXPECT_FALSE(evaluate_proximity(reference::MergedVocabulary(), obvious_truth()));
}

TEST(Proximity, NoTableOfProximitiesGoesIn) {
  std::vector<reference::VocabularyData> vocabularies = {small_trades()};
  const auto before = evaluate_proximity(reference::merge_vocabularies(vocabularies), obvious_truth());
  for (reference::OccupationRow& occupation : vocabularies[0].occupations)
    occupation.proximities = {{occupation.key == "rome:F1703" ? "rome:J1501" : "rome:F1703", 1}};
  const auto after = evaluate_proximity(reference::merge_vocabularies(vocabularies), obvious_truth());
  ASSERT_TRUE(before && after);
  EXPECT_EQ(before->engine.all.ndcg_at_10, after->engine.all.ndcg_at_10);
  EXPECT_EQ(before->engine.all.mrr, after->engine.all.mrr);
  EXPECT_EQ(after->engine.listed.n, 6U) << "they are the second opinion";
  EXPECT_LT(after->engine.listed.mrr, 0.7);
}

TEST(Proximity, OccupationsOfAnotherSchemeAreNeitherAskedNorRanked) {
  std::vector<reference::VocabularyData> vocabularies = {small_trades()};
  const auto alone = evaluate_proximity(reference::merge_vocabularies(vocabularies), obvious_truth());
  reference::VocabularyData own;
  own.name = "own";
  own.occupations = {
      make_occupation("D1101", "", "Boulanger / Boulangère", {{"rome:100", reference::Core::kPrincipal}})};
  own.occupations[0].key = "own:boulanger";
  own.occupations[0].parent.clear();
  vocabularies.push_back(own);
  const auto both = evaluate_proximity(reference::merge_vocabularies(vocabularies), obvious_truth());
  ASSERT_TRUE(alone && both);
  EXPECT_EQ(both->codes, alone->codes);
  EXPECT_EQ(both->occupations, alone->occupations);
}

TEST(Proximity, RanksSkipTheSourceAndTiesGoByPosition) {
  const std::vector<double> similarity = {0.5, 1.0, 0.5, 0.5, 0.9, 0.1};
  EXPECT_THAT(ranks_of({1, {0, 3, 5}}, similarity), ::testing::ElementsAre(2, 4, 5));
  const std::vector<double> nearly = {0.5, 0.5 + 1e-13, 0.9};
  EXPECT_THAT(ranks_of({2, {0}}, nearly), ::testing::ElementsAre(1))
      << "less than a billionth apart: the position decides";
}

TEST(Proximity, AMixtureOfTablesIsTheEnginesSimilarity) {
  const std::vector<reference::VocabularyData> vocabularies = {small_trades()};
  const reference::MergedVocabulary merged = reference::merge_vocabularies(vocabularies);
  const reference::SimilarityWeights weights = reference::default_similarity_weights();
  const reference::OccupationFeatures features = reference::occupation_features(merged, weights.core_count);
  const reference::OccupationRows rows = reference::rows_by_parent(merged);
  const std::vector<std::size_t> codes = {0, 1, 2, 3, 4, 5};
  const SimilarityTable mixed = IngredientTables(features, rows, codes).mixed(weights);
  const SimilarityTable engine = table_of(reference::OccupationSimilarity(features, weights, rows), codes);
  for (std::size_t a = 0; a < codes.size(); ++a)
    for (std::size_t b = 0; b < codes.size(); ++b)
      EXPECT_NEAR(mixed.row(a)[b], engine.row(a)[b], 1e-12) << a << " " << b;
}

TEST(Proximity, TheSearchFindsTheIngredientThatTells) {
  // Items are the same for all; only titles tell the pairs apart.
  std::vector<reference::VocabularyData> vocabularies = {small_trades()};
  for (std::size_t o = 0; o < 6; ++o) {
    reference::OccupationRow& occupation = vocabularies[0].occupations[o];
    occupation.card = {{o % 2 == 0 ? "rome:100" : "rome:101", reference::Core::kPrincipal}};
    occupation.titles = {o < 2 ? "Boulanger" : o < 4 ? "Maçon" : "Soignant"};
    occupation.key = "rome:" + std::to_string(100 + o);
    occupation.parent.clear();
    occupation.domain.clear();
  }
  const reference::MergedVocabulary merged = reference::merge_vocabularies(vocabularies);
  const std::vector<std::size_t> codes = {0, 1, 2, 3, 4, 5};
  const IngredientTables tables(reference::occupation_features(merged, 2), reference::rows_by_parent(merged), codes);
  const std::vector<ProximitySource> sources = {{0, {1}}, {1, {0}}, {2, {3}}, {3, {2}}, {4, {5}}, {5, {4}}};
  reference::SimilarityWeights items;
  items[reference::Ingredient::kItems] = 1;
  const reference::SimilarityWeights found = search_weights(tables, sources);
  EXPECT_GT(found[reference::Ingredient::kTitleWords], 0.9);
  EXPECT_DOUBLE_EQ(figures_on(tables, sources, found).mrr, 1.0);
  EXPECT_LT(figures_on(tables, sources, items).mrr, 0.7);
}

TEST(Proximity, RealPairs) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome) << describe(rome.problem(), Language::kEnglish);
  std::vector<reference::VocabularyData> vocabularies;
  vocabularies.push_back(*std::move(rome));
  const auto truth = read_proximity_types((shared / "rome_v347").string());
  ASSERT_TRUE(truth);
  const auto report = evaluate_proximity(reference::merge_vocabularies(vocabularies), *truth);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->codes, 532U);
  EXPECT_EQ(report->occupations, 1584U);
  EXPECT_EQ(report->pairs, 1784U);
  EXPECT_EQ(report->engine.all.n, 499U);
  EXPECT_EQ(report->engine.listed.n, 532U);
  EXPECT_GE(report->engine.all.ndcg_at_10, 0.52);
  EXPECT_GE(report->engine.all.mrr, 0.62);
  EXPECT_GE(report->engine.all.recall_at_10, 0.62);
  // Weights learnt on one half, measured on the other.
  EXPECT_EQ(report->held_out.n, 499U);
  EXPECT_GE(report->held_out.ndcg_at_10, 0.50);
  EXPECT_GE(report->held_out.mrr, 0.60);
  // Every ingredient earns its place on one of the two truths at least, and none of those left out does on the pairs.
  const auto sum = [](const RankingFigures& figures) { return figures.ndcg_at_10 + figures.mrr; };
  for (const IngredientWeight& used : report->weights) {
    const ProximityFigures& without = line(*report, "without " + std::string(used.ingredient)).figures;
    EXPECT_TRUE(without.all.ndcg_at_10 < report->engine.all.ndcg_at_10 ||
                without.listed.ndcg_at_10 < report->engine.listed.ndcg_at_10)
        << used.ingredient;
  }
  for (const AblationLine& tried : report->ablation) {
    if (tried.name.starts_with("with ")) {
      EXPECT_LT(sum(tried.figures.all), sum(report->engine.all)) << tried.name;
    }
  }
  EXPECT_LT(line(*report, "plain TF-IDF of items").figures.all.ndcg_at_10, 0.47);
}

}  // namespace
}  // namespace passerelle::evaluation
