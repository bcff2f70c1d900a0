// Which items can partly stand in for one another: neighbours computed once when a vocabulary is imported.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/csr.hpp"
#include "base/parallel.hpp"
#include "reference/merged_vocabulary.hpp"

namespace passerelle::reference {

/// A pair's similarity is the sum of its ingredients, each 0…1 times its weight, at most `cap`: only the same code is
/// fully the same. A weight of 0 switches an ingredient off.
///
/// Ranking the cards of ROME 4.0 by what real offers list, equal codes alone find the offer's occupation with MRR
/// 0.553; with the weights below 0.566 (± 0.005 on the difference). The README tells what did not help.
struct ItemSimilarityWeights {
  /// Σ rarity of the common words / √(Σ rarity of the one's · Σ rarity of the other's), over the labels' words in their
  /// common form; rarity = ln(items / items with the word).
  double label_words = 0.85;
  double same_group = 0.15;  ///< the same macro-competence; never for knowledge, whose groups are mere shelves
  double threshold = 0.5;
  double cap = 0.95;
  std::size_t most = 16;  ///< neighbours per item
};

/// Rows by item: other items, similarity (255 = 1) descending, then key ascending. Same bytes for any number of
/// threads.
///
/// Certificates have no neighbours and are none: no diploma stands in for another; nor do (ROME's shelves of) spoken
/// languages, programming languages and vehicles, or items whose labels name different figures (R489-3 and
/// R489-5).
Csr<ItemNeighbour> item_neighbours(const MergedVocabulary& merged, const ItemSimilarityWeights& weights,
                                   Threads threads);

}  // namespace passerelle::reference
