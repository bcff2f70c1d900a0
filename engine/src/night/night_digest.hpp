// What a night tells at its end: who was served, what changed since the last night and why, what looks wrong, and how evenly
// suggestions lie. Counts alone; nobody is named.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "night/load_figures.hpp"

namespace passerelle::night {

/// Why a list is short or empty.
enum class ShortCause : std::uint8_t { kNoOccupation, kNoPlace, kNothingWithinReach, kFewWithinReach, kClosed, kCount };

/// Why a line entered or left a list since the last night.
enum class ChangeCause : std::uint8_t {
  kNewOffer, kNewPerson,
  kOfferGone,        ///< filled, closed or withdrawn
  kPersonGone,
  kPolicy,           ///< a policy's version changed
  kLicence,          ///< the person holds a licence now that the offer asks for
  kPersonChanged, kOfferChanged,
  kSharedOut,        ///< entered: given instead of an offer that too many were shown
  kAlreadyProposed,  ///< left: too many were shown it
  kRoom,             ///< entered: others left
  kOutranked,        ///< left: better ones entered
  kCount,
};

enum class AnomalyKind : std::uint8_t { kSourceLost, kSourceGone, kBasinWithoutOffers, kFieldMissing };

struct Anomaly {
  AnomalyKind kind{};
  std::string subject;             ///< source, basin, « source field »
  std::uint64_t before = 0, now = 0;
  friend bool operator==(const Anomaly&, const Anomaly&) = default;
};

struct ChangeCounts {
  std::array<std::uint64_t, static_cast<std::size_t>(ChangeCause::kCount)> entered{}, left{};
  std::uint64_t lists = 0;         ///< lists that changed
};

/// Persons and those of them with a displaced suggestion, in one group. No figure of 1 to 4 persons is told.
struct GroupRow {
  std::string group, label;
  std::uint64_t persons = 0;
  std::optional<std::uint64_t> displaced;
};

struct NightDigest {
  std::uint64_t persons = 0, short_persons = 0, persons_without = 0;
  std::uint64_t offers = 0, offers_without = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(ShortCause::kCount)> short_person_causes{}, offer_causes{};

  std::optional<Day> last;         ///< unset: there is no earlier night in the store
  std::uint64_t new_persons = 0, gone_persons = 0, new_offers = 0, gone_offers = 0;
  ChangeCounts of_persons, of_offers;
  std::vector<std::string> policy_changes;   ///< « adviser v2 »

  std::vector<Anomaly> anomalies;

  std::uint32_t most_price = 0, rounds = 0, worst_slot_loss = 0, even_gini_ppm = 0;
  LoadFigures before, after;
  std::uint64_t moved_persons = 0, moved_lines = 0, turned_away = 0, guaranteed = 0, bound = 0, full_bound = 0, maybe_cut = 0;
  std::vector<GroupRow> displaced_by_basin, displaced_by_means;
};

std::string_view code(ShortCause) noexcept;
std::string_view code(ChangeCause) noexcept;
std::string_view code(AnomalyKind) noexcept;
std::string_view label(ShortCause, Language) noexcept;
std::string_view label(ChangeCause, Language) noexcept;
std::string text(const Anomaly&, Language);

}  // namespace passerelle::night
