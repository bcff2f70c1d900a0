// The other criteria of « suits ». Whether each applies depends on the offer alone (law 5).
#pragma once

#include "scoring/pair_score.hpp"

namespace passerelle {

/// Closeness 0…10,000 of having practised or sought `from` to the occupation `to`; 0 when they are not related.
std::uint16_t relation_points(const reference::Reference& reference, OccupationId from, OccupationId to) noexcept;

Points occupation_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
/// `counted_months` as counted_months() gives them.
Points experience_points(const ScoringContext& context, OfferId offer, std::uint32_t counted_months);
Points education_points(const ScoringContext& context, CandidateId candidate, OfferId offer);
Points language_points(const ScoringContext& context, CandidateId candidate, OfferId offer);

/// Months that count for this offer: months of each occupation practised that is close enough × its closeness, added up.
std::uint32_t counted_months(const ScoringContext& context, CandidateId candidate, OfferId offer);
/// Months the offer asks; 0 when it asks none.
std::uint16_t asked_months(const Policy& policy, const OfferColumns& offers, OfferId offer) noexcept;

/// Points of one language: full at the level asked, in proportion below. A level not stated, asked or held, counts as B1.
Points one_language_points(LanguageLevel held, LanguageLevel minimum) noexcept;
/// Points for `held` against `minimum`: one level short 5,000, two short or not stated 2,000, else 0.
Points one_education_points(EducationLevel held, EducationLevel minimum) noexcept;

}  // namespace passerelle
