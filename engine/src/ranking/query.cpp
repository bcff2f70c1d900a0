#include "ranking/query.hpp"

#include <algorithm>

#include "scoring/suits.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kBlock = 512;

// What one worker found; merged once at the end in worker order (the result does not depend on it).
template <class Id>
struct Slot {
  TopK<Id> best;
  std::uint64_t eligible = 0;
};

// Scores one list of pairs that already met the eligibility rule.
template <class Id, class PairOf>
RankedLines<Id> rank(const ScoringContext& context, const std::vector<Id>& ids, std::size_t top, std::int32_t min_suits, Threads threads,
                     const PairOf& pair_of, bool one_candidate) {
  const unsigned workers = threads.resolved();
  std::vector<Slot<Id>> slots(workers, Slot<Id>{TopK<Id>(top), 0});
  std::vector<ProfileTables> profiles;
  profiles.reserve(workers);
  for (unsigned i = 0; i < workers; ++i) profiles.emplace_back(context.corpus);
  parallel_blocks(ids.size(), kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    Slot<Id>& slot = slots[worker];
    ProfileTables& profile = profiles[worker];
    for (std::size_t i = begin; i < end; ++i) {
      const auto [candidate, offer] = pair_of(ids[i]);
      const ConstraintStates states = constraint_states(context, candidate, offer);
      if (!shown(context.policy, states)) continue;
      ++slot.eligible;
      if (!one_candidate || profile.candidate() != candidate) profile.load(context.policy, candidate);
      const PairScore score = score_pair(context, profile, candidate, offer);
      if (score.suits >= min_suits) slot.best.push(rank_key(context.policy, tier_of(context.policy, states), score), ids[i]);
    }
  });
  RankedLines<Id> result;
  result.considered = ids.size();
  TopK<Id> best(top);
  for (Slot<Id>& slot : slots) {
    best.merge(slot.best);
    result.eligible += slot.eligible;
  }
  ProfileTables& profile = profiles.front();
  for (const auto& entry : best.sorted()) {
    const auto [candidate, offer] = pair_of(entry.id);
    const ConstraintStates states = constraint_states(context, candidate, offer);
    profile.load(context.policy, candidate);
    result.lines.push_back({entry.id, score_pair(context, profile, candidate, offer), states, tier_of(context.policy, states)});
  }
  return result;
}

}  // namespace

RankedLines<OfferId> suggest(const ScoringContext& context, CandidateId candidate, std::size_t top, std::int32_t min_suits, Threads threads) {
  const Corpus& corpus = context.corpus;
  const EligibilityRule& rule = context.policy.eligibility;
  // The occupations within reach, then their offers: few occupations, short posting lists.
  std::vector<OfferId> offers = corpus.offers_without_occupation;
  const CandidateColumns& candidates = corpus.candidates;
  const auto covers = candidates.card_cover[candidate.value];
  for (std::uint32_t o = 0; o < corpus.reference->occupation_keys.size(); ++o) {
    const auto postings = corpus.offers_of_occupation[o];
    if (postings.empty()) continue;
    const auto close = [&](OccupationId from) { return relation_points(*corpus.reference, from, OccupationId{o}) >= rule.min_relation; };
    bool reached = false;
    if (rule.by_sought) for (const OccupationId sought : candidates.sought[candidate.value]) reached = reached || close(sought);
    if (rule.by_practised) for (const PractisedOccupation& practised : candidates.practised[candidate.value]) reached = reached || close(practised.occupation);
    if (!reached && rule.min_card_cover != 0)
      reached = std::any_of(covers.begin(), covers.end(), [&](const CardCover& c) { return c.occupation.value == o && c.points >= rule.min_card_cover; });
    if (reached) offers.insert(offers.end(), postings.begin(), postings.end());
  }
  return rank<OfferId>(context, offers, top, min_suits, threads, [&](OfferId offer) { return std::pair(candidate, offer); }, true);
}

RankedLines<CandidateId> shortlist(const ScoringContext& context, OfferId offer, std::size_t top, std::int32_t min_suits, Threads threads) {
  const Corpus& corpus = context.corpus;
  const EligibilityRule& rule = context.policy.eligibility;
  const OccupationId asked = corpus.offers.occupation[offer.value];
  std::vector<CandidateId> candidates;
  if (!asked.set()) {
    for (std::uint32_t c = 0; c < corpus.candidates.size(); ++c) candidates.push_back(CandidateId{c});
  } else {
    // Postings hold who sought *or* practised; the rule itself decides, once per person.
    std::vector<bool> seen(corpus.candidates.size());
    const auto take = [&](CandidateId candidate) {
      if (seen[candidate.value]) return;
      seen[candidate.value] = true;
      if (eligible(context, candidate, offer)) candidates.push_back(candidate);
    };
    for (const reference::RelatedOccupation& related : corpus.reference->related[asked.value]) {
      if (related.points < rule.min_relation) continue;
      for (const CandidateId candidate : corpus.candidates_of_occupation[related.from.value]) take(candidate);
    }
    if (rule.min_relation == 0)  // then nobody is too far
      for (std::uint32_t c = 0; c < corpus.candidates.size(); ++c) take(CandidateId{c});
    if (rule.min_card_cover != 0)
      for (const CandidateId candidate : corpus.candidates_by_cover[asked.value]) take(candidate);
  }
  return rank<CandidateId>(context, candidates, top, min_suits, threads, [&](CandidateId candidate) { return std::pair(candidate, offer); }, false);
}

}  // namespace passerelle
