// A world small enough to work out by hand: six occupations, eight items of set weights, three communes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "corpus/build_corpus.hpp"
#include "reference/reference.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle::testing {

/// Occupations: t:baker and t:pastry share a parent; t:baker lists t:cook (rank 1) and t:waiter (rank 2); t:nurse is
/// regulated (any of t:diploma-a, t:diploma-b); t:guard is regulated, by what is not known; t:far is alone.
/// Core of t:baker: t:knead (weight 400), t:bake (200); other: t:smile (100). Group « dough »: t:knead, t:roll and the
/// macro t:dough, and the two diplomas, to prove that none stands in for another. t:slice and t:slice-too have one
/// label: they are neighbours. t:cert-x is a certificate. Communes: 10001 Northtown (50,000 inhabitants, 50.0 N 3.0 E,
/// basin 0001), 10002 Southville (900, 0.09° further south, basin 0002), 10003 Nowhere (not located). Tension of
/// t:baker: 4 in 0001, 1 in 0002.
std::shared_ptr<const reference::Reference> small_reference();
/// The same with measured travel times.
std::shared_ptr<const reference::Reference> small_reference(std::vector<reference::TravelTimeRow> times);

/// An offer for a baker in Northtown, and a person who seeks that and states nothing else; ids "o" and "p".
Offer plain_offer();
Candidate plain_person();

/// The shipped policy of this name.
Policy shipped_policy(const std::string& name);

/// One person and one offer under a policy, ready to be judged. The date is day 20,000.
class PairUnderTest {
 public:
  PairUnderTest(const Candidate& person, const Offer& offer, Policy policy = shipped_policy("adviser"),
                std::shared_ptr<const reference::Reference> reference = small_reference());

  ScoringContext context() const { return {*corpus_, policy_, travel_, Day{20'000}}; }
  static CandidateId person() { return CandidateId{0}; }
  static OfferId offer() { return OfferId{0}; }
  ConstraintState state(Constraint constraint) const {
    return constraint_states(context(), person(), offer())[static_cast<std::size_t>(constraint)];
  }
  PairScore score() const;
  Points points(Criterion criterion) const { return score().points[static_cast<std::size_t>(criterion)]; }
  VerdictTier tier() const { return tier_of(policy_, constraint_states(context(), person(), offer())); }
  bool is_eligible() const { return eligible(context(), person(), offer()); }
  const Corpus& corpus() const { return *corpus_; }

 private:
  std::shared_ptr<const Corpus> corpus_;
  Policy policy_;
  TravelModel travel_;
};

}  // namespace passerelle::testing
