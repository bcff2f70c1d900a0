// What levers open to one person, fast: the occupations and blocks within reach by whatever a lever gives, verdicts by kind of
// offer, and exact points only where a bound reaches both current lists. The same as unlocks_by_judge.hpp says.
#pragma once

#include <memory>
#include <vector>

#include "ranking/person_rows.hpp"
#include "territory/bars.hpp"
#include "territory/opened.hpp"
#include "territory/person_verdicts.hpp"
#include "territory/reach_limits.hpp"

namespace passerelle::territory {

/// What follows from the tables, the policies and the corpus, worked out once. Immutable after construction; safe to share.
/// Keeps references to what it is made of. The suggesting policy is one that shows wishes (TerritoryRequest::validate()).
class UnlockRules {
 public:
  UnlockRules(const adviser::Ground& ground, const Sides& sides, const Bars& bars);

  const adviser::Ground& ground;
  const Sides& sides;
  const Bars& bars;
  OfferKinds kinds;
  std::vector<std::uint32_t> means_levers;           ///< places in the tables: those that give a means of transport
  kernel::BoundRules mine, theirs;                   ///< the person's list, the offer's: bounds as if levers worked
  std::uint64_t walking = kAnywhere;                 ///< squared chord
  bool none_walks = false;                           ///< every known way is beyond walking
  bool measured = false;                             ///< travel times of some pairs were measured
};

/// The work space of one worker. Not thread-safe.
class UnlocksOfPerson {
 public:
  explicit UnlocksOfPerson(const UnlockRules& rules);
  /// Appends what is opened to the person.
  void find(const adviser::PersonCase& person, Unlocks& into);

 private:
  struct Pair { std::uint32_t offer = 0, outcome = 0, strong = 0; };  // strong: 0 for no opener, else 1 + place in masks_
  struct Far { bool own = true, beyond_walking = false; std::uint64_t reaching = 0; };

  /// Fills pairs_ from the offers of a row.
  void search(const NearRow& row);
  Far far(OfferId offer, std::size_t place, std::uint64_t chord) const;
  void load_theirs();
  std::uint32_t strong(OfferId offer, const NearRow& row, const Outcome& outcome);
  Points travel_with(const OpenedBy& by, OfferId offer, const Trip& trip, Points travel) const;
  void write(Unlocks& into);

  const UnlockRules& rules_;
  const MatchPlan &mine_, &theirs_;
  LeverKits kits_;
  PersonVerdicts verdicts_;
  ReachTables reach_;
  PersonRows my_rows_, their_rows_;
  ItemMatches my_items_, their_items_;
  bool my_items_loaded_ = false, theirs_loaded_ = false;

  const adviser::PersonCase* person_ = nullptr;
  LeverKit* kit_ = nullptr;
  const ReachLimits* limits_ = nullptr;
  bool goes_farther_ = false;                        // some lever beyond the person's own radius
  std::vector<std::uint32_t> my_means_;              // by place in LeverKit::means(): place in UnlockRules::means_levers
  std::vector<Pair> pairs_;
  std::vector<LeverSet> masks_;                      // by place in an outcome: strong or not
};

}  // namespace passerelle::territory
