#include "evaluation/ingredient_tables.hpp"

#include <algorithm>

namespace passerelle::evaluation {
namespace {

using reference::kIngredients;
using reference::SimilarityWeights;

std::int64_t billionths(double similarity) { return static_cast<std::int64_t>(similarity * 1e9 + 0.5); }

}  // namespace

std::vector<std::size_t> ranks_of(const ProximitySource& source, std::span<const double> similarity) {
  std::vector<std::size_t> ranks;
  for (const std::size_t near : source.near) {
    const std::int64_t own = billionths(similarity[near]);
    std::size_t rank = 1;
    for (std::size_t other = 0; other < similarity.size(); ++other) {
      if (other == source.code) continue;
      const std::int64_t value = billionths(similarity[other]);
      if (value > own || (value == own && other < near)) ++rank;
    }
    ranks.push_back(rank);
  }
  std::sort(ranks.begin(), ranks.end());
  return ranks;
}

SimilarityTable table_of(const reference::OccupationSimilarity& similarity, std::span<const std::size_t> codes) {
  SimilarityTable table(codes.size());
  std::vector<double> all(similarity.size());
  for (std::size_t c = 0; c < codes.size(); ++c) {
    similarity.row(codes[c], all);
    std::transform(codes.begin(), codes.end(), table.row(c).begin(), [&](std::size_t row) { return all[row]; });
  }
  return table;
}

ProximityFigures figures_of(const SimilarityTable& table, const ProximitySources& sources) {
  RankingMean all, even, odd, listed;
  for (std::size_t s = 0; s < sources.typed.size(); ++s) {
    const std::vector<std::size_t> ranks = ranks_of(sources.typed[s], table.row(sources.typed[s].code));
    all.add(ranks, ranks.size());
    (s % 2 == 0 ? even : odd).add(ranks, ranks.size());
  }
  for (const ProximitySource& source : sources.listed) {
    const std::vector<std::size_t> ranks = ranks_of(source, table.row(source.code));
    listed.add(ranks, ranks.size());
  }
  return {all.figures(), even.figures(), odd.figures(), listed.figures()};
}

IngredientTables::IngredientTables(const reference::OccupationFeatures& features, const reference::OccupationRows& rows,
                                   std::span<const std::size_t> codes)
    : present_(codes.size(), 0) {
  for (std::size_t i = 0; i < kIngredients; ++i) {
    SimilarityWeights only;
    only.of[i] = 1;
    cosines_.push_back(table_of(reference::OccupationSimilarity(features, only, rows), codes));
    // A code is like itself where it has the ingredient at all.
    for (std::size_t c = 0; c < codes.size(); ++c)
      if (cosines_[i].row(c)[c] > 0) present_[c] |= 1U << i;
  }
}

void IngredientTables::mix(const SimilarityWeights& weights, std::size_t code, std::span<double> out) const {
  std::vector<double> most(out.size(), 0);
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < kIngredients; ++i) {
    if (weights.of[i] <= 0 || (present_[code] >> i & 1U) == 0) continue;
    const std::span<const double> cosine = cosines_[i].row(code);
    for (std::size_t other = 0; other < out.size(); ++other) {
      if ((present_[other] >> i & 1U) == 0) continue;
      out[other] += weights.of[i] * cosine[other];
      most[other] += weights.of[i];
    }
  }
  for (std::size_t other = 0; other < out.size(); ++other)
    if (most[other] > 0) out[other] /= most[other];
}

SimilarityTable IngredientTables::mixed(const SimilarityWeights& weights) const {
  SimilarityTable table(codes());
  for (std::size_t c = 0; c < codes(); ++c) mix(weights, c, table.row(c));
  return table;
}

}  // namespace passerelle::evaluation
