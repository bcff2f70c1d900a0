// The sectors of a territory's counts: ROME's large domains.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "corpus/corpus.hpp"

namespace passerelle::territory {

inline constexpr std::size_t kSectors = 15;  ///< A to N, and unknown
inline constexpr std::size_t kUnknownSector = 14;
/// In French, in English.
extern const std::array<std::array<const char*, 2>, kSectors> kSectorLabels;

std::size_t sector_of(const Corpus& corpus, std::uint32_t offer);

}  // namespace passerelle::territory
