// An offer's occupation by what it says itself.
#pragma once

#include <vector>

#include "intake/normalise/reference_lookup.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// Alternatives that a person can choose from at a glance.
inline constexpr std::size_t kOccupationAlternatives = 5;

/// From title, text and the name of the workplace alone: the offer's own code and label are not looked at. Best first, at most
/// kOccupationAlternatives. A title that one occupation alone is called by comes first with occupation::kMostConfidence.
std::vector<occupation::OccupationGuess> guess_occupation(const Offer& offer, const ReferenceLookup& lookup);

}  // namespace passerelle
