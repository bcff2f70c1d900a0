#include "store/store.hpp"

#include <filesystem>

#include <sqlite3.h>

#include "store/change_log.hpp"
#include "store/merge_tables.hpp"
#include "store/reference_rows.hpp"
#include "store/reference_writer.hpp"
#include "store/snapshot_sum.hpp"
#include "store/store_file.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace {

/// An absolute path: SQLite gives names such as ":memory:" a meaning of their own.
std::string absolute(const std::string& path) {
  if (path.empty()) return path;
  std::error_code error;
  const auto result = std::filesystem::absolute(path, error);
  return error ? path : result.string();
}

/// Keeps what a build derived, unless a writer is at work: the next load derives it again then.
void keep_derived(store::Writer& writer, const reference::Derived& derived) {
  const std::unique_lock lock(writer.mutex, std::try_to_lock);
  if (!lock.owns_lock() || writer.importing) return;
  writer.without_waiting([&] {
    auto transaction = sqlite::Transaction::begin(writer.database);
    if (transaction && store::write_derived(writer.database, derived)) (void)transaction->commit();
  });
}

}  // namespace

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& given, Mode mode) {
  const std::string path = absolute(given);
  Status inspected = store::inspect_file(path);
  if (!inspected && inspected.problem().code == ProblemCode::kStoreMissing && mode == Mode::kCreate && !path.empty()) {
    if (Status created = store::create_file(path); !created) return std::move(created).problem().from(given);
    inspected = store::inspect_file(path);
  }
  if (!inspected) return std::move(inspected).problem().from(given);

  std::shared_ptr<store::Writer> writer;
  if (mode != Mode::kRead) {
    auto database = store::connect(path, store::Access::kWrite);
    if (!database) return std::move(database).problem().from(given);
    writer = std::make_shared<store::Writer>(std::move(database).value());
  }
  auto impl = std::make_unique<Impl>(path, std::move(writer));
  // A reader that opens now will open later: what keeps this file from being read shows here.
  if (auto lease = impl->readers.take(); !lease) return std::move(lease).problem().from(given);
  return Store(std::move(impl));
}

Result<Store> Store::pin() const {
  if (impl_->readers.pinned()) return Problem(ProblemCode::kRequestInvalid, "pinned").from(impl_->readers.path());
  PASSERELLE_STORE_TAKE(database, store::connect(impl_->readers.path(), store::Access::kRead));
  // BEGIN alone fixes nothing: the first read does.
  PASSERELLE_TRY(database.execute("BEGIN"));
  PASSERELLE_TRY(store::stored_sum(database, store::kSnapshot));
  return Store(std::make_unique<Impl>(impl_->readers.path(), std::move(database)));
}

void Store::set_busy_timeout(std::chrono::milliseconds timeout) {
  impl_->readers.set_busy_timeout(timeout);
  if (!impl_->writer) return;
  const std::lock_guard lock(impl_->writer->mutex);
  impl_->writer->busy_timeout = timeout;
  if (!impl_->writer->importing) impl_->writer->database.set_busy_timeout(timeout);
}

Result<ReferenceChanges> Store::put_reference(const ReferenceParts& parts) {
  return impl_->in_transaction<ReferenceChanges>([&](sqlite::Database& db) -> Result<ReferenceChanges> {
    ReferenceChanges changes;
    const auto note = [&](const std::string& name, Result<bool> changed) -> Status {
      if (!changed) return std::move(changed).problem();
      changes.emplace_back(name, *changed);
      return {};
    };
    for (const reference::VocabularyData& vocabulary : parts.vocabularies)
      PASSERELLE_TRY(note(vocabulary.name, store::replace_vocabulary(db, vocabulary)));
    if (parts.communes)
      PASSERELLE_TRY(note("communes", store::replace_communes(db, parts.communes->rows, parts.communes->aliases)));
    if (parts.basins)
      PASSERELLE_TRY(note("basins", store::replace_basins(db, parts.basins->rows, parts.basins->members)));
    if (parts.tension) PASSERELLE_TRY(note("tension", store::replace_tension(db, *parts.tension)));
    if (parts.travel_times) PASSERELLE_TRY(note("travel times", store::replace_travel_times(db, *parts.travel_times)));
    return changes;
  });
}

Result<bool> Store::put_vocabulary(const reference::VocabularyData& data) {
  return impl_->in_transaction<bool>([&](sqlite::Database& db) { return store::replace_vocabulary(db, data); });
}

Result<bool> Store::put_communes(const std::vector<reference::CommuneRow>& communes,
                                 const std::vector<reference::CommuneAlias>& aliases) {
  return impl_->in_transaction<bool>(
      [&](sqlite::Database& db) { return store::replace_communes(db, communes, aliases); });
}

Result<bool> Store::put_basins(const std::vector<reference::BasinRow>& basins,
                               const std::vector<reference::CommuneBasin>& members) {
  return impl_->in_transaction<bool>([&](sqlite::Database& db) { return store::replace_basins(db, basins, members); });
}

