// Offers for one person, exactly: the occupations within reach by what they can at most bring, their blocks of offers by
// bound, and of these the pairs whose bound reaches the k-th best so far.
#pragma once

#include "ranking/best_pairs.hpp"
#include "ranking/person_rows.hpp"

namespace passerelle {

/// The work space of one worker. Not thread-safe.
class OffersOfPerson {
 public:
  explicit OffersOfPerson(const MatchPlan& plan);
  /// Runs the query; read the result from best().
  void find(CandidateId candidate, const ListRequest& request);
  BestPairs<OfferId>& best() noexcept { return best_; }
  std::uint64_t eligible() const noexcept { return eligible_; }
  std::uint64_t considered() const noexcept { return considered_; }
  std::uint64_t drawn() const noexcept { return drawn_; }

 private:
  struct Survivor { std::int32_t bound; std::uint32_t place; Points competences; };

  void judge(CandidateId candidate, const NearRow& near);
  void search(CandidateId candidate, const NearRow& near, const ListRequest& request);
  Points competences(CandidateId candidate, OfferId offer) const;
  std::uint64_t items_met(OfferId offer) const;
  Points card_points(OfferId offer) const;

  const MatchPlan& plan_;
  ItemMatches matches_;
  PersonRows rows_;
  Points card_ = 0;                   // competence points on the card of the occupation searched
  std::vector<Survivor> survivors_;
  std::vector<std::pair<std::int32_t, std::uint32_t>> order_;   // bound and place in rows_.near
  std::vector<std::pair<std::int32_t, std::uint32_t>> blocks_;  // bound and block
  BestPairs<OfferId> best_;
  std::uint64_t eligible_ = 0, considered_ = 0, drawn_ = 0;
};

}  // namespace passerelle
