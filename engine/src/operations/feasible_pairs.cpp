#include "operations/feasible_pairs.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <optional>

namespace passerelle::operations {
namespace {

// A person for whom an operation is near enough.
struct Near {
  CandidateId candidate;
  std::uint32_t operation = 0, metres = 0;
  std::uint16_t minutes = 0;
};

class Seeker {
 public:
  Seeker(const ScoringContext& context, const InvitationRules& rules) : context_(context), rules_(rules), marked_((context.corpus.candidates.size() + 63) / 64, 0) {}

  /// Everybody whom a linked offer may concern and who can be there, ascending.
  std::vector<Near> near(const Announced& operation, std::uint32_t number, LeftOut& left_out) {
    for (const OfferId offer : operation.offers) mark(offer);
    std::vector<Near> found;
    for (std::size_t word = 0; word < marked_.size(); ++word) {
      for (std::uint64_t bits = marked_[word]; bits != 0; bits &= bits - 1) {
        const CandidateId candidate{static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)))};
        if (const auto one = reach(operation, candidate, left_out)) found.push_back({candidate, number, one->metres, one->minutes});
      }
      marked_[word] = 0;
    }
    return found;
  }

  /// Whether transport is there from leaving home to coming back.
  bool served(Means means, const Session& session, std::uint16_t minutes) const {
    const ServiceHours& hours = rules_.hours[static_cast<std::size_t>(means)];
    return session.from >= hours.first + minutes && session.to + minutes <= hours.last;
  }

 private:
  void mark(OfferId offer) {
    const Corpus& corpus = context_.corpus;
    const EligibilityRule& rule = context_.policy.eligibility;
    const OccupationId occupation = corpus.offers.occupation[offer.value];
    if (!occupation.set() || rule.min_relation == 0) {
      for (std::uint32_t i = 0; i < corpus.candidates.size(); ++i) add(CandidateId{i});
      return;
    }
    for (const reference::RelatedOccupation& related : corpus.reference->related[occupation.value])
      if (related.points >= rule.min_relation)
        for (const auto& postings : {corpus.candidates_practising[related.from.value], corpus.candidates_seeking[related.from.value]})
          for (const CandidateId candidate : postings) add(candidate);
    if (rule.min_card_cover != 0)
      for (const CandidateId candidate : corpus.candidates_by_cover[occupation.value]) add(candidate);
  }
  void add(CandidateId candidate) { marked_[candidate.value / 64] |= std::uint64_t{1} << candidate.value % 64; }

  std::optional<Near> reach(const Announced& operation, CandidateId candidate, LeftOut& left_out) const {
    const reference::Reference& reference = *context_.corpus.reference;
    const CandidateFacts& facts = context_.corpus.candidates.facts[candidate.value];
    if (facts.located == 0) {
      ++left_out.not_located;
      return std::nullopt;
    }
    Near near;
    near.metres = context_.travel.road_metres(great_circle_metres(facts.position, operation.position));
    const bool by_km = facts.radius_km != 0;
    if (by_km && near.metres > facts.radius_km * 1'000U) {
      ++left_out.out_of_reach;
      return std::nullopt;
    }
    const Means means = facts.means == Means::kUnknown ? Means::kCar : facts.means;
    std::optional<std::uint16_t> measured;
    if (facts.commune.set() && operation.commune.set()) measured = reference.measured_minutes(facts.commune, operation.commune, means);
    const auto urban = [&](CommuneId commune) { return commune.set() && context_.travel.urban(reference.communes[commune.value].population); };
    near.minutes = measured ? *measured : context_.travel.minutes(near.metres, means, urban(facts.commune), urban(operation.commune));
    const std::uint16_t most = by_km ? rules_.most_minutes : facts.radius_minutes != 0 ? facts.radius_minutes : rules_.default_minutes;
    if (near.minutes > most) {
      ++left_out.out_of_reach;
      return std::nullopt;
    }
    const auto& sessions = operation.operation->sessions;
    if (std::none_of(sessions.begin(), sessions.end(), [&](const Session& session) { return served(means, session, near.minutes); })) {
      ++left_out.no_transport;
      return std::nullopt;
    }
    return near;
  }

  const ScoringContext& context_;
  const InvitationRules& rules_;
  std::vector<std::uint64_t> marked_;
};

