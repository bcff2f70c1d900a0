#include <algorithm>

#include "scoring/pair_score.hpp"

namespace passerelle {
namespace {

using enum ConstraintState;

ConstraintState open_state(const ScoringContext& context, OfferId offer) {
  const Day closing = context.corpus.offers.closing[offer.value];
  return closing.set() && closing < context.date ? kFails : kHolds;
}

ConstraintState licence_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const LicenceMask required = context.corpus.offers.licences_required[offer.value];
  if (required == 0) return kHolds;
  if (context.corpus.candidates.facts[candidate.value].licences_known == 0) return kUnknown;
  return (required & ~context.corpus.candidates.facts[candidate.value].licences) == 0 ? kHolds : kFails;
}

ConstraintState certificate_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const auto required = context.corpus.offers.certificates_required[offer.value];
  const auto held = context.corpus.candidates.certificates[candidate.value];
  if (std::includes(held.begin(), held.end(), required.begin(), required.end()))
    return context.corpus.offers.certificates_unnamed[offer.value].empty() ? kHolds : kUnknown;
  return context.corpus.candidates.facts[candidate.value].certificates_known == 0 ? kUnknown : kFails;
}

ConstraintState contract_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const CandidateFacts& facts = context.corpus.candidates.facts[candidate.value];
  if (facts.accepts_any_contract()) return kHolds;
  const Contract offered = context.corpus.offers.contract[offer.value];
  if (offered == Contract::kUnknown) return kUnknown;
  return facts.contract_rank(offered) >= 0 ? kHolds : kFails;
}

ConstraintState schedule_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  // An offer that does not state its schedule is not held against it: three in four do not.
  const ScheduleMask accepted = context.corpus.candidates.facts[candidate.value].schedules_accepted;
  const ScheduleMask offered = context.corpus.offers.schedules[offer.value];
  return accepted == 0 || (offered & ~accepted) == 0 ? kHolds : kFails;
}

ConstraintState radius_state(const ScoringContext& context, CandidateId candidate, const Trip& trip) {
  const std::uint32_t km = context.corpus.candidates.facts[candidate.value].radius_km;
  const std::uint16_t minutes = context.corpus.candidates.facts[candidate.value].radius_minutes;
  if (km == 0 && minutes == 0) return kHolds;
  if (!trip.known()) return kUnknown;
  return (km != 0 ? trip.metres <= km * 1'000U : trip.minutes <= minutes) ? kHolds : kFails;
}

ConstraintState available_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const Day available = context.corpus.candidates.facts[candidate.value].available;
  const Day start = context.corpus.offers.start[offer.value];
  if (!available.set() || !start.set()) return kHolds;
  // A start that has passed means « at once ».
  const int by = std::max(start, context.date).since_epoch + context.policy.wishes.late_tolerance_days;
  return available.since_epoch <= by ? kHolds : kFails;
}

ConstraintState reserved_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const ReservedMask reserved = context.corpus.offers.reserved[offer.value];
  return (reserved & ~context.corpus.candidates.facts[candidate.value].attestations) == 0 ? kHolds : kFails;
}

ConstraintState identified_state(const ScoringContext& context, OfferId offer) {
  const OfferColumns& offers = context.corpus.offers;
  return offers.occupation[offer.value].set() || !offers.requirements[offer.value].empty() ? kHolds : kUnknown;
}

}  // namespace

ConstraintState regulated_state(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  const OccupationId occupation = context.corpus.offers.occupation[offer.value];
  if (!occupation.set() || !context.corpus.reference->occupation_regulated[occupation.value]) return kHolds;
  const auto any_of = context.corpus.diplomas[occupation.value];
  const auto held = context.corpus.candidates.certificates[candidate.value];
  if (std::any_of(any_of.begin(), any_of.end(), [&](ExactId id) { return std::binary_search(held.begin(), held.end(), id); })) return kHolds;
  if (!any_of.empty()) return context.corpus.candidates.facts[candidate.value].certificates_known == 0 ? kUnknown : kFails;
  // Which diploma opens it is not known here: who has practised the very occupation is taken to hold it.
  const auto practised = context.corpus.candidates.practised[candidate.value];
  return std::any_of(practised.begin(), practised.end(), [&](const PractisedOccupation& p) { return p.occupation() == occupation; }) ? kHolds : kUnknown;
}

ConstraintStates constraint_states(const ScoringContext& context, CandidateId candidate, OfferId offer) {
  return constraint_states(context, candidate, offer, trip_of(context.corpus, context.travel, candidate, offer));
}

ConstraintStates constraint_states(const ScoringContext& context, CandidateId candidate, OfferId offer, const Trip& trip) {
  return {open_state(context, offer),
          licence_state(context, candidate, offer),
          certificate_state(context, candidate, offer),
          regulated_state(context, candidate, offer),
          contract_state(context, candidate, offer),
          schedule_state(context, candidate, offer),
          radius_state(context, candidate, trip),
          available_state(context, candidate, offer),
          reserved_state(context, candidate, offer),
          identified_state(context, offer)};
}

bool shown(const Policy& policy, const ConstraintStates& states) noexcept {
  for (std::size_t i = 0; i < kConstraints; ++i)
    if (states[i] == kFails && policy.constraints[i] == ConstraintUse::kExclude) return false;
  return true;
}

bool visible(const Policy& policy, Constraint constraint) noexcept {
  if (policy.use(constraint) == ConstraintUse::kIgnore) return false;
  return policy.shows_wishes ||
         (constraint != Constraint::kContract && constraint != Constraint::kSchedule && constraint != Constraint::kRadius);
}

VerdictTier tier_of(const Policy& policy, const ConstraintStates& states) noexcept {
  VerdictTier tier = VerdictTier::kNow;
  for (std::size_t i = 0; i < kConstraints; ++i) {
    if (!visible(policy, static_cast<Constraint>(i))) continue;
    if (states[i] == kFails) return VerdictTier::kNo;
    if (states[i] == kUnknown) tier = VerdictTier::kAsk;
  }
  return tier;
}

}  // namespace passerelle
