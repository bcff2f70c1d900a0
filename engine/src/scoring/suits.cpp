#include "scoring/suits.hpp"

#include <algorithm>

namespace passerelle {

std::uint16_t relation_points(const reference::Reference& reference, OccupationId from, OccupationId to) noexcept {
  const auto row = reference.related[to.value];
  const auto at = std::lower_bound(row.begin(), row.end(), from, [](const reference::RelatedOccupation& r, OccupationId id) { return r.from < id; });
  return at != row.end() && at->from == from ? at->points : std::uint16_t{0};
}

Points occupation_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const OccupationId asked = context.corpus.offers.occupation[offer.value];
  if (!asked.set()) return kNotApplicable;
  std::uint16_t best = 0;
  for (const PractisedOccupation& practised : context.corpus.candidates.practised[candidate.value])
    best = std::max(best, relation_points(*context.corpus.reference, practised.occupation(), asked));
  return static_cast<Points>(best);
}

std::uint16_t asked_months(const Policy& policy, const OfferColumns& offers, OfferId offer) noexcept {
  switch (offers.experience_asked[offer.value]) {
    case ExperienceAsked::kMonths: return offers.experience_months[offer.value];
    case ExperienceAsked::kSomeWithoutFigure: return policy.wishes.unstated_experience_months;
    case ExperienceAsked::kNotStated:
    case ExperienceAsked::kBeginner: break;
  }
  return 0;
}

std::uint32_t counted_months(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const OccupationId asked = context.corpus.offers.occupation[offer.value];
  std::uint64_t months = 0;
  for (const PractisedOccupation& practised : context.corpus.candidates.practised[candidate.value]) {
    // Of an offer whose occupation is not known, any month may be the one asked: it counts half.
    const std::uint64_t closeness = asked.set() ? relation_points(*context.corpus.reference, practised.occupation(), asked) : 5'000;
    if (!asked.set() || closeness >= context.policy.wishes.experience_min_relation) months += practised.months() * closeness;
  }
  return static_cast<std::uint32_t>(months / 10'000);
}

Points experience_points(const ScoringContext& context, OfferId offer, std::uint32_t counted_months) {
  const std::uint32_t asked = asked_months(context.policy, context.corpus.offers, offer);
  if (asked == 0) return kNotApplicable;
  return static_cast<Points>(std::min(counted_months, asked) * 10'000 / asked);
}

Points one_education_points(EducationLevel held, EducationLevel minimum) noexcept {
  if (held >= minimum) return kFullPoints;
  if (held == 0) return 2'000;  // not stated is not worse than two levels short
  return minimum - held == 1 ? Points{5'000} : minimum - held == 2 ? Points{2'000} : Points{0};
}

Points education_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const EducationLevel minimum = context.corpus.offers.education[offer.value];
  if (minimum == 0) return kNotApplicable;
  return one_education_points(context.corpus.candidates.facts[candidate.value].education, minimum);
}

Points one_language_points(LanguageLevel held, LanguageLevel minimum) noexcept {
  const int have = counted_level(held), want = counted_level(minimum);
  return static_cast<Points>(have >= want ? kFullPoints : kFullPoints * have / want);
}

Points language_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const auto wanted = context.corpus.offers.languages[offer.value];
  if (wanted.empty()) return kNotApplicable;
  std::int32_t met = 0, asked = 0;
  for (const WantedLanguage& want : wanted) {
    const std::int32_t weight = want.level == Level::kRequired ? 2 : 1;
    asked += weight;
    for (const HeldLanguage& held : context.corpus.candidates.languages[candidate.value])
      if (held.language() == want.language) met += weight * one_language_points(held.level(), want.minimum);
  }
  return static_cast<Points>(met / asked);
}

}  // namespace passerelle
