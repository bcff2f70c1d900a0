#include "oracle/oracle.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace passerelle::oracle {
namespace {

using reference::Reference;

int relation(const Reference& ref, const Key& from, OccupationId to) {
  const auto id = ref.find_occupation(from);
  if (!id) return 0;
  for (const reference::RelatedOccupation& related : ref.related[to.value])
    if (related.from == *id) return related.points;
  return 0;
}

int best_practised(const World& world, const Candidate& candidate, OccupationId to) {
  int best = 0;
  for (const Practised& practised : candidate.practised) best = std::max(best, relation(world.reference, practised.occupation, to));
  return best;
}

int best_sought(const World& world, const Candidate& candidate, OccupationId to) {
  int best = 0;
  for (const Key& sought : candidate.sought) best = std::max(best, relation(world.reference, sought, to));
  return best;
}

bool knows_any(const Reference& ref, const std::vector<Key>& keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return ref.find_occupation(key).has_value(); });
}

bool eligible(const World& world, const Candidate& candidate, const Offer& offer) {
  const auto occupation = world.reference.find_occupation(offer.occupation);
  if (!occupation) return true;
  const EligibilityRule& rule = world.policy.eligibility;
  const bool practises = std::any_of(candidate.practised.begin(), candidate.practised.end(),
                                     [&](const Practised& p) { return world.reference.find_occupation(p.occupation).has_value(); });
  if (rule.by_practised && practises && best_practised(world, candidate, *occupation) >= rule.min_relation) return true;
  if (rule.by_sought && knows_any(world.reference, candidate.sought) && best_sought(world, candidate, *occupation) >= rule.min_relation) return true;
  return rule.min_card_cover != 0 && card_cover_points(world, candidate, *occupation) >= rule.min_card_cover;
}

struct Where { bool known = false; CommuneId commune; UnitVector at; };

Where where(const Reference& ref, const Place& place) {
  Where result;
  if (const auto commune = ref.find_commune(place.insee)) result.commune = *commune;
  if (place.coordinates) {
    result.known = true;
    result.at = unit_vector(*place.coordinates);
  } else if (result.commune.set() && ref.communes[result.commune.value].located) {
    result.known = true;
    result.at = unit_vector(ref.communes[result.commune.value].coordinates);
  }
  return result;
}

struct Journey { bool home = false, work = false; std::uint32_t metres = 0; std::uint16_t minutes = 0; };

Journey journey(const World& world, const Candidate& candidate, const Offer& offer) {
  const Where home = where(world.reference, candidate.home), work = where(world.reference, offer.place);
  Journey result{home.known, work.known, 0, 0};
  if (!home.known || !work.known) return result;
  result.metres = world.travel.road_metres(great_circle_metres(home.at, work.at));
  const auto population = [&](CommuneId commune) { return commune.set() ? world.reference.communes[commune.value].population : 0U; };
  const Means means = candidate.mobility.means == Means::kUnknown ? Means::kCar : candidate.mobility.means;
  result.minutes = world.reference.measured_minutes(home.commune, work.commune, means)
                       .value_or(world.travel.minutes(result.metres, candidate.mobility.means,
                                                      world.travel.urban(population(home.commune)), world.travel.urban(population(work.commune))));
  return result;
}

