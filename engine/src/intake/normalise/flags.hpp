// Flags that normalisers put on a record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/offer.hpp"

namespace passerelle {

/// Adds a flag once; the detail is cut to a length that a table can show.
void add_flag(std::vector<Flag>& flags, ProblemCode code, std::string_view field, std::string_view detail);

/// Whether the flag only says what the reference in use does or does not know: found anew at each import, so that a
/// record that was exported and comes back does not carry the past of another reference.
bool depends_on_reference(ProblemCode code) noexcept;

}  // namespace passerelle
