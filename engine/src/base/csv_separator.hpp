// What stands between the cells of a delimited text.
#pragma once

#include <string_view>

namespace passerelle {

/// Of ',' ';' tab '|' the one that occurs most often in the first line, outside quotes; ',' when none does.
char separator_of(std::string_view header) noexcept;

}  // namespace passerelle
