#include "reference/reference.hpp"

#include <algorithm>

#include "reference/reference_index.hpp"

namespace passerelle::reference {
namespace {

/// Beyond this, no commune is « at » a point.
constexpr std::uint32_t kNearestMetres = 30'000;

template <class Id>
std::optional<Id> look_up(const Reference::Index::Table<Id>& table, std::string_view key) {
  const auto found = table.find(key);
  if (found == table.end()) return {};
  return found->second;
}

std::span<const CommuneId> look_up_all(const Reference::Index::Table<std::vector<CommuneId>>& table,
                                       std::string_view key) {
  const auto found = table.find(key);
  if (found == table.end()) return {};
  return found->second;
}

}  // namespace

std::optional<ItemId> Reference::find_item(std::string_view key) const {
  return index ? look_up(index->items, key) : std::nullopt;
}
std::optional<OccupationId> Reference::find_occupation(std::string_view key) const {
  return index ? look_up(index->occupations, key) : std::nullopt;
}
std::optional<CommuneId> Reference::find_commune(std::string_view code) const {
  return index ? look_up(index->communes, code) : std::nullopt;
}
std::optional<BasinId> Reference::find_basin(std::string_view code) const {
  return index ? look_up(index->basins, code) : std::nullopt;
}
std::span<const CommuneId> Reference::communes_of_postal_code(std::string_view postal_code) const {
  return index ? look_up_all(index->postal_codes, postal_code) : std::span<const CommuneId>{};
}
std::span<const CommuneId> Reference::communes_named(std::string_view folded_name) const {
  return index ? look_up_all(index->names, folded_name) : std::span<const CommuneId>{};
}

std::optional<CommuneId> Reference::nearest_commune(const Coordinates& at) const {
  if (!index) return {};
  const std::vector<Index::Located>& by_z = index->by_z;
  const UnitVector point = unit_vector(at);
  std::uint64_t best = chord_within(kNearestMetres);
  std::optional<CommuneId> nearest;
  // False once the difference in z alone is more than the best chord: nothing further out can be as near.
  const auto consider = [&](const Index::Located& located) {
    const std::int64_t dz = std::int64_t{located.at.z} - point.z;
    if (static_cast<std::uint64_t>(dz * dz) > best) return false;
    const std::uint64_t chord = squared_chord(point, located.at);
    if (chord < best || (chord == best && (!nearest || located.commune < *nearest))) {
      best = chord;
      nearest = located.commune;
    }
    return true;
  };
  const auto middle = std::lower_bound(by_z.begin(), by_z.end(), point.z,
                                       [](const Index::Located& l, std::int32_t z) { return l.at.z < z; });
  auto up = middle, down = middle;
  bool rising = true, falling = true;
  while (rising || falling) {
    rising = rising && up != by_z.end() && consider(*up++);
    falling = falling && down != by_z.begin() && consider(*--down);
  }
  return nearest;
}

bool Reference::has_measured_minutes() const { return index && !index->minutes.empty(); }

std::optional<std::uint16_t> Reference::measured_minutes(CommuneId from, CommuneId to, Means means) const {
  if (!index || index->minutes.empty() || !from.set() || !to.set()) return {};
  const auto found = index->minutes.find(Index::trip(from, to, means));
  return found == index->minutes.end() ? std::nullopt : std::optional(found->second);
}

std::uint8_t Reference::tension(OccupationId occupation, BasinId basin) const {
  if (!index || !occupation.set() || !basin.set() || occupation.value >= index->own_tension_row.size() ||
      basin.value >= index->basin_count)
    return 0;
  for (const std::uint32_t row :
       {index->own_tension_row[occupation.value], index->parent_tension_row[occupation.value]}) {
    if (row == Index::kNoRow) continue;
    if (const std::uint8_t value = index->tension[row * index->basin_count + basin.value]; value != 0) return value;
  }
  return 0;
}

}  // namespace passerelle::reference
