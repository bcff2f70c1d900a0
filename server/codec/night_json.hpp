// What a night did, and a person's list of the last one, as JSON.
#pragma once

#include <string>

#include "passerelle/answers.hpp"

namespace passerelle::codec {

/// The digest comes as the night wrote it.
std::string to_json(const NightAnswer& answer, bool whole);
std::string to_json(const NightListAnswer& answer);

}  // namespace passerelle::codec
