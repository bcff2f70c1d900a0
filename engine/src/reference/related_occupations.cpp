#include "reference/related_occupations.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/occupation_features.hpp"

namespace passerelle::reference {
namespace {

using Row = std::map<std::uint32_t, RelatedOccupation>;  // by `from`

void keep_best(Row& row, std::uint32_t from, int points, Relation how) {
  const RelatedOccupation relation{OccupationId(from), static_cast<std::uint16_t>(std::clamp(points, 0, 10'000)), how};
  const auto [at, fresh] = row.emplace(from, relation);
  if (!fresh && relation.points > at->second.points) at->second = relation;
}

void add_siblings(const MergedVocabulary& merged, const RelationPoints& points, std::vector<Row>& rows) {
  std::map<std::string_view, std::vector<std::uint32_t>> children;
  for (std::uint32_t o = 0; o < merged.occupations.size(); ++o)
    if (!merged.occupations[o]->parent.empty()) children[merged.occupations[o]->parent].push_back(o);
  for (const auto& [parent, siblings] : children)
    for (const std::uint32_t to : siblings)
      for (const std::uint32_t from : siblings) keep_best(rows[to], from, points.same_parent, kSameParent);
}

void add_listed(const MergedVocabulary& merged, const RelationPoints& points, std::vector<Row>& rows) {
  // (lists, is listed) → rank; the best rank when a list repeats an occupation.
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> ranks;
  for (std::uint32_t o = 0; o < merged.occupations.size(); ++o)
    for (const Proximity& proximity : merged.occupations[o]->proximities) {
      const auto target = merged.find_occupation(proximity.occupation);
      if (!target || target->value == o) continue;
      const int rank = std::max<int>(1, proximity.rank);
      const auto [at, fresh] = ranks.emplace(std::pair(o, target->value), rank);
      if (!fresh) at->second = std::min(at->second, rank);
    }
  for (const auto& [pair, rank] : ranks) {
    const auto [from, to] = pair;
    const int value = std::max(points.listed_floor, points.listed_first - points.listed_step * (rank - 1));
    // One way, as listed: a mobility from a foreman's job to a worker's says nothing of the way back.
    keep_best(rows[to], from, value, kListed);
  }
}

int computed_points(const RelationPoints& points, double similarity) {
  const double share = (similarity - points.computed_threshold) / (points.computed_full - points.computed_threshold);
  return points.computed_floor +
         static_cast<int>((points.computed_most - points.computed_floor) * std::min(1.0, share) + 0.5);
}

void add_computed(const MergedVocabulary& merged, const SimilarityWeights& weights, const RelationPoints& points,
                  Threads threads, std::vector<Row>& rows) {
  std::vector<std::uint32_t> wanted;
  for (std::uint32_t o = 0; o < merged.occupations.size(); ++o)
    if (!merged.vocabulary_lists_proximities[merged.occupation_vocabulary[o]]) wanted.push_back(o);
  if (wanted.empty()) return;
  const OccupationSimilarity similarity(occupation_features(merged, weights.core_count), weights);
  std::vector<std::vector<std::pair<int, std::uint32_t>>> best(wanted.size());  // points, occupation
  std::vector<std::vector<double>> scratch(threads.resolved());
  constexpr std::size_t kBlock = 32;
  parallel_blocks(wanted.size(), kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    std::vector<double>& row = scratch[worker];
    row.resize(similarity.size());
    for (std::size_t w = begin; w < end; ++w) {
      similarity.row(wanted[w], row);
      for (std::uint32_t other = 0; other < row.size(); ++other)
        if (other != wanted[w] && row[other] >= points.computed_threshold)
          best[w].emplace_back(computed_points(points, row[other]), other);
      // Rounded points decide, then the key.
      std::sort(best[w].begin(), best[w].end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
      });
      if (best[w].size() > points.computed_count) best[w].resize(points.computed_count);
    }
  });
  for (std::size_t w = 0; w < wanted.size(); ++w)
    for (const auto& [value, other] : best[w]) {
      keep_best(rows[wanted[w]], other, value, kComputed);
      keep_best(rows[other], wanted[w], value, kComputed);
    }
}

}  // namespace

Csr<RelatedOccupation> related_occupations(const MergedVocabulary& merged, const SimilarityWeights& weights,
                                           const RelationPoints& points, Threads threads) {
  std::vector<Row> rows(merged.occupations.size());
  for (std::uint32_t o = 0; o < rows.size(); ++o) keep_best(rows[o], o, points.same, kSame);
  add_siblings(merged, points, rows);
  add_listed(merged, points, rows);
  add_computed(merged, weights, points, threads, rows);
  Csr<RelatedOccupation> out;
  std::vector<RelatedOccupation> line;
  for (const Row& row : rows) {
    line.clear();
    for (const auto& [from, relation] : row) line.push_back(relation);
    out.push_row(line);
  }
  return out;
}

}  // namespace passerelle::reference
