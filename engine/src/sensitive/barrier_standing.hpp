// What a person's record says of a situation today: there, absent, to be confirmed because it was noted too long ago, or
// not known. A situation never explored is unknown, never absent.
#pragma once

#include <cstdint>

#include "sensitive/restricted_record.hpp"

namespace passerelle {

enum class Standing : std::uint8_t { kUnknown, kAbsent, kActive, kToConfirm };

struct SituationStanding {
  Standing standing = Standing::kUnknown;
  Day noted;                                ///< when the state was noted; unset when it never was
};

/// Of situation `situation` of constraint `constraint`. A closed or denied constraint closes its situations. A state older
/// than `validity_months` on `date`, or without a date, counts no longer: yes is to be confirmed, no is unknown again.
SituationStanding standing_of(const RestrictedRecord& record, std::uint16_t constraint, std::uint16_t situation, Day date, unsigned validity_months);
/// Of the constraint itself.
SituationStanding standing_of(const RestrictedRecord& record, std::uint16_t constraint, Day date, unsigned validity_months);

}  // namespace passerelle
