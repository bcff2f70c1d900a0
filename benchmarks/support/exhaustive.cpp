#include "exhaustive.hpp"

#include <algorithm>

#include "ranking/rank_key.hpp"

namespace passerelle::bench {
namespace {

template <class Id, class PairOf, class LoadProfile>
std::vector<BatchLine<Id>> best_of_all(const ScoringContext& context, std::size_t n, std::size_t top, const ProfileTables& profile, const PairOf& pair_of,
                                       const LoadProfile& load_profile) {
  struct Entry { RankKey key; BatchLine<Id> line; };
  std::vector<Entry> all;
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto [candidate, offer] = pair_of(i);
    if (!eligible(context, candidate, offer)) continue;
    const ConstraintStates states = constraint_states(context, candidate, offer);
    if (!shown(context.policy, states)) continue;
    load_profile(candidate);
    const PairScore score = score_pair(context, profile, candidate, offer);
    const VerdictTier tier = tier_of(context.policy, states);
    all.push_back({rank_key(context.policy, tier, score),
                   {Id{i}, static_cast<std::int16_t>(score.score), static_cast<std::int16_t>(score.suits), static_cast<std::int16_t>(score.wanted), tier}});
  }
  std::sort(all.begin(), all.end(), [&](const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key > b.key : context.corpus.order_of(a.line.id) < context.corpus.order_of(b.line.id);
  });
  std::vector<BatchLine<Id>> lines;
  for (std::size_t i = 0; i < std::min(top, all.size()); ++i) lines.push_back(all[i].line);
  return lines;
}

}  // namespace

std::vector<BatchLine<OfferId>> exhaustive_suggest(const ScoringContext& context, CandidateId candidate, std::size_t top) {
  ProfileTables profile(context.corpus);
  profile.load(context.policy, candidate);
  return best_of_all<OfferId>(context, context.corpus.offers.size(), top, profile, [&](std::uint32_t i) { return std::pair(candidate, OfferId{i}); },
                              [](CandidateId) {});
}

std::vector<BatchLine<CandidateId>> exhaustive_shortlist(const ScoringContext& context, OfferId offer, std::size_t top) {
  ProfileTables profile(context.corpus);
  return best_of_all<CandidateId>(context, context.corpus.candidates.size(), top, profile, [&](std::uint32_t i) { return std::pair(CandidateId{i}, offer); },
                                  [&](CandidateId candidate) { profile.load(context.policy, candidate); });
}

}  // namespace passerelle::bench
