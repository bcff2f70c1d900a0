// The store's name for its content: a commutative sum of one fingerprint per open offer (merged ones as lists show them),
// candidate and part of the reference, kept up to date inside the transaction that changes them. Equal content, equal name,
// in whatever order it came. The restricted records have a sum of their own, so that a change of a barrier cannot be
// inferred from it.
#pragma once

#include <string_view>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace passerelle::store {

/// Words that go into the sum; part of the definition, they never change.
inline constexpr std::string_view kOfferTerm = "offer";
inline constexpr std::string_view kCandidateTerm = "candidate";
inline constexpr std::string_view kReferenceTerm = "reference";
inline constexpr std::string_view kRestrictedTerm = "restricted";

/// Keys of table meta.
inline constexpr std::string_view kSnapshot = "snapshot";
inline constexpr std::string_view kRestrictedSnapshot = "restricted_snapshot";

/// The term of one record: XXH3 of kind NUL id NUL content (32 hexadecimal digits).
Fingerprint snapshot_term(std::string_view kind, std::string_view id, const Fingerprint& content);

/// The sum as kept in meta; kStoreDamaged when it is not there.
Result<Fingerprint> stored_sum(sqlite::Database& database, std::string_view key);
/// Adds `change` to it, inside the caller's transaction.
Status add_to_sum(sqlite::Database& database, std::string_view key, const Fingerprint& change);

/// The same from the rows: the slow twin that check() compares with. With `verify_records`, kStoreDamaged when a
/// record's bytes are not those its fingerprint was made from.
Result<Fingerprint> recompute_sum(sqlite::Database& database, std::string_view key, bool verify_records);

}  // namespace passerelle::store
