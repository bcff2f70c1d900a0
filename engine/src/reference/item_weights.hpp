// How much an item tells about the work: information content from the number of occupations whose card holds it.
#pragma once

#include <cstdint>
#include <vector>

#include "reference/merged_vocabulary.hpp"

namespace passerelle::reference {

/// 1…1000 by item. With df the number of cards that hold the item and N the number of cards that hold any item of its
/// scheme (the key up to its colon): ln((N + 1) / (df + 1)), scaled so that df = 1 gives 1000 and df = N gives 1; an
/// unrelated vocabulary changes nothing. An item in no card gets its scheme's median (500 when the scheme is in no card
/// at all). A weight that the vocabulary sets counts instead.
std::vector<std::uint16_t> item_weights(const MergedVocabulary& merged);

}  // namespace passerelle::reference
