// Finds weights of the similarity's ingredients on part of the truth, to see what they give on the rest.
#pragma once

#include <span>

#include "evaluation/ingredient_tables.hpp"

namespace passerelle::evaluation {

/// Coordinate ascent over a fixed grid, from the items alone: one ingredient of default_similarity_weights() after the
/// other takes the weight with the best nDCG@10 + MRR on `sources`, until none changes. The items keep 1.
/// Deterministic.
reference::SimilarityWeights search_weights(const IngredientTables& tables, std::span<const ProximitySource> sources);

/// Means over `sources` for these weights.
RankingFigures figures_on(const IngredientTables& tables, std::span<const ProximitySource> sources,
                          const reference::SimilarityWeights& weights);

}  // namespace passerelle::evaluation
