#include "ranking/match_plan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "scoring/suits.hpp"

namespace passerelle {
namespace {

using namespace kernel;

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kDown = 1.0F - 4e-6F, kUp = 1.0F + 4e-6F;  // beyond the error of a squared chord in single precision

std::size_t at(Criterion c) { return static_cast<std::size_t>(c); }

float gap(std::int64_t low, std::int64_t high, std::int64_t other_low, std::int64_t other_high) {
  return static_cast<float>(std::max<std::int64_t>({0, low - other_high, other_low - high}));
}

Key key_of(SortKey key) {
  switch (key) {
    case SortKey::kTier: return Key::kTier;
    case SortKey::kSuits: return Key::kSuits;
    case SortKey::kScore: return Key::kScore;
    case SortKey::kWanted: return Key::kWanted;
  }
  return Key::kNone;
}

// Adds up to least … most metres: the greatest of them for which the test holds, nothing when it fails at 0.
template <class Test>
std::optional<std::uint32_t> greatest(const Test& holds) {
  if (!holds(0)) return std::nullopt;
  std::uint32_t low = 0, high = 20'100'000;  // half the circumference
  if (holds(high)) return high;
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    (holds(middle) ? low : high) = middle;
  }
  return low;
}

}  // namespace

void Box::add(const UnitVector& at) noexcept {
  const std::int32_t place[3] = {at.x, at.y, at.z};
  for (int i = 0; i < 3; ++i) {
    low[i] = std::min(low[i], place[i]);
    high[i] = std::max(high[i], place[i]);
  }
}

float Box::chord_to(const UnitVector& at) const noexcept {
  const float x = gap(low[0], high[0], at.x, at.x), y = gap(low[1], high[1], at.y, at.y), z = gap(low[2], high[2], at.z, at.z);
  return (x * x + y * y + z * z) * kDown;
}

float Box::chord_to(const Box& other) const noexcept {
  const float x = gap(low[0], high[0], other.low[0], other.high[0]), y = gap(low[1], high[1], other.low[1], other.high[1]),
              z = gap(low[2], high[2], other.low[2], other.high[2]);
  return (x * x + y * y + z * z) * kDown;
}

MatchPlan::MatchPlan(const ScoringContext& c, const Kernels& k, std::shared_ptr<const PolicyPlan> policy, std::shared_ptr<const OfferPlan> offers,
                     std::shared_ptr<const PeoplePlan> people)
    : context(c), kernels(k), policy_part(std::move(policy)), offer_part(std::move(offers)), people_part(std::move(people)),
      weights(policy_part->weights), matches(policy_part->matches), rules([this] {
        BoundRules with_travel = policy_part->rules;
        with_travel.travel = people_part->travel_points;
        return with_travel;
      }()),
      keys(policy_part->keys), by_radius(policy_part->by_radius), near(policy_part->near), items_asked(offer_part->items_asked),
      card_offer(offer_part->card_offer), offer_blocks(offer_part->offer_blocks), offer_at(offer_part->offer_at),
      first_block(offer_part->first_block), offer_boxes(offer_part->offer_boxes), offer_group_boxes(offer_part->offer_group_boxes),
      travel_of(people_part->travel_of), travels(people_part->travels), reach_of(people_part->reach_of), people_boxes(people_part->people_boxes) {}

MatchPlan::MatchPlan(const ScoringContext& c, const Kernels& k) : MatchPlan(c, k, std::make_shared<const PolicyPlan>(c)) {}

MatchPlan::MatchPlan(const ScoringContext& c, const Kernels& k, const std::shared_ptr<const PolicyPlan>& policy)
    : MatchPlan(c, k, policy, std::make_shared<const OfferPlan>(c, *policy), std::make_shared<const PeoplePlan>(c)) {}

