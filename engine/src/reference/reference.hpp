// The vocabularies as matching reads them: dense ids, columns, derived weights and similarities. Immutable once
// built; shared by all readers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/csr.hpp"
#include "base/ids.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

/// A line of an occupation's card.
struct CardItem { ItemId item; Core core; };
/// A neighbour of an item; sim8 is 0…255 (255 = the same).
struct ItemNeighbour { ItemId item; std::uint8_t sim8; };
/// How near practising or seeking `from` comes to the row's occupation; points 0…10,000.
struct RelatedOccupation { OccupationId from; std::uint16_t points; std::uint8_t how; };
/// Values of RelatedOccupation::how.
enum Relation : std::uint8_t { kSame, kSameParent, kListed /* the vocabulary's ranked proximity */, kComputed };

struct VocabularyVersion { std::string name, version, title, licence, source; std::uint32_t items = 0, occupations = 0; };

/// All of it is const after build_reference(); safe to read from any thread.
struct Reference {
  std::vector<VocabularyVersion> vocabularies;

  // Items, ascending by key.
  std::vector<std::string> item_keys, item_labels;
  std::vector<std::vector<std::string>> item_aliases;  ///< other wordings, as the vocabulary gives them
  std::vector<ItemKind> item_kinds;
  /// Index of the item's group (macro-competence): dense, kNone when it has none. A macro-competence belongs to
  /// the group it names.
  std::vector<std::uint32_t> item_groups;
  std::uint32_t group_count = 0;
  std::vector<std::uint32_t> group_sizes;    ///< items by group
  std::vector<std::uint16_t> item_weights;   ///< 1…1000, information content, or set by the vocabulary
  Csr<ItemNeighbour> item_neighbours;        ///< other items, sim descending then key; at most 16

  // Occupations, ascending by key.
  std::vector<std::string> occupation_keys, occupation_labels, occupation_sectors;
  std::vector<OccupationId> occupation_parents;  ///< kNone when the parent is not itself an occupation
  std::vector<std::string> occupation_parent_keys;
  std::vector<bool> occupation_regulated;
  Csr<CardItem> cards;
  Csr<RelatedOccupation> related;            ///< row = the offer's occupation; `from` ascending; includes itself
  Csr<ItemId> diplomas;                      ///< any one opens the regulated occupation; empty = not known which
  std::vector<std::vector<std::string>> titles;

  // Geography, ascending by code.
  std::vector<CommuneRow> communes;
  std::vector<BasinId> commune_basins;
  std::vector<BasinRow> basins;

  std::optional<ItemId> find_item(std::string_view key) const;
  std::optional<OccupationId> find_occupation(std::string_view key) const;
  /// Current commune for a current or old code.
  std::optional<CommuneId> find_commune(std::string_view code) const;
  /// Communes that carry this postal code, by code.
  std::span<const CommuneId> communes_of_postal_code(std::string_view postal_code) const;
  /// Communes with this folded name (text fold()), by code.
  std::span<const CommuneId> communes_named(std::string_view folded_name) const;
  /// The commune whose centre is nearest (exact; ties by code); nothing beyond 30 km or when there are none.
  std::optional<CommuneId> nearest_commune(const Coordinates& at) const;
  std::optional<BasinId> find_basin(std::string_view code) const;
  /// Tension class 1…5 of the occupation (or its parent) in the basin; 0 when not known.
  std::uint8_t tension(OccupationId occupation, BasinId basin) const;

  /// Whether there is any table of travel times.
  bool has_measured_minutes() const;
  /// Minutes from commune to commune by these means, where a table of travel times has them.
  std::optional<std::uint16_t> measured_minutes(CommuneId from, CommuneId to, Means means) const;

  // Indexes behind the functions above.
  struct Index;
  std::shared_ptr<const Index> index;
};

}  // namespace passerelle::reference
