#include "ranking/offers_of_person.hpp"

#include <algorithm>

namespace passerelle {
namespace {

using namespace kernel;

std::uint32_t all_if(bool condition) { return condition ? ~0U : 0U; }

}  // namespace

OffersOfPerson::OffersOfPerson(const MatchPlan& plan)
    : plan_(plan), matches_(plan.context.corpus.reference->item_keys.size()), rows_(plan) {
}

std::uint64_t OffersOfPerson::items_met(OfferId offer) const {
  return matches_.met(plan_.context.corpus.offers.requirements[offer.value], plan_.weights_of(offer));
}

Points OffersOfPerson::competences(CandidateId candidate, OfferId offer) const {
  return competence_points(plan_.context, candidate, offer, items_met(offer), plan_.items_asked[offer.value]);
}

// Points of the items alone.
Points OffersOfPerson::card_points(OfferId offer) const {
  const std::uint64_t asked = plan_.items_asked[offer.value];
  return asked == 0 ? Points{0} : static_cast<Points>(items_met(offer) / kFullMatch * 10'000 / asked);
}

void OffersOfPerson::search(CandidateId candidate, const NearRow& near, const ListRequest& request) {
  const bool unknown = rows_.is_unknown(near);
  rows_.enter(near);
  survivors_.clear();
  const UnitVector home{rows_.query.x, rows_.query.y, rows_.query.z};
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
  MatchPlan::AtMost most = unknown ? MatchPlan::AtMost{} : rows_.at_most(near);
  const bool distance_tells = rows_.query.has_radius != 0 && rows_.query.home_known != 0;
  for (std::uint32_t b = plan_.first_block[near.row]; b < plan_.first_block[near.row + 1]; ++b) {
    const Box& box = plan_.offer_boxes[b];
    most.travel = 10'000;
    if (distance_tells && !box.unplaced) {
      const float chord = box.chord_to(home);
      if (plan_.by_radius && chord > rows_.query.reach) continue;
      most.travel = rows_.query.travel[bucket_of_chord(chord)];
    }
    const std::int32_t bound = plan_.bound_of(most, rows_.query.wanted_total);
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
      rows_.query.regulated_fails = all_if(regulated == ConstraintState::kFails);
      rows_.query.regulated_unknown = all_if(regulated == ConstraintState::kUnknown);
      if (!unknown && plan_.card_offer[near.row].set()) {
        // Of the card alone: licences and certificates that an offer wishes beside it make it « listed ».
        card_ = card_points(plan_.card_offer[near.row]);
        rows_.query.card = card_;
      }
    }
    if (survivors_.size() >= 2 * request.top + kLanes) judge(candidate, near);
    considered_ += std::min<std::size_t>(kLanes, plan_.context.corpus.offers_of_occupation[near.row].size() - std::size_t{b - plan_.first_block[near.row]} * kLanes);
    std::uint32_t groups = used_groups(plan_.offer_blocks[b].groups);
    if (plan_.by_radius && distance_tells)
      for (std::uint32_t g = 0; g < plan_.offer_blocks[b].groups; ++g)
        if (const Box& box = plan_.offer_group_boxes[b * kGroups + g]; !box.unplaced && box.chord_to(home) > rows_.query.reach) groups &= ~(1U << g);
    if (groups == 0) continue;
    groups = plan_.kernels.offers(plan_.rules, rows_.query, plan_.offer_blocks[b], groups, request.count_eligible ? 0 : best_.least(), bounds);
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
        bound = plan_.lowered(bound, points, kinds, rows_.query.total, rows_.query.occupation_on);
        if (bound < best_.least()) continue;
      }
      survivors_.push_back({bound, place, points});
    }
  }
  judge(candidate, near);
}

// The most promising first: the k-th best rises soonest, and the rest falls below it.
void OffersOfPerson::judge(CandidateId candidate, const NearRow& near) {
  std::sort(survivors_.begin(), survivors_.end(), [](const Survivor& a, const Survivor& b) { return a.bound != b.bound ? a.bound > b.bound : a.place < b.place; });
  for (const Survivor& survivor : survivors_) {
    if (survivor.bound < best_.least()) break;
    const OfferId offer = plan_.offer_at[survivor.place];
    best_.offer_pair(candidate, offer, offer, rows_.parts(candidate, offer, near, survivor.competences, trip_of(plan_.context.corpus, plan_.context.travel, candidate, offer)));
  }
  survivors_.clear();
}

void OffersOfPerson::find(CandidateId candidate, const ListRequest& request) {
  best_.begin(plan_, request);
  eligible_ = considered_ = drawn_ = 0;
  rows_.load(candidate);
  const std::vector<NearRow>& rows = rows_.near;
  matches_.load(plan_.context.corpus, plan_.context.policy.competences, plan_.matches, candidate);
  std::vector<std::pair<std::int32_t, std::uint32_t>>& order = order_;
  order.clear();
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (rows[i].eligible) order.emplace_back(plan_.bound_of(rows_.at_most(rows[i]), rows_.query.wanted_total), i);
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : rows[a.second].row < rows[b.second].row;
  });
  for (const auto& [bound, i] : order) {
    if (bound < best_.least() && !request.count_eligible) break;
    search(candidate, rows[i], request);
  }
  search(candidate, rows_.unknown_row(), request);
}

}  // namespace passerelle