PolicyPlan::PolicyPlan(const ScoringContext& context) : weights(context.policy), matches(*context.corpus.reference, context.policy.competences) {
  const Policy& policy = context.policy;
  keys = static_cast<unsigned>(policy.order.size());
  rules.first = key_of(policy.order.front());
  rules.second = keys > 1 ? key_of(policy.order[1]) : Key::kNone;
  for (std::size_t i = 0; i < kConstraints; ++i) {
    const bool excludes = policy.constraints[i] == ConstraintUse::kExclude, speaks = visible(policy, static_cast<Constraint>(i));
    rules.effects[i] = {excludes ? ~0U : 0U, speaks ? ~0U : 0U, speaks ? ~0U : 0U};
  }
  by_radius = policy.use(Constraint::kRadius) == ConstraintUse::kExclude;
  for (std::size_t i = 0; i < kCriteria; ++i) {
    rules.weight[i] = policy.criteria[i].weight;
    rules.sub_weight[i] = policy.criteria[i].sub_weight;
  }
  for (std::size_t i = 0; i < kCriteria; ++i) {
    total_weight += rules.weight[i];
    if (group_of(static_cast<Criterion>(i)) == Group::kSuits) suits_weight += rules.sub_weight[i];
  }
  rules.card_share = static_cast<float>(policy.competences.card_percent) / 100.0F;
  rules.silent = policy.wishes.when_silent;
  for (std::uint32_t k = 0; k < kClasses; ++k) {
    const std::uint32_t kinds = k << kClassShift;
    float total = 0, suits = 0;
    const auto take = [&](Criterion criterion, float share) {
      total += rules.weight[at(criterion)] * share;
      if (group_of(criterion) == Group::kSuits) suits += rules.sub_weight[at(criterion)] * share;
    };
    if ((kinds & (kCardOnly | kListed)) != 0) take(Criterion::kCompetences, (kinds & kFromCard) != 0 ? rules.card_share : 1.0F);
    if ((kinds & kExperience) != 0) take(Criterion::kExperience, 1);
    if ((kinds & kEducationAsked) != 0) take(Criterion::kEducation, 1);
    if ((kinds & kLanguages) != 0) take(Criterion::kLanguages, 1);
    if ((kinds >> kTensionShift & 7U) != 0) take(Criterion::kTension, 1);
    rules.total_of_class[k] = total;
    rules.suits_of_class[k] = suits;
  }
  for (std::uint32_t k = 0; k < kWantedClasses; ++k) {
    rules.total_of_wanted[k] = rules.wanted_of_wanted[k] = 0;
    for (std::size_t i = 0; i < 7; ++i) {
      if ((k >> i & 1U) == 0) continue;
      rules.total_of_wanted[k] += rules.weight[at(Criterion::kSought) + i];
      rules.wanted_of_wanted[k] += rules.sub_weight[at(Criterion::kSought) + i];
    }
  }
  most_wanted = rules.total_of_wanted[kWantedClasses - 1];
  rules.tension[0] = 0;
  for (std::size_t tension = 1; tension < 8; ++tension) rules.tension[tension] = rules.weight[at(Criterion::kTension)] * static_cast<float>((tension - 1) * 2'500);
  const WishRule& wishes = policy.wishes;
  rules.contract_points[0] = 0;
  for (int rank = 0; rank < 15; ++rank)
    rules.contract_points[static_cast<std::size_t>(rank) + 1] = static_cast<float>(std::max<int>(wishes.contract_floor, kFullPoints - rank * wishes.per_rank));
  rules.hours_slope = 10'000.0F / static_cast<float>(wishes.hours_zero_minutes);
  rules.salary_slope = 1'000'000.0F / static_cast<float>(wishes.salary_zero_percent);
  rules.wait_slope = 10'000.0F / static_cast<float>(wishes.wait_zero_days);
  rules.late_slope = 10'000.0F / static_cast<float>(wishes.late_tolerance_days + 1);
  rules.late_days = wishes.late_tolerance_days;
  rules.today = context.date.since_epoch;
  const reference::Reference& reference = *context.corpus.reference;
  std::vector<std::vector<NearOccupation>> rows(reference.occupation_keys.size());
  for (std::uint32_t to = 0; to < rows.size(); ++to)
    for (const reference::RelatedOccupation& related : reference.related[to]) rows[related.from.value].push_back({OccupationId{to}, related.points});
  for (const auto& row : rows) near.push_row(row);
}

OfferPlan::OfferPlan(const ScoringContext& context, const PolicyPlan&) {
  set_requirements(context);
  set_certificates(context);
  lay_out(context);
}

void OfferPlan::set_requirements(const ScoringContext& context) {
  const OfferColumns& offers = context.corpus.offers;
  card_offer.assign(context.corpus.reference->occupation_keys.size(), OfferId{});
  for (std::uint32_t o = 0; o < offers.size(); ++o) {
    first_requirement.push_back(static_cast<std::uint32_t>(requirement_weights.size()));
    std::uint64_t asked = 0;
    for (const Requirement& requirement : offers.requirements[o]) {
      requirement_weights.push_back(requirement_weight(context.policy.competences, requirement));
      asked += requirement_weights.back();
    }
    items_asked.push_back(asked);
    if (offers.from_card[o] != 0 && offers.occupation[o].set()) card_offer[offers.occupation[o].value] = OfferId{o};
  }
}

void OfferPlan::set_certificates(const ScoringContext& context) {
  std::vector<std::pair<std::uint32_t, ExactId>> asked(context.corpus.exact_keys.size());
  for (ExactId id = 0; id < asked.size(); ++id) asked[id] = {0, id};
  for (std::uint32_t o = 0; o < context.corpus.offers.size(); ++o)
    for (const ExactId id : context.corpus.offers.certificates_required[o]) ++asked[id].first;
  std::sort(asked.begin(), asked.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  certificate_bit.assign(asked.size(), -1);
  for (std::size_t i = 0; i < std::min<std::size_t>(32, asked.size()) && asked[i].first > 0; ++i) certificate_bit[asked[i].second] = static_cast<std::int8_t>(i);
}

std::uint32_t OfferPlan::certificate_bits(std::span<const ExactId> certificates) const noexcept {
  std::uint32_t bits = 0;
  for (const ExactId id : certificates)
    if (id < certificate_bit.size() && certificate_bit[id] >= 0) bits |= 1U << static_cast<unsigned>(certificate_bit[id]);
  return bits;
}

PeoplePlan::PeoplePlan(const ScoringContext& context, const PeoplePlan* like) {
  if (like != nullptr) {
    travels = like->travels;
    travel_points = like->travel_points;
    known = like->known;
  }
  const CandidateColumns& candidates = context.corpus.candidates;
  const TravelModel& travel = context.travel;
  const bool measured = context.corpus.reference->has_measured_minutes();
  const auto least_minutes = [&](std::uint32_t road, Means means) {
    return std::min({travel.minutes(road, means, false, false), travel.minutes(road, means, true, false), travel.minutes(road, means, true, true)});
  };
  travel_of.resize(candidates.size());
  for (std::uint32_t c = 0; c < candidates.size(); ++c) {
    const CandidateFacts& facts = candidates.facts[c];
    const std::uint64_t key = std::uint64_t{facts.radius_km} << 32U | std::uint64_t{facts.radius_km != 0 ? 0U : facts.radius_minutes} << 8U |
                              (facts.radius_km == 0 && facts.radius_minutes != 0 ? static_cast<std::uint64_t>(facts.means) : 0U);
    const auto [entry, added] = known.emplace(key, static_cast<std::uint32_t>(travels.size()));
    travel_of[c] = entry->second;
    if (!added) continue;
    TravelTable table;
    table.first = static_cast<std::uint32_t>(travel_points.size());
    const bool free = facts.radius_km == 0 && facts.radius_minutes == 0, anywhere = free || (facts.radius_km == 0 && measured);
    const Means means = facts.means == Means::kUnknown ? Means::kCar : facts.means;
    const std::uint32_t radius = facts.radius_km * 1'000U;
    if (!anywhere) {
      const auto metres = greatest([&](std::uint32_t m) {
        const std::uint32_t road = travel.road_metres(m);
        return facts.radius_km != 0 ? road <= radius : least_minutes(road, means) <= facts.radius_minutes;
      });
      table.reach = metres ? static_cast<float>(chord_within(*metres)) * kUp : -1.0F;
    }
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket) {
      float points = 10'000;
      if (!anywhere && bucket > 0) {
        const float edge = std::bit_cast<float>((kFirstBucket + bucket) << kBucketShift) * kDown;
        const std::uint32_t road = travel.road_metres(metres_of_chord(static_cast<std::uint64_t>(std::min(edge, 4.6e18F))));
        points = facts.radius_km != 0 ? travel.points(road, radius) : travel.points_for_minutes(least_minutes(road, means), facts.radius_minutes, facts.means);
      }
      travel_points.push_back(points);
    }
    travels.push_back(table);
  }
  reach_of.resize(candidates.size());
  for (std::uint32_t c = 0; c < candidates.size(); ++c) {
    const CandidateFacts& facts = candidates.facts[c];
    reach_of[c] = {facts.position, facts.located != 0 ? travels[travel_of[c]].reach : std::numeric_limits<float>::infinity()};
  }
  people_boxes.resize((candidates.size() + kLanes - 1) / kLanes);
  for (std::uint32_t c = 0; c < candidates.size(); ++c) {
    Box& box = people_boxes[c / kLanes];
    const CandidateFacts& facts = candidates.facts[c];
    if (facts.located == 0) { box.unplaced = true; continue; }
    box.add(facts.position);
    box.reach = std::max(box.reach, travels[travel_of[c]].reach);
  }
}

std::uint32_t MatchPlan::row_of(OfferId offer) const noexcept {
  const OccupationId occupation = context.corpus.offers.occupation[offer.value];
  return occupation.set() ? occupation.value : static_cast<std::uint32_t>(context.corpus.reference->occupation_keys.size());
}

std::span<const std::uint32_t> MatchPlan::weights_of(OfferId offer) const noexcept {
  return {offer_part->requirement_weights.data() + offer_part->first_requirement[offer.value], context.corpus.offers.requirements[offer.value].size()};
}

std::int32_t MatchPlan::leading_keys(RankKey key) const noexcept {
  return static_cast<std::int32_t>(keys > 2 ? key.packed >> (14U * (keys - 2)) : key.packed);
}

std::int32_t MatchPlan::bound_of(const AtMost& points, float wanted_total) const noexcept {
  const auto lost = [&](const auto& of, Criterion criterion, float had) { return of[at(criterion)] * (10'000.0F - had); };
  const auto whole = [&](Key key) -> std::int32_t {
    float most = 10'000;
    switch (key) {
      case Key::kTier: return 3;
      case Key::kNone: return 0;
      case Key::kSuits: most -= lost(rules.sub_weight, Criterion::kOccupation, points.occupation) / std::max(policy_part->suits_weight, 1.0F); break;
      case Key::kWanted:
        most -= (lost(rules.sub_weight, Criterion::kSought, points.sought) + lost(rules.sub_weight, Criterion::kTravel, points.travel)) / std::max(wanted_total, 1e-6F);
        break;
      case Key::kScore:
        most -= (lost(rules.weight, Criterion::kOccupation, points.occupation) + lost(rules.weight, Criterion::kSought, points.sought) +
                 lost(rules.weight, Criterion::kTravel, points.travel)) / std::max(policy_part->total_weight, 1.0F);
        break;
    }
    return static_cast<std::int32_t>(std::clamp(most + static_cast<float>(kMostSlack), 0.0F, 10'000.0F));
  };
  return rules.second == Key::kNone ? whole(rules.first) : (whole(rules.first) << 14) + whole(rules.second);
}

std::int32_t MatchPlan::bound_of(const OfferQuery& offer, float occupation) const noexcept {
  const std::uint32_t k = offer.kinds >> kClassShift & (kClasses - 1);
  // Months in an occupation that is not near enough do not count.
  const bool no_months = (offer.kinds & kExperience) != 0 && offer.occupation_on != 0 && occupation < context.policy.wishes.experience_min_relation;
  const auto lost = [&](const auto& of) {
    return of[at(Criterion::kOccupation)] * offer.occupation_on * (10'000.0F - occupation) + (no_months ? of[at(Criterion::kExperience)] * 10'000.0F : 0.0F);
  };
  const auto whole = [&](Key key) -> std::int32_t {
    float most = 10'000;
    switch (key) {
      case Key::kTier: return 3;
      case Key::kNone: return 0;
      case Key::kWanted: break;
      case Key::kSuits: most -= lost(rules.sub_weight) / std::max(rules.sub_weight[at(Criterion::kOccupation)] * offer.occupation_on + rules.suits_of_class[k], 1e-6F); break;
      case Key::kScore:
        most -= lost(rules.weight) / std::max(rules.weight[at(Criterion::kOccupation)] * offer.occupation_on + rules.total_of_class[k] + policy_part->most_wanted, 1e-6F);
        break;
    }
    return static_cast<std::int32_t>(std::clamp(most + static_cast<float>(kMostSlack), 0.0F, 10'000.0F));
  };
  return rules.second == Key::kNone ? whole(rules.first) : (whole(rules.first) << 14) + whole(rules.second);
}

std::int32_t MatchPlan::lowered(std::int32_t bound, Points competences, std::uint32_t kinds, float person_total, float occupation_on) const noexcept {
  if (competences == kNotApplicable) return bound;
  const std::uint32_t k = kinds >> kClassShift & (kClasses - 1);
  const std::size_t criterion = at(Criterion::kCompetences);
  const float share = (kinds & kFromCard) != 0 ? rules.card_share : 1.0F, lost = 10'000.0F - static_cast<float>(competences);
  const auto drop = [&](Key key) -> std::int32_t {
    if (key == Key::kScore)
      return static_cast<std::int32_t>(lost * rules.weight[criterion] * share /
                                       std::max(person_total + rules.weight[at(Criterion::kOccupation)] * occupation_on + rules.total_of_class[k], 1e-6F));
    if (key == Key::kSuits)
      return static_cast<std::int32_t>(lost * rules.sub_weight[criterion] * share /
                                       std::max(rules.sub_weight[at(Criterion::kOccupation)] * occupation_on + rules.suits_of_class[k], 1e-6F));
    return 0;
  };
  // A key cut at 10,000 may have been up to the slack above it: that much is put back first.
  const auto less = [&](std::int32_t value, Key key) {
    const std::int32_t whole = value == 10'000 ? value + kMostSlack : value;
    return std::clamp(whole - std::max(0, drop(key) - 1), 0, 10'000);
  };
  if (rules.second == Key::kNone) return less(bound, rules.first);
  return (less(bound >> 14, rules.first) << 14) + less(bound & 0x3FFF, rules.second);
}

std::uint32_t MatchPlan::wanted_mask(CandidateId candidate) const noexcept {
  const CandidateFacts& facts = context.corpus.candidates.facts[candidate.value];
  const bool radius = facts.located != 0 && (facts.radius_km != 0 || facts.radius_minutes != 0);
  return (context.corpus.candidates.sought[candidate.value].empty() ? 0U : 1U) | (radius ? 2U : 0U) | (facts.accepts_any_contract() ? 0U : 4U) |
         (facts.weekly_minutes_min != 0 || facts.weekly_minutes_max != 0 ? 8U : 0U) | (facts.schedules_accepted != 0 ? 16U : 0U) |
         (facts.salary_min_cents != 0 ? 32U : 0U) | (facts.available.set() ? 64U : 0U);
}

std::uint32_t OfferPlan::kinds_of(const ScoringContext& context, OfferId offer) const noexcept {
  const Corpus& corpus = context.corpus;
  const OfferColumns& offers = corpus.offers;
  const std::uint32_t o = offer.value;
  const bool more = offers.licences_desired[o] != 0 || !offers.certificates_desired[o].empty();
  const bool competences = items_asked[o] + (offers.licences_desired[o] != 0 ? exact_weight(context.policy.competences) : 0U) +
                               offers.certificates_desired[o].size() * exact_weight(context.policy.competences) != 0;
  std::uint32_t kinds = kLane | static_cast<std::uint32_t>(offers.contract[o]) << kContractShift | std::uint32_t{offers.education[o]} << kEducationShift |
                        std::uint32_t{offers.reserved[o]} << kReservedShift | std::uint32_t{offers.tension[o]} << kTensionShift;
  const auto set = [&](std::uint32_t bit, bool on) { kinds |= on ? bit : 0U; };
  set(kFromCard, offers.from_card[o] != 0);
  set(kCardOnly, competences && offers.from_card[o] != 0 && !more);
  set(kListed, competences && (offers.from_card[o] == 0 || more));
  set(kExperience, asked_months(context.policy, offers, offer) != 0);
  set(kEducationAsked, offers.education[o] != 0);
  set(kLanguages, !offers.languages[o].empty());
  set(kNoPlace, offers.located[o] == 0);
  set(kUnidentified, !offers.occupation[o].set() && offers.requirements[o].empty());
  set(kClosed, offers.closing[o].set() && offers.closing[o] < context.date);
  set(kCertificateUnnamed, !offers.certificates_unnamed[o].empty());
  return kinds;
}

namespace {

std::int32_t start_day(const OfferColumns& offers, OfferId offer, Day date) {
  const Day start = offers.start[offer.value];
  return start.set() ? std::max(start, date).since_epoch : kNoDay;
}

}  // namespace

void OfferPlan::lay_out(const ScoringContext& context) {
  const Corpus& corpus = context.corpus;
  const OfferColumns& offers = corpus.offers;
  for (std::size_t row = 0; row < corpus.offers_of_occupation.rows(); ++row) {
    first_block.push_back(static_cast<std::uint32_t>(offer_blocks.size()));
    const auto postings = corpus.offers_of_occupation[row];
    for (std::size_t begin = 0; begin < postings.size(); begin += kLanes) {
      OfferBlock& block = offer_blocks.emplace_back();
      block = {};
      block.groups = static_cast<std::uint32_t>((std::min(kLanes, postings.size() - begin) + kGroup - 1) / kGroup);
      Box& box = offer_boxes.emplace_back();
      offer_group_boxes.resize(offer_group_boxes.size() + kGroups);
      offer_at.resize(offer_at.size() + kLanes);
      for (std::size_t lane = 0; lane < std::min(kLanes, postings.size() - begin); ++lane) {
        const OfferId offer = postings[begin + lane];
        const std::uint32_t o = offer.value;
        offer_at[offer_at.size() - kLanes + lane] = offer;
        Box& group = offer_group_boxes[offer_group_boxes.size() - kGroups + lane / kGroup];
        for (Box* each : {&box, &group}) {
          if (offers.located[o] != 0) each->add(offers.position[o]);
          else each->unplaced = true;
        }
        block.x[lane] = offers.position[o].x;
        block.y[lane] = offers.position[o].y;
        block.z[lane] = offers.position[o].z;
        block.masks[lane] = std::uint32_t{offers.licences_required[o]} | std::uint32_t{offers.schedules[o]} << 16U;
        block.kinds[lane] = kinds_of(context, offer);
        block.certificates[lane] = certificate_bits(offers.certificates_required[o]);
        block.months_minutes[lane] = std::uint32_t{asked_months(context.policy, offers, offer)} | std::uint32_t{offers.weekly_minutes[o]} << 16U;
        block.salary[lane] = static_cast<float>(offers.salary_cents[o]);
        block.start[lane] = start_day(offers, offer, context.date);
      }
    }
  }
  first_block.push_back(static_cast<std::uint32_t>(offer_blocks.size()));
}

OfferQuery MatchPlan::offer_query(OfferId offer) const noexcept {
  const OfferColumns& offers = context.corpus.offers;
  const std::uint32_t o = offer.value;
  OfferQuery query;
  query.x = offers.position[o].x;
  query.y = offers.position[o].y;
  query.z = offers.position[o].z;
  query.kinds = offer_part->kinds_of(context, offer);
  query.licences = offers.licences_required[o];
  query.schedules = offers.schedules[o];
  query.certificates = certificate_bits(offers.certificates_required[o]);
  for (std::uint32_t held = 0; held < 16; ++held)
    query.education_points[held] = offers.education[o] == 0 ? 0.0F : one_education_points(static_cast<EducationLevel>(held), offers.education[o]);
  query.minutes = offers.weekly_minutes[o];
  query.salary = static_cast<float>(offers.salary_cents[o]);
  query.months = asked_months(context.policy, offers, offer);
  query.start = start_day(offers, offer, context.date);
  query.occupation_on = offers.occupation[o].set() ? 1.0F : 0.0F;
  return query;
}

}  // namespace passerelle