ConstraintStates constraints(const World& world, const Candidate& candidate, const Offer& offer) {
  using enum ConstraintState;
  ConstraintStates states{};
  const auto set = [&](Constraint constraint, ConstraintState state) { states[static_cast<std::size_t>(constraint)] = state; };

  if (offer.closing.set() && offer.closing < world.date) set(Constraint::kOpen, kFails);

  for (const LicenceRequirement& licence : offer.licences) {
    if (licence.level != Level::kRequired) continue;
    if (!candidate.licences) set(Constraint::kLicences, kUnknown);
    else if ((with_implied(*candidate.licences) & bit(licence.licence)) == 0) set(Constraint::kLicences, kFails);
  }

  const auto holds = [&](const Key& key) { return holds_certificate(world, candidate, key); };
  for (const ItemRequirement& certificate : offer.certificates) {
    if (certificate.level != Level::kRequired || certificate.item.empty() || holds(certificate.item)) continue;
    set(Constraint::kCertificates, candidate.certificates ? kFails : kUnknown);
  }
  // One that is required by a label alone is a question to everybody who does not fail already.
  for (const ItemRequirement& certificate : offer.certificates)
    if (certificate.level == Level::kRequired && certificate.item.empty() && states[static_cast<std::size_t>(Constraint::kCertificates)] != kFails)
      set(Constraint::kCertificates, kUnknown);

  const auto occupation = world.reference.find_occupation(offer.occupation);
  if (occupation && world.reference.occupation_regulated[occupation->value]) {
    const auto any_of = world.reference.diplomas[occupation->value];
    bool held = false;
    for (const ItemId diploma : any_of) held = held || holds(world.reference.item_keys[diploma.value]);
    const bool practised = std::any_of(candidate.practised.begin(), candidate.practised.end(),
                                       [&](const Practised& p) { return world.reference.find_occupation(p.occupation) == occupation; });
    if (any_of.empty()) held = practised;  // which diploma is not known: practising the very occupation stands for it
    set(Constraint::kRegulated, held ? kHolds : any_of.empty() || !candidate.certificates ? kUnknown : kFails);
  }

  if (!candidate.contracts.empty()) {
    const bool accepted = std::find(candidate.contracts.begin(), candidate.contracts.end(), offer.contract) != candidate.contracts.end();
    set(Constraint::kContract, offer.contract == Contract::kUnknown ? kUnknown : accepted ? kHolds : kFails);
  }

  for (unsigned i = 0; i < static_cast<unsigned>(Schedule::kCount); ++i) {
    const ScheduleMask one = bit(static_cast<Schedule>(i));
    if (candidate.schedules_accepted != 0 && (offer.schedules & one) != 0 && (candidate.schedules_accepted & one) == 0) set(Constraint::kSchedule, kFails);
  }

  if (candidate.mobility.radius_km != 0 || candidate.mobility.radius_minutes != 0) {
    const Journey trip = journey(world, candidate, offer);
    const bool within = candidate.mobility.radius_km != 0 ? trip.metres <= candidate.mobility.radius_km * 1000U : trip.minutes <= candidate.mobility.radius_minutes;
    set(Constraint::kRadius, !trip.home || !trip.work ? kUnknown : within ? kHolds : kFails);
  }

  if (candidate.available.set() && offer.start.set()) {
    const Day from = offer.start < world.date ? world.date : offer.start;
    if (candidate.available.since_epoch > from.since_epoch + world.policy.wishes.late_tolerance_days) set(Constraint::kAvailable, kFails);
  }

  for (unsigned i = 0; i < static_cast<unsigned>(Reserved::kCount); ++i)
    if ((offer.reserved & bit(static_cast<Reserved>(i))) != 0 && (candidate.attestations & bit(static_cast<Reserved>(i))) == 0)
      set(Constraint::kReserved, kFails);
  const bool names_item = std::any_of(offer.items.begin(), offer.items.end(), [&](const ItemRequirement& item) { return world.reference.find_item(item.item).has_value(); });
  if (!occupation && !names_item) set(Constraint::kIdentified, kUnknown);
  return states;
}

