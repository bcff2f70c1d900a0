#include "store/snapshot_sum.hpp"

#include <string>

#include <fmt/format.h>

namespace passerelle::store {
namespace {

/// `select` gives id, fingerprint, and with `verify` the record.
Status add_rows(sqlite::Database& database, std::string_view kind, const std::string& table, const std::string& select,
                bool verify, Fingerprint& sum) {
  PASSERELLE_STORE_TAKE(rows, database.prepare(select));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    const Fingerprint content = rows.fingerprint(1);
    if (verify && fingerprint(rows.text(2)) != content)
      return Problem(ProblemCode::kStoreDamaged, fmt::format("{} {}", table, rows.text(0)));
    sum += snapshot_term(kind, rows.text(0), content);
  }
}

}  // namespace

Fingerprint snapshot_term(std::string_view kind, std::string_view id, const Fingerprint& content) {
  std::string bytes;
  bytes.reserve(kind.size() + id.size() + 34);
  bytes.append(kind).append(1, '\0').append(id).append(1, '\0').append(to_hex(content));
  return fingerprint(bytes);
}

Result<Fingerprint> stored_sum(sqlite::Database& database, std::string_view key) {
  PASSERELLE_STORE_TAKE(query, database.prepare("SELECT value FROM meta WHERE key = ?"));
  PASSERELLE_STORE_TAKE(found, query.bind(key).step());
  if (!found || query.text(0).size() != 32) return Problem(ProblemCode::kStoreDamaged, "meta");
  return fingerprint_from_hex(query.text(0));
}

Status add_to_sum(sqlite::Database& database, std::string_view key, const Fingerprint& change) {
  if (change == Fingerprint{}) return {};
  PASSERELLE_STORE_TAKE(sum, stored_sum(database, key));
  sum += change;
  PASSERELLE_STORE_TAKE(update, database.prepare("UPDATE meta SET value = ? WHERE key = ?"));
  const std::string hex = to_hex(sum);
  return update.bind(std::string_view(hex), key).run();
}

Result<Fingerprint> recompute_sum(sqlite::Database& database, std::string_view key, bool verify) {
  const std::string record = verify ? ", record" : "";
  Fingerprint sum;
  if (key == kRestrictedSnapshot) {
    PASSERELLE_TRY(add_rows(database, kRestrictedTerm, "candidate_restricted",
                            "SELECT candidate, fingerprint" + record + " FROM candidate_restricted", verify, sum));
    return sum;
  }
  PASSERELLE_TRY(add_rows(database, kOfferTerm, "offer",
                          "SELECT id, fingerprint" + record + " FROM offer WHERE closed_at IS NULL AND NOT EXISTS "
                          "(SELECT 1 FROM offer_member WHERE posting = offer.id)", verify, sum));
  PASSERELLE_TRY(add_rows(database, kOfferTerm, "merged_offer",
                          "SELECT id, fingerprint" + record + " FROM merged_offer WHERE closed_at IS NULL", verify, sum));
  PASSERELLE_TRY(add_rows(database, kCandidateTerm, "candidate", "SELECT id, fingerprint" + record + " FROM candidate",
                          verify, sum));
  PASSERELLE_TRY(add_rows(database, kReferenceTerm, "reference_part", "SELECT name, fingerprint FROM reference_part",
                          false, sum));
  return sum;
}

}  // namespace passerelle::store
