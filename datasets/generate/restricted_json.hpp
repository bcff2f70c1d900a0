// The member "restricted" of a candidate's line.
#pragma once

#include <string>

#include "sensitive/restricted_record.hpp"

namespace passerelle::generate {

/// Canonical: members in a fixed order, absent and default ones left out.
std::string encode_restricted(const RestrictedRecord& record);

}  // namespace passerelle::generate
