// Lists over a corpus that changes: each part is asked, and the answers are put together by the same keys, ties by external id.
// The same bytes as from a corpus built at once (law 1).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "live/live_state.hpp"
#include "ranking/match_plan.hpp"
#include "ranking/matcher.hpp"

namespace passerelle {

/// A policy made ready for a day: what all parts share.
struct PolicyOfDay {
  Policy policy;
  TravelModel travel;
  Day date;
  PolicyOfDay(const Policy& p, Day d) : policy(p), travel(p.travel), date(d) {}
};

/// The offers of one part with the people of another, ready to be asked.
struct Quadrant {
  std::shared_ptr<const Corpus> corpus;
  std::shared_ptr<const PolicyOfDay> rules;
  ScoringContext context;
  Matcher matcher;
  template <class... Parts>
  Quadrant(std::shared_ptr<const Corpus> c, std::shared_ptr<const PolicyOfDay> r, Parts&&... parts)
      : corpus(std::move(c)), rules(std::move(r)), context{*corpus, rules->policy, rules->travel, rules->date},
        matcher(context, kernel::chosen_kernels(), std::forward<Parts>(parts)...) {}
};

/// One line, and where its pair lies.
struct LiveLine {
  std::shared_ptr<const Quadrant> where;
  CandidateId candidate;
  OfferId offer;
  PairScore score;
  ConstraintStates constraints{};
  VerdictTier tier = VerdictTier::kNow;
};

struct LiveList {
  std::vector<LiveLine> lines;    ///< best first
  std::uint64_t eligible = 0, drawn = 0;   ///< as in RankedLines
};

/// Of one state, policy and day. Immutable to its users; thread-safe.
class LiveMatcher {
 public:
  /// What those `before`, of the same policy and day, have of the same parts is taken over.
  using Before = std::vector<std::shared_ptr<const LiveMatcher>>;
  LiveMatcher(std::shared_ptr<const LiveState> state, std::shared_ptr<const PolicyOfDay> rules, const Before& before);

  const std::shared_ptr<const LiveState>& state() const noexcept { return state_; }
  const PolicyOfDay& rules() const noexcept { return *rules_; }
  const std::shared_ptr<const PolicyOfDay>& shared_rules() const noexcept { return rules_; }
  /// Made when first asked for.
  std::shared_ptr<const Quadrant> quadrant(std::size_t offers, std::size_t people) const;

  /// Offers that are open on the day.
  std::uint64_t open_offers() const;

  LiveList suggest(At<CandidateId> candidate, ListRequest request) const;
  LiveList shortlist(At<OfferId> offer, ListRequest request) const;
  /// For a part that is not of the state: the one record that is asked about, and its keys numbered as the state's.
  LiveList suggest(const std::shared_ptr<const Corpus>& given, CandidateId candidate, ListRequest request) const;
  LiveList shortlist(const std::shared_ptr<const Corpus>& given, OfferId offer, ListRequest request) const;

 private:
  struct Part {
    std::shared_ptr<const Corpus> corpus;
    std::shared_ptr<const OfferPlan> offers;
    std::shared_ptr<const PeoplePlan> people;
    std::optional<std::uint64_t> open;   ///< offers open on the day, those that are gone among them
  };
  ScoringContext context_of(const Corpus& corpus) const { return {corpus, rules_->policy, rules_->travel, rules_->date}; }
  const std::shared_ptr<const OfferPlan>& offers_of(std::size_t part) const;
  const std::shared_ptr<const PeoplePlan>& people_of(std::size_t part) const;

  std::shared_ptr<const LiveState> state_;
  std::shared_ptr<const PolicyOfDay> rules_;
  std::shared_ptr<const PolicyPlan> policy_;
  mutable std::mutex mutex_;      // of what is made when first asked for
  mutable std::vector<Part> parts_;
  mutable std::vector<std::shared_ptr<const Quadrant>> quadrants_;
};

}  // namespace passerelle
