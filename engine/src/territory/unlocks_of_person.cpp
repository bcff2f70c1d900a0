#include "territory/unlocks_of_person.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "territory/unlocks_by_judge.hpp"

namespace passerelle::territory {
namespace {

using namespace kernel;
using adviser::LeverIndex;
using levers::Lever;

constexpr float kUp = 1.0F + 4e-6F;  // beyond the error of a squared chord in single precision
constexpr std::int32_t kNow = 3 << 14;  // the leading keys of a pair that nothing but levers stands in the way of

/// The first sort key that is not the tier, as the kernels name it.
kernel::Key points_key(const Policy& policy) {
  for (const SortKey key : policy.order) {
    if (key == SortKey::kSuits) return kernel::Key::kSuits;
    if (key == SortKey::kScore) return kernel::Key::kScore;
    if (key == SortKey::kWanted) return kernel::Key::kWanted;
  }
  return kernel::Key::kNone;
}

bool urban(const ScoringContext& context, CommuneId commune) {
  return commune.set() && context.travel.urban(context.corpus.reference->communes[commune.value].population);
}

std::uint16_t minutes_by(const ScoringContext& context, Means means, CandidateId candidate, OfferId offer, std::uint32_t metres) {
  const CommuneId from = context.corpus.candidates.facts[candidate.value].commune, to = context.corpus.offers.commune[offer.value];
  if (const auto measured = context.corpus.reference->measured_minutes(from, to, means)) return *measured;
  return context.travel.minutes(metres, means, urban(context, from), urban(context, to));
}

Points competences_of(const MatchPlan& plan, const ItemMatches& items, CandidateId candidate, OfferId offer) {
  return competence_points(plan.context, candidate, offer, items.met(plan.context.corpus.offers.requirements[offer.value], plan.weights_of(offer)), plan.items_asked[offer.value]);
}

}  // namespace

UnlockRules::UnlockRules(const adviser::Ground& g, const Sides& s, const Bars& b)
    : ground(g), sides(s), bars(b), kinds(g, s.suggest_matcher.plan()), mine(s.suggest_matcher.plan().rules), theirs(s.shortlist_matcher.plan().rules),
      measured(s.suggest.corpus.reference->has_measured_minutes()) {
  for (std::uint32_t place = 0; place < ground.tables.levers.size(); ++place)
    if (ground.tables.levers[place].means != Means::kUnknown) means_levers.push_back(place);
  // No lever lifts a contract or a schedule that is not wanted, a date that does not fit, or what is not known of a place: such
  // pairs do not count. Licences, certificates, diplomas and attestations are PersonVerdicts'.
  mine.effects = {};
  for (const Constraint constraint : {Constraint::kOpen, Constraint::kContract, Constraint::kSchedule, Constraint::kRadius, Constraint::kAvailable, Constraint::kIdentified}) {
    const std::uint32_t all = sides.suggest.policy.use(constraint) == ConstraintUse::kIgnore ? 0U : ~0U;
    mine.effects[static_cast<std::size_t>(constraint)] = {all, 0, all};
  }
  mine.first = kernel::Key::kTier;
  mine.second = points_key(sides.suggest.policy);
  if (mine.second == kernel::Key::kNone) mine.second = kernel::Key::kScore;  // two keys are read
  // Whether the pair could be in the offer's list is a matter of points alone: as if nothing stood in the way.
  theirs.effects = {};
  theirs.first = points_key(sides.shortlist.policy);
  theirs.second = kernel::Key::kNone;
  none_walks = !greatest_chord(sides.suggest.travel, [&](std::uint32_t road) { return road <= ground.tables.demands.walking_metres; }, walking);
}

UnlocksOfPerson::UnlocksOfPerson(const UnlockRules& rules)
    : rules_(rules), mine_(rules.sides.suggest_matcher.plan()), theirs_(rules.sides.shortlist_matcher.plan()), kits_(rules.ground),
      verdicts_(rules.ground, rules.sides.suggest, rules.kinds), reach_(rules.ground, rules.sides.suggest, rules.means_levers), my_rows_(mine_), their_rows_(theirs_),
      my_items_(rules.sides.suggest.corpus.reference->item_keys.size()), their_items_(rules.sides.suggest.corpus.reference->item_keys.size()) {}

UnlocksOfPerson::Far UnlocksOfPerson::far(OfferId offer, std::size_t place, std::uint64_t chord) const {
  const ScoringContext& context = rules_.sides.suggest;
  Far far;
  if (!rules_.measured) {
    const std::size_t u = rules_.kinds.at[place].urban;
    far.beyond_walking = rules_.none_walks || chord > rules_.walking;
    far.own = limits_->own[u] >= chord && !limits_->none[u];
    if (!far.own)
      for (std::size_t i = 0; i < my_means_.size(); ++i)
        if (const ReachLimits::ByLever& by = limits_->by_lever[my_means_[i]]; by.any[u] && chord <= by.within[u]) far.reaching |= std::uint64_t{1} << i;
    return far;
  }
  const CandidateFacts& facts = context.corpus.candidates.facts[person_->candidate.value];
  const Trip trip = trip_of(context.corpus, context.travel, person_->candidate, offer);
  far.beyond_walking = trip.metres > rules_.ground.tables.demands.walking_metres;
  if (facts.radius_km != 0) far.own = trip.metres <= facts.radius_km * 1'000U;
  else if (facts.radius_minutes != 0) far.own = trip.minutes <= facts.radius_minutes;
  if (!far.own)
    for (std::size_t i = 0; i < my_means_.size(); ++i) {
      const Lever& lever = *kit_->levers()[kit_->means()[i]].lever;
      if (lever.means == facts.means || (lever.reach_km != 0 && trip.metres > std::uint32_t{lever.reach_km} * 1'000)) continue;
      if (minutes_by(context, lever.means, person_->candidate, offer, trip.metres) <= person_->minutes_budget) far.reaching |= std::uint64_t{1} << i;
    }
  return far;
}

void UnlocksOfPerson::search(const NearRow& row) {
  PersonQuery& query = my_rows_.query;
  my_rows_.enter(row);
  const UnitVector home{query.x, query.y, query.z};
  const bool radius = rules_.sides.suggest.policy.use(Constraint::kRadius) != ConstraintUse::kIgnore;
  const bool distance_tells = radius && query.has_radius != 0 && query.home_known != 0;
  const std::int32_t my_least = rules_.bars.of_person[person_->candidate.value].least;
  alignas(64) std::int32_t mine[kLanes], theirs[kLanes];
  for (std::uint32_t b = mine_.first_block[row.row]; b < mine_.first_block[row.row + 1]; ++b) {
    const Box& box = mine_.offer_boxes[b];
    if (distance_tells && !box.unplaced && box.chord_to(home) > query.reach) continue;
    const OfferBlock& block = mine_.offer_blocks[b];
    std::uint32_t groups = used_groups(block.groups);
    if (distance_tells)
      for (std::uint32_t g = 0; g < block.groups; ++g)
        if (const Box& own = mine_.offer_group_boxes[b * kGroups + g]; !own.unplaced && own.chord_to(home) > query.reach) groups &= ~(1U << g);
    if (groups == 0) continue;
    // Where no lever goes farther than the person does, only kinds that something opens are worth a look.
    if (!goes_farther_)
      for (std::uint32_t rest = groups; rest != 0; rest &= rest - 1) {
        const auto g = static_cast<std::uint32_t>(std::countr_zero(rest));
        const std::span<const std::uint32_t> kinds = rules_.kinds.of_group[b * kGroups + g];
        if (std::none_of(kinds.begin(), kinds.end(), [&](std::uint32_t kind) { return verdicts_.ever_within(kind); })) groups &= ~(1U << g);
      }
    if (groups == 0) continue;
    groups = mine_.kernels.offers(rules_.mine, query, block, groups, kNow, mine);
    const std::uint32_t reached = groups;
    bool their_bounds = false;
    for (; groups != 0; groups &= groups - 1) {
      const std::size_t g = static_cast<std::size_t>(std::countr_zero(groups));
      std::uint32_t lanes = 0;
      for (std::size_t j = 0; j < kGroup; ++j) lanes |= (mine[g * kGroup + j] >= kNow ? 1U : 0U) << j;
      for (; lanes != 0; lanes &= lanes - 1) {
        const std::size_t lane = g * kGroup + static_cast<std::size_t>(std::countr_zero(lanes));
        const std::size_t place = b * kLanes + lane;
        const OfferId offer = mine_.offer_at[place];
        const std::uint32_t kind = rules_.kinds.at[place].kind;
        std::uint32_t outcome = 0;
        if (query.home_known != 0 && (block.kinds[lane] & kNoPlace) == 0) {
          const Far way = far(offer, place, squared_chord(home, {block.x[lane], block.y[lane], block.z[lane]}));
          if (way.own || !radius) outcome = verdicts_.within(kind, way.beyond_walking);
          else if (way.reaching != 0) outcome = verdicts_.beyond(kind, way.beyond_walking, way.reaching);
        } else {
          outcome = verdicts_.within(kind, false);
        }
        if (outcome == 0) continue;
        Pair& pair = pairs_.emplace_back(Pair{offer.value, outcome, 0});
        // Entering both lists: bounds first.
        if (my_least != Bar::kSure && (mine[lane] & 0x3FFF) < my_least) continue;
        const std::int32_t their_least = rules_.bars.of_offer[offer.value].least;
        if (their_least != Bar::kSure) {
          if (!their_bounds) {
            load_theirs();
            their_rows_.enter(their_rows_.of(row.row));
            if (!my_rows_.is_unknown(row) && theirs_.card_offer[row.row].set()) {
              // Of the card alone, as in a plain list: what is « listed » is taken at its best.
              const OfferId card = theirs_.card_offer[row.row];
              const std::uint64_t asked = theirs_.items_asked[card.value];
              const std::uint64_t met = their_items_.met(rules_.sides.suggest.corpus.offers.requirements[card.value], theirs_.weights_of(card));
              their_rows_.query.card = asked == 0 ? 0.0F : static_cast<float>(met / kFullMatch * 10'000 / asked);
            }
            theirs_.kernels.offers(rules_.theirs, their_rows_.query, theirs_.offer_blocks[b], reached, 0, theirs);
            their_bounds = true;
          }
          if (theirs[lane] < their_least) continue;
        }
        pair.strong = strong(offer, row, (*kit_)[outcome]);
      }
    }
  }
}

void UnlocksOfPerson::load_theirs() {
  if (theirs_loaded_) return;
  their_rows_.load(person_->candidate);
  their_items_.load(theirs_.context.corpus, theirs_.context.policy.competences, theirs_.matches, person_->candidate);
  theirs_loaded_ = true;
}

std::uint32_t UnlocksOfPerson::strong(OfferId offer, const NearRow& row, const Outcome& outcome) {
  const CandidateId candidate = person_->candidate;
  const Corpus& corpus = rules_.sides.suggest.corpus;
  const Bar &my_bar = rules_.bars.of_person[candidate.value], &their_bar = rules_.bars.of_offer[offer.value];
  const bool from_card = corpus.offers.from_card[offer.value] != 0;
  if (their_bar.full) {
    load_theirs();
    const PairParts parts = their_rows_.parts(candidate, offer, their_rows_.of(row.row), competences_of(theirs_, their_items_, candidate, offer),
                                              trip_of(corpus, theirs_.context.travel, candidate, offer));
    PairScore score;
    score.points = criterion_points(theirs_.context, candidate, offer, parts);
    theirs_.weights.add_up(from_card, score);
    if (!their_bar.passed_by(rank_key(theirs_.context.policy, VerdictTier::kNow, score), corpus.order_of(candidate))) return 0;
  }
  LeverSet mask;
  if (!my_bar.full) {
    for (std::size_t i = 0; i < outcome.size(); ++i) mask.add(i);
  } else {
    const ScoringContext& context = mine_.context;
    if (!my_items_loaded_) {
      my_items_.load(corpus, context.policy.competences, mine_.matches, candidate);
      my_items_loaded_ = true;
    }
    const PairParts parts = my_rows_.parts(candidate, offer, row, competences_of(mine_, my_items_, candidate, offer), trip_of(corpus, context.travel, candidate, offer));
    PairScore plain;
    plain.points = criterion_points(context, candidate, offer, parts);
    mine_.weights.add_up(from_card, plain);
    const auto passes = [&](const PairScore& score) { return my_bar.passed_by(rank_key(context.policy, VerdictTier::kNow, score), corpus.order_of(offer)); };
    const bool as_it_is = passes(plain);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
      bool passed = as_it_is;
      if (outcome[i].travels) {
        const Points travel = travel_with(outcome[i], offer, parts.trip, plain.points[static_cast<std::size_t>(Criterion::kTravel)]);
        if (travel != plain.points[static_cast<std::size_t>(Criterion::kTravel)]) {
          PairScore then;
          then.points = plain.points;
          then.points[static_cast<std::size_t>(Criterion::kTravel)] = travel;
          mine_.weights.add_up(from_card, then);
          passed = passes(then);
        }
      }
      if (passed) mask.add(i);
    }
  }
  if (mask.empty()) return 0;
  const auto at = std::find(masks_.begin(), masks_.end(), mask);
  if (at != masks_.end()) return static_cast<std::uint32_t>(at - masks_.begin()) + 1;
  masks_.push_back(mask);
  return static_cast<std::uint32_t>(masks_.size());
}

// Travel time by what was granted counts where that is less than by the person's own means (PairJudge::score()).
Points UnlocksOfPerson::travel_with(const OpenedBy& by, OfferId offer, const Trip& trip, Points travel) const {
  const ScoringContext& context = mine_.context;
  if (!trip.known() || trip.metres == 0 || person_->minutes_budget == 0 || travel == kNotApplicable) return travel;
  LicenceMask held = person_->licences;
  for (std::size_t l = 0; l < by.count; ++l) held |= kit_->options()[by.levers[l]].gives;
  for (std::size_t l = 0; l < by.count; ++l) {
    const Lever& lever = *kit_->levers()[by.levers[l]].lever;
    if ((kit_->options()[by.levers[l]].requires_licence & ~held) != 0 || lever.means == Means::kUnknown ||
        lever.means == context.corpus.candidates.facts[person_->candidate.value].means)
      continue;
    if (lever.reach_km != 0 && trip.metres > std::uint32_t{lever.reach_km} * 1'000) continue;
    const std::uint16_t minutes = minutes_by(context, lever.means, person_->candidate, offer, trip.metres);
    if (minutes <= person_->minutes_budget) travel = std::max(travel, context.travel.points_for_minutes(minutes, person_->minutes_budget, lever.means));
  }
  return travel;
}

void UnlocksOfPerson::write(Unlocks& into) {
  std::sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) {
    const std::uint64_t one = std::uint64_t{a.outcome} << 32U | a.strong, other = std::uint64_t{b.outcome} << 32U | b.strong;
    return one != other ? one < other : a.offer < b.offer;
  });
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const Pair& pair = pairs_[i];
    into.add_offer(pair.offer);
    if (i + 1 < pairs_.size() && pairs_[i + 1].outcome == pair.outcome && pairs_[i + 1].strong == pair.strong) continue;
    const Outcome& outcome = (*kit_)[pair.outcome];
    for (std::size_t o = 0; o < outcome.size(); ++o) into.add_opening(outcome[o].by, pair.strong != 0 && masks_[pair.strong - 1].has(o));
    into.end_group();
  }
}

void UnlocksOfPerson::find(const adviser::PersonCase& person, Unlocks& into) {
  person_ = &person;
  kit_ = kits_.of(person);
  if (kit_ == nullptr || rules_.means_levers.size() > 64) {
    for (const Opened& opened : unlocks_by_judge(person, rules_.ground, rules_.sides, rules_.bars))
      for (const bool strong : {false, true}) {
        bool any = false;
        for (std::size_t i = 0; i < opened.offers.size(); ++i)
          if (opened.strong[i] == strong) into.add_offer(opened.offers[i]), any = true;
        if (!any) continue;
        into.add_opening(opened.by, strong);
        into.end_group();
      }
    into.end_person();
    return;
  }
  verdicts_.load(person, *kit_);
  my_rows_.load(person.candidate);
  my_items_loaded_ = theirs_loaded_ = false;
  pairs_.clear();
  masks_.clear();
  limits_ = &reach_.of(person.candidate, person.minutes_budget);
  // As far, and as many points on the way, as any lever could bring.
  my_means_.clear();
  std::uint64_t useful = 0;
  std::uint64_t farthest = 0;
  goes_farther_ = rules_.measured && !kit_->means().empty();
  for (const LeverIndex lever : kit_->means()) {
    const auto place = static_cast<std::uint32_t>(kit_->levers()[lever].lever - rules_.ground.tables.levers.data());
    const auto at = static_cast<std::size_t>(std::lower_bound(rules_.means_levers.begin(), rules_.means_levers.end(), place) - rules_.means_levers.begin());
    my_means_.push_back(static_cast<std::uint32_t>(at));
    if (person.minutes_budget == 0) continue;
    const ReachLimits::ByLever& by = limits_->by_lever[at];
    for (const std::size_t u : {std::size_t{0}, std::size_t{1}})
      if (by.any[u]) {
        farthest = std::max(farthest, by.within[u]);
        useful |= std::uint64_t{1} << at;
        goes_farther_ = goes_farther_ || by.within[u] > limits_->own[u] || limits_->none[u];
      }
  }
  PersonQuery& query = my_rows_.query;
  if (rules_.measured) query.reach = std::numeric_limits<float>::infinity();
  else if (farthest != 0) query.reach = std::max(query.reach, farthest == kAnywhere ? std::numeric_limits<float>::infinity() : static_cast<float>(farthest) * kUp);
  if (useful != 0) query.travel = reach_.travel_bounds(mine_, person.candidate, person.minutes_budget, useful);
  for (const NearRow& row : my_rows_.near)
    if (row.eligible) search(row);
  search(my_rows_.unknown_row());
  write(into);
  into.end_person();
}

}  // namespace passerelle::territory