// What a person is to one linked offer.
struct Suited {
  OfferId offer;
  VerdictTier tier = VerdictTier::kNow;
  PairScore score;
  friend bool better(const Suited& a, const Suited& b) {
    const auto key = [](const Suited& s) { return std::tuple(points_of(s.tier, s.score.suits), s.score.score); };
    return key(a) != key(b) ? key(a) > key(b) : a.offer < b.offer;
  }
};

/// What an operation itself asks, of what offers ask too: whether somebody has it by the day is judged once, there.
struct AskedByOperation {
  LicenceMask licences = 0;
  std::vector<ExactId> certificates;   // ascending

  AskedByOperation(const Corpus& corpus, const Operation& operation) {
    for (const Prerequisite& asked : operation.prerequisites) {
      if (asked.licence) licences = static_cast<LicenceMask>(licences | with_implied(bit(*asked.licence)));
      for (ExactId id = 0; id < corpus.exact_keys.size(); ++id)
        if (!asked.certificate.empty() && corpus.exact_keys[id] == asked.certificate) certificates.push_back(id);
    }
    std::sort(certificates.begin(), certificates.end());
  }

  /// Whether all that the person lacks for the offer is among it.
  void cover(const Corpus& corpus, CandidateId candidate, OfferId offer, ConstraintStates& states) const {
    ConstraintState& licence = states[static_cast<std::size_t>(Constraint::kLicences)];
    const LicenceMask held = corpus.candidates.facts[candidate.value].licences;
    if (licence != ConstraintState::kHolds && (corpus.offers.licences_required[offer.value] & ~(held | licences)) == 0) licence = ConstraintState::kHolds;
    ConstraintState& certificate = states[static_cast<std::size_t>(Constraint::kCertificates)];
    if (certificate != ConstraintState::kHolds && corpus.offers.certificates_unnamed[offer.value].empty()) {
      const auto required = corpus.offers.certificates_required[offer.value];
      const auto has = corpus.candidates.certificates[candidate.value];
      if (std::all_of(required.begin(), required.end(), [&](ExactId id) {
            return std::binary_search(has.begin(), has.end(), id) || std::binary_search(certificates.begin(), certificates.end(), id);
          }))
        certificate = ConstraintState::kHolds;
    }
    ConstraintState& regulated = states[static_cast<std::size_t>(Constraint::kRegulated)];
    const OccupationId occupation = corpus.offers.occupation[offer.value];
    if (regulated == ConstraintState::kHolds || !occupation.set()) return;
    const auto any_of = corpus.diplomas[occupation.value];
    if (std::any_of(any_of.begin(), any_of.end(), [&](ExactId id) { return std::binary_search(certificates.begin(), certificates.end(), id); })) regulated = ConstraintState::kHolds;
  }
};

std::optional<Suited> suited(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer, const AskedByOperation& asked, bool trains) {
  if (!eligible(context, candidate, offer)) return std::nullopt;
  ConstraintStates states = constraint_states(context, candidate, offer);
  asked.cover(context.corpus, candidate, offer, states);
  bool trained = false;
  if (trains)
    for (const Constraint constraint : {Constraint::kLicences, Constraint::kCertificates, Constraint::kRegulated}) {
      ConstraintState& state = states[static_cast<std::size_t>(constraint)];
      trained = trained || state == ConstraintState::kFails;
      state = ConstraintState::kHolds;
    }
  if (!shown(context.policy, states)) return std::nullopt;
  Suited found;
  found.offer = offer;
  found.tier = tier_of(context.policy, states);
  if (found.tier == VerdictTier::kNo) return std::nullopt;
  if (trained && found.tier == VerdictTier::kNow) found.tier = VerdictTier::kWith;
  found.score = score_pair(context, profile, candidate, offer);
  return found;
}

VerdictTier tier_of(PrerequisiteStanding standing) {
  switch (standing) {
    case PrerequisiteStanding::kMet: return VerdictTier::kNow;
    case PrerequisiteStanding::kReachable: return VerdictTier::kWith;
    case PrerequisiteStanding::kUnknown: return VerdictTier::kAsk;
    case PrerequisiteStanding::kMissing: break;
  }
  return VerdictTier::kNo;
}

}  // namespace

