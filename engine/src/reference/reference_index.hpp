// The look-ups behind Reference's finders: built once, read-only.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/geodesy.hpp"
#include "reference/reference.hpp"

namespace passerelle::reference {

struct Reference::Index {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  template <class T>
  using Table = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  Table<ItemId> items;
  Table<OccupationId> occupations;
  Table<CommuneId> communes;  ///< current codes, then old ones that are not current
  Table<BasinId> basins;
  Table<std::vector<CommuneId>> postal_codes;
  Table<std::vector<CommuneId>> names;  ///< folded; an old name only where no commune of today has it

  /// Located communes by the z of their unit vector: a difference in z bounds the chord from below, so a search
  /// outwards from the point's own z can stop early and stays exact anywhere, poles and antimeridian included.
  struct Located {
    UnitVector at;
    CommuneId commune;
  };
  std::vector<Located> by_z;

  /// Tension classes: one row of basins per occupation key that the source knows.
  static constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;
  std::vector<std::uint32_t> own_tension_row;     ///< by occupation
  std::vector<std::uint32_t> parent_tension_row;  ///< by occupation
  std::size_t basin_count = 0;
  std::vector<std::uint8_t> tension;

  /// By origin, destination and means, packed.
  static std::uint64_t trip(CommuneId from, CommuneId to, Means means) noexcept {
    return (std::uint64_t{from.value} << 34U) | (std::uint64_t{to.value} << 4U) | static_cast<std::uint64_t>(means);
  }
  std::unordered_map<std::uint64_t, std::uint16_t> minutes;
};

}  // namespace passerelle::reference
