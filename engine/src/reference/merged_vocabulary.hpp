// The union of the imported vocabularies with dense ids, before anything is derived from it. Points into the
// vocabularies it was made from: they must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/csr.hpp"
#include "base/ids.hpp"
#include "base/problem.hpp"
#include "reference/reference.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

struct MergedVocabulary {
  // Items, ascending by key.
  std::vector<const ItemRow*> items;
  std::vector<std::uint32_t> item_groups;  ///< dense, in the order of the group keys; DenseId::kNone = none
  std::uint32_t group_count = 0;

  // Occupations, ascending by key.
  std::vector<const OccupationRow*> occupations;
  std::vector<std::uint32_t> occupation_vocabulary;  ///< position of the vocabulary whose row counts
  std::vector<OccupationId> occupation_parents;
  Csr<CardItem> cards;                             ///< ascending by item, each once with its strongest mark
  std::vector<bool> vocabulary_lists_proximities;  ///< by position of the vocabulary

  std::vector<Problem> notes;

  std::optional<ItemId> find_item(std::string_view key) const;
  std::optional<OccupationId> find_occupation(std::string_view key) const;
};

/// Where two vocabularies define a key, the later one's row counts. Items of a card that no vocabulary defines are
/// left out of it with a note (kItemUnknown).
MergedVocabulary merge_vocabularies(const std::vector<VocabularyData>& vocabularies);

}  // namespace passerelle::reference
