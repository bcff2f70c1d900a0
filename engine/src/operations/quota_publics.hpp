// Which of the persons looked at belong to a public that a quota names: the one place of this folder where restricted records are
// opened, behind one line of the access log. A bit a public is all that leaves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "store/store.hpp"

namespace passerelle::operations {

inline constexpr std::size_t kMostPublics = 32;

/// By candidate (dense), a bit for each of `publics` (at most kMostPublics); only of persons marked in `wanted`. Nothing is read,
/// and nothing logged, when there are no publics. Problems: kAccessRefused (no agent, no purpose, a store that cannot be written).
Result<std::vector<std::uint32_t>> quota_publics(Store& store, const Corpus& corpus, const std::vector<std::string>& publics,
                                                 const std::vector<bool>& wanted, const std::string& agent, const std::string& purpose);

}  // namespace passerelle::operations
