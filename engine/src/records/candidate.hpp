// A person's job-relevant facts. Nothing sensitive can be written here: barriers and publics live in
// sensitive/, which matching code cannot include.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "records/offer.hpp"

namespace passerelle {

struct Practised {
  Key occupation;
  std::uint16_t months = 0;
  friend bool operator==(const Practised&, const Practised&) = default;
};

struct ProfileItem {
  Key item;
  std::string label;                ///< as written, when no code was given
  ItemOrigin origin = ItemOrigin::kDeclared;  ///< declared or certified; inferred ones are never stored
  friend bool operator==(const ProfileItem&, const ProfileItem&) = default;
};

struct SpokenLanguage {
  std::string language;             ///< ISO 639-1
  LanguageLevel level = 0;
  friend bool operator==(const SpokenLanguage&, const SpokenLanguage&) = default;
};

/// How far the person would travel: exactly one of the two is set, or neither (no limit stated).
struct Mobility {
  std::uint16_t radius_km = 0;      ///< road kilometres; 0 = not set
  std::uint16_t radius_minutes = 0; ///< door to door by `means`; 0 = not set
  Means means = Means::kUnknown;    ///< counts as a car for minutes when unknown
  friend bool operator==(const Mobility&, const Mobility&) = default;
};

struct Candidate {
  std::string id;
  std::vector<Key> sought;
  std::vector<Practised> practised;
  std::vector<ProfileItem> items;
  /// Absent = not known (a question to put); present and zero = holds none.
  std::optional<LicenceMask> licences;
  std::optional<std::vector<Key>> certificates;  ///< absent = not known
  std::vector<SpokenLanguage> languages;
  EducationLevel education = 0;
  ReservedMask attestations = 0;    ///< eligibility attestations held, and agreed to be shared
  // Wishes. Empty or zero = no wish stated: everything is accepted.
  std::vector<Contract> contracts;  ///< accepted, most wanted first
  std::uint16_t weekly_minutes_min = 0;
  std::uint16_t weekly_minutes_max = 0;
  ScheduleMask schedules_accepted = 0;  ///< 0 = any
  std::uint32_t salary_min_cents = 0;   ///< gross per month, full-time equivalent
  Day available;                    ///< unset = now
  Place home;
  Mobility mobility;
  std::vector<Flag> flags;
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

}  // namespace passerelle
