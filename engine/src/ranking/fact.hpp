// Facts that explanations are made of: a code, what it is about, and figures; turned into a sentence by text().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle {

/// Where French and English sentences differ in more than words, the code differs.
enum class FactCode : std::uint8_t {
  kSameOccupation,        // a = the occupation
  kSameParentOccupation,  // a = held or sought, b = the offer's
  kListedOccupation,      // same, ROME's ranked proximity
  kComputedOccupation,    // same, by their cards
  kFarOccupation,         // b = the offer's; nothing close
  kItemHeld,              // a = the item asked; origin in n2
  kItemClose,             // a = asked, b = held; n1 = similarity per cent
  kItemSameGroup,         // a = asked
  kItemInferred,          // a = asked, b = practised occupation
  kItemMissing,           // a = asked
  kItemUnknown,           // a = asked, not in a vocabulary
  kCardStandsIn,          // a = the occupation
  kCardForUnknown,        // the same, the listed items being in no vocabulary
  kLicenceHeld, kLicenceMissing, kLicenceUnknown,           // a = licence
  kCertificateHeld, kCertificateMissing, kCertificateUnknown,  // a = certificate
  kMonthsCounted,         // n1 = counted, n2 = asked
  kMonthsShort,
  kEducationMet, kEducationShort, kEducationUnknown,        // a = held, b = asked
  kLanguageMet, kLanguageShort, kLanguageMissing,           // a = language, b = level asked, c in n1 = level held
  kDistance,              // n1 = metres, n2 = radius km
  kMinutes,               // n1 = minutes, n2 = radius minutes
  kPlaceUnknown, kHomeUnknown,
  kContractWanted,        // a = contract, n1 = rank of the wish
  kContractRefused, kContractUnstated,
  kHoursWithin, kHoursOutside, kHoursUnstated,              // n1 = weekly minutes
  kScheduleWithin, kScheduleOutside, kScheduleUnstated,     // a = schedules
  kSalaryMet, kSalaryShort, kSalaryUnstated,                // n1 = offered, n2 = wanted, euros
  kStartFits, kStartLate, kStartUnstated,                   // a = date, n1 = days
  kTensionClass,          // n1 = class
  kOfferClosed,           // a = date
  kRegulatedHeld, kRegulatedMissing, kRegulatedUnknown,     // a = occupation
  kReservedMissing,                                         // a = kinds
  kOccupationUnknown,     // the offer's occupation is not known
  kCount,
};

struct Fact {
  FactCode code = FactCode::kCount;
  std::string a_key, a;   ///< vocabulary key (when it has one) and label
  std::string b_key, b;
  std::int64_t n1 = 0, n2 = 0;
  std::uint16_t points = 0;     ///< what this fact earned, 0…10,000, where that makes sense
  std::string level;            ///< "E" | "S" for requirements
  std::string provenance;       ///< "field" | "text" | "card"
};

std::string_view code(FactCode) noexcept;
/// One sentence or phrase a person can read.
std::string text(const Fact& fact, Language language);

}  // namespace passerelle