FeasiblePairs feasible_pairs(const ScoringContext& context, const InvitationRules& rules, const std::vector<Announced>& operations,
                             const std::vector<std::vector<PrerequisiteCheck>>& checks, Threads threads) {
  const Corpus& corpus = context.corpus;
  FeasiblePairs result;
  result.left_out.resize(operations.size());
  std::vector<std::vector<Near>> near(operations.size());
  std::vector<std::unique_ptr<Seeker>> seekers(threads.resolved());
  parallel_blocks(operations.size(), 1, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    if (!seekers[worker]) seekers[worker] = std::make_unique<Seeker>(context, rules);
    for (std::size_t i = begin; i < end; ++i) near[i] = seekers[worker]->near(operations[i], static_cast<std::uint32_t>(i), result.left_out[i]);
  });
  // By person: a profile is laid out once, however many operations are near.
  std::vector<Near> all;
  for (auto& list : near) {
    all.insert(all.end(), list.begin(), list.end());
    std::vector<Near>().swap(list);
  }
  std::sort(all.begin(), all.end(), [](const Near& a, const Near& b) { return std::pair(a.candidate.value, a.operation) < std::pair(b.candidate.value, b.operation); });

  constexpr std::size_t kBlock = 512;
  struct Slot { std::vector<FeasiblePair> pairs; std::vector<std::pair<std::uint32_t, bool>> left_out; };
  std::vector<Slot> slots((all.size() + kBlock - 1) / kBlock);
  std::vector<std::unique_ptr<ProfileTables>> profiles(threads.resolved());
  const Seeker hours(context, rules);
  std::vector<AskedByOperation> asked;
  for (const Announced& operation : operations) asked.emplace_back(corpus, *operation.operation);
  parallel_blocks(all.size(), kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    if (!profiles[worker]) profiles[worker] = std::make_unique<ProfileTables>(corpus);
    ProfileTables& profile = *profiles[worker];
    Slot& slot = slots[begin / kBlock];
    for (std::size_t i = begin; i < end; ++i) {
      const Near& one = all[i];
      const Announced& operation = operations[one.operation];
      if (i == begin || all[i - 1].candidate != one.candidate) profile.load(context.policy, one.candidate);
      std::vector<Suited> offers;
      for (const OfferId offer : operation.offers)
        if (auto found = suited(context, profile, one.candidate, offer, asked[one.operation], operation.kind->trains)) offers.push_back(*found);
      if (offers.empty()) {
        slot.left_out.emplace_back(one.operation, false);
        continue;
      }
      std::sort(offers.begin(), offers.end(), [](const Suited& a, const Suited& b) { return better(a, b); });
      const Means stated = corpus.candidates.facts[one.candidate.value].means;
      bool any_session = false, any = false;
      for (std::size_t s = 0; s < operation.operation->sessions.size(); ++s) {
        const Session& session = operation.operation->sessions[s];
        if (!hours.served(stated == Means::kUnknown ? Means::kCar : stated, session, one.minutes)) continue;
        const auto open = std::find_if(offers.begin(), offers.end(), [&](const Suited& offer) {
          const Day closing = corpus.offers.closing[offer.offer.value];
          return !closing.set() || closing >= session.date;
        });
        if (open == offers.end()) continue;
        any_session = true;
        VerdictTier tier = open->tier;
        for (const PrerequisiteCheck& check : checks[one.operation]) tier = std::max(tier, tier_of(check.finding(one.candidate, session.date).standing));
        if (tier == VerdictTier::kNo) continue;
        any = true;
        slot.pairs.push_back({one.candidate, operation.first_session + static_cast<std::uint32_t>(s), open->offer, static_cast<std::int16_t>(open->score.suits),
                              static_cast<std::int16_t>(open->score.score), tier, one.minutes, one.metres});
      }
      if (!any) slot.left_out.emplace_back(one.operation, any_session);
    }
  });
  for (const Slot& slot : slots) {
    result.pairs.insert(result.pairs.end(), slot.pairs.begin(), slot.pairs.end());
    for (const auto& [operation, by_prerequisites] : slot.left_out) ++(by_prerequisites ? result.left_out[operation].prerequisites : result.left_out[operation].not_suited);
  }
  return result;
}

}  // namespace passerelle::operations
