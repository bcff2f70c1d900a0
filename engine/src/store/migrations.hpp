// Numbered steps from an empty file to the present schema. A released step never changes; a new need is a new step.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace passerelle::store {

/// PRAGMA application_id of our files: « PASS ».
inline constexpr std::int64_t kApplicationId = 0x50415353;

struct Migration {
  int version;      ///< PRAGMA user_version after the step; ascending
  const char* sql;
};

/// All steps, ascending; the last one's version is the version this build reads and writes.
std::span<const Migration> migrations() noexcept;
int current_version() noexcept;

/// Brings `database` from its version to the last step's, each step in its own transaction: a kill between two steps
/// leaves a store of a known version. Problem kStoreTooNew (detail: both versions) when the file is beyond the last.
Status migrate(sqlite::Database& database, std::span<const Migration> steps);

/// The Problem of a file of version `found`.
Problem too_new(std::int64_t found, int known);

}  // namespace passerelle::store
