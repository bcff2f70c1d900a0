// Which records changed, in order: what whoever holds a corpus reads to follow the store, in this process or another.
//
// Each row carries the content's name before and after its commit, so that the log proves itself: where the names do not
// join (a reference was imported, an import was too large to be listed), everything is read anew.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/sqlite.hpp"
#include "store/store.hpp"

namespace passerelle::store {

/// An import of more is not listed, and of the log no more are kept.
inline constexpr std::size_t kListedChanges = 20'000, kKeptChanges = 50'000;

struct ChangedRecord { RecordKind kind; std::string id; };

/// Part of the caller's transaction; `before` and `after` are the snapshot's sums.
Status list_changes(sqlite::Database& database, const std::vector<ChangedRecord>& changed, const Fingerprint& before, const Fingerprint& after);

Result<std::int64_t> last_change(sqlite::Database& database);

}  // namespace passerelle::store
