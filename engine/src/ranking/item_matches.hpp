// How well a person meets each item, both ways round: from the person's side as a dense table over the items
// (ItemMatches), from the side of one list of requirements (RequirementMatcher). Both give item_match() to the unit, from
// rows worked out once for a policy (MatchRows).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/parallel.hpp"
#include "scoring/competences.hpp"

namespace passerelle {

struct ItemSimilarity { ItemId item; std::uint32_t similarity; };  ///< 0…255
struct ItemMatch { ItemId item; std::uint32_t match; };            ///< 0…kFullMatch

/// Similarities and inferred items as the policy counts them. Immutable after construction; safe to share.
struct MatchRows {
  MatchRows(const reference::Reference& reference, const CompetenceRule& rule);
  Csr<ItemSimilarity> met_by;      ///< row = the item asked: what meets it, itself included
  Csr<ItemSimilarity> meets;       ///< row = the item held: what it meets
  Csr<ItemMatch> of_practice[2];   ///< row = the occupation practised; [1] for less than inferred_min_months
};

/// Confidence in a profile's item, 0…255.
inline std::uint32_t confidence(const CompetenceRule& rule, ItemOrigin origin) noexcept {
  return origin == ItemOrigin::kCertified ? rule.certified : rule.declared;
}

/// One person's matches. Reusable; one per worker.
class ItemMatches {
 public:
  explicit ItemMatches(std::size_t items) : match_(items, 0) {}
  void load(const Corpus& corpus, const CompetenceRule& rule, const MatchRows& rows, CandidateId candidate);
  std::uint32_t operator[](ItemId item) const noexcept { return match_[item.value]; }
  /// Σ weight × match over requirements; as many of one as of the other.
  std::uint64_t met(std::span<const Requirement> requirements, std::span<const std::uint32_t> weights) const noexcept {
    std::uint64_t met = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) met += std::uint64_t{weights[i]} * match_[requirements[i].item.value];
    return met;
  }

 private:
  void raise(ItemId item, std::uint32_t match) {
    std::uint16_t& known = match_[item.value];
    if (match <= known) return;
    if (known == 0) touched_.push_back(item);
    known = static_cast<std::uint16_t>(match);
  }
  std::vector<std::uint16_t> match_;
  std::vector<ItemId> touched_;
};

/// One list of requirements against many persons. Reusable; one per worker.
class RequirementMatcher {
 public:
  RequirementMatcher(std::size_t items, std::size_t occupations) : first_(items, 0), memo_(2 * occupations, 0) {}
  /// `weights` by requirement; both spans must outlive the matching.
  void load(const MatchRows& rows, std::span<const Requirement> requirements, std::span<const std::uint32_t> weights);
  /// Σ weight × match over the requirements.
  std::uint64_t met(const Corpus& corpus, const CompetenceRule& rule, const MatchRows& rows, CandidateId candidate);

 private:
  struct Hit { std::uint32_t requirement, similarity, next; };
  std::span<const std::uint16_t> inferred(const Corpus& corpus, const CompetenceRule& rule, OccupationId practised, bool brief);
  std::vector<std::uint32_t> first_;   // by item: 1 + place in hits_, 0 = none
  std::vector<Hit> hits_;
  std::vector<ItemId> touched_;
  std::vector<std::uint32_t> memo_;    // by occupation and brevity: 1 + row of rows_, 0 = not worked out
  std::vector<std::uint32_t> memoised_;
  std::vector<std::uint16_t> rows_;
  std::vector<std::uint16_t> best_;
  std::span<const std::uint32_t> weights_;
};

}  // namespace passerelle
