// The criteria of « wanted ». Whether each applies depends on the person's wishes alone (law 5): where the offer is
// silent on what the person wishes, the policy's `when_silent` points stand.
#pragma once

#include "scoring/pair_score.hpp"

namespace passerelle {

Points sought_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
Points travel_points(const ScoringContext& context, CandidateId candidate, const Trip& trip);
Points contract_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
Points hours_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
Points schedule_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
Points salary_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
Points start_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
/// Class of occupation × basin 1…5 → 0…10,000; not applicable when not known (depends on the offer alone).
Points tension_points(const ScoringContext& context, OfferId offer);

}  // namespace passerelle
