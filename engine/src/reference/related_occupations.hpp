// What having practised (or seeking) one occupation counts for in another, in points.
#pragma once

#include "base/csr.hpp"
#include "base/parallel.hpp"
#include "reference/merged_vocabulary.hpp"
#include "reference/occupation_similarity.hpp"

namespace passerelle::reference {

/// Points 0…10,000 of each relation. Measured choices and conventions alike live here, nowhere else.
struct RelationPoints {
  int same = 10'000;
  int same_parent = 8'000;
  int listed_first = 7'500;  ///< the closest of a ranked list
  int listed_step = 350;     ///< less per rank
  int listed_floor = 4'000;
  /// A computed similarity (OccupationSimilarity's scale) is worth `computed_floor` at the threshold and
  /// `computed_most` from `computed_full` on, linearly between: under what a listed nearness of the same rank is worth.
  int computed_most = 7'000;
  int computed_floor = 3'000;
  double computed_threshold = 0.15;
  double computed_full = 0.45;
  std::size_t computed_count = 10;
};

/// Row = the offer's occupation; `from` = the one practised or sought, ascending; each pair once, with its best
/// relation. The ranked list of `from` counts before that of the row. For the occupations of a vocabulary that lists
/// no proximity at all, the most similar ones are taken as related, both ways.
Csr<RelatedOccupation> related_occupations(const MergedVocabulary& merged, const SimilarityWeights& weights,
                                           const RelationPoints& points, Threads threads);

}  // namespace passerelle::reference
