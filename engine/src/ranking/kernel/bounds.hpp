// Upper bounds of a list's sort key for 64 pairs at a time: one person against a block of offers, or one offer against a
// block of persons. Pairs that an excluding constraint rules out for sure get −1; of the others no bound is below the exact key.
//
// Plain loops over fixed arrays, compiled three times (baseline x86-64, AVX2, AVX-512) and chosen at run time. Every
// operation is element by element, without reassociation or fused multiply-add, so that the three agree to the bit; the
// exact integers of scoring/ decide in any case: a bound only says who need not be looked at.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scoring/constraint.hpp"
#include "scoring/criterion.hpp"

namespace passerelle::kernel {

inline constexpr std::size_t kLanes = 64, kGroup = 16, kGroups = kLanes / kGroup;

/// Travel points are bounded by a table over the squared chord: sixteen steps an octave of the float's own bits.
inline constexpr std::uint32_t kBucketShift = 19, kFirstBucket = 0x4F000000U >> kBucketShift;  // 2^31 parts²: 270 m
inline constexpr std::uint32_t kBuckets = 384;                                                   // 24 octaves: to 1,100 km

/// Entry of a table of travel points for a squared chord.
inline std::int32_t bucket_of_chord(float chord) noexcept {
  const std::int32_t bucket = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(chord) >> kBucketShift) - static_cast<std::int32_t>(kFirstBucket);
  const std::int32_t from = bucket > 0 ? bucket : 0;
  return from < static_cast<std::int32_t>(kBuckets) - 1 ? from : static_cast<std::int32_t>(kBuckets) - 1;
}

/// Bits of OfferBlock::kinds.
enum OfferBit : std::uint32_t {
  kContractShift = 0, kEducationShift = 4, kReservedShift = 8,  // 4, 4 and 8 bits
  kClassShift = 16,                                             // 9 bits: what applies, for the tables of divisors
  kCardOnly = 1U << 16,      ///< the competences are the occupation's card and nothing else
  kListed = 1U << 17,        ///< competences apply otherwise
  kExperience = 1U << 18, kEducationAsked = 1U << 19, kLanguages = 1U << 20,
  kTensionShift = 21,        // 3 bits
  kFromCard = 1U << 24,
  kNoPlace = 1U << 25, kUnidentified = 1U << 26, kClosed = 1U << 27, kCertificateUnnamed = 1U << 28, kLane = 1U << 29,
};
inline constexpr std::uint32_t kClasses = 512;

struct alignas(64) OfferBlock {
  std::int32_t x[kLanes], y[kLanes], z[kLanes];
  std::uint32_t masks[kLanes];         ///< licences of level E, schedules in the upper half
  std::uint32_t kinds[kLanes];         ///< OfferBit
  std::uint32_t certificates[kLanes];  ///< those of level E among the 32 most asked
  std::uint32_t months_minutes[kLanes];  ///< months asked, weekly minutes in the upper half
  float salary[kLanes];                ///< cents a month, 0 = not stated
  std::int32_t start[kLanes];          ///< day, not before the query's; kNoDay when not stated
  std::uint32_t groups = 0;            ///< of kGroup lanes in use; the lanes beyond are not looked at
};
inline constexpr std::int32_t kNoDay = INT32_MAX / 2;

/// Bits of PeopleBlock::kinds.
enum PersonBit : std::uint32_t {
  kHeldEducationShift = 0, kAttestationShift = 4,  // 4 and 8 bits
  kLicencesKnown = 1U << 12, kCertificatesKnown = 1U << 13, kHomeKnown = 1U << 14, kHasRadius = 1U << 15,
  kRegulatedFails = 1U << 16, kRegulatedUnknown = 1U << 17, kPerson = 1U << 18,
  kWantedShift = 19,         // 7 bits: which criteria of « wanted » apply, in the order of Criterion
};
inline constexpr std::uint32_t kWantedClasses = 128;

struct alignas(64) PeopleBlock {
  std::int32_t x[kLanes], y[kLanes], z[kLanes];
  float reach[kLanes];                 ///< squared chord, rounded up; +∞ without a limit
  std::uint32_t masks[kLanes];         ///< licences held, schedules accepted in the upper half (all when any)
  std::uint32_t kinds[kLanes];         ///< PersonBit
  std::uint32_t contracts_low[kLanes], contracts_high[kLanes];  ///< CandidateFacts::contract_ranks
  std::uint32_t certificates[kLanes];  ///< held, among the 32 most asked
  std::uint32_t minutes[kLanes];       ///< least weekly minutes wanted, most in the upper half (0xFFFF when no limit)
  float salary[kLanes];                ///< wanted, cents a month
  std::int32_t available[kLanes];      ///< day; the least day when at once
  std::uint32_t near[kLanes];          ///< points of the occupation practised, of the one sought in the upper half
  float months[kLanes];                ///< that count for the occupation
  float card[kLanes];                  ///< competence points on the occupation's card; 10,000 while not worked out
  std::uint32_t travel[kLanes];        ///< first entry of the person's table in BoundRules::travel
  std::uint32_t groups = 0;
};

