// The names of the quality measures' lines in the language of the screen. JSON keeps the engine's own.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle::cli {

/// Of an ingredient ("title words"), of a line of the ablation ("without title words"), of a half of the sources ("even"),
/// of what competences are predicted from ("title + card").
std::string measure_name(std::string_view name, Language language);

}  // namespace passerelle::cli
