#include "evaluation/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace passerelle::evaluation {
namespace {

constexpr std::size_t kCut = 10;

double gain_at(std::size_t rank) { return 1.0 / std::log2(static_cast<double>(rank) + 1.0); }

}  // namespace

double ndcg_at(std::span<const std::size_t> ranks, std::size_t relevant, std::size_t k) {
  double gain = 0, best = 0;
  for (const std::size_t rank : ranks)
    if (rank <= k) gain += gain_at(rank);
  for (std::size_t rank = 1; rank <= std::min(k, relevant); ++rank) best += gain_at(rank);
  return best > 0 ? gain / best : 0;
}

double reciprocal_rank(std::span<const std::size_t> ranks) {
  return ranks.empty() ? 0 : 1.0 / static_cast<double>(ranks.front());
}

double recall_at(std::span<const std::size_t> ranks, std::size_t relevant, std::size_t k) {
  if (relevant == 0) return 0;
  const auto found = std::count_if(ranks.begin(), ranks.end(), [&](std::size_t rank) { return rank <= k; });
  return static_cast<double>(found) / static_cast<double>(relevant);
}

void RankingMean::add(std::span<const std::size_t> ranks, std::size_t relevant) {
  ++sums_.n;
  sums_.ndcg_at_10 += ndcg_at(ranks, relevant, kCut);
  sums_.mrr += reciprocal_rank(ranks);
  sums_.recall_at_10 += recall_at(ranks, relevant, kCut);
}

RankingFigures RankingMean::figures() const {
  RankingFigures means = sums_;
  if (means.n == 0) return means;
  const double n = static_cast<double>(means.n);
  means.ndcg_at_10 /= n;
  means.mrr /= n;
  means.recall_at_10 /= n;
  return means;
}

RankingFigures pooled(const RankingFigures& a, const RankingFigures& b) {
  RankingFigures out;
  out.n = a.n + b.n;
  if (out.n == 0) return out;
  const double share = static_cast<double>(a.n) / static_cast<double>(out.n);
  out.ndcg_at_10 = share * a.ndcg_at_10 + (1 - share) * b.ndcg_at_10;
  out.mrr = share * a.mrr + (1 - share) * b.mrr;
  out.recall_at_10 = share * a.recall_at_10 + (1 - share) * b.recall_at_10;
  return out;
}

}  // namespace passerelle::evaluation
