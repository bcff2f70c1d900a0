// Who could come to which session, and what it would be worth: near enough by their own means at that hour, suited to a linked
// offer by the operations policy, with what the operation asks of those who take part. Every pair is judged; nothing restricted is
// read.
#pragma once

#include <cstdint>
#include <vector>

#include "base/parallel.hpp"
#include "operations/announced.hpp"
#include "operations/prerequisite_check.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle::operations {

struct FeasiblePair {
  CandidateId candidate;
  std::uint32_t session = 0;       ///< number over all operations
  OfferId offer;                   ///< the linked offer that counts: the best for this person
  std::int16_t suits = 0, score = 0;
  VerdictTier tier = VerdictTier::kNow;  ///< kWith: a prerequisite is reachable before the day, or the operation trains for what is missing
  std::uint16_t minutes = 0;       ///< from home, by their own means
  std::uint32_t metres = 0;        ///< by road
};

/// Feasibility, then « suits »: what a pair is worth before the points of an invitation itself. 0…30,003.
inline constexpr std::int64_t kTierStep = 10'001;
constexpr std::int64_t points_of(VerdictTier tier, std::int32_t suits) noexcept {
  return (static_cast<std::int64_t>(VerdictTier::kNo) - static_cast<std::int64_t>(tier)) * kTierStep + suits;
}

/// Persons of an operation by what kept them from it; each is counted once, at the first that did.
struct LeftOut {
  std::uint64_t not_located = 0, out_of_reach = 0, no_transport = 0, not_suited = 0, prerequisites = 0;
  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

struct FeasiblePairs {
  std::vector<FeasiblePair> pairs;   ///< ascending by candidate (dense), then session
  std::vector<LeftOut> left_out;     ///< by operation
};

/// `checks`: by operation, its prerequisites.
FeasiblePairs feasible_pairs(const ScoringContext& context, const InvitationRules& rules, const std::vector<Announced>& operations,
                             const std::vector<std::vector<PrerequisiteCheck>>& checks, Threads threads);

}  // namespace passerelle::operations
