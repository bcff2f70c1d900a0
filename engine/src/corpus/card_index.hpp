// Inverted cards: which occupations hold an item at their core.
#pragma once

#include <span>
#include <vector>

#include "corpus/corpus.hpp"

namespace passerelle {

class CardIndex {
 public:
  explicit CardIndex(const reference::Reference& reference);
  /// `items` ascending, unique.
  std::vector<CardCover> cover(std::span<const HeldItem> items, const reference::Reference& reference) const;

 private:
  Csr<OccupationId> occupations_of_item_;
  std::vector<std::uint64_t> core_weight_;
};

}  // namespace passerelle
