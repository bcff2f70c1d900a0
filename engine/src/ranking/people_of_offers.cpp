#include "ranking/people_of_offers.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "scoring/suits.hpp"
#include "scoring/wanted.hpp"

namespace passerelle {

using namespace kernel;

namespace {

constexpr std::size_t kFar = 16, kNear = 8;  // persons ahead

// What a single offer rules out for sure by a person's row of facts alone, as the kernel would: who cannot be shown need not
// be laid out for it.
class RuledOut {
 public:
  RuledOut(const MatchPlan& plan, OfferId offer) {
    const BoundRules& rules = plan.rules;
    const OfferQuery query = plan.offer_query(offer);
    const auto excludes = [&](Constraint c) { return rules.effects[static_cast<std::size_t>(c)].excludes != 0; };
    if (excludes(Constraint::kLicences)) licences_ = static_cast<LicenceMask>(query.licences);
    if (excludes(Constraint::kSchedule)) schedules_ = static_cast<ScheduleMask>(query.schedules);
    if (excludes(Constraint::kContract)) contract_shift_ = 4U * (query.kinds >> kContractShift & 15U);
    if (excludes(Constraint::kAvailable) && query.start != kNoDay) by_ = query.start + rules.late_days;
  }
  bool operator()(const CandidateFacts& facts) const noexcept {
    if ((licences_ & ~facts.licences) != 0 && facts.licences_known != 0) return true;
    if (facts.schedules_accepted != 0 && (schedules_ & ~facts.schedules_accepted) != 0) return true;
    if (contract_shift_ != 0 && facts.contract_ranks != 0 && (facts.contract_ranks >> contract_shift_ & 15U) == 0) return true;
    return facts.available.set() && facts.available.since_epoch > by_;
  }

 private:
  LicenceMask licences_ = 0;
  ScheduleMask schedules_ = 0;
  unsigned contract_shift_ = 0;  // 0: the offer states none, or the policy does not exclude by it
  std::int32_t by_ = INT32_MAX;
};

}  // namespace

PeopleOfOffers::PeopleOfOffers(const MatchPlan& plan)
    : plan_(plan),
      marked_((plan.context.corpus.candidates.size() + 63) / 64, 0),
      relation_(plan.context.corpus.reference->occupation_keys.size(), 0),
      card_(plan.context.corpus.reference->item_keys.size(), relation_.size()),
      listed_(plan.context.corpus.reference->item_keys.size(), relation_.size()) {}

// Marks who may be eligible: take() decides.
void PeopleOfOffers::mark(std::uint32_t row) {
  const Corpus& corpus = plan_.context.corpus;
  const EligibilityRule& rule = plan_.context.policy.eligibility;
  const std::size_t people = corpus.candidates.size();
  if (row == relation_.size() || rule.min_relation == 0) {
    for (std::size_t word = 0; word < marked_.size(); ++word) marked_[word] = ~std::uint64_t{0};
    if (people % 64 != 0) marked_.back() = (std::uint64_t{1} << people % 64) - 1;
    return;
  }
  const auto add = [&](CandidateId candidate) { marked_[candidate.value / 64] |= std::uint64_t{1} << candidate.value % 64; };
  for (const reference::RelatedOccupation& related : corpus.reference->related[row])
    if (related.points >= rule.min_relation)
      for (const auto& postings : {corpus.candidates_practising[related.from.value], corpus.candidates_seeking[related.from.value]})
        for (const CandidateId candidate : postings) add(candidate);
  if (rule.min_card_cover != 0)
    for (const CandidateId candidate : corpus.candidates_by_cover[row]) add(candidate);
}

// Where the offers of a gathering lie, and whether that passes persons over.
struct PeopleOfOffers::Around {
  Box box;
  bool local = false;                  // the radius excludes, and all of them have a place
  const RuledOut* ruled_out = nullptr; // of one offer alone

