// Which items can partly stand in for one another: neighbours computed once when a vocabulary is imported.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/csr.hpp"
#include "base/parallel.hpp"
#include "reference/merged_vocabulary.hpp"

namespace passerelle::reference {

/// A pair's similarity is the sum of its ingredients, each 0…1 times its weight, at most `cap`: only the same code
/// is fully the same. A weight of 0 switches an ingredient off.
struct ItemSimilarityWeights {
  /// Cosine of the items' rows in the PPMI matrix of items × occupations, times n / (n + evidence) for n shared cards:
  /// two rare items of one card are found together once, which says little.
  double together = 0.5;
  double same_group = 0.2;
  double label_words = 0.6;    ///< TF-IDF cosine of the words of the labels
  double evidence = 1.5;
  double core = 2.0, other = 1.0;       ///< count of an item in a card, by its mark
  bool smooth_contexts = true;          ///< the occupations' shares to the power 3/4 (Levy, Goldberg & Dagan 2015)
  double threshold = 0.5;
  double cap = 0.95;
  std::size_t most = 16;                ///< neighbours per item
};

/// Rows by item: other items, similarity (255 = 1) descending, then key ascending. Certificates have no neighbours and
/// are none: no diploma stands in for another. Same bytes for any number of threads.
Csr<ItemNeighbour> item_neighbours(const MergedVocabulary& merged, const ItemSimilarityWeights& weights, Threads threads);

}  // namespace passerelle::reference
