// The slow, obvious twin of scoring and ranking: every pair, from the records themselves, one rule after another as
// the documents state them. The fast path must give the same lists to the byte (law 2).
//
// It shares with the fast path what is data (reference, policy, travel tables, the sharing-out of weights and the
// integer rounding of add_up), and nothing that finds, filters or sums.
#pragma once

#include <string>
#include <vector>

#include "ranking/list_request.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle::oracle {

struct World {
  const reference::Reference& reference;
  const Policy& policy;
  const TravelModel& travel;
  Day date;
};

struct Pair {
  bool eligible = false;
  ConstraintStates constraints{};
  PairScore score;
  VerdictTier tier = VerdictTier::kNow;
  bool listed = false;   ///< eligible, and no excluding constraint fails
};

Pair judge(const World& world, const Candidate& candidate, const Offer& offer);

struct Line {
  std::string id;
  Pair pair;
};

/// All listed pairs sorted by the policy's order, ties by id ascending, cut to `top`.
std::vector<Line> suggest(const World& world, const Candidate& candidate, const std::vector<Offer>& offers, std::size_t top);
std::vector<Line> shortlist(const World& world, const std::vector<Candidate>& candidates, const Offer& offer, std::size_t top);

/// Competence points, apart because the rule is the longest. kNotApplicable when the offer asks for nothing.
Points competence_points(const World& world, const Candidate& candidate, const Offer& offer);
/// Whether the person holds the certificate for sure: in the list of certificates, or among the items.
bool holds_certificate(const World& world, const Candidate& candidate, const Key& key);
/// Whether the occupation's card stands in for want of listed competences.
bool card_stands_in(const World& world, const Offer& offer);
/// Share of the core of the occupation's card that the declared items cover, 0…10,000.
int card_cover_points(const World& world, const Candidate& candidate, OccupationId occupation);

}  // namespace passerelle::oracle
