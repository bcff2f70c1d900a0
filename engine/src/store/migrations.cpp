#include "store/migrations.hpp"

#include <fmt/format.h>

#include "store/schema.hpp"

namespace passerelle::store {
namespace {

constexpr Migration kSteps[] = {
    {1, kSchemaVersion1},
    {2, kSchemaVersion2},
    {3, kSchemaVersion3},
    {5, kSchemaVersion5},
    {7, kSchemaVersion7},
    {8, kSchemaVersion8},
};

}  // namespace

std::span<const Migration> migrations() noexcept { return kSteps; }

int current_version() noexcept { return kSteps[std::size(kSteps) - 1].version; }

Problem too_new(std::int64_t found, int known) {
  return Problem(ProblemCode::kStoreTooNew, fmt::format("{} > {}", found, known));
}

Status migrate(sqlite::Database& database, std::span<const Migration> steps) {
  const int last = steps.empty() ? 0 : steps.back().version;
  for (const Migration& step : steps) {
    PASSERELLE_STORE_TAKE(before, database.integer("PRAGMA user_version"));
    if (before >= step.version) continue;
    PASSERELLE_STORE_TAKE(transaction, sqlite::Transaction::begin(database));
    // Another process may have taken the step while this one waited for the lock.
    PASSERELLE_STORE_TAKE(found, database.integer("PRAGMA user_version"));
    if (found >= step.version) continue;
    PASSERELLE_TRY(database.execute(step.sql));
    PASSERELLE_TRY(database.execute(fmt::format("PRAGMA user_version = {}", step.version)));
    PASSERELLE_TRY(transaction.commit());
  }
  PASSERELLE_STORE_TAKE(version, database.integer("PRAGMA user_version"));
  if (version > last) return too_new(version, last);
  return {};
}

}  // namespace passerelle::store
