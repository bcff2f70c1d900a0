#include "scoring/weight_tables.hpp"

#include <algorithm>

namespace passerelle {
namespace {

constexpr std::size_t kSuits = 5, kWanted = 7;  // criteria in each group, in the order of Criterion
constexpr std::uint32_t kCard = 1U << kCriteria;

CriterionPoints points_of(std::uint32_t applicable) {
  CriterionPoints points{};
  for (std::size_t i = 0; i < kCriteria; ++i) points[i] = (applicable >> i & 1U) != 0 ? Points{0} : kNotApplicable;
  return points;
}

template <class Row>
Row padded(const SharedWeights& weights) {
  Row row{};
  std::copy(weights.begin(), weights.end(), row.begin());
  return row;
}

template <class Row>
std::int32_t weighted(const Row& weights, const std::array<std::int32_t, 16>& points) noexcept {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < 16; ++i) sum += static_cast<std::int32_t>(static_cast<std::uint32_t>(weights[i] * points[i]) / 10'000U);
  return sum;
}

}  // namespace

WeightTables::WeightTables(const Policy& policy) {
  for (std::uint32_t mask = 0; mask < 2 * kCard; ++mask) total_.push_back(padded<Row>(shared_weights(policy, points_of(mask), mask >= kCard)));
  for (std::uint32_t mask = 0; mask < 2U << kSuits; ++mask)
    suits_.push_back(padded<Row>(shared_sub_weights(policy, Group::kSuits, points_of(mask & ((1U << kSuits) - 1)), mask >> kSuits != 0)));
  for (std::uint32_t mask = 0; mask < 1U << kWanted; ++mask)
    wanted_.push_back(padded<Row>(shared_sub_weights(policy, Group::kWanted, points_of(mask << kSuits), false)));
}

void WeightTables::add_up(bool from_card, PairScore& score) const noexcept {
  std::uint32_t mask = 0;
  std::array<std::int32_t, 16> points{};
  for (std::size_t i = 0; i < kCriteria; ++i) {
    const bool applies = score.points[i] != kNotApplicable;
    mask |= (applies ? 1U : 0U) << i;
    points[i] = applies ? score.points[i] : 0;
  }
  const Row& row = total_[mask + (from_card ? kCard : 0U)];
  std::copy_n(row.begin(), kCriteria, score.weights.begin());
  score.score = weighted(row, points);
  score.suits = weighted(suits_[(mask & ((1U << kSuits) - 1)) + (from_card ? 1U << kSuits : 0U)], points);
  score.wanted = weighted(wanted_[mask >> kSuits & ((1U << kWanted) - 1)], points);
}

}  // namespace passerelle
