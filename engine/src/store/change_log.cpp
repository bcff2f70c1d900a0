#include "store/change_log.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "store/snapshot_sum.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace store {

Status list_changes(sqlite::Database& database, const std::vector<ChangedRecord>& changed, const Fingerprint& before, const Fingerprint& after) {
  if (changed.empty() || before == after) return {};
  if (changed.size() > kListedChanges) return {};  // the names will not join, which says as much
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO change(kind, id, before, after) VALUES(?, ?, ?, ?)"));
  for (const ChangedRecord& each : changed) PASSERELLE_TRY(insert.bind(kind_name(each.kind), each.id, before, after).run());
  return database.execute(fmt::format("DELETE FROM change WHERE sequence <= (SELECT max(sequence) FROM change) - {}", kKeptChanges));
}

namespace {

/// A store of an earlier version, open for reading, has no log.
Result<bool> logs_changes(sqlite::Database& database) {
  PASSERELLE_STORE_TAKE(tables, database.integer("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'change'"));
  return tables != 0;
}

}  // namespace

Result<std::int64_t> last_change(sqlite::Database& database) {
  PASSERELLE_STORE_TAKE(logged, logs_changes(database));
  return logged ? database.integer("SELECT max(sequence) FROM change") : Result<std::int64_t>(0);
}

namespace {

/// Where in the log the content had this name; nothing when it does not say.
Result<std::optional<std::int64_t>> sequence_of(sqlite::Database& database, const Fingerprint& snapshot) {
  PASSERELLE_STORE_TAKE(query, database.prepare("SELECT coalesce((SELECT max(sequence) FROM change WHERE after = ?1), "
                                                "(SELECT min(sequence) - 1 FROM change WHERE before = ?1))"));
  PASSERELLE_STORE_TAKE(row, query.bind(snapshot).step());
  if (!row || query.null(0)) return std::optional<std::int64_t>();
  return std::optional(query.integer(0));
}

}  // namespace
}  // namespace store

Result<Followed> Store::follow(std::string_view snapshot, std::int64_t sequence, std::size_t limit,
                               const std::function<Status(RecordKind, std::string_view, std::string_view)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(moment, store::ReadTransaction::begin(*lease));
  PASSERELLE_STORE_TAKE(sum, store::stored_sum(*lease, store::kSnapshot));
  PASSERELLE_STORE_TAKE(last, store::last_change(*lease));
  Followed followed{to_hex(sum), last, false};
  if (followed.snapshot == snapshot) return followed;
  followed.everything = true;
  PASSERELLE_STORE_TAKE(logged, store::logs_changes(*lease));
  if (!logged) return followed;
  Fingerprint name = fingerprint_from_hex(snapshot);
  if (sequence < 0) {
    PASSERELLE_STORE_TAKE(found, store::sequence_of(*lease, name));
    if (!found) return followed;
    sequence = *found;
  }
  // The last change of a record is the one that counts; its place among the others does not.
  std::map<std::pair<RecordKind, std::string>, bool> changed;
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT kind, id, before, after FROM change WHERE sequence > ? ORDER BY sequence"));
  rows.bind(sequence);
  Fingerprint before = name;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) break;
    const Fingerprint from = rows.fingerprint(2), to = rows.fingerprint(3);
    if (from != name && !(from == before && to == name)) return followed;
    if (from == name && to != name) before = from, name = to;
    changed.emplace(std::pair(store::kind_from_name(rows.text(0)), std::string(rows.text(1))), true);
    if (changed.size() > limit) return followed;
  }
  if (name != sum) return followed;
  followed.everything = false;
  // As lists show them: a posting that shares an offer is gone under its own id.
  PASSERELLE_STORE_TAKE(offer, lease->prepare("SELECT record, fingerprint FROM merged_offer WHERE id = ?1 AND closed_at IS NULL UNION ALL "
                                             "SELECT record, fingerprint FROM offer WHERE id = ?1 AND closed_at IS NULL AND NOT EXISTS "
                                             "(SELECT 1 FROM offer_member WHERE posting = ?1)"));
  PASSERELLE_STORE_TAKE(person, lease->prepare("SELECT record, fingerprint FROM candidate WHERE id = ?"));
  for (const auto& [record, unused] : changed) {
    const auto& [kind, id] = record;
    sqlite::Statement& find = kind == RecordKind::kOffer ? offer : person;
    PASSERELLE_STORE_TAKE(found, find.bind(id).step());
    if (found && fingerprint(find.text(0)) != find.fingerprint(1))
      return Problem(ProblemCode::kStoreDamaged, "fingerprint").from(impl_->readers.path()).at(fmt::format("{} {}", store::kind_name(kind), id));
    PASSERELLE_TRY(visit(kind, id, found ? find.text(0) : std::string_view()));
  }
  return followed;
}

Result<std::int64_t> Store::last_change() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  return store::last_change(*lease);
}

}  // namespace passerelle
