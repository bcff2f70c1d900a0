#include "adviser/pair_finding.hpp"

#include <algorithm>

namespace passerelle::adviser {
namespace {

using Weight = Obstacle::Weight;
using levers::Lever;
using levers::Severity;

/// Levers of the person that `meets` holds for.
template <class Meets>
std::vector<LeverIndex> levers_that(const PersonCase& person, Meets meets) {
  std::vector<LeverIndex> found;
  for (std::size_t i = 0; i < person.levers.size(); ++i)
    if (meets(*person.levers[i].lever)) found.push_back(static_cast<LeverIndex>(i));
  return found;
}

}  // namespace

PairJudge::PairJudge(const Ground& ground, const ScoringContext& context, const PersonCase& person, std::vector<LeverIndex> granted)
    : ground_(ground), context_(context), person_(person), granted_(std::move(granted)), held_(person.licences) {
  for (const LeverIndex lever : granted_) held_ |= person_.options[lever].gives;
  intern({});
  for (const RowStanding& standing : person_.standings) {
    const auto& kinds = ground_.tables.conflicts.rows[standing.row].lifted_by;
    row_class_.push_back(intern(levers_that(person_, [&](const Lever& lever) { return std::find(kinds.begin(), kinds.end(), lever.kind) != kinds.end(); })));
  }
}

std::uint32_t PairJudge::intern(std::vector<LeverIndex> levers) {
  const auto [at, added] = class_of_.try_emplace(std::move(levers), static_cast<std::uint32_t>(classes_.size()));
  if (added) classes_.push_back(at->first);
  return at->second;
}

bool PairJudge::granted_any(const std::vector<LeverIndex>& levers) const {
  return std::any_of(granted_.begin(), granted_.end(), [&](LeverIndex lever) {
    return std::binary_search(levers.begin(), levers.end(), lever) && (person_.options[lever].requires_licence & ~held_) == 0;
  });
}

std::uint16_t PairJudge::minutes_by(Means means, OfferId offer, std::uint32_t metres) const {
  const CommuneId from = context_.corpus.candidates.facts[person_.candidate.value].commune, to = context_.corpus.offers.commune[offer.value];
  const reference::Reference& reference = *context_.corpus.reference;
  if (const auto measured = reference.measured_minutes(from, to, means)) return *measured;
  const auto urban = [&](CommuneId commune) { return commune.set() && context_.travel.urban(reference.communes[commune.value].population); };
  return context_.travel.minutes(metres, means, urban(from), urban(to));
}

bool PairJudge::reaches(const Lever& lever, OfferId offer, std::uint32_t metres) const {
  if (lever.means == Means::kUnknown || lever.means == context_.corpus.candidates.facts[person_.candidate.value].means) return false;
  if (lever.reach_km != 0 && metres > std::uint32_t{lever.reach_km} * 1'000) return false;
  return minutes_by(lever.means, offer, metres) <= person_.minutes_budget;
}

// A need or a question; gone when a granted lever meets it. `blocks_for_good`: without any lever it can never be.
void PairJudge::add(PairFinding& finding, Obstacle obstacle, std::vector<LeverIndex> levers, bool blocks_for_good) {
  if (granted_any(levers)) return;
  if (obstacle.weight == Weight::kNeed && levers.empty()) obstacle.weight = blocks_for_good ? Weight::kNever : Weight::kQuestion;
  obstacle.levers = intern(std::move(levers));
  finding.obstacles.push_back(obstacle);
}

void PairJudge::constraint(PairFinding& finding, Constraint constraint, ConstraintState state) {
  const OfferColumns& offers = context_.corpus.offers;
  const CandidateFacts& facts = context_.corpus.candidates.facts[person_.candidate.value];
  const std::size_t offer = finding.offer.value;
  Obstacle obstacle;
  obstacle.constraint = constraint;
  obstacle.weight = state == ConstraintState::kUnknown ? Weight::kQuestion : Weight::kNeed;
  const auto gives_key = [&](ExactId id) {
    return [&, id](const Lever& lever) {
      const std::string_view key = context_.corpus.exact_keys[id];
      return std::find(lever.gives_certificates.begin(), lever.gives_certificates.end(), key) != lever.gives_certificates.end();
    };
  };
  switch (constraint) {
    case Constraint::kLicences: {
      const LicenceMask missing = static_cast<LicenceMask>(offers.licences_required[offer] & ~facts.licences);
      for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i) {
        obstacle.licence = static_cast<LicenceMask>(missing & 1U << i);
        if (obstacle.licence != 0)
          add(finding, obstacle, levers_that(person_, [&](const Lever& lever) { return (lever.gives_licences & obstacle.licence) != 0; }), true);
      }
      return;
    }
    case Constraint::kCertificates: {
      const auto held = context_.corpus.candidates.certificates[person_.candidate.value];
      for (const ExactId id : offers.certificates_required[offer]) {
        if (std::binary_search(held.begin(), held.end(), id)) continue;
        obstacle.certificate = id;
        add(finding, obstacle, levers_that(person_, gives_key(id)), true);
      }
      if (!offers.certificates_unnamed[offer].empty()) {
        obstacle.weight = Weight::kQuestion;
        obstacle.certificate = offers.certificates_unnamed[offer].front();
        add(finding, obstacle, {}, false);
      }
      return;
    }
    case Constraint::kRegulated: {
      const auto any_of = context_.corpus.diplomas[offers.occupation[offer].value];
      add(finding, obstacle, levers_that(person_, [&](const Lever& lever) {
        return std::any_of(any_of.begin(), any_of.end(), [&](ExactId id) { return gives_key(id)(lever); });
      }), true);
      return;
    }
    case Constraint::kReserved: {
      const auto missing = static_cast<ReservedMask>(offers.reserved[offer] & ~facts.attestations);
      add(finding, obstacle, levers_that(person_, [&](const Lever& lever) { return (missing & ~lever.gives_attestations) == 0; }), true);
      return;
    }
    case Constraint::kRadius: {
      obstacle.kind = Obstacle::Kind::kReach;
      add(finding, obstacle, levers_that(person_, [&](const Lever& lever) { return reaches(lever, finding.offer, finding.metres); }), true);
      return;
    }
    default: add(finding, obstacle, {}, true);
  }
}

void PairJudge::conflicts(PairFinding& finding, const Trip& trip) {
  demands::JobDemands job = ground_.jobs[finding.offer.value];
  if (trip.known() && trip.metres > ground_.tables.demands.walking_metres) job.stated |= ground_.beyond_walking;
  std::uint64_t asked_vague = 0;  // constraints about which the one question was put: bit = its place in the vocabulary
  for (std::size_t i = 0; i < person_.standings.size(); ++i) {
    const RowStanding& standing = person_.standings[i];
    const levers::Conflict& row = ground_.tables.conflicts.rows[standing.row];
    Obstacle obstacle;
    obstacle.kind = Obstacle::Kind::kConflict;
    obstacle.row = static_cast<std::uint16_t>(i);
    obstacle.demands = standing.demands & job.stated;
    Severity severity = row.severity;
    if (obstacle.demands == 0) {
      // Usual in the occupation is not said of this job; what is not known of the person is not asked about it.
      if (standing.standing == Standing::kUnknown) continue;
      obstacle.demands = standing.demands & job.usual;
      severity = row.from_context;
    }
    if (obstacle.demands == 0 || severity == Severity::kNone) continue;
    if (standing.vague) {
      const levers::SituationEntry* entry = ground_.tables.barriers.find_situation(row.situation);
      const levers::ConstraintEntry* its = ground_.tables.barriers.find_constraint(entry->constraint);
      const std::uint64_t place = std::uint64_t{1} << static_cast<unsigned>(its - ground_.tables.barriers.constraints.data()) % 64U;
      if ((asked_vague & place) != 0) continue;
      asked_vague |= place;
    }
    if (severity == Severity::kCare) obstacle.weight = Weight::kCare;
    else if (severity == Severity::kAsk || standing.standing != Standing::kActive) obstacle.weight = Weight::kQuestion;
    add(finding, obstacle, classes_[row_class_[i]], false);
  }
}

const LeverChoice* PairJudge::cheapest(const PairFinding& finding) {
  std::vector<std::uint32_t> needs;
  for (const Obstacle& obstacle : finding.obstacles)
    if (obstacle.weight == Weight::kNeed) needs.push_back(obstacle.levers);
  if (needs.empty()) return nullptr;
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  const auto [at, added] = choices_.try_emplace(needs);
  if (added) {
    std::vector<std::vector<LeverIndex>> sets;
    for (const std::uint32_t need : needs) sets.push_back(classes_[need]);
    at->second = cheapest_levers(person_.options, sets, held_);
  }
  return &at->second;
}

std::optional<PairFinding> PairJudge::judge(OfferId offer) {
  PairFinding finding;
  finding.offer = offer;
  const Trip trip = trip_of(context_.corpus, context_.travel, person_.candidate, offer);
  finding.metres = trip.known() ? trip.metres : 0;
  finding.states = constraint_states(context_, person_.candidate, offer, trip);
  for (std::size_t i = 0; i < kConstraints; ++i) {
    if (finding.states[i] != ConstraintState::kFails || context_.policy.constraints[i] != ConstraintUse::kExclude) continue;
    if (static_cast<Constraint>(i) != Constraint::kRadius) return std::nullopt;
    if (std::none_of(person_.means.begin(), person_.means.end(), [&](const Lever* lever) { return reaches(*lever, offer, finding.metres); })) return std::nullopt;
  }
  for (std::size_t i = 0; i < kConstraints; ++i)
    if (finding.states[i] != ConstraintState::kHolds && visible(context_.policy, static_cast<Constraint>(i)))
      constraint(finding, static_cast<Constraint>(i), finding.states[i]);
  conflicts(finding, trip);

  bool never = false, ask = false, need = false;
  for (const Obstacle& obstacle : finding.obstacles) {
    never = never || obstacle.weight == Weight::kNever;
    ask = ask || obstacle.weight == Weight::kQuestion;
    need = need || obstacle.weight == Weight::kNeed;
  }
  if (need) {
    finding.choice = cheapest(finding);
    if (!finding.choice->found) {
      // Each need has a lever, but together they wait for a licence that none gives: what is left is as without levers.
      for (Obstacle& obstacle : finding.obstacles)
        if (obstacle.weight == Weight::kNeed) {
          obstacle.weight = obstacle.kind == Obstacle::Kind::kConflict ? Weight::kQuestion : Weight::kNever;
          (obstacle.weight == Weight::kNever ? never : ask) = true;
        }
      finding.choice = nullptr;
      need = false;
    }
  }
  finding.tier = never ? VerdictTier::kNo : ask ? VerdictTier::kAsk : need ? VerdictTier::kWith : VerdictTier::kNow;
  return finding;
}

std::vector<LeverIndex> PairJudge::alone(const PairFinding& finding) const {
  std::vector<LeverIndex> common;
  bool first = true;
  for (const Obstacle& obstacle : finding.obstacles) {
    if (obstacle.weight != Weight::kNeed) continue;
    const std::vector<LeverIndex>& levers = classes_[obstacle.levers];
    if (first) common = levers;
    else std::erase_if(common, [&](LeverIndex lever) { return !std::binary_search(levers.begin(), levers.end(), lever); });
    first = false;
  }
  std::erase_if(common, [&](LeverIndex lever) { return (person_.options[lever].requires_licence & ~held_) != 0; });
  return common;
}

void PairJudge::score(PairFinding& finding, const ProfileTables& profile) const {
  finding.score = score_pair(context_, profile, person_.candidate, finding.offer);
  if (finding.metres == 0 || person_.minutes_budget == 0) return;
  Points& travel = finding.score.points[static_cast<std::size_t>(Criterion::kTravel)];
  if (travel == kNotApplicable) return;
  for (const LeverIndex granted : granted_) {
    const Lever& lever = *person_.levers[granted].lever;
    if ((person_.options[granted].requires_licence & ~held_) != 0 || !reaches(lever, finding.offer, finding.metres)) continue;
    travel = std::max(travel, context_.travel.points_for_minutes(minutes_by(lever.means, finding.offer, finding.metres), person_.minutes_budget, lever.means));
  }
  add_up(context_.policy, context_.corpus.offers.from_card[finding.offer.value] != 0, finding.score);
}

}  // namespace passerelle::adviser
