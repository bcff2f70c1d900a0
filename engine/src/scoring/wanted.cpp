#include "scoring/wanted.hpp"

#include <algorithm>

#include "scoring/suits.hpp"

namespace passerelle {

Points sought_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const auto sought = context.corpus.candidates.sought[candidate.value];
  if (sought.empty()) return kNotApplicable;
  const OccupationId asked = context.corpus.offers.occupation[offer.value];
  if (!asked.set()) return context.policy.wishes.when_silent;
  std::uint16_t best = 0;
  for (const OccupationId occupation : sought) best = std::max(best, relation_points(*context.corpus.reference, occupation, asked));
  return static_cast<Points>(best);
}

Points travel_points(const ScoringContext& context, CandidateId candidate, const Trip& trip) {
  const CandidateColumns& candidates = context.corpus.candidates;
  const std::uint16_t km = candidates.facts[candidate.value].radius_km;
  const std::uint16_t limit = candidates.facts[candidate.value].radius_minutes;
  if (candidates.facts[candidate.value].located == 0 || (km == 0 && limit == 0)) return kNotApplicable;
  if (!trip.workplace_known) return context.policy.wishes.when_silent;
  if (km != 0) return context.travel.points(trip.metres, km * 1'000U);
  return context.travel.points_for_minutes(trip.minutes, limit, candidates.facts[candidate.value].means);
}

Points contract_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const CandidateFacts& facts = context.corpus.candidates.facts[candidate.value];
  if (facts.accepts_any_contract()) return kNotApplicable;
  const WishRule& rule = context.policy.wishes;
  const Contract offered = context.corpus.offers.contract[offer.value];
  if (offered == Contract::kUnknown) return rule.when_silent;
  const int rank = facts.contract_rank(offered);
  return rank < 0 ? Points{0} : static_cast<Points>(std::max<int>(rule.contract_floor, kFullPoints - rank * rule.per_rank));
}

Points hours_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const int least = context.corpus.candidates.facts[candidate.value].weekly_minutes_min;
  const int most = context.corpus.candidates.facts[candidate.value].weekly_minutes_max;
  if (least == 0 && most == 0) return kNotApplicable;
  const WishRule& rule = context.policy.wishes;
  const int offered = context.corpus.offers.weekly_minutes[offer.value];
  if (offered == 0) return rule.when_silent;
  const int outside = std::max({0, least - offered, most == 0 ? 0 : offered - most});
  return static_cast<Points>(std::max(0, kFullPoints - kFullPoints * outside / rule.hours_zero_minutes));
}

Points schedule_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const ScheduleMask accepted = context.corpus.candidates.facts[candidate.value].schedules_accepted;
  if (accepted == 0) return kNotApplicable;
  const ScheduleMask offered = context.corpus.offers.schedules[offer.value];
  if (offered == 0) return context.policy.wishes.when_silent;
  return (offered & ~accepted) == 0 ? kFullPoints : Points{0};
}

Points salary_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const std::int64_t wanted = context.corpus.candidates.facts[candidate.value].salary_min_cents;
  if (wanted == 0) return kNotApplicable;
  const WishRule& rule = context.policy.wishes;
  const std::int64_t offered = context.corpus.offers.salary_cents[offer.value];
  if (offered == 0) return rule.when_silent;
  const std::int64_t short_by = std::max<std::int64_t>(0, wanted - offered);
  return static_cast<Points>(std::max<std::int64_t>(0, kFullPoints - kFullPoints * short_by * 100 / (wanted * rule.salary_zero_percent)));
}

Points start_points(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const Day available = context.corpus.candidates.facts[candidate.value].available;
  if (!available.set()) return kNotApplicable;
  const WishRule& rule = context.policy.wishes;
  const Day start = context.corpus.offers.start[offer.value];
  if (!start.set()) return rule.when_silent;
  // A start that has passed means « at once », like in the constraint.
  const int wait = std::max(start, context.date).since_epoch - std::max(available, context.date).since_epoch;
  if (wait >= 0) return static_cast<Points>(std::max(0, kFullPoints - kFullPoints * wait / rule.wait_zero_days));
  return static_cast<Points>(std::max(0, kFullPoints - kFullPoints * -wait / (rule.late_tolerance_days + 1)));
}

Points tension_points(const ScoringContext& context, OfferId offer) {
  const int tension = context.corpus.offers.tension[offer.value];
  return tension == 0 ? kNotApplicable : static_cast<Points>((tension - 1) * 2'500);
}

}  // namespace passerelle
