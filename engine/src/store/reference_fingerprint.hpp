// What a part of the reference is, in 128 bits: two imports with equal rows are told to be equal without comparing
// tables. All columns that the store keeps count; notes do not.
#pragma once

#include <vector>

#include "base/hash.hpp"
#include "reference/tables.hpp"

namespace passerelle::store {

Fingerprint fingerprint_of(const reference::VocabularyData& vocabulary);
Fingerprint fingerprint_of(const std::vector<reference::CommuneRow>& communes,
                           const std::vector<reference::CommuneAlias>& aliases);
Fingerprint fingerprint_of(const std::vector<reference::BasinRow>& basins,
                           const std::vector<reference::CommuneBasin>& members);
Fingerprint fingerprint_of(const std::vector<reference::TensionRow>& rows);
Fingerprint fingerprint_of(const std::vector<reference::TravelTimeRow>& rows);

}  // namespace passerelle::store
