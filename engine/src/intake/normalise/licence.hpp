// Driving licences from labels such as « B - Véhicule léger » or « CE - Poids lourd + remorque (= EC) ».
#pragma once

#include <optional>
#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// The category, by its code (in today's or the older order of letters: EB, EC, ED), else by its words. Nothing for
/// other labels (CACES, FIMO …): they are certificates.
std::optional<Licence> read_licence(std::string_view label);

}  // namespace passerelle
