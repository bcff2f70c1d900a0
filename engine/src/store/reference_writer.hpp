// The vocabularies and the geography into their tables. Each call replaces one part inside the caller's transaction.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "reference/tables.hpp"
#include "store/sqlite.hpp"

namespace passerelle::store {

/// Each returns false, and has written nothing, when the part is there with equal content.
/// Problems of replace_vocabulary: kFieldMissing (a vocabulary without a name, a row without a key), kDuplicateId
/// (detail: the key that stands twice).
Result<bool> replace_vocabulary(sqlite::Database& database, const reference::VocabularyData& vocabulary);
Result<bool> replace_communes(sqlite::Database& database, const std::vector<reference::CommuneRow>& communes,
                              const std::vector<reference::CommuneAlias>& aliases);
Result<bool> replace_basins(sqlite::Database& database, const std::vector<reference::BasinRow>& basins,
                            const std::vector<reference::CommuneBasin>& members);
Result<bool> replace_tension(sqlite::Database& database, const std::vector<reference::TensionRow>& rows);
Result<bool> replace_travel_times(sqlite::Database& database, const std::vector<reference::TravelTimeRow>& rows);

}  // namespace passerelle::store
