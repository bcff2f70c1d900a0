// The vocabularies and the geography back from their tables, in the order they were given.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "reference/build_reference.hpp"
#include "store/sqlite.hpp"

namespace passerelle::store {

/// Everything that was imported; vocabularies in the order of their first import. The caller holds a read
/// transaction. Problem: kStoreDamaged for a value that this program does not write.
Result<reference::ReferenceInputs> read_reference(sqlite::Database& database);

/// What an earlier build kept: parsed, or nothing when there is none or it cannot be used.
Result<std::optional<reference::Derived>> read_derived(sqlite::Database& database);
/// Keeps it for the next load, inside the caller's transaction.
Status write_derived(sqlite::Database& database, const reference::Derived& derived);

}  // namespace passerelle::store
