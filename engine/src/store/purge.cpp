// Forgetting what refused records of persons said.
#include "store/store_impl.hpp"

namespace passerelle {

Result<std::uint64_t> Store::purge_quarantined_people() {
  PASSERELLE_STORE_TAKE(
      purged, impl_->in_transaction<std::uint64_t>([&](sqlite::Database& db) -> Result<std::uint64_t> {
        PASSERELLE_STORE_TAKE(count, db.integer("SELECT count(*) FROM quarantine_restricted"));
        PASSERELLE_TRY(db.execute("DELETE FROM quarantine_restricted"));
        // The value that was refused may be a barrier; a member's name, in the position, may be anything.
        PASSERELLE_TRY(db.execute(
            "UPDATE quarantine SET detail = '', position = substr(position, 1, instr(position, '/restricted') + 10) "
            "WHERE kind = 'candidate' AND instr(position, '/restricted') > 0"));
        // A value refused elsewhere in a person's record (an attestation that is none, say) may tell as much.
        PASSERELLE_TRY(db.execute("UPDATE quarantine SET detail = '' WHERE kind = 'candidate' AND detail <> ''"));
        return static_cast<std::uint64_t>(count);
      }));
  forget_erased();
  return purged;
}

// Deleted rows are overwritten in the file (secure_delete); the log would keep the pages as they were. Readers may be in
// the way: it is then cut back after them.
void Store::forget_erased() {
  if (!impl_->writer) return;
  const std::lock_guard lock(impl_->writer->mutex);
  if (impl_->writer->importing) return;
  impl_->writer->without_waiting(
      [this] { (void)impl_->writer->database.execute("PRAGMA wal_checkpoint(TRUNCATE)"); });
}

}  // namespace passerelle
