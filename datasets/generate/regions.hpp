// Which departments make a region, for communes whose source does not name their region.
#pragma once

#include <string>
#include <string_view>

namespace passerelle::generate {

/// Department of an INSEE commune code: two characters, three overseas ("974"); "" when it is too short.
std::string_view department_of_commune(std::string_view insee) noexcept;

/// INSEE region code of a department (code officiel géographique, regions since 2016); "" when unknown.
std::string_view region_of_department(std::string_view department) noexcept;

bool known_region(std::string_view region) noexcept;

}  // namespace passerelle::generate
