#include "evaluation/weight_search.hpp"

#include <array>
#include <vector>

namespace passerelle::evaluation {
namespace {

using reference::Ingredient;
using reference::kIngredients;
using reference::SimilarityWeights;

constexpr std::array kGrid = {0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0};
constexpr int kMostRounds = 5;
constexpr double kLeastGain = 1e-6;

}  // namespace

RankingFigures figures_on(const IngredientTables& tables, std::span<const ProximitySource> sources,
                          const SimilarityWeights& weights) {
  RankingMean mean;
  std::vector<double> row(tables.codes());
  for (const ProximitySource& source : sources) {
    tables.mix(weights, source.code, row);
    const std::vector<std::size_t> ranks = ranks_of(source, row);
    mean.add(ranks, ranks.size());
  }
  return mean.figures();
}

SimilarityWeights search_weights(const IngredientTables& tables, std::span<const ProximitySource> sources) {
  const auto worth = [&](const SimilarityWeights& weights) {
    const RankingFigures figures = figures_on(tables, sources, weights);
    return figures.ndcg_at_10 + figures.mrr;
  };
  const SimilarityWeights engine = reference::default_similarity_weights();
  SimilarityWeights best;
  best[Ingredient::kItems] = 1;
  double most = worth(best);
  for (int round = 0; round < kMostRounds; ++round) {
    bool changed = false;
    for (std::size_t i = 0; i < kIngredients; ++i) {
      if (static_cast<Ingredient>(i) == Ingredient::kItems || engine.of[i] <= 0) continue;
      for (const double weight : kGrid) {
        SimilarityWeights tried = best;
        tried.of[i] = weight;
        if (const double value = worth(tried); value > most + kLeastGain) {
          most = value;
          best = tried;
          changed = true;
        }
      }
    }
    if (!changed) break;
  }
  return best;
}

}  // namespace passerelle::evaluation
