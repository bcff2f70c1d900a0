// What a mapping makes of a sample, and the list of sources, as JSON.
#pragma once

#include <string>
#include <vector>

#include "passerelle/engine.hpp"
#include "passerelle/sources.hpp"

namespace passerelle::codec {

/// `records`: those whose every value is shown.
std::string to_json(const SourceCheck& check, const std::vector<CheckedRecord>& records, Language language);
std::string to_json(const std::vector<ListedSource>& sources, Language language);

}  // namespace passerelle::codec
