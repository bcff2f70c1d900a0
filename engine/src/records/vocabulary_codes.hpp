// Small closed code lists shared by offers and candidates. Each has one table in vocabulary_codes.cpp:
// code as published or as in our JSON, French and English label.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle {

/// Months of practice count up to this, held or asked: 341 years.
inline constexpr std::uint32_t kMostMonths = 4'095;

/// Whether a requirement is a must (exigé) or a nice-to-have (souhaité). France Travail's letters.
enum class Level : std::uint8_t { kRequired /* E */, kDesired /* S */ };

/// Where a requirement was found.
enum class Provenance : std::uint8_t { kField, kText, kCard };

/// Contract kinds; codes as France Travail publishes them (typeContrat), plus "ALT" for alternance
/// (apprenticeship, professionnalisation) and "IAE" for insertion contracts, read from natureContrat.
enum class Contract : std::uint8_t {
  kUnknown,
  kCdi,
  kCdd,
  kTemp /* MIS */,
  kSeasonal /* SAI */,
  kInsertionCdd /* DDI */,
  kOpenTemp /* DIN: CDI intérimaire */,
  kApprenticeship /* ALT */,
  kSelfEmployed /* LIB */,
  kFranchise /* FRA */,
  kCommercial /* CCE */,
  kTakeover /* REP */,
  kInsertionTemp /* TTI: travail temporaire d'insertion */,
  kIntermittent /* INT */,
  kCount,
};

/// Working-time patterns, a bit each.
enum class Schedule : std::uint8_t {
  kDay,
  kShift /* 2x8, 3x8, 5x8 */,
  kNight,
  kWeekend /* saturday, sunday, holidays */,
  kSplit /* coupés */,
  kIrregular /* décalés */,
  kEarly /* before 7 h */,
  kLate /* after 21 h */,
  kOnCall /* astreintes */,
  kRemote,
  kCount,
};
using ScheduleMask = std::uint16_t;
constexpr ScheduleMask bit(Schedule s) noexcept { return static_cast<ScheduleMask>(1U << static_cast<unsigned>(s)); }

/// EU driving-licence categories, a bit each.
enum class Licence : std::uint8_t { kAM, kA1, kA2, kA, kB1, kB, kBE, kC1, kC1E, kC, kCE, kD1, kD1E, kD, kDE, kCount };
using LicenceMask = std::uint16_t;
constexpr LicenceMask bit(Licence l) noexcept { return static_cast<LicenceMask>(1U << static_cast<unsigned>(l)); }
/// A mask with all it implies by law (directive 2006/126/EC art. 6; code de la route R221-4 ff.: C and D suppose
/// B, CE supposes BE …).
LicenceMask with_implied(LicenceMask held) noexcept;

/// Means of transport.
enum class Means : std::uint8_t { kUnknown, kWalk, kBike, kPublicTransport, kMoped, kCar, kCount };

/// Offers reserved to holders of an eligibility attestation. A declared fact like a licence; the public behind it
/// is never read.
enum class Reserved : std::uint8_t {
  kIae,
  kAdaptedCompany /* entreprise adaptée */,
  kSubsidised /* CUI-CAE, PEC */,
  kApprenticeAge,
  kCount
};
using ReservedMask = std::uint8_t;
constexpr ReservedMask bit(Reserved r) noexcept { return static_cast<ReservedMask>(1U << static_cast<unsigned>(r)); }

/// Origin of an item of a profile.
enum class ItemOrigin : std::uint8_t { kInferred, kDeclared, kCertified };

/// CEFR levels: 0 = not stated, 1 = A1 … 6 = C2 (native counts as C2).
using LanguageLevel = std::uint8_t;
/// French framework of qualifications: 0 = not stated, 2 = none, 3 = CAP/BEP, 4 = Bac, 5 = Bac+2, 6 = Bac+3/4,
/// 7 = Bac+5, 8 = doctorate (décret 2019-14).
using EducationLevel = std::uint8_t;

std::string_view code(Contract) noexcept;
std::string_view code(Schedule) noexcept;
std::string_view code(Licence) noexcept;
std::string_view code(Means) noexcept;
std::string_view code(Reserved) noexcept;
std::string_view code(Level) noexcept;       // "E" | "S"
std::string_view code(Provenance) noexcept;  // "field" | "text" | "card"
std::string_view code(ItemOrigin) noexcept;  // "inferred" | "declared" | "certified"
std::string_view cefr_code(LanguageLevel) noexcept;  // "" | "A1" … "C2"

std::string_view label(Contract, Language) noexcept;
std::string_view label(Schedule, Language) noexcept;
std::string_view label(Licence, Language) noexcept;
std::string_view label(Means, Language) noexcept;
std::string_view label(Reserved, Language) noexcept;
std::string_view education_label(EducationLevel, Language) noexcept;
/// Name of a language by its code (ISO 639-1, or 639-3 where there is none); the code itself when unknown.
/// Reads the table of languages.hpp.
std::string_view language_label(std::string_view iso639, Language) noexcept;

/// Exact codes (case-insensitive); nothing when unknown.
std::optional<Contract> contract_from_code(std::string_view) noexcept;
std::optional<Schedule> schedule_from_code(std::string_view) noexcept;
std::optional<Licence> licence_from_code(std::string_view) noexcept;
std::optional<Means> means_from_code(std::string_view) noexcept;
std::optional<Reserved> reserved_from_code(std::string_view) noexcept;
std::optional<Level> level_from_code(std::string_view) noexcept;
std::optional<Provenance> provenance_from_code(std::string_view) noexcept;
std::optional<ItemOrigin> origin_from_code(std::string_view) noexcept;
std::optional<LanguageLevel> cefr_from_code(std::string_view) noexcept;

}  // namespace passerelle
