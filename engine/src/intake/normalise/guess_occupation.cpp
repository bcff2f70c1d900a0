#include "intake/normalise/guess_occupation.hpp"

#include <algorithm>

namespace passerelle {

std::vector<occupation::OccupationGuess> guess_occupation(const Offer& offer, const ReferenceLookup& lookup) {
  using occupation::OccupationGuess;
  std::vector<OccupationGuess> guesses = lookup.occupation_finder().find(offer.title, offer.description, offer.place.name, kOccupationAlternatives);
  const auto called = lookup.occupation_called(offer.title);
  if (!called) return guesses;
  const auto same = std::find_if(guesses.begin(), guesses.end(), [&](const OccupationGuess& guess) { return guess.occupation == *called; });
  OccupationGuess first = same == guesses.end() ? OccupationGuess{*called, 0, 0} : *same;
  if (same != guesses.end()) guesses.erase(same);
  else if (guesses.size() == kOccupationAlternatives) guesses.pop_back();
  first.confidence = occupation::kMostConfidence;
  for (OccupationGuess& other : guesses) {
    first.points = std::max(first.points, other.points);
    const bool family = lookup.occupation_finder().family(other.occupation) == lookup.occupation_finder().family(*called);
    other.confidence = family ? first.confidence : std::min<std::uint8_t>(other.confidence, 100 - occupation::kMostConfidence);
  }
  guesses.insert(guesses.begin(), first);
  return guesses;
}

}  // namespace passerelle
