#include "generate/regions.hpp"

#include <algorithm>

namespace passerelle::generate {
namespace {

struct RegionLine {
  std::string_view region;
  std::string_view departments;  ///< joined by a blank, with one at both ends
};

// Source: INSEE, code officiel géographique; the island collectivities under their own code.
constexpr RegionLine kRegions[] = {
    {"01", " 971 "},
    {"02", " 972 "},
    {"03", " 973 "},
    {"04", " 974 "},
    {"06", " 976 "},
    {"11", " 75 77 78 91 92 93 94 95 "},
    {"24", " 18 28 36 37 41 45 "},
    {"27", " 21 25 39 58 70 71 89 90 "},
    {"28", " 14 27 50 61 76 "},
    {"32", " 02 59 60 62 80 "},
    {"44", " 08 10 51 52 54 55 57 67 68 88 "},
    {"52", " 44 49 53 72 85 "},
    {"53", " 22 29 35 56 "},
    {"75", " 16 17 19 23 24 33 40 47 64 79 86 87 "},
    {"76", " 09 11 12 30 31 32 34 46 48 65 66 81 82 "},
    {"84", " 01 03 07 15 26 38 42 43 63 69 73 74 "},
    {"93", " 04 05 06 13 83 84 "},
    {"94", " 2A 2B "},
    {"975", " 975 "},
    {"977", " 977 "},
    {"978", " 978 "},
};

}  // namespace

std::string_view department_of_commune(std::string_view insee) noexcept {
  if (insee.size() < 5) return {};
  return insee.substr(0, insee.starts_with("97") || insee.starts_with("98") ? 3 : 2);
}

std::string_view region_of_department(std::string_view department) noexcept {
  if (department.empty()) return {};
  for (const RegionLine& line : kRegions) {
    const auto at = line.departments.find(department);
    if (at != std::string_view::npos && line.departments[at - 1] == ' ' &&
        line.departments[at + department.size()] == ' ')
      return line.region;
  }
  return {};
}

bool known_region(std::string_view region) noexcept {
  return std::any_of(std::begin(kRegions), std::end(kRegions), [&](const RegionLine& l) { return l.region == region; });
}

}  // namespace passerelle::generate