  Around(const MatchPlan& plan, std::span<const OfferId> offers) {
    const OfferColumns& columns = plan.context.corpus.offers;
    for (const OfferId offer : offers) {
      if (columns.located[offer.value] != 0) box.add(columns.position[offer.value]);
      else box.unplaced = true;
    }
    local = plan.by_radius && !box.unplaced;
  }
  bool passes_over(const Box& people) const noexcept { return local && !people.unplaced && people.chord_to(box) > people.reach; }
};

void PeopleOfOffers::begin_row(std::uint32_t row, OfferId any_offer) {
  row_ = row;
  any_offer_ = any_offer;
  taken_.clear();
  open_.clear();
  practised_.clear();
  people_in_.clear();
  blocks_.clear();
  people_.clear();
  months_.clear();
  boxes_.clear();
  group_boxes_.clear();
  carded_.clear();
  drawn_ = 0;
  if (row >= relation_.size()) return;
  for (const reference::RelatedOccupation& related : plan_.context.corpus.reference->related[row]) relation_[related.from.value] = related.points;
  if (const OfferId card = plan_.card_offer[row]; card.set()) card_.load(plan_.matches, plan_.context.corpus.offers.requirements[card.value], plan_.weights_of(card));
}

void PeopleOfOffers::end_row() {
  if (row_ < relation_.size())
    for (const reference::RelatedOccupation& related : plan_.context.corpus.reference->related[row_]) relation_[related.from.value] = 0;
}

void PeopleOfOffers::gather(std::uint32_t row, std::span<const OfferId> offers) {
  begin_row(row, offers.front());
  const Around around(plan_, offers);
  take_marked(row, around, nullptr);
  lay_out(around);
  end_row();
}

void PeopleOfOffers::take_marked(std::uint32_t row, const Around& around, const Gone* gone) {
  mark(row);
  for (std::size_t word = 0; word < marked_.size(); ++word) {
    std::uint64_t bits = marked_[word];
    if (bits == 0) continue;
    marked_[word] = 0;
    if (gone != nullptr && word < gone->bits.size()) bits &= ~gone->bits[word];
    drawn_ += static_cast<std::uint64_t>(std::popcount(bits));
    if (around.passes_over(plan_.people_boxes[word])) continue;
    for (; bits != 0; bits &= bits - 1) taken_.emplace_back(0U, static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
  }
}

// The box of a block of persons passes many over at once; their own places the rest. What is left for a run of offers is
// taken by place, so that blocks are small, though not in the order of memory: rows are asked for ahead and arrive while
// others are worked on.
void PeopleOfOffers::lay_out(const Around& around) {
  const CandidateColumns& columns = plan_.context.corpus.candidates;
  const bool alone = around.ruled_out != nullptr;
  std::size_t kept = 0;
  if (around.local) {
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      if (i + kFar < taken_.size()) __builtin_prefetch(&plan_.reach_of[taken_[i + kFar].second]);
      const PersonReach& person = plan_.reach_of[taken_[i].second];
      if (around.box.chord_to(person.home) <= person.reach) taken_[kept++] = taken_[i];
    }
    taken_.resize(kept);
  }
  if (!alone) {
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      if (i + kFar < taken_.size()) __builtin_prefetch(&columns.near_key[taken_[i + kFar].second]);
      taken_[i].first = columns.near_key[taken_[i].second];
    }
    std::sort(taken_.begin(), taken_.end());
  }
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    if (i + kFar < taken_.size()) {
      const std::uint32_t ahead = taken_[i + kFar].second;
      __builtin_prefetch(&columns.facts[ahead]);
      columns.practised.prefetch_place(ahead);
      columns.sought.prefetch_place(ahead);
      columns.certificates.prefetch_place(ahead);
    }
    if (i + kNear < taken_.size()) {
      const std::uint32_t ahead = taken_[i + kNear].second;
      columns.practised.prefetch_row(ahead);
      columns.sought.prefetch_row(ahead);
      columns.certificates.prefetch_row(ahead);
    }
    if (alone && (*around.ruled_out)(columns.facts[taken_[i].second])) continue;
    take(CandidateId{taken_[i].second});
  }
  taken_.clear();
  carded_.resize(blocks_.size(), 0);
}

