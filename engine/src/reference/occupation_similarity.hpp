// How alike two occupations are, from what their vocabulary says of them and without any table of proximities.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include <Eigen/SparseCore>

#include "reference/occupation_features.hpp"

namespace passerelle::reference {

/// Every ingredient is a cosine of its own; a weight of 0 switches it off.
struct SimilarityWeights {
  std::array<double, kIngredients> of{};
  double core = 2.0, emerging = 1.0, other = 1.0;  ///< factor of a card item by its mark
  bool log_counts = true;                          ///< 1 + ln(count × mark) instead of count × mark
  bool inverse_frequency = true;                   ///< times ln((N + 1) / (df + 1)); never for code prefixes
  std::size_t word_prefix = 7;                     ///< for occupation_features()

  double& operator[](Ingredient i) { return of[static_cast<std::size_t>(i)]; }
  double operator[](Ingredient i) const { return of[static_cast<std::size_t>(i)]; }
};

/// The weights that relations between occupations are computed with.
SimilarityWeights default_similarity_weights();

/// Immutable; safe to read from any thread. Same doubles on every build: sums run in a fixed order, and nothing but
/// + × ÷ √ is used.
class OccupationSimilarity {
 public:
  OccupationSimilarity(const OccupationFeatures& features, const SimilarityWeights& weights);

  std::size_t size() const noexcept { return present_.size(); }
  /// Similarity 0…1 of occupation `of` to each one (1 to itself, when it has any feature). The mean of the ingredients'
  /// cosines by weight, over the ingredients that both occupations have. `out` has size() elements.
  void row(std::size_t of, std::span<double> out) const;

 private:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  Matrix by_occupation_;                ///< unit rows of every ingredient, times √weight, side by side
  Matrix by_feature_;                   ///< its transpose
  std::vector<std::size_t> present_;    ///< by occupation: bit i = ingredient i has features
  std::vector<double> weight_of_mask_;  ///< sum of the weights of a set of ingredients
};

}  // namespace passerelle::reference
