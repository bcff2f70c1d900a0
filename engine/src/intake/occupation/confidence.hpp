// How far a guess can be relied upon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "intake/occupation/occupation_finder.hpp"

namespace passerelle::occupation {

/// Alternatives beyond these are too far behind to matter.
inline constexpr std::size_t kWeighedAlternatives = 30;
/// Sets each guess's confidence: the share of its family among all guesses and « none of these », each weighing
/// e^(points / 4,000), and for the best one's family what such shares came to. `guesses` descend by points; `families` by occupation. The same integers on any machine.
void set_confidence(std::span<OccupationGuess> guesses, std::span<const std::uint32_t> families);

}  // namespace passerelle::occupation