void PeopleOfOffers::take(CandidateId candidate) {
  const Corpus& corpus = plan_.context.corpus;
  const Policy& policy = plan_.context.policy;
  const EligibilityRule& rule = policy.eligibility;
  const std::uint32_t c = candidate.value;
  const bool known = row_ < relation_.size();
  std::uint16_t practised = 0, sought = 0;
  std::uint64_t months = 0;
  bool eligible = !known;
  if (known) {
    for (const PractisedOccupation& held : corpus.candidates.practised[c]) {
      const std::uint16_t points = relation_[held.occupation().value];
      practised = std::max(practised, points);
      if (points >= policy.wishes.experience_min_relation) months += std::uint64_t{held.months()} * points;
      eligible = eligible || (rule.by_practised && points >= rule.min_relation);
    }
    for (const OccupationId wish : corpus.candidates.sought[c]) {
      const std::uint16_t points = relation_[wish.value];
      sought = std::max(sought, points);
      eligible = eligible || (rule.by_sought && points >= rule.min_relation);
    }
    if (!eligible && rule.min_card_cover != 0) {
      const auto covers = corpus.candidates.card_cover[c];
      const auto at = std::lower_bound(covers.begin(), covers.end(), OccupationId{row_}, [](const CardCover& cover, OccupationId id) { return cover.occupation() < id; });
      eligible = at != covers.end() && at->occupation().value == row_ && at->points() >= rule.min_card_cover;
    }
    if (!eligible) return;
  }
  // Those as near by what they practised share blocks: once the bar is high, the blocks of the others fall below it whole.
  auto open = std::find_if(open_.begin(), open_.end(), [&](const Open& o) { return o.practised == practised; });
  if (open == open_.end() || open->filled == kLanes) {
    if (open == open_.end()) open = open_.insert(open_.end(), Open{practised, 0, 0});
    open->block = static_cast<std::uint32_t>(blocks_.size());
    open->filled = 0;
    blocks_.emplace_back();
    std::fill(std::begin(blocks_.back().kinds), std::end(blocks_.back().kinds), 0U);
    boxes_.emplace_back();
    group_boxes_.resize(group_boxes_.size() + kGroups);
    practised_.push_back(practised);
    people_in_.push_back(0);
    people_.resize(people_.size() + kLanes);
    months_.resize(months_.size() + kLanes);
  }
  const std::size_t lane = open->filled++;
  const std::size_t place = open->block * kLanes + lane;
  PeopleBlock& block = blocks_[open->block];
  Box& box = boxes_[open->block];
  block.groups = static_cast<std::uint32_t>(lane / kGroup) + 1;
  people_[place] = candidate;
  ++people_in_[open->block];
  const CandidateFacts& facts = corpus.candidates.facts[c];
  const TravelTable& travel = plan_.travels[plan_.travel_of[c]];
  for (Box* each : {&box, &group_boxes_[open->block * kGroups + lane / kGroup]}) {
    if (facts.located != 0) {
      each->add(facts.position);
      each->reach = std::max(each->reach, travel.reach);
    } else {
      each->unplaced = true;
    }
  }
  block.x[lane] = facts.position.x;
  block.y[lane] = facts.position.y;
  block.z[lane] = facts.position.z;
  block.reach[lane] = travel.reach;
  block.travel[lane] = travel.first;
  block.masks[lane] = std::uint32_t{facts.licences} | (facts.schedules_accepted == 0 ? 0xFFFFU : std::uint32_t{facts.schedules_accepted}) << 16U;
  std::uint32_t kinds = kPerson | std::uint32_t{facts.education} << kHeldEducationShift | std::uint32_t{facts.attestations} << kAttestationShift |
                        plan_.wanted_mask(candidate) << kWantedShift;
  const auto set = [&](std::uint32_t bit, bool on) { kinds |= on ? bit : 0U; };
  set(kLicencesKnown, facts.licences_known != 0);
  set(kCertificatesKnown, facts.certificates_known != 0);
  set(kHomeKnown, facts.located != 0);
  set(kHasRadius, facts.radius_km != 0 || facts.radius_minutes != 0);
  const ConstraintState regulated = regulated_state(plan_.context, candidate, any_offer_);
  set(kRegulatedFails, regulated == ConstraintState::kFails);
  set(kRegulatedUnknown, regulated == ConstraintState::kUnknown);
  block.kinds[lane] = kinds;
  block.contracts_low[lane] = static_cast<std::uint32_t>(facts.contract_ranks);
  block.contracts_high[lane] = static_cast<std::uint32_t>(facts.contract_ranks >> 32U);
  block.certificates[lane] = plan_.certificate_bits(corpus.candidates.certificates[c]);
  block.minutes[lane] = std::uint32_t{facts.weekly_minutes_min} | (facts.weekly_minutes_max == 0 ? 0xFFFFU : std::uint32_t{facts.weekly_minutes_max}) << 16U;
  block.salary[lane] = static_cast<float>(facts.salary_min_cents);
  block.available[lane] = facts.available.set() ? facts.available.since_epoch : INT32_MIN / 2;
  block.near[lane] = std::uint32_t{practised} | std::uint32_t{sought} << 16U;
  months_[place] = static_cast<std::uint32_t>(months / 10'000);
  block.months[lane] = known ? static_cast<float>(months / 10'000) : 65'535.0F;
  block.card[lane] = 10'000;
}

void PeopleOfOffers::ask_ahead(std::size_t b, std::uint64_t lanes) const {
  const CandidateColumns& columns = plan_.context.corpus.candidates;
  for (std::uint64_t all = lanes; all != 0; all &= all - 1) {
    const std::uint32_t ahead = people_[b * kLanes + static_cast<std::size_t>(std::countr_zero(all))].value;
    columns.items.prefetch_place(ahead);
    columns.practised.prefetch_place(ahead);
  }
  for (std::uint64_t all = lanes; all != 0; all &= all - 1) {
    const std::uint32_t ahead = people_[b * kLanes + static_cast<std::size_t>(std::countr_zero(all))].value;
    columns.items.prefetch_row(ahead);
    columns.practised.prefetch_row(ahead);
  }
}

void PeopleOfOffers::work_out_cards(std::size_t b, std::uint64_t lanes) {
  carded_[b] |= lanes;
  const ScoringContext& context = plan_.context;
  const std::uint64_t asked = plan_.items_asked[plan_.card_offer[row_].value];
  ask_ahead(b, lanes);
  for (; lanes != 0; lanes &= lanes - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
    const CandidateId candidate = people_[b * kLanes + lane];
    const std::uint64_t met = card_.met(context.corpus, context.policy.competences, plan_.matches, candidate);
    blocks_[b].card[lane] = asked == 0 ? 0.0F : static_cast<float>(met / kFullMatch * 10'000 / asked);
  }
}

Points PeopleOfOffers::competences(CandidateId candidate, OfferId offer) {
  const ScoringContext& context = plan_.context;
  RequirementMatcher& matcher = context.corpus.offers.from_card[offer.value] != 0 ? card_ : listed_;
  return competence_points(context, candidate, offer, matcher.met(context.corpus, context.policy.competences, plan_.matches, candidate),
                           plan_.items_asked[offer.value]);
}

PairParts PeopleOfOffers::parts(CandidateId candidate, OfferId offer, const Survivor& survivor) {
  const std::uint32_t place = survivor.place;
  const ScoringContext& context = plan_.context;
  const PeopleBlock& block = blocks_[place / kLanes];
  const std::size_t lane = place % kLanes;
  PairParts parts;
  if (context.corpus.offers.occupation[offer.value].set()) {
    parts.occupation = static_cast<Points>(block.near[lane] & 0xFFFFU);
    parts.sought = context.corpus.candidates.sought[candidate.value].empty() ? kNotApplicable : static_cast<Points>(block.near[lane] >> 16U);
    parts.counted_months = months_[place];
  } else {
    parts.sought = sought_points(context, candidate, offer);
    parts.counted_months = counted_months(context, candidate, offer);
  }
  parts.competences = survivor.competences;
  parts.trip = trip_of(context.corpus, context.travel, candidate, offer);
  return parts;
}

void PeopleOfOffers::begin_offer(OfferId offer, const ListRequest& request) {
  const Corpus& corpus = plan_.context.corpus;
  best_.begin(plan_, request);
  eligible_ = considered_ = 0;
  survivors_.clear();
  if (corpus.offers.from_card[offer.value] == 0) listed_.load(plan_.matches, corpus.offers.requirements[offer.value], plan_.weights_of(offer));
}

// The most promising first: the k-th best rises soonest, and the rest falls below it.
void PeopleOfOffers::judge(OfferId offer) {
  std::sort(survivors_.begin(), survivors_.end(), [](const Survivor& a, const Survivor& b) { return a.bound != b.bound ? a.bound > b.bound : a.place < b.place; });
  for (const Survivor& survivor : survivors_) {
    if (survivor.bound < best_.least()) break;
    const CandidateId candidate = people_[survivor.place];
    best_.offer_pair(candidate, offer, candidate, parts(candidate, offer, survivor));
  }
  survivors_.clear();
}

void PeopleOfOffers::find(OfferId offer, const ListRequest& request) {
  begin_offer(offer, request);
  look(offer, request, 0);
}

void PeopleOfOffers::find_alone(std::uint32_t row, OfferId offer, const ListRequest& request) {
  const Corpus& corpus = plan_.context.corpus;
  const EligibilityRule& rule = plan_.context.policy.eligibility;
  const RuledOut ruled_out(plan_, offer);
  Around around(plan_, {&offer, 1});
  around.ruled_out = &ruled_out;
  begin_row(row, offer);
  begin_offer(offer, request);
  const auto add_if_new = [&](CandidateId candidate) {
    std::uint64_t& word = marked_[candidate.value / 64];
    const std::uint64_t bit = std::uint64_t{1} << candidate.value % 64;
    if ((word & bit) == 0) taken_.emplace_back(0U, candidate.value);
    word |= bit;
  };
  const auto step = [&] {
    const std::size_t from = blocks_.size();
    open_.clear();
    lay_out(around);
    look(offer, request, from);
  };
  // Who must be counted must be looked at.
  const bool by_steps = row < relation_.size() && rule.min_relation != 0 && rule.by_practised && !request.count_eligible;
  if (!by_steps) {
    take_marked(row, around, request.gone);
    step();
  } else {
    // Who is gone is as if already there.
    if (request.gone != nullptr) std::copy_n(request.gone->bits.begin(), std::min(request.gone->bits.size(), marked_.size()), marked_.begin());
    std::vector<reference::RelatedOccupation> near;
    for (const reference::RelatedOccupation& related : corpus.reference->related[row])
      if (related.points >= rule.min_relation) near.push_back(related);
    std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.points > b.points; });
    // Who is left practised nothing nearer than that.
    const OfferQuery query = plan_.offer_query(offer);
    const auto out_of_reach = [&](std::uint16_t points) { return plan_.bound_of(query, points) < best_.least(); };
    bool done = false;
    for (std::size_t i = 0; i < near.size();) {
      const std::uint16_t points = near[i].points;
      done = out_of_reach(points);
      if (done) break;
      for (; i < near.size() && near[i].points == points; ++i)
        for (const CandidateId candidate : corpus.candidates_practising[near[i].from.value]) add_if_new(candidate);
      step();
    }
    if (!done && !out_of_reach(static_cast<std::uint16_t>(rule.min_relation - 1))) {
      if (rule.by_sought)
        for (const reference::RelatedOccupation& related : near)
          for (const CandidateId candidate : corpus.candidates_seeking[related.from.value]) add_if_new(candidate);
      if (rule.min_card_cover != 0)
        for (const CandidateId candidate : corpus.candidates_by_cover[row]) add_if_new(candidate);
      step();
    }
  }
  std::fill(marked_.begin(), marked_.end(), std::uint64_t{0});
  end_row();
}

void PeopleOfOffers::look(OfferId offer, const ListRequest& request, std::size_t from) {
  const Corpus& corpus = plan_.context.corpus;
  const OfferQuery query = plan_.offer_query(offer);
  const bool placed = corpus.offers.located[offer.value] != 0;
  const bool by_card = (query.kinds & kCardOnly) != 0;
  order_.resize(blocks_.size() - from);
  std::iota(order_.begin(), order_.end(), static_cast<std::uint32_t>(from));
  std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) { return practised_[a] > practised_[b]; });
  alignas(64) std::int32_t bounds[kLanes];
  const bool known = corpus.offers.occupation[offer.value].set();
  for (const std::uint32_t b : order_) {
    const Box& box = boxes_[b];
    if (known && !request.count_eligible && plan_.bound_of(query, practised_[b]) < best_.least()) continue;
    if (plan_.by_radius && placed && !box.unplaced && box.chord_to(corpus.offers.position[offer.value]) > box.reach) continue;
    considered_ += people_in_[b];
    const std::int32_t least = request.count_eligible ? 0 : best_.least();
    std::uint32_t groups = used_groups(blocks_[b].groups);
    if (plan_.by_radius && placed)
      for (std::uint32_t g = 0; g < blocks_[b].groups; ++g)
        if (const Box& own = group_boxes_[b * kGroups + g]; !own.unplaced && own.chord_to(corpus.offers.position[offer.value]) > own.reach) groups &= ~(1U << g);
    if (groups != 0) groups = plan_.kernels.people(plan_.rules, query, blocks_[b], groups, least, bounds);
    if (groups == 0) continue;
    const auto promising = [&] {
      std::uint64_t lanes = 0;
      for (std::uint32_t g = 0; g < kGroups; ++g) {
        if ((groups >> g & 1U) == 0) continue;
        for (std::size_t lane = g * kGroup; lane < (g + 1) * kGroup; ++lane) lanes |= std::uint64_t{bounds[lane] >= best_.least() && bounds[lane] >= 0 ? 1U : 0U} << lane;
      }
      return lanes;
    };
    std::uint64_t lanes = promising();
    if (!by_card) {
      ask_ahead(b, lanes);
    } else if (const std::uint64_t fresh = lanes & ~carded_[b]; fresh != 0) {
      work_out_cards(b, fresh);
      groups = plan_.kernels.people(plan_.rules, query, blocks_[b], groups, least, bounds);
      if (groups == 0) continue;
      lanes = promising();
    }
    if (request.count_eligible)
      for (std::uint32_t lane = 0; lane < kLanes; ++lane)
        if (bounds[lane] >= 0 && shown(plan_.context.policy, constraint_states(plan_.context, people_[b * kLanes + lane], offer))) ++eligible_;
    for (; lanes != 0; lanes &= lanes - 1) {
      const auto lane = static_cast<std::uint32_t>(std::countr_zero(lanes));
      const std::uint32_t place = static_cast<std::uint32_t>(b * kLanes) + lane;
      std::int32_t bound = bounds[lane];
      Points points = by_card ? static_cast<Points>(blocks_[b].card[lane]) : competences(people_[place], offer);
      if (!by_card) {
        const float wishes = plan_.rules.total_of_wanted[blocks_[b].kinds[lane] >> kWantedShift & (kWantedClasses - 1)];
        bound = plan_.lowered(bound, points, query.kinds, wishes, query.occupation_on);
        if (bound < best_.least()) continue;
      }
      survivors_.push_back({bound, place, points});
    }
    // Now and then: what is judged raises the bar for the blocks to come.
    if (survivors_.size() >= 2 * request.top + kLanes) judge(offer);
  }
  judge(offer);
}

}  // namespace passerelle
