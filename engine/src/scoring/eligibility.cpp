#include <algorithm>

#include "scoring/pair_score.hpp"
#include "scoring/suits.hpp"

namespace passerelle {

bool eligible(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const EligibilityRule& rule = context.policy.eligibility;
  const CandidateColumns& candidates = context.corpus.candidates;
  const OccupationId asked = context.corpus.offers.occupation[offer.value];
  if (!asked.set()) return true;
  const reference::Reference& reference = *context.corpus.reference;
  if (rule.by_practised)
    for (const PractisedOccupation& practised : candidates.practised[candidate.value])
      if (relation_points(reference, practised.occupation(), asked) >= rule.min_relation) return true;
  if (rule.by_sought)
    for (const OccupationId sought : candidates.sought[candidate.value])
      if (relation_points(reference, sought, asked) >= rule.min_relation) return true;
  if (rule.min_card_cover == 0) return false;
  const auto covers = candidates.card_cover[candidate.value];
  const auto at = std::lower_bound(covers.begin(), covers.end(), asked, [](const CardCover& c, OccupationId id) { return c.occupation() < id; });
  return at != covers.end() && at->occupation() == asked && at->points() >= rule.min_card_cover;
}

}  // namespace passerelle
