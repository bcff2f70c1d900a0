// What a Store holds; shared by store.cpp, listing.cpp and import_session.cpp, seen by nobody else.
#pragma once

#include <memory>
#include <string>

#include "store/connections.hpp"
#include "store/store.hpp"

namespace passerelle {

struct Store::Impl {
  Impl(std::string file, std::shared_ptr<store::Writer> writing)
      : writer(std::move(writing)), readers(std::move(file)) {}
  Impl(std::string file, sqlite::Database pinned) : readers(std::move(file), std::move(pinned)) {}

  std::shared_ptr<store::Writer> writer;  ///< null when opened for reading
  mutable store::Readers readers;         ///< closed before the writer, which can then fold the log into the file

  /// Runs `write(database)` in a transaction of its own and commits it; kStoreBusy while an import is under way.
  template <class Value, class Write>
  Result<Value> in_transaction(Write write) {
    if (!writer) return Problem(ProblemCode::kRequestInvalid, "read-only").from(readers.path());
    const std::lock_guard lock(writer->mutex);
    if (writer->importing) return Problem(ProblemCode::kStoreBusy).from(readers.path());
    PASSERELLE_STORE_TAKE(transaction, sqlite::Transaction::begin(writer->database));
    Result<Value> result = write(writer->database);
    if (!result) return result;
    PASSERELLE_TRY(transaction.commit());
    return result;
  }
};

namespace store {

/// Names of the kinds in tables quarantine and import_run.
std::string_view kind_name(RecordKind kind) noexcept;
RecordKind kind_from_name(std::string_view name) noexcept;

}  // namespace store
}  // namespace passerelle
