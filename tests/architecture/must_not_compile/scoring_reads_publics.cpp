// A constraint that would look at the publics a person belongs to, by a relative path.
#include "../../../engine/src/sensitive/restricted_record.hpp"
#include "scoring/constraint.hpp"

bool is_senior(const passerelle::RestrictedRecord& record) {
  for (const auto& code : record.publics)
    if (code == "over-50") return true;
  return false;
}
