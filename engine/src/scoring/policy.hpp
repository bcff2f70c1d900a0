// A policy: versioned data that says what counts, how much, and in which order lists come. Read from TOML
// (datasets/policies/*.toml, whose comments say what each figure means); plain data here.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/vocabulary_codes.hpp"
#include "scoring/constraint.hpp"
#include "scoring/criterion.hpp"

namespace passerelle {

/// What a list is sorted by, in turn; the last tie is always the external id, ascending.
enum class SortKey : std::uint8_t { kTier, kSuits, kScore, kWanted };

struct CriterionUse {
  std::uint16_t weight = 0;      ///< parts of the total score, 0…1000
  std::uint16_t sub_weight = 0;  ///< parts of the sub-score of its group, 0…1000; defaults to `weight`
  bool shown() const noexcept { return weight > 0 || sub_weight > 0; }
  friend bool operator==(const CriterionUse&, const CriterionUse&) = default;
};

struct EligibilityRule {
  /// A pair is eligible when the occupation sought or practised comes at least this close to the offer's …
  std::uint16_t min_relation = 5'000;
  bool by_sought = true;
  bool by_practised = true;
  /// … or when the person's declared items cover this share of the occupation's core card (0 = this way is shut;
  /// otherwise at least kCardCoverFloor). Offers of unknown occupation are eligible for everybody within reach.
  std::uint16_t min_card_cover = 5'000;
  friend bool operator==(const EligibilityRule&, const EligibilityRule&) = default;
};

struct CompetenceRule {
  std::uint16_t required_percent = 200;    ///< weight of an item of level E against S = 100
  std::uint16_t core_percent = 150;        ///< extra weight of a core item of the occupation
  std::uint16_t licence_weight = 300;      ///< weight of a desired licence or certificate (1…1000, as items)
  std::uint16_t card_percent = 60;         ///< the criterion's weight when the occupation's card stands in
  /// Confidence in a profile's item, 0…255.
  std::uint8_t certified = 255, declared = 255, inferred_core = 153, inferred_other = 102;
  std::uint16_t inferred_min_months = 6;   ///< below: half of the inferred confidence
  /// Similarity, 0…255: of an item of the same group, where the group is small (up to `small_group` items: on ROME's
  /// macro-competences such a rule changes nothing up to 16 and harms from 24 on, see reference/README.md; in vocabularies
  /// of one's own small groups are families); of any item of the group when the group itself is asked; the least
  /// neighbour similarity that counts (256 = neighbours do not count). Certificates are only ever met by themselves.
  std::uint8_t same_group = 102, group_asked = 204;
  std::uint16_t small_group = 16;
  std::uint16_t min_neighbour = 128;
  friend bool operator==(const CompetenceRule&, const CompetenceRule&) = default;
};

struct MeansSpeed {
  std::uint16_t access_minutes = 0, urban_kmh10 = 0, rural_kmh10 = 0;
  friend bool operator==(const MeansSpeed&, const MeansSpeed&) = default;
};  ///< kmh10: tenths of km/h

struct TravelRule {
  /// By Means: unknown, walk, bike, public transport, moped, car. Orders of magnitude door to door, to be overridden
  /// by a table of travel times where one is at hand.
  std::array<MeansSpeed, static_cast<std::size_t>(Means::kCount)> means{
      {{0, 0, 0}, {0, 45, 45}, {2, 140, 160}, {10, 180, 300}, {3, 250, 400}, {4, 250, 550}}};
  std::uint32_t urban_population = 20'000;  ///< a commune from this size counts as urban …
  std::uint32_t urban_metres = 3'000;       ///< … for so many metres of a trip that begins or ends there
  std::uint16_t same_commune_metres = 1'000;
  std::uint32_t decay_metres = 13'500;      ///< scale of the Weibull survival (French national travel survey)
  std::uint16_t decay_shape_percent = 82;   ///< its shape × 100
  std::uint16_t metres_per_minute = 500;    ///< turns minutes into the survey's kilometres for radii in minutes
  friend bool operator==(const TravelRule&, const TravelRule&) = default;
};

struct WishRule {
  Points when_silent = 5'000;          ///< the offer does not say
  Points per_rank = 1'500;             ///< lost by each place down the person's list of contracts
  Points contract_floor = 4'000;
  std::uint16_t hours_zero_minutes = 600;   ///< weekly minutes outside the wish at which points reach 0
  std::uint16_t salary_zero_percent = 20;   ///< shortfall at which points reach 0
  std::uint16_t wait_zero_days = 180;       ///< waiting for the start at which points reach 0
  std::uint16_t late_tolerance_days = 30;   ///< available later than the start by at most this many days
  std::uint16_t unstated_experience_months = 12;  ///< « expérience exigée » without a figure
  std::uint16_t experience_min_relation = 6'000;  ///< months in an occupation count from this closeness on
  friend bool operator==(const WishRule&, const WishRule&) = default;
};

struct Policy {
  std::string name;
  std::uint32_t version = 0;
  std::string title_fr, title_en;
  std::array<CriterionUse, kCriteria> criteria{};
  std::vector<SortKey> order;
  EligibilityRule eligibility;
  std::array<ConstraintUse, kConstraints> constraints{};
  CompetenceRule competences;
  TravelRule travel;
  WishRule wishes;
  /// Whether answers may show what reveals home, family or wishes (a recruiter's may not).
  bool shows_wishes = true;

  const CriterionUse& use(Criterion c) const noexcept { return criteria[static_cast<std::size_t>(c)]; }
  ConstraintUse use(Constraint c) const noexcept { return constraints[static_cast<std::size_t>(c)]; }
  /// kRequestInvalid with the field and what is allowed.
  Status validate() const;
  friend bool operator==(const Policy&, const Policy&) = default;
};

/// Reads and validates a policy file. Unknown keys and wrong types are refused with line and key.
Result<Policy> read_policy(const std::string& path);
Result<Policy> parse_policy(std::string_view toml, std::string_view source);

/// The same for a policy that bounds the total weight: criteria's weights as parts of 10,000 that sum to exactly
/// 10,000 over the applicable criteria (largest remainder, ties to the criterion listed first); all 0 when nothing
/// with a weight applies. `card_percent` scales the competences' weight first when `from_card`.
using SharedWeights = std::array<std::uint16_t, kCriteria>;
SharedWeights shared_weights(const Policy& policy, const CriterionPoints& points, bool from_card);
/// Parts of the sub-score of one group, by sub_weight.
SharedWeights shared_sub_weights(const Policy& policy, Group group, const CriterionPoints& points, bool from_card);

}  // namespace passerelle
