// Figures of a ranking against a set of relevant entries, each 0…1. For reports: nothing is ranked by them.
#pragma once

#include <cstddef>
#include <span>

namespace passerelle::evaluation {

/// In all of these, `ranks` are the places (1 = first, ascending) of the relevant entries that the ranking holds, and
/// `relevant` is how many there are in all, found or not; with none, there is nothing to find and the figure is 0.

/// Discounted gain over the first k places, with gain 1 for a relevant entry and discount log2(place + 1), divided by
/// that of the best possible ranking (Järvelin & Kekäläinen, « Cumulated gain-based evaluation of IR techniques », ACM
/// TOIS 20(4), 2002).
double ndcg_at(std::span<const std::size_t> ranks, std::size_t relevant, std::size_t k);

/// 1 / place of the first relevant entry, 0 when there is none (Voorhees, TREC-8 question answering track, 1999). Its
/// mean over queries is the MRR.
double reciprocal_rank(std::span<const std::size_t> ranks);

/// Share of the relevant entries in the first k places.
double recall_at(std::span<const std::size_t> ranks, std::size_t relevant, std::size_t k);

/// Means over the queries of an evaluation.
struct RankingFigures {
  std::size_t n = 0;  ///< queries
  double ndcg_at_10 = 0;
  double mrr = 0;
  double recall_at_10 = 0;
};

/// Adds up queries one by one; the order of adding is the caller's, so that means do not depend on threads.
class RankingMean {
 public:
  void add(std::span<const std::size_t> ranks, std::size_t relevant);
  RankingFigures figures() const;

 private:
  RankingFigures sums_;
};

/// Means of two evaluations together, by their numbers of queries.
RankingFigures pooled(const RankingFigures& a, const RankingFigures& b);

}  // namespace passerelle::evaluation