/// What an outcome of a constraint does, all bits or none.
struct Effect { std::uint32_t excludes = 0, denies = 0, asks = 0; };

/// Points a bound lies above what it stands for at most: shares of weights are rounded by less than one part in 10,000 each,
/// 3.25 points in all (thirteen criteria, as much up as down), and points are rounded down.
inline constexpr std::int32_t kMostSlack = 5;

/// Kinds of sort key; two at most are bounded, the first ones of the policy's order.
enum class Key : std::uint8_t { kNone, kTier, kSuits, kScore, kWanted };

/// The policy as the kernels read it.
struct BoundRules {
  std::array<Effect, kConstraints> effects;
  std::array<float, kCriteria> weight, sub_weight;
  float card_share = 1;                ///< of the competences' weight when the card stands in
  float silent = 0;                    ///< points where an offer is silent on a wish
  std::array<float, kClasses> total_of_class, suits_of_class;      ///< divisors: weights that apply to the offer, but for the occupation's
  std::array<float, kWantedClasses> total_of_wanted, wanted_of_wanted;
  std::array<float, 8> tension;        ///< weighted points by class
  std::array<float, 16> contract_points;  ///< by 1 + rank; 0 = not accepted
  float hours_slope = 0, salary_slope = 0, wait_slope = 0, late_slope = 0;  ///< points lost a minute, a share, a day
  std::int32_t late_days = 0, today = 0;
  std::vector<float> travel;           ///< tables of kBuckets bounds
  Key first = Key::kScore, second = Key::kNone;
};

/// A person as kernels read them; the last part changes with the occupation.
struct PersonQuery {
  std::int32_t x = 0, y = 0, z = 0;
  float reach = 0;
  std::uint32_t has_radius = 0, home_known = 0;          ///< all bits or none
  const float* travel = nullptr;
  std::uint32_t licences = 0, schedules = 0, licences_known = 0, certificates = 0, certificates_known = 0, attestations = 0;
  std::uint32_t any_contract = 0;
  std::array<std::uint32_t, 16> accepts;                 ///< by contract, all bits or none
  std::array<float, 16> contract_points, education_points;  ///< by kind (0: where the offer is silent), by level asked (0: 0)
  std::int32_t available = 0;
  float least_minutes = 0, most_minutes = 0, salary = 0;
  std::array<float, 7> wanted_on;                        ///< 1 or 0, in the order of Criterion
  float total = 0, wanted_total = 0;                     ///< divisors: weights that apply to the person

  float occupation_on = 0, occupation = 0, sought = 0, card = 0, months = 0;
  std::uint32_t regulated_fails = 0, regulated_unknown = 0;
};

/// An offer as kernels read it.
struct OfferQuery {
  std::int32_t x = 0, y = 0, z = 0;
  std::uint32_t kinds = 0, licences = 0, schedules = 0, certificates = 0;
  std::array<float, 16> education_points;                ///< by level held
  float minutes = 0, salary = 0, months = 0;
  std::int32_t start = 0;
  float occupation_on = 0;
};

/// Writes the bound of each lane (two keys of 14 bits, or −1) and says in which groups of kGroup lanes one reaches `least`, a bit
/// each. Only the groups with a bit in `groups` are looked at; the lanes of the others get −1.
using OffersKernel = std::uint32_t (*)(const BoundRules&, const PersonQuery&, const OfferBlock&, std::uint32_t groups, std::int32_t least, std::int32_t* bounds);
using PeopleKernel = std::uint32_t (*)(const BoundRules&, const OfferQuery&, const PeopleBlock&, std::uint32_t groups, std::int32_t least, std::int32_t* bounds);
/// The groups in use of a block.
inline constexpr std::uint32_t used_groups(std::uint32_t groups) noexcept { return (1U << groups) - 1; }

struct Kernels { std::string_view name; OffersKernel offers; PeopleKernel people; };

/// plain, avx2, avx512: those this machine can run, slowest first.
const std::vector<Kernels>& available_kernels();
/// The fastest, unless PASSERELLE_SIMD names another (plain, avx2, avx512).
const Kernels& chosen_kernels();

}  // namespace passerelle::kernel
