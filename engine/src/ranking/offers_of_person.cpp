#include "ranking/offers_of_person.hpp"

#include <algorithm>

#include "scoring/suits.hpp"
#include "scoring/wanted.hpp"

namespace passerelle {
namespace {

using namespace kernel;

std::uint32_t all_if(bool condition) { return condition ? ~0U : 0U; }

}  // namespace

OffersOfPerson::OffersOfPerson(const MatchPlan& plan)
    : plan_(plan), matches_(plan.context.corpus.reference->item_keys.size()), slot_(plan.context.corpus.reference->occupation_keys.size() + 1, 0) {
}

void OffersOfPerson::set_person(CandidateId candidate) {
  const BoundRules& rules = plan_.rules;
  const CandidateFacts& facts = plan_.context.corpus.candidates.facts[candidate.value];
  const TravelTable& travel = plan_.travels[plan_.travel_of[candidate.value]];
  PersonQuery& q = query_;
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

OffersOfPerson::Near& OffersOfPerson::near(OccupationId occupation) {
  std::uint32_t& slot = slot_[occupation.value];
  if (slot == 0) {
    near_.push_back({});
    near_.back().row = occupation.value;
    slot = static_cast<std::uint32_t>(near_.size());
  }
  return near_[slot - 1];
}

void OffersOfPerson::gather_near(CandidateId candidate) {
  const Corpus& corpus = plan_.context.corpus;
  const EligibilityRule& rule = plan_.context.policy.eligibility;
  for (const Near& known : near_) slot_[known.row] = 0;
  near_.clear();
  if (rule.min_relation == 0 && (rule.by_practised || rule.by_sought)) {
    // Then every occupation is near for who practised, or seeks, anything at all.
    const bool any = (rule.by_practised && !corpus.candidates.practised[candidate.value].empty()) ||
                     (rule.by_sought && !corpus.candidates.sought[candidate.value].empty());
    for (std::uint32_t o = 0; any && o + 1 < plan_.first_block.size() - 1; ++o) near(OccupationId{o}).eligible = true;
  }
  for (const PractisedOccupation& practised : corpus.candidates.practised[candidate.value])
    for (const NearOccupation& to : plan_.near[practised.occupation().value]) {
      if (plan_.first_block[to.to.value] == plan_.first_block[to.to.value + 1]) continue;
      Near& n = near(to.to);
      n.practised = std::max(n.practised, to.points);
      if (to.points >= plan_.context.policy.wishes.experience_min_relation) n.months += std::uint64_t{practised.months()} * to.points;
      n.eligible = n.eligible || (rule.by_practised && to.points >= rule.min_relation);
    }
  for (const OccupationId sought : corpus.candidates.sought[candidate.value])
    for (const NearOccupation& to : plan_.near[sought.value]) {
      if (plan_.first_block[to.to.value] == plan_.first_block[to.to.value + 1]) continue;
      Near& n = near(to.to);
      n.sought = std::max(n.sought, to.points);
      n.eligible = n.eligible || (rule.by_sought && to.points >= rule.min_relation);
    }
  if (rule.min_card_cover != 0)
    for (const CardCover& cover : corpus.candidates.card_cover[candidate.value])
      if (cover.points() >= rule.min_card_cover) near(cover.occupation()).eligible = true;
}

MatchPlan::AtMost OffersOfPerson::at_most(const Near& near) const {
  return {static_cast<float>(near.practised), query_.wanted_on[0] != 0 ? static_cast<float>(near.sought) : 10'000.0F, 10'000.0F};
}

std::uint64_t OffersOfPerson::items_met(OfferId offer) const {
  std::uint64_t met = 0;
  const auto weights = plan_.weights_of(offer);
  const auto requirements = plan_.context.corpus.offers.requirements[offer.value];
  for (std::size_t i = 0; i < weights.size(); ++i) met += std::uint64_t{weights[i]} * matches_[requirements[i].item];
  return met;
}

Points OffersOfPerson::competences(CandidateId candidate, OfferId offer) const {
  return competence_points(plan_.context, candidate, offer, items_met(offer), plan_.items_asked[offer.value]);
}

// Points of the items alone.
Points OffersOfPerson::card_points(OfferId offer) const {
  const std::uint64_t asked = plan_.items_asked[offer.value];
  return asked == 0 ? Points{0} : static_cast<Points>(items_met(offer) / kFullMatch * 10'000 / asked);
}

PairParts OffersOfPerson::parts(CandidateId candidate, OfferId offer, const Near& near, Points competences) {
  PairParts parts;
  const ScoringContext& context = plan_.context;
  if (context.corpus.offers.occupation[offer.value].set()) {
    parts.occupation = static_cast<Points>(near.practised);
    parts.sought = context.corpus.candidates.sought[candidate.value].empty() ? kNotApplicable : static_cast<Points>(near.sought);
    parts.counted_months = static_cast<std::uint32_t>(near.months / 10'000);
  } else {
    parts.sought = sought_points(context, candidate, offer);
    parts.counted_months = counted_months(context, candidate, offer);
  }
  parts.competences = competences;
  parts.trip = trip_of(context.corpus, context.travel, candidate, offer);
  return parts;
}

void OffersOfPerson::search(CandidateId candidate, const Near& near, const ListRequest& request) {
  const std::uint32_t unknown_row = static_cast<std::uint32_t>(plan_.card_offer.size());
  query_.occupation_on = near.row == unknown_row ? 0.0F : 1.0F;
  query_.occupation = near.practised;
  query_.sought = near.row == unknown_row ? plan_.rules.silent : near.sought;
  query_.months = static_cast<float>(near.row == unknown_row ? 65'535 : near.months / 10'000);
  query_.card = 10'000;
  query_.regulated_fails = query_.regulated_unknown = 0;
  survivors_.clear();
  const UnitVector home{query_.x, query_.y, query_.z};
  alignas(64) std::int32_t bounds[kLanes];
  bool first = true;
  if (request.count_eligible) {
    const auto offers = plan_.context.corpus.offers_of_occupation[near.row];
    drawn_ += offers.size();
    if (request.gone != nullptr && request.gone->count != 0)
      drawn_ -= static_cast<std::uint64_t>(std::count_if(offers.begin(), offers.end(), [&](OfferId offer) { return request.gone->has(offer.value); }));
  }
  // Near blocks first: their offers are worth more, and those of far ones may fall below the bar before they are looked at.
  blocks_.clear();
  MatchPlan::AtMost most = near.row == unknown_row ? MatchPlan::AtMost{} : at_most(near);
  const bool distance_tells = query_.has_radius != 0 && query_.home_known != 0;
  for (std::uint32_t b = plan_.first_block[near.row]; b < plan_.first_block[near.row + 1]; ++b) {
    const Box& box = plan_.offer_boxes[b];
    most.travel = 10'000;
    if (distance_tells && !box.unplaced) {
      const float chord = box.chord_to(home);
      if (plan_.by_radius && chord > query_.reach) continue;
      most.travel = query_.travel[bucket_of_chord(chord)];
    }
    const std::int32_t bound = plan_.bound_of(most, query_.wanted_total);
    if (request.count_eligible || bound >= best_.least()) blocks_.emplace_back(bound, b);
  }
  if (blocks_.size() > 1)
    std::sort(blocks_.begin(), blocks_.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (const auto& [block_bound, b] : blocks_) {
    if (!request.count_eligible && block_bound < best_.least()) break;
    if (first) {
      first = false;
      const std::uint32_t at_first = b * static_cast<std::uint32_t>(kLanes);
      const ConstraintState regulated = regulated_state(plan_.context, candidate, plan_.offer_at[at_first]);
      query_.regulated_fails = all_if(regulated == ConstraintState::kFails);
      query_.regulated_unknown = all_if(regulated == ConstraintState::kUnknown);
      if (near.row != unknown_row && plan_.card_offer[near.row].set()) {
        // Of the card alone: licences and certificates that an offer wishes beside it make it « listed ».
        card_ = card_points(plan_.card_offer[near.row]);
        query_.card = card_;
      }
    }
    if (survivors_.size() >= 2 * request.top + kLanes) judge(candidate, near);
    considered_ += std::min<std::size_t>(kLanes, plan_.context.corpus.offers_of_occupation[near.row].size() - std::size_t{b - plan_.first_block[near.row]} * kLanes);
    std::uint32_t groups = used_groups(plan_.offer_blocks[b].groups);
    if (plan_.by_radius && distance_tells)
      for (std::uint32_t g = 0; g < plan_.offer_blocks[b].groups; ++g)
        if (const Box& box = plan_.offer_group_boxes[b * kGroups + g]; !box.unplaced && box.chord_to(home) > query_.reach) groups &= ~(1U << g);
    if (groups == 0) continue;
    groups = plan_.kernels.offers(plan_.rules, query_, plan_.offer_blocks[b], groups, request.count_eligible ? 0 : best_.least(), bounds);
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
      if ((groups >> lane / kGroup & 1U) == 0) { lane += kGroup - 1; continue; }
      if (bounds[lane] < 0) continue;
      if (request.gone != nullptr && request.gone->has(plan_.offer_at[b * kLanes + lane].value)) continue;
      const std::uint32_t place = b * static_cast<std::uint32_t>(kLanes) + lane;
      if (request.count_eligible && shown(plan_.context.policy, constraint_states(plan_.context, candidate, plan_.offer_at[place]))) ++eligible_;
      std::int32_t bound = bounds[lane];
      if (bound < best_.least()) continue;
      const std::uint32_t kinds = plan_.offer_blocks[b].kinds[lane];
      Points points = card_;
      if ((kinds & kCardOnly) == 0) {
        points = competences(candidate, plan_.offer_at[place]);
        bound = plan_.lowered(bound, points, kinds, query_.total, query_.occupation_on);
        if (bound < best_.least()) continue;
      }
      survivors_.push_back({bound, place, points});
    }
  }
  judge(candidate, near);
}

// The most promising first: the k-th best rises soonest, and the rest falls below it.
void OffersOfPerson::judge(CandidateId candidate, const Near& near) {
  std::sort(survivors_.begin(), survivors_.end(), [](const Survivor& a, const Survivor& b) { return a.bound != b.bound ? a.bound > b.bound : a.place < b.place; });
  for (const Survivor& survivor : survivors_) {
    if (survivor.bound < best_.least()) break;
    const OfferId offer = plan_.offer_at[survivor.place];
    best_.offer_pair(candidate, offer, offer, parts(candidate, offer, near, survivor.competences));
  }
  survivors_.clear();
}

void OffersOfPerson::find(CandidateId candidate, const ListRequest& request) {
  best_.begin(plan_, request);
  eligible_ = considered_ = drawn_ = 0;
  set_person(candidate);
  gather_near(candidate);
  matches_.load(plan_.context.corpus, plan_.context.policy.competences, plan_.matches, candidate);
  std::vector<std::pair<std::int32_t, std::uint32_t>>& order = order_;
  order.clear();
  for (std::uint32_t i = 0; i < near_.size(); ++i)
    if (near_[i].eligible) order.emplace_back(plan_.bound_of(at_most(near_[i]), query_.wanted_total), i);
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : near_[a.second].row < near_[b.second].row;
  });
  for (const auto& [bound, i] : order) {
    if (bound < best_.least() && !request.count_eligible) break;
    search(candidate, near_[i], request);
  }
  Near unknown;
  unknown.row = static_cast<std::uint32_t>(plan_.card_offer.size());
  search(candidate, unknown, request);
}

}  // namespace passerelle
