// How alike two occupations are, from what their vocabulary says of them and without any table of proximities.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <Eigen/SparseCore>

#include "reference/occupation_features.hpp"

namespace passerelle::reference {

/// Every ingredient is a cosine of its own; a weight of 0 switches it off.
struct SimilarityWeights {
  std::array<double, kIngredients> of{};
  std::uint32_t core_count = 2;  ///< for occupation_features()
  /// How a count becomes a coordinate, with rarity = ln(N / df) over the occupations.
  enum class Scale : std::uint8_t {
    kSquareRoot,  ///< √(count × rarity)
    kLogarithm,   ///< (1 + ln count) × rarity: plain TF-IDF, the baseline
  } scale = Scale::kSquareRoot;

  double& operator[](Ingredient i) { return of[static_cast<std::size_t>(i)]; }
  double operator[](Ingredient i) const { return of[static_cast<std::size_t>(i)]; }
};

/// The weights that relations between occupations are computed with: items 1, title words 1, item words 0.5, groups
/// 0.3, code letter and code domain 0.05 each. Chosen on ROME 4.0 version 460 against the « Proche » pairs of version
/// 347: nDCG@10 0.53, MRR 0.63, where TF-IDF over items gives 0.46 and 0.55; chosen on one half of the pairs and
/// measured on the other, 0.52 and 0.62. Contexts, sectors, themes, interests, RIASEC and definitions do not help.
SimilarityWeights default_similarity_weights();

/// Occupations joined into rows, e.g. those of one ROME 3 parent into one.
struct OccupationRows {
  std::vector<std::string> keys;      ///< of the rows, ascending
  std::vector<std::uint32_t> row_of;  ///< by occupation
};
/// A row for each occupation's parent; an occupation without parent is a row of its own.
OccupationRows rows_by_parent(const MergedVocabulary& merged);

/// Immutable; safe to read from any thread. Same doubles on every build: sums run in a fixed order, and nothing but
/// + − × ÷ √ is used.
class OccupationSimilarity {
 public:
  OccupationSimilarity(const OccupationFeatures& features, const SimilarityWeights& weights);
  /// Of joined occupations: the sum of their coordinates. Rarity is still counted over the occupations.
  OccupationSimilarity(const OccupationFeatures& features, const SimilarityWeights& weights,
                       const OccupationRows& rows);

  std::size_t size() const noexcept { return present_.size(); }
  /// Similarity 0…1 of row `of` to each one (1 to itself, when it has any feature). The mean of the ingredients'
  /// cosines by weight, over the ingredients that both have. `out` has size() elements.
  ///
  /// Scale on ROME 4.0: half of all pairs are under 0.03, 1 % above 0.17; an occupation's nearest stands at 0.39 on
  /// average, its tenth at 0.19.
  void row(std::size_t of, std::span<double> out) const;

 private:
  using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
  Matrix by_row_;                       ///< unit rows of every ingredient, times √weight, side by side
  Matrix by_feature_;                   ///< its transpose
  std::vector<std::size_t> present_;    ///< by row: bit i = ingredient i has features
  std::vector<double> weight_of_mask_;  ///< sum of the weights of a set of ingredients
};

}  // namespace passerelle::reference
