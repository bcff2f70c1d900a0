// From rows in external-id order to a corpus: the order of retrieval, posting lists, numbers of keys. The end of building and of
// merging alike.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "corpus/build_corpus.hpp"

namespace passerelle {

/// `built` holds the columns of offers and persons, keys as `ground` numbers them; `alone`: the keys are numbered in their own
/// order, and the ground's with them.
std::shared_ptr<const Corpus> finish_columns(CorpusColumnsOf<Building> built, const SegmentGround& ground, bool alone, std::string snapshot);

/// Of the columns of keys: those whose rows are searched, and so ascend; what was merely listed keeps its order.
constexpr bool searched_keys(std::string_view column) {
  return column == "certificates" || column == "certificates_required" || column == "certificates_desired";
}

}  // namespace passerelle
