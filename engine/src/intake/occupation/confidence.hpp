// How far a guess can be relied upon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "intake/occupation/occupation_finder.hpp"

namespace passerelle::occupation {

/// Alternatives beyond these are too far behind to matter.
inline constexpr std::size_t kWeighedAlternatives = 30;

/// Sets each guess's confidence: by how far it is ahead of the others of other families. `families`: by occupation.
/// `guesses` descend by points. `text`: whether the offer had a text.
void set_confidence(std::span<OccupationGuess> guesses, std::span<const std::uint32_t> families, bool text);

}  // namespace passerelle::occupation
