// The words of a Problem's detail in another language than the one they are stored in.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle {

/// Details are stored once, in English, whoever reads them later: what the engine itself says there is put into French.
/// Anything else (values, names) stays as it is. `code` tells a type's name from a value that reads like one.
std::string detail_text(ProblemCode code, std::string_view detail, Language language);

}  // namespace passerelle