Result<bool> Store::put_travel_times(const std::vector<reference::TravelTimeRow>& rows) {
  return impl_->in_transaction<bool>([&](sqlite::Database& db) { return store::replace_travel_times(db, rows); });
}

Result<bool> Store::put_tension(const std::vector<reference::TensionRow>& rows) {
  return impl_->in_transaction<bool>([&](sqlite::Database& db) { return store::replace_tension(db, rows); });
}

Status Store::in_merging(const std::function<Status(MergeTables&)>& work) {
  const auto done = impl_->in_transaction<bool>([&](sqlite::Database& db) -> Result<bool> {
    PASSERELLE_STORE_TAKE(tables, MergeTables::open(db));
    PASSERELLE_TRY(work(tables));
    PASSERELLE_STORE_TAKE(before, store::stored_sum(db, store::kSnapshot));
    PASSERELLE_TRY(store::add_to_sum(db, store::kSnapshot, tables.change()));
    Fingerprint after = before;
    after += tables.change();
    std::vector<store::ChangedRecord> changed;
    for (const std::string& id : tables.shown_otherwise()) changed.push_back({RecordKind::kOffer, id});
    PASSERELLE_TRY(store::list_changes(db, changed, before, after));
    return true;
  });
  return done ? Status{} : Status{done.problem()};
}

Status Store::read_merging(const std::function<Status(MergeTables&)>& work) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(moment, store::ReadTransaction::begin(*lease));
  PASSERELLE_STORE_TAKE(tables, MergeTables::open(*lease));
  return work(tables);
}

Result<reference::ReferenceInputs> Store::reference_inputs() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(moment, store::ReadTransaction::begin(*lease));
  return store::read_reference(*lease);
}

Result<std::shared_ptr<const reference::Reference>> Store::load_reference(Threads threads,
                                                                          std::vector<Problem>* notes) {
  reference::ReferenceInputs inputs;
  std::optional<reference::Derived> kept;
  {
    PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
    PASSERELLE_STORE_TAKE(moment, store::ReadTransaction::begin(*lease));
    PASSERELLE_STORE_TAKE(rows, store::read_reference(*lease));
    PASSERELLE_STORE_TAKE(derived, store::read_derived(*lease));
    inputs = std::move(rows);
    kept = std::move(derived);
  }
  reference::Derived derived = kept ? std::move(*kept) : reference::Derived{};
  reference::BuiltReference built = reference::build_reference(inputs, &derived, threads);
  if (!built.derived_reused && impl_->writer && !inputs.vocabularies.empty()) keep_derived(*impl_->writer, derived);
  if (notes != nullptr) *notes = std::move(built.notes);
  return std::move(built.reference);
}

Result<std::string> Store::snapshot() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(sum, store::stored_sum(*lease, store::kSnapshot));
  return to_hex(sum);
}

Result<std::string> Store::restricted_snapshot() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(sum, store::stored_sum(*lease, store::kRestrictedSnapshot));
  return to_hex(sum);
}

Status Store::check() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(moment, store::ReadTransaction::begin(*lease));
  {
    PASSERELLE_STORE_TAKE(integrity, lease->prepare("PRAGMA integrity_check(1)"));
    PASSERELLE_STORE_TAKE(row, integrity.step());
    if (!row || integrity.text(0) != "ok")
      return Problem(ProblemCode::kStoreDamaged, std::string(integrity.text(0))).from(impl_->readers.path());
  }
  {
    // Postings behind merged offers are in no sum.
    PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT o.id, o.record, o.fingerprint FROM offer_member m LEFT JOIN offer o ON o.id = m.posting"));
    while (true) {
      PASSERELLE_STORE_TAKE(row, rows.step());
      if (!row) break;
      if (rows.null(0) || fingerprint(rows.text(1)) != rows.fingerprint(2))
        return Problem(ProblemCode::kStoreDamaged, "offer " + std::string(rows.text(0))).from(impl_->readers.path());
    }
    PASSERELLE_STORE_TAKE(halves, lease->integer("SELECT (SELECT count(*) FROM offer_member m WHERE NOT EXISTS (SELECT 1 FROM merged_offer o WHERE o.id = m.offer)) + "
                                                 "(SELECT count(*) FROM merged_offer o WHERE (SELECT min(posting) FROM offer_member m WHERE m.offer = o.id) IS NOT o.id)"));
    if (halves != 0) return Problem(ProblemCode::kStoreDamaged, "merged_offer").from(impl_->readers.path());
  }
  for (const std::string_view key : {store::kSnapshot, store::kRestrictedSnapshot}) {
    PASSERELLE_STORE_TAKE(kept, store::stored_sum(*lease, key));
    PASSERELLE_STORE_TAKE(sum, store::recompute_sum(*lease, key, true));
    if (kept != sum) return Problem(ProblemCode::kStoreDamaged, std::string(key)).from(impl_->readers.path());
  }
  return {};
}

}  // namespace passerelle
