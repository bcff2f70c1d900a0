// The k best pairs of one query, with their exact scores: what both directions collect into.
#pragma once

#include <algorithm>
#include <vector>

#include "ranking/list_request.hpp"
#include "ranking/match_plan.hpp"

namespace passerelle {

template <class Id>
class BestPairs {
 public:
  void begin(const MatchPlan& plan, const ListRequest& request) {
    plan_ = &plan;
    request_ = request;
    heap_.clear();
    least_ = request.top == 0 ? INT32_MAX : 0;
  }
  /// Leading keys a pair must reach to be worth an exact look; a pair that only just reaches them may still enter.
  std::int32_t least() const noexcept { return least_; }

  /// Judges the pair exactly and keeps it when it is among the best. The parts are those of the pair.
  void offer_pair(CandidateId candidate, OfferId offer, Id id, const PairParts& parts) {
    const ScoringContext& context = plan_->context;
    Entry entry;
    entry.line.id = id;
    entry.line.constraints = constraint_states(context, candidate, offer, parts.trip);
    if (!shown(context.policy, entry.line.constraints)) return;
    entry.line.tier = tier_of(context.policy, entry.line.constraints);
    entry.line.score.points = criterion_points(context, candidate, offer, parts);
    plan_->weights.add_up(context.corpus.offers.from_card[offer.value] != 0, entry.line.score);
    if (entry.line.score.suits < request_.min_suits) return;
    entry.order = context.corpus.order_of(id);
    entry.key = rank_key(context.policy, entry.line.tier, entry.line.score);
    if (heap_.size() < request_.top) {
      heap_.push_back(entry);
      std::push_heap(heap_.begin(), heap_.end(), before);
    } else if (before(entry, heap_.front())) {
      std::pop_heap(heap_.begin(), heap_.end(), before);
      heap_.back() = entry;
      std::push_heap(heap_.begin(), heap_.end(), before);
    }
    if (heap_.size() == request_.top) least_ = plan_->leading_keys(heap_.front().key);
  }

  /// Best first; empties the collection.
  std::vector<Ranked<Id>> lines() {
    std::sort_heap(heap_.begin(), heap_.end(), before);
    std::vector<Ranked<Id>> lines;
    for (const Entry& entry : heap_) lines.push_back(entry.line);
    return lines;
  }
  void lines_to(std::vector<BatchLine<Id>>& out) {
    std::sort_heap(heap_.begin(), heap_.end(), before);
    for (const Entry& entry : heap_) {
      const PairScore& score = entry.line.score;
      out.push_back({entry.line.id, static_cast<std::int16_t>(score.score), static_cast<std::int16_t>(score.suits), static_cast<std::int16_t>(score.wanted), entry.line.tier});
    }
  }

 private:
  struct Entry { RankKey key; std::uint32_t order; Ranked<Id> line; };
  static bool before(const Entry& a, const Entry& b) noexcept { return a.key != b.key ? a.key > b.key : a.order < b.order; }
  const MatchPlan* plan_ = nullptr;
  ListRequest request_;
  std::vector<Entry> heap_;  // worst on top
  std::int32_t least_ = 0;
};

}  // namespace passerelle
