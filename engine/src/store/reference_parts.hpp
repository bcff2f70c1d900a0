// What one import of the reference replaces, all of it or nothing.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reference/tables.hpp"

namespace passerelle {

/// A part that is not there stays as it is in the store.
struct ReferenceParts {
  struct Communes {
    std::vector<reference::CommuneRow> rows;
    std::vector<reference::CommuneAlias> aliases;
  };
  struct Basins {
    std::vector<reference::BasinRow> rows;
    std::vector<reference::CommuneBasin> members;
  };
  std::vector<reference::VocabularyData> vocabularies;  ///< in this order
  std::optional<Communes> communes;
  std::optional<Basins> basins;
  std::optional<std::vector<reference::TensionRow>> tension;
  std::optional<std::vector<reference::TravelTimeRow>> travel_times;
};

/// For each part given, its name (a vocabulary's own; "communes", "basins", "tension", "travel times") and whether its
/// content changed.
using ReferenceChanges = std::vector<std::pair<std::string, bool>>;

}  // namespace passerelle
