#include "territory/bars.hpp"

namespace passerelle::territory {
namespace {

// A pair « now » has the best tier there is: where the k-th line has a lesser one it is passed whatever the points.
std::int32_t least_points(const Policy& policy, RankKey key) {
  constexpr std::uint64_t kNow = static_cast<std::uint64_t>(VerdictTier::kNo) - static_cast<std::uint64_t>(VerdictTier::kNow);
  for (std::size_t i = 0; i < policy.order.size(); ++i) {
    const std::uint64_t value = key.packed >> (14U * (policy.order.size() - 1 - i)) & 0x3FFFU;
    if (policy.order[i] != SortKey::kTier) return static_cast<std::int32_t>(value);
    if (value < kNow) return Bar::kSure;
  }
  return 0;
}

template <class Id>
Bar bar_of(const ScoringContext& context, std::span<const BatchLine<Id>> lines, std::size_t top) {
  if (lines.size() < top) return {};
  const BatchLine<Id>& last = lines.back();
  PairScore score;
  score.score = last.score;
  score.suits = last.suits;
  score.wanted = last.wanted;
  const RankKey key = rank_key(context.policy, last.tier, score);
  return {true, key, context.corpus.order_of(last.id), least_points(context.policy, key)};
}

}  // namespace

Bars plain_pass(const Sides& sides, std::size_t top, Threads threads) {
  Bars bars;
  bars.of_person.resize(sides.suggest.corpus.candidates.size());
  bars.of_offer.resize(sides.suggest.corpus.offers.size());
  const ListRequest request{top, 0, false};
  sides.suggest_matcher.suggest_all(request, threads, [&](CandidateId person, std::span<const BatchLine<OfferId>> lines) {
    bars.of_person[person.value] = bar_of(sides.suggest, lines, top);
  });
  sides.shortlist_matcher.shortlist_all(request, threads, [&](OfferId offer, std::span<const BatchLine<CandidateId>> lines) {
    bars.of_offer[offer.value] = bar_of(sides.shortlist, lines, top);
  });
  return bars;
}

}  // namespace passerelle::territory
