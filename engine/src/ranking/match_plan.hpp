// Everything a policy, a day and a corpus imply for retrieval, worked out once and then read by every query: weights by
// what applies, similarities as the policy counts them, tables of travel, offers laid out for the kernels, boxes.
#pragma once

#include <limits>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "ranking/item_matches.hpp"
#include "ranking/kernel/bounds.hpp"
#include "ranking/rank_key.hpp"
#include "scoring/weight_tables.hpp"

namespace passerelle {

/// The box of a block of places in the space of unit vectors, and how far the farthest-going in it would go.
struct Box {
  std::int32_t low[3] = {INT32_MAX, INT32_MAX, INT32_MAX}, high[3] = {INT32_MIN, INT32_MIN, INT32_MIN};
  float reach = -1;          ///< squared chord; +∞ when one of them has no limit
  bool unplaced = false;     ///< one of them has no place: never passed over
  void add(const UnitVector& at) noexcept;
  /// A lower bound of the squared chord from the box to a place or another box; conservative by a millionth.
  float chord_to(const UnitVector& at) const noexcept;
  float chord_to(const Box& other) const noexcept;
};

/// A person's travel as retrieval reads it, one for all who share a radius: how far, and the points on the way.
struct TravelTable { float reach = std::numeric_limits<float>::infinity(); std::uint32_t first = 0; };

/// Where a person lives and how far they would go, alone on a quarter of a cache line: what most of those who are looked at for
/// an offer are turned away by. Without a home or a limit the reach is +∞.
struct PersonReach { UnitVector home; float reach; };

struct NearOccupation { OccupationId to; std::uint16_t points; };

/// What a policy, a day and a reference imply, whatever the offers and the people.
struct PolicyPlan {
  explicit PolicyPlan(const ScoringContext& context);
  WeightTables weights;
  MatchRows matches;
  kernel::BoundRules rules;                        ///< without tables of travel
  unsigned keys = 1;                               ///< of the policy's order
  bool by_radius = false;                          ///< whether the radius excludes: then boxes can be passed over
  Csr<NearOccupation> near;                        ///< row = held or sought: what it comes near to
  float total_weight = 0, suits_weight = 0;        ///< of all criteria
  float most_wanted = 0;                           ///< of a person's wishes, all of them
};

/// What they imply for the offers of a corpus.
struct OfferPlan {
  OfferPlan(const ScoringContext& context, const PolicyPlan& policy);
  std::vector<std::uint32_t> requirement_weights;  ///< by place in offers.requirements
  std::vector<std::uint64_t> items_asked;          ///< by offer: Σ weight
  std::vector<std::uint32_t> first_requirement;    ///< by offer
  std::vector<OfferId> card_offer;                 ///< by occupation: an offer that stands on its card; unset when none
  std::vector<std::int8_t> certificate_bit;        ///< by ExactId, −1 beyond the 32 most asked

  // Offers as the kernels read them; rows of occupations begin with a new block, the last row is of unknown occupation.
  std::vector<kernel::OfferBlock> offer_blocks;
  std::vector<OfferId> offer_at;                   ///< by block and lane
  std::vector<std::uint32_t> first_block;          ///< by row, and the end
  std::vector<Box> offer_boxes, offer_group_boxes; ///< by block; by group of lanes

  /// Certificates that came after the offers were laid out are beyond the 32.
  std::uint32_t certificate_bits(std::span<const ExactId> certificates) const noexcept;
  std::uint32_t kinds_of(const ScoringContext& context, OfferId offer) const noexcept;

 private:
  void set_requirements(const ScoringContext& context);
  void set_certificates(const ScoringContext& context);
  void lay_out(const ScoringContext& context);
};

/// What they imply for the people of a corpus.
struct PeoplePlan {
  /// `like`: of other people under the same policy; its tables are taken over, which is most of the work for a few people.
  explicit PeoplePlan(const ScoringContext& context, const PeoplePlan* like = nullptr);
  std::vector<std::uint32_t> travel_of;            ///< by person: place in `travels`
  std::vector<TravelTable> travels;
  std::vector<float> travel_points;                ///< tables of kBuckets bounds
  std::unordered_map<std::uint64_t, std::uint32_t> known;  ///< place in `travels` by radius and means
  std::vector<PersonReach> reach_of;               ///< by person
  std::vector<Box> people_boxes;                   ///< by 64 persons
};

/// Immutable after construction; safe to share. Keeps references to what the context holds. The offers and the people of the
/// context may be those of two corpora (corpus/cross_corpus.hpp): the parts are then those of either.
class MatchPlan {
 public:
  MatchPlan(const ScoringContext& context, const kernel::Kernels& kernels);
  MatchPlan(const ScoringContext& context, const kernel::Kernels& kernels, const std::shared_ptr<const PolicyPlan>& policy);
  MatchPlan(const ScoringContext& context, const kernel::Kernels& kernels, std::shared_ptr<const PolicyPlan> policy,
            std::shared_ptr<const OfferPlan> offers, std::shared_ptr<const PeoplePlan> people);
  MatchPlan(const MatchPlan&) = delete;
  MatchPlan& operator=(const MatchPlan&) = delete;

  const ScoringContext context;
  const kernel::Kernels& kernels;
  const std::shared_ptr<const PolicyPlan> policy_part;
  const std::shared_ptr<const OfferPlan> offer_part;
  const std::shared_ptr<const PeoplePlan> people_part;

  // The parts by the names that queries use.
  const WeightTables& weights;
  const MatchRows& matches;
  const kernel::BoundRules rules;
  const unsigned keys;
  const bool by_radius;
  const Csr<NearOccupation>& near;
  const std::vector<std::uint64_t>& items_asked;
  const std::vector<OfferId>& card_offer;
  const std::vector<kernel::OfferBlock>& offer_blocks;
  const std::vector<OfferId>& offer_at;
  const std::vector<std::uint32_t>& first_block;
  const std::vector<Box>&offer_boxes, &offer_group_boxes;
  const std::vector<std::uint32_t>& travel_of;
  const std::vector<TravelTable>& travels;
  const std::vector<PersonReach>& reach_of;
  const std::vector<Box>& people_boxes;

  std::uint32_t row_of(OfferId offer) const noexcept;
  std::span<const std::uint32_t> weights_of(OfferId offer) const noexcept;
  std::uint32_t certificate_bits(std::span<const ExactId> certificates) const noexcept { return offer_part->certificate_bits(certificates); }
  /// The first two keys of a packed sort key: what the kernels bound.
  std::int32_t leading_keys(RankKey key) const noexcept;
  /// A bound that took the competences at their best, lowered to the points they have. `kinds` are the offer's;
  /// `person_total` the weights of the person's wishes.
  std::int32_t lowered(std::int32_t bound, Points competences, std::uint32_t kinds, float person_total, float occupation_on) const noexcept;
  /// A bound of the leading keys when only these are known: points of the occupation practised and sought, and of the way;
  /// all else at its best, the weights as large as they get. 10,000 where one is not known or does not apply.
  struct AtMost { float occupation = 10'000, sought = 10'000, travel = 10'000; };
  std::int32_t bound_of(const AtMost& points, float wanted_total) const noexcept;
  /// The same for one offer, with the criteria that apply to it: nobody whose nearest occupation practised has these points is above.
  std::int32_t bound_of(const kernel::OfferQuery& offer, float occupation) const noexcept;
  /// Wishes of a person that apply, a bit each in the order of Criterion from kSought.
  std::uint32_t wanted_mask(CandidateId candidate) const noexcept;
  kernel::OfferQuery offer_query(OfferId offer) const noexcept;
};

}  // namespace passerelle
