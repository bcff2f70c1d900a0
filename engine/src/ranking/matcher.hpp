// Exact top-k lists, both ways: one list, or everybody's. The same lists as the oracle's, to the byte, for any number of
// threads and any instruction set.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "base/parallel.hpp"
#include "ranking/kernel/bounds.hpp"
#include "ranking/list_request.hpp"

namespace passerelle {

/// Built once for a corpus, a policy and a day, then safe to ask from several threads at once. Keeps references to what
/// the context holds.
class Matcher {
 public:
  explicit Matcher(const ScoringContext& context);
  /// With kernels of one's own choice: for tests and measurements.
  Matcher(const ScoringContext& context, const kernel::Kernels& kernels);
  /// Of parts that other matchers have (match_plan.hpp).
  Matcher(const ScoringContext& context, const kernel::Kernels& kernels, std::shared_ptr<const struct PolicyPlan> policy,
          std::shared_ptr<const struct OfferPlan> offers, std::shared_ptr<const struct PeoplePlan> people);
  ~Matcher();
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  /// The offers a person could be shown, best first.
  RankedLines<OfferId> suggest(CandidateId candidate, const ListRequest& request) const;
  /// The candidates for an offer, best first.
  RankedLines<CandidateId> shortlist(OfferId offer, const ListRequest& request) const;

  /// Everybody's lists: `deliver` gets each list once, from any worker, in an order that may differ from run to run; what is
  /// delivered does not.
  using DeliverOffers = std::function<void(CandidateId, std::span<const BatchLine<OfferId>>)>;
  using DeliverPeople = std::function<void(OfferId, std::span<const BatchLine<CandidateId>>)>;
  void suggest_all(const ListRequest& request, Threads threads, const DeliverOffers& deliver) const;
  void shortlist_all(const ListRequest& request, Threads threads, const DeliverPeople& deliver) const;

  const class MatchPlan& plan() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle
