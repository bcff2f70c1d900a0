#include "reference/occupation_similarity.hpp"

#include <algorithm>
#include <cmath>

#include "reference/stable_log.hpp"

namespace passerelle::reference {
namespace {

double mark_factor(const SimilarityWeights& weights, Core core) {
  switch (core) {
    case Core::kPrincipal: return weights.core;
    case Core::kEmerging: return weights.emerging;
    case Core::kOther: break;
  }
  return weights.other;
}

std::vector<double> inverse_frequencies(const Csr<FeatureCount>& counts, std::uint32_t width) {
  std::vector<std::uint32_t> holding(width, 0);
  for (std::size_t o = 0; o < counts.rows(); ++o)
    for (const FeatureCount& entry : counts[o]) ++holding[entry.feature];
  std::vector<double> out(width);
  for (std::uint32_t f = 0; f < width; ++f)
    out[f] = stable_log((static_cast<double>(counts.rows()) + 1) / (holding[f] + 1.0));
  return out;
}

}  // namespace

SimilarityWeights default_similarity_weights() {
  SimilarityWeights weights;
  weights[Ingredient::kItems] = 1.0;
  weights[Ingredient::kCodePrefix] = 0.05;
  return weights;
}

OccupationSimilarity::OccupationSimilarity(const OccupationFeatures& features, const SimilarityWeights& weights) {
  const std::size_t n = features.keys.size();
  present_.assign(n, 0);
  weight_of_mask_.assign(std::size_t{1} << kIngredients, 0);
  for (std::size_t mask = 0; mask < weight_of_mask_.size(); ++mask)
    for (std::size_t i = 0; i < kIngredients; ++i)
      if ((mask >> i & 1U) != 0) weight_of_mask_[mask] += weights.of[i];

  std::vector<Eigen::Triplet<double>> entries;
  std::size_t first = 0;
  for (std::size_t i = 0; i < kIngredients; ++i) {
    if (weights.of[i] <= 0) continue;
    const bool by_rarity = weights.inverse_frequency && static_cast<Ingredient>(i) != Ingredient::kCodePrefix;
    const std::vector<double> rarity = by_rarity ? inverse_frequencies(features.counts[i], features.widths[i]) : std::vector<double>();
    std::vector<double> values;
    for (std::size_t o = 0; o < n; ++o) {
      values.clear();
      double squares = 0;
      for (const FeatureCount& entry : features.counts[i][o]) {
        const double count = entry.count * mark_factor(weights, entry.core);
        double value = weights.log_counts ? 1 + stable_log(std::max(count, 1e-9)) : count;
        value = std::max(value, 0.0) * (by_rarity ? rarity[entry.feature] : 1.0);
        values.push_back(value);
        squares += value * value;
      }
      if (squares <= 0) continue;
      present_[o] |= std::size_t{1} << i;
      const double scale = std::sqrt(weights.of[i]) / std::sqrt(squares);
      std::size_t at = 0;
      for (const FeatureCount& entry : features.counts[i][o])
        entries.emplace_back(static_cast<int>(o), static_cast<int>(first + entry.feature), values[at++] * scale);
    }
    first += features.widths[i];
  }
  by_occupation_.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(first));
  by_occupation_.setFromTriplets(entries.begin(), entries.end());
  by_feature_ = by_occupation_.transpose();
}

void OccupationSimilarity::row(std::size_t of, std::span<double> out) const {
  std::fill(out.begin(), out.end(), 0.0);
  for (Matrix::InnerIterator feature(by_occupation_, static_cast<Eigen::Index>(of)); feature; ++feature)
    for (Matrix::InnerIterator other(by_feature_, feature.col()); other; ++other)
      out[static_cast<std::size_t>(other.col())] += feature.value() * other.value();
  for (std::size_t o = 0; o < out.size(); ++o) {
    const double most = weight_of_mask_[present_[of] & present_[o]];
    out[o] = most > 0 ? std::min(1.0, out[o] / most) : 0.0;
  }
}

}  // namespace passerelle::reference
