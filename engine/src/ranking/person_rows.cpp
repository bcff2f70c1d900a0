#include "ranking/person_rows.hpp"

#include <algorithm>

#include "scoring/suits.hpp"
#include "scoring/wanted.hpp"

namespace passerelle {
namespace {

using namespace kernel;

std::uint32_t all_if(bool condition) { return condition ? ~0U : 0U; }

}  // namespace

void PersonRows::load(CandidateId candidate) {
  set_person(candidate);
  gather_near(candidate);
}

void PersonRows::set_person(CandidateId candidate) {
  const BoundRules& rules = plan_.rules;
  const CandidateFacts& facts = plan_.context.corpus.candidates.facts[candidate.value];
  const TravelTable& travel = plan_.travels[plan_.travel_of[candidate.value]];
  PersonQuery& q = query;
  q.x = facts.position.x;
  q.y = facts.position.y;
  q.z = facts.position.z;
  q.reach = travel.reach;
  q.travel = rules.travel.data() + travel.first;
  q.has_radius = all_if(facts.radius_km != 0 || facts.radius_minutes != 0);
  q.home_known = all_if(facts.located != 0);
  q.licences = facts.licences;
  q.licences_known = all_if(facts.licences_known != 0);
  q.schedules = facts.schedules_accepted == 0 ? 0xFFFFU : facts.schedules_accepted;
  q.certificates = plan_.certificate_bits(plan_.context.corpus.candidates.certificates[candidate.value]);
  // Beyond the 32 most asked a certificate is taken to be held: only what is bounded is at stake.
  q.certificates_known = all_if(facts.certificates_known != 0);
  q.attestations = facts.attestations;
  q.any_contract = all_if(facts.accepts_any_contract());
  for (std::uint32_t kind = 0; kind < 16; ++kind) {
    const int rank = kind < static_cast<std::uint32_t>(Contract::kCount) ? facts.contract_rank(static_cast<Contract>(kind)) : -1;
    q.accepts[kind] = all_if(rank >= 0);
    q.contract_points[kind] = kind == 0 ? rules.silent : rules.contract_points[static_cast<std::size_t>(rank + 1)];
  }
  for (std::uint32_t asked = 0; asked < 16; ++asked)
    q.education_points[asked] = asked == 0 ? 0.0F : one_education_points(facts.education, static_cast<EducationLevel>(asked));
  q.available = facts.available.set() ? facts.available.since_epoch : INT32_MIN / 2;
  q.least_minutes = facts.weekly_minutes_min;
  q.most_minutes = facts.weekly_minutes_max == 0 ? 1e9F : facts.weekly_minutes_max;
  q.salary = static_cast<float>(facts.salary_min_cents);
  const std::uint32_t wanted = plan_.wanted_mask(candidate);
  for (std::uint32_t i = 0; i < 7; ++i) q.wanted_on[i] = (wanted >> i & 1U) != 0 ? 1.0F : 0.0F;
  q.total = rules.total_of_wanted[wanted];
  q.wanted_total = rules.wanted_of_wanted[wanted];
}

NearRow& PersonRows::at(OccupationId occupation) {
  std::uint32_t& slot = slot_[occupation.value];
  if (slot == 0) {
    near.push_back({});
    near.back().row = occupation.value;
    slot = static_cast<std::uint32_t>(near.size());
  }
  return near[slot - 1];
}

void PersonRows::gather_near(CandidateId candidate) {
  const Corpus& corpus = plan_.context.corpus;
  const EligibilityRule& rule = plan_.context.policy.eligibility;
  for (const NearRow& known : near) slot_[known.row] = 0;
  near.clear();
  if (rule.min_relation == 0 && (rule.by_practised || rule.by_sought)) {
    // Then every occupation is near for who practised, or seeks, anything at all.
    const bool any = (rule.by_practised && !corpus.candidates.practised[candidate.value].empty()) ||
                     (rule.by_sought && !corpus.candidates.sought[candidate.value].empty());
    for (std::uint32_t o = 0; any && o + 1 < plan_.first_block.size() - 1; ++o) at(OccupationId{o}).eligible = true;
  }
  for (const PractisedOccupation& practised : corpus.candidates.practised[candidate.value])
    for (const NearOccupation& to : plan_.near[practised.occupation().value]) {
      if (plan_.first_block[to.to.value] == plan_.first_block[to.to.value + 1]) continue;
      NearRow& n = at(to.to);
      n.practised = std::max(n.practised, to.points);
      if (to.points >= plan_.context.policy.wishes.experience_min_relation) n.months += std::uint64_t{practised.months()} * to.points;
      n.eligible = n.eligible || (rule.by_practised && to.points >= rule.min_relation);
    }
  for (const OccupationId sought : corpus.candidates.sought[candidate.value])
    for (const NearOccupation& to : plan_.near[sought.value]) {
      if (plan_.first_block[to.to.value] == plan_.first_block[to.to.value + 1]) continue;
      NearRow& n = at(to.to);
      n.sought = std::max(n.sought, to.points);
      n.eligible = n.eligible || (rule.by_sought && to.points >= rule.min_relation);
    }
  if (rule.min_card_cover != 0)
    for (const CardCover& cover : corpus.candidates.card_cover[candidate.value])
      if (cover.points() >= rule.min_card_cover) at(cover.occupation()).eligible = true;
}

NearRow PersonRows::unknown_row() const noexcept {
  NearRow unknown;
  unknown.row = static_cast<std::uint32_t>(plan_.card_offer.size());
  unknown.eligible = true;
  return unknown;
}

NearRow PersonRows::of(std::uint32_t row) const noexcept {
  if (row == plan_.card_offer.size()) return unknown_row();
  if (slot_[row] != 0) return near[slot_[row] - 1];
  NearRow far;
  far.row = row;
  return far;
}

void PersonRows::enter(const NearRow& row) noexcept {
  const bool unknown = is_unknown(row);
  query.occupation_on = unknown ? 0.0F : 1.0F;
  query.occupation = row.practised;
  query.sought = unknown ? plan_.rules.silent : row.sought;
  query.months = static_cast<float>(unknown ? 65'535 : row.months / 10'000);
  query.card = 10'000;
  query.regulated_fails = query.regulated_unknown = 0;
}

MatchPlan::AtMost PersonRows::at_most(const NearRow& row) const noexcept {
  return {static_cast<float>(row.practised), query.wanted_on[0] != 0 ? static_cast<float>(row.sought) : 10'000.0F, 10'000.0F};
}

PairParts PersonRows::parts(CandidateId candidate, OfferId offer, const NearRow& row, Points competences, const Trip& trip) const {
  PairParts parts;
  const ScoringContext& context = plan_.context;
  if (!is_unknown(row)) {
    parts.occupation = static_cast<Points>(row.practised);
    parts.sought = context.corpus.candidates.sought[candidate.value].empty() ? kNotApplicable : static_cast<Points>(row.sought);
    parts.counted_months = static_cast<std::uint32_t>(row.months / 10'000);
  } else {
    parts.sought = sought_points(context, candidate, offer);
    parts.counted_months = counted_months(context, candidate, offer);
  }
  parts.competences = competences;
  parts.trip = trip;
  return parts;
}

}  // namespace passerelle