CriterionPoints points(const World& world, const Candidate& candidate, const Offer& offer) {
  CriterionPoints result;
  result.fill(kNotApplicable);
  const auto set = [&](Criterion criterion, std::int64_t value) { result[static_cast<std::size_t>(criterion)] = static_cast<Points>(value); };
  const WishRule& wishes = world.policy.wishes;
  const auto occupation = world.reference.find_occupation(offer.occupation);

  // suits: whether a criterion applies depends on the offer
  if (occupation) set(Criterion::kOccupation, best_practised(world, candidate, *occupation));
  set(Criterion::kCompetences, competence_points(world, candidate, offer));
  if (offer.experience && !offer.experience->beginner_accepted) {
    const std::uint64_t asked = offer.experience->months > 0 ? std::min<std::uint64_t>(kMostMonths, offer.experience->months) : wishes.unstated_experience_months;
    std::map<OccupationId, std::uint64_t> months;
    for (const Practised& practised : candidate.practised)
      if (const auto id = world.reference.find_occupation(practised.occupation)) months[*id] = std::min<std::uint64_t>(kMostMonths, months[*id] + practised.months);
    std::uint64_t counted = 0;
    for (const auto& [id, count] : months) {
      const int closeness = occupation ? relation(world.reference, world.reference.occupation_keys[id.value], *occupation) : 5'000;
      if (!occupation || closeness >= wishes.experience_min_relation) counted += count * static_cast<std::uint64_t>(closeness);
    }
    counted /= 10'000;
    if (asked > 0) set(Criterion::kExperience, static_cast<std::int64_t>(std::min(counted, asked) * 10'000 / asked));
  }
  if (offer.education && offer.education->minimum > 0) {
    const int gap = int{offer.education->minimum} - candidate.education;
    set(Criterion::kEducation, gap <= 0 ? 10'000 : candidate.education == 0 ? 2'000 : gap == 1 ? 5'000 : gap == 2 ? 2'000 : 0);
  }
  if (!offer.languages.empty()) {
    int met = 0, asked = 0;
    for (const LanguageRequirement& want : offer.languages) {
      const int weight = want.level == Level::kRequired ? 2 : 1;
      asked += weight;
      int have = 0;
      for (const SpokenLanguage& spoken : candidate.languages)
        if (spoken.language == want.language) have = std::max<int>(have, spoken.level == 0 ? 3 : spoken.level);
      const int need = want.minimum == 0 ? 3 : want.minimum;
      met += weight * (have >= need ? 10'000 : 10'000 * have / need);
    }
    set(Criterion::kLanguages, met / asked);
  }

  // wanted: whether a criterion applies depends on the person's wishes
  if (knows_any(world.reference, candidate.sought))
    set(Criterion::kSought, occupation ? best_sought(world, candidate, *occupation) : wishes.when_silent);
  const bool has_radius = candidate.mobility.radius_km != 0 || candidate.mobility.radius_minutes != 0;
  if (has_radius && where(world.reference, candidate.home).known) {
    const Journey trip = journey(world, candidate, offer);
    set(Criterion::kTravel, !trip.work ? wishes.when_silent
                            : candidate.mobility.radius_km != 0
                                ? world.travel.points(trip.metres, candidate.mobility.radius_km * 1000U)
                                : world.travel.points_for_minutes(trip.minutes, candidate.mobility.radius_minutes, candidate.mobility.means));
  }
  if (!candidate.contracts.empty()) {
    const auto at = std::find(candidate.contracts.begin(), candidate.contracts.end(), offer.contract);
    // A kind named twice takes one place.
    const int rank = static_cast<int>(std::set<Contract>(candidate.contracts.begin(), at).size());
    set(Criterion::kContract, offer.contract == Contract::kUnknown ? wishes.when_silent
                              : at == candidate.contracts.end()     ? 0
                                                                    : std::max<int>(wishes.contract_floor, 10'000 - rank * wishes.per_rank));
  }
  if (candidate.weekly_minutes_min != 0 || candidate.weekly_minutes_max != 0) {
    const int offered = offer.weekly_minutes, least = candidate.weekly_minutes_min, most = candidate.weekly_minutes_max;
    int outside = 0;
    if (offered < least) outside = least - offered;
    if (most != 0 && offered > most) outside = std::max(outside, offered - most);
    set(Criterion::kHours, offered == 0 ? wishes.when_silent : std::max(0, 10'000 - 10'000 * outside / wishes.hours_zero_minutes));
  }
  if (candidate.schedules_accepted != 0)
    set(Criterion::kSchedule, offer.schedules == 0 ? wishes.when_silent : (offer.schedules & ~candidate.schedules_accepted) == 0 ? 10'000 : 0);
  if (candidate.salary_min_cents != 0) {
    const std::int64_t offered = offer.salary.monthly_min_cents != 0 ? offer.salary.monthly_min_cents : offer.salary.monthly_max_cents, wanted = candidate.salary_min_cents;
    const std::int64_t short_by = std::max<std::int64_t>(0, wanted - offered);
    set(Criterion::kSalary, offered == 0 ? wishes.when_silent
                                         : std::max<std::int64_t>(0, 10'000 - 10'000 * short_by * 100 / (wanted * wishes.salary_zero_percent)));
  }
  if (candidate.available.set()) {
    const auto not_past = [&](Day day) { return day < world.date ? world.date : day; };
    const int wait = offer.start.set() ? not_past(offer.start).since_epoch - not_past(candidate.available).since_epoch : 0;
    set(Criterion::kStart, !offer.start.set() ? wishes.when_silent
                           : wait >= 0        ? std::max(0, 10'000 - 10'000 * wait / wishes.wait_zero_days)
                                              : std::max(0, 10'000 - 10'000 * -wait / (wishes.late_tolerance_days + 1)));
  }

  const CommuneId commune = where(world.reference, offer.place).commune;
  if (occupation && commune.set() && world.reference.commune_basins[commune.value].set()) {
    const int tension = world.reference.tension(*occupation, world.reference.commune_basins[commune.value]);
    if (tension > 0) set(Criterion::kTension, (tension - 1) * 2'500);
  }
  return result;
}

bool before(const World& world, const Line& a, const Line& b) {
  for (const SortKey by : world.policy.order) {
    const auto value = [&](const Line& line) {
      switch (by) {
        case SortKey::kTier: return -static_cast<int>(line.pair.tier);
        case SortKey::kSuits: return line.pair.score.suits;
        case SortKey::kScore: return line.pair.score.score;
        case SortKey::kWanted: return line.pair.score.wanted;
      }
      return 0;
    };
    if (value(a) != value(b)) return value(a) > value(b);
  }
  return a.id < b.id;
}

std::vector<Line> cut(const World& world, std::vector<Line> lines, std::size_t top) {
  std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return before(world, a, b); });
  if (lines.size() > top) lines.resize(top);
  return lines;
}

}  // namespace

Pair judge(const World& world, const Candidate& candidate, const Offer& offer) {
  Pair pair;
  pair.eligible = eligible(world, candidate, offer);
  pair.constraints = constraints(world, candidate, offer);
  pair.listed = pair.eligible;
  for (std::size_t i = 0; i < kConstraints; ++i) {
    if (world.policy.constraints[i] == ConstraintUse::kExclude && pair.constraints[i] == ConstraintState::kFails) pair.listed = false;
    if (!visible(world.policy, static_cast<Constraint>(i))) continue;
    if (pair.constraints[i] == ConstraintState::kFails) pair.tier = VerdictTier::kNo;
    if (pair.constraints[i] == ConstraintState::kUnknown && pair.tier == VerdictTier::kNow) pair.tier = VerdictTier::kAsk;
  }
  pair.score.points = points(world, candidate, offer);
  add_up(world.policy, card_stands_in(world, offer), pair.score);
  return pair;
}

std::vector<Line> suggest(const World& world, const Candidate& candidate, const std::vector<Offer>& offers, std::size_t top) {
  std::vector<Line> lines;
  for (const Offer& offer : offers)
    if (Pair pair = judge(world, candidate, offer); pair.listed) lines.push_back({offer.id, pair});
  return cut(world, std::move(lines), top);
}

std::vector<Line> shortlist(const World& world, const std::vector<Candidate>& candidates, const Offer& offer, std::size_t top) {
  std::vector<Line> lines;
  for (const Candidate& candidate : candidates)
    if (Pair pair = judge(world, candidate, offer); pair.listed) lines.push_back({candidate.id, pair});
  return cut(world, std::move(lines), top);
}

}  // namespace passerelle::oracle
