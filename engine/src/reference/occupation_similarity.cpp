#include "reference/occupation_similarity.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>

#include "reference/stable_log.hpp"

namespace passerelle::reference {
namespace {

/// A coordinate per feature of one ingredient, for each row.
using RowCoordinates = std::vector<std::map<std::uint32_t, double>>;

RowCoordinates coordinates_of(const Csr<FeatureCount>& counts, std::uint32_t width, SimilarityWeights::Scale scale,
                              const OccupationRows& rows) {
  std::vector<std::uint32_t> holding(width, 0);
  for (std::size_t o = 0; o < counts.rows(); ++o)
    for (const FeatureCount& entry : counts[o]) ++holding[entry.feature];
  RowCoordinates out(rows.keys.size());
  for (std::size_t o = 0; o < counts.rows(); ++o)
    for (const FeatureCount& entry : counts[o]) {
      const double rarity = stable_log(static_cast<double>(counts.rows()) / holding[entry.feature]);
      const double value = scale == SimilarityWeights::Scale::kSquareRoot ? std::sqrt(entry.count * rarity)
                                                                          : (1 + stable_log(entry.count)) * rarity;
      if (value > 0) out[rows.row_of[o]][entry.feature] += value;
    }
  return out;
}

/// One feature a row with a coded occupation: the first `length` characters of the row's code, with its scheme. `width`
/// receives their number.
RowCoordinates code_beginnings(const OccupationRows& rows, const std::vector<bool>& coded, std::size_t length,
                               std::uint32_t& width) {
  std::vector<bool> row_coded(rows.keys.size(), false);
  for (std::size_t o = 0; o < coded.size(); ++o)
    if (coded[o]) row_coded[rows.row_of[o]] = true;
  std::map<std::string_view, std::uint32_t> ids;
  RowCoordinates out(rows.keys.size());
  for (std::size_t r = 0; r < rows.keys.size(); ++r) {
    const std::string_view key = rows.keys[r];
    const std::size_t colon = key.find(':');
    const std::size_t start = colon == std::string_view::npos ? 0 : colon + 1;
    if (!row_coded[r] || key.size() < start + length) continue;
    const std::uint32_t feature =
        ids.emplace(key.substr(0, start + length), static_cast<std::uint32_t>(ids.size())).first->second;
    out[r].emplace(feature, 1.0);
  }
  width = static_cast<std::uint32_t>(ids.size());
  return out;
}

OccupationRows each_alone(const OccupationFeatures& features) {
  OccupationRows rows{features.keys, std::vector<std::uint32_t>(features.keys.size())};
  std::iota(rows.row_of.begin(), rows.row_of.end(), 0U);
  return rows;
}

}  // namespace

SimilarityWeights default_similarity_weights() {
  SimilarityWeights weights;
  weights[Ingredient::kItems] = 1.0;
  weights[Ingredient::kTitleWords] = 1.0;
  weights[Ingredient::kItemWords] = 0.5;
  weights[Ingredient::kGroups] = 0.3;
  weights[Ingredient::kCodeLetter] = 0.05;
  weights[Ingredient::kCodeDomain] = 0.05;
  return weights;
}

OccupationRows rows_by_parent(const MergedVocabulary& merged) {
  std::map<std::string_view, std::uint32_t> ids;
  const auto key_of = [](const OccupationRow& occupation) -> std::string_view {
    return occupation.parent.empty() ? occupation.key : occupation.parent;
  };
  for (const OccupationRow* occupation : merged.occupations) ids.emplace(key_of(*occupation), 0);
  OccupationRows rows;
  for (auto& [key, id] : ids) {
    id = static_cast<std::uint32_t>(rows.keys.size());
    rows.keys.emplace_back(key);
  }
  for (const OccupationRow* occupation : merged.occupations)
    rows.row_of.push_back(ids.find(key_of(*occupation))->second);
  return rows;
}

OccupationSimilarity::OccupationSimilarity(const OccupationFeatures& features, const SimilarityWeights& weights)
    : OccupationSimilarity(features, weights, each_alone(features)) {}

OccupationSimilarity::OccupationSimilarity(const OccupationFeatures& features, const SimilarityWeights& weights,
                                           const OccupationRows& rows) {
  const std::size_t n = rows.keys.size();
  present_.assign(n, 0);
  weight_of_mask_.assign(std::size_t{1} << kIngredients, 0);
  for (std::size_t mask = 0; mask < weight_of_mask_.size(); ++mask)
    for (std::size_t i = 0; i < kIngredients; ++i)
      if ((mask >> i & 1U) != 0) weight_of_mask_[mask] += weights.of[i];

  std::vector<Eigen::Triplet<double>> entries;
  std::size_t first = 0;
  for (std::size_t i = 0; i < kIngredients; ++i) {
    if (weights.of[i] <= 0) continue;
    std::uint32_t width = features.widths[i];
    const auto ingredient = static_cast<Ingredient>(i);
    const RowCoordinates coordinates =
        ingredient == Ingredient::kCodeLetter   ? code_beginnings(rows, features.coded, 1, width)
        : ingredient == Ingredient::kCodeDomain ? code_beginnings(rows, features.coded, 3, width)
                                                : coordinates_of(features.counts[i], width, weights.scale, rows);
    for (std::size_t r = 0; r < n; ++r) {
      double squares = 0;
      for (const auto& [feature, value] : coordinates[r]) squares += value * value;
      if (squares <= 0) continue;
      present_[r] |= std::size_t{1} << i;
      const double scale = std::sqrt(weights.of[i]) / std::sqrt(squares);
      for (const auto& [feature, value] : coordinates[r])
        entries.emplace_back(static_cast<int>(r), static_cast<int>(first + feature), value * scale);
    }
    first += width;
  }
  by_row_.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(first));
  by_row_.setFromTriplets(entries.begin(), entries.end());
  by_feature_ = by_row_.transpose();
}

void OccupationSimilarity::row(std::size_t of, std::span<double> out) const {
  std::fill(out.begin(), out.end(), 0.0);
  for (Matrix::InnerIterator feature(by_row_, static_cast<Eigen::Index>(of)); feature; ++feature)
    for (Matrix::InnerIterator other(by_feature_, feature.col()); other; ++other)
      out[static_cast<std::size_t>(other.col())] += feature.value() * other.value();
  for (std::size_t r = 0; r < out.size(); ++r) {
    const double most = weight_of_mask_[present_[of] & present_[r]];
    out[r] = most > 0 ? std::min(1.0, out[r] / most) : 0.0;
  }
}

}  // namespace passerelle::reference
