// The ingredients of the occupation similarity kept apart, so that any mixture of them is measured without computing
// cosines again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/proximity.hpp"
#include "reference/occupation_similarity.hpp"

namespace passerelle::evaluation {

/// A query: a code, and those that the truth holds for near, as positions among the codes.
struct ProximitySource {
  std::size_t code = 0;
  std::vector<std::size_t> near;  ///< ascending, not empty
};

/// Both truths; sources ascend by code.
struct ProximitySources {
  std::vector<ProximitySource> typed, listed;
};

/// Places of `source.near` when all other codes are ranked by `similarity`, ties by position; ascending. Similarities
/// are compared in whole billionths, so that no last bit decides a place.
std::vector<std::size_t> ranks_of(const ProximitySource& source, std::span<const double> similarity);

/// Similarities of codes × codes.
class SimilarityTable {
 public:
  explicit SimilarityTable(std::size_t codes) : codes_(codes), values_(codes * codes, 0) {}
  std::size_t codes() const noexcept { return codes_; }
  std::span<double> row(std::size_t code) noexcept { return {values_.data() + code * codes_, codes_}; }
  std::span<const double> row(std::size_t code) const noexcept { return {values_.data() + code * codes_, codes_}; }

 private:
  std::size_t codes_;
  std::vector<double> values_;
};

/// The rows of an OccupationSimilarity that stand for codes; `codes` holds their numbers.
SimilarityTable table_of(const reference::OccupationSimilarity& similarity, std::span<const std::size_t> codes);

ProximityFigures figures_of(const SimilarityTable& table, const ProximitySources& sources);

class IngredientTables {
 public:
  IngredientTables(const reference::OccupationFeatures& features, const reference::OccupationRows& rows,
                   std::span<const std::size_t> codes);

  /// What OccupationSimilarity gives one code for these weights, but for the last bits. `out` has codes() elements.
  void mix(const reference::SimilarityWeights& weights, std::size_t code, std::span<double> out) const;
  SimilarityTable mixed(const reference::SimilarityWeights& weights) const;
  std::size_t codes() const noexcept { return present_.size(); }

 private:
  std::vector<SimilarityTable> cosines_;  // by ingredient
  std::vector<std::uint32_t> present_;    // by code: bit i = has ingredient i
};

}  // namespace passerelle::evaluation
