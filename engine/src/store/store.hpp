// The durable records: one SQLite file in WAL mode. One writer, many readers; every write path is a transaction,
// so that a kill at any moment loses nothing acknowledged and leaves nothing half-written.
//
// Tables (docs: engine/src/store/README.md): meta, vocabulary + occupation/item/…, commune/basin/tension, offer,
// candidate, candidate_restricted, quarantine, import_run. Records are kept as canonical JSON (records/record_json.hpp)
// beside the columns that lists and SQL users need.
//
// Const members may be called from several threads at once, also while this store's own import is under way: each
// call sees the content of one moment, and nothing that is not committed. Beside the Problems named, every call may
// return kStoreBusy (another writer for longer than the busy timeout), kStoreDamaged, kStoreFull or kFileUnreadable.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "records/resources.hpp"
#include "reference/build_reference.hpp"
#include "reference/reference.hpp"
#include "reference/tables.hpp"
#include "store/night_rows.hpp"
#include "store/operation_rows.hpp"
#include "store/reference_parts.hpp"

namespace passerelle {

class Access;  // sensitive/access.hpp: only those who may open restricted records can name one

/// A table of barriers and levers as it was imported: the file's own text (levers/tables_in_force.hpp says which counts).
struct LeverTableRow {
  std::string kind, name;
  std::uint32_t version = 0;
  Day valid_from;
  std::string content;
};

/// One line of the access log.
struct AccessEntry {
  std::int64_t id = 0;
  std::string at, agent, role, purpose, candidate, action;   ///< `action`: "read", "write"
};

enum class RecordKind : std::uint8_t { kOffer, kCandidate, kReference };

/// What happened to one record.
enum class Outcome : std::uint8_t { kNew, kChanged, kUnchanged };

/// A record that could not be used, kept whole.
struct QuarantineEntry {
  std::int64_t id = 0;             ///< given by the store
  RecordKind kind = RecordKind::kOffer;
  Problem problem;                 ///< source, position, field, reason
  std::string record_id;           ///< external id when it could be read
  /// The bytes as read (may be anything). Of a person they are kept in a table of their own, and lists give "".
  std::string payload;
  std::string imported_at;         ///< ISO 8601, UTC
};

/// Offers as lists show them: those of several sources once.
struct StoreCounts {
  std::uint64_t merged = 0,    ///< open offers that have several postings …
                postings = 0;  ///< … and the sources' own records, open, alone or merged
  std::uint64_t offers = 0, offers_closed = 0, offers_flagged = 0, candidates = 0, candidates_flagged = 0,
                quarantined = 0;
};

/// Filter of lists; empty fields do not filter. Lists are in external-id order.
struct ListFilter {
  std::string source;              ///< of an offer: one of its sources
  std::string occupation;          ///< key; a candidate's is the first sought, else the first practised
  std::string department;          ///< first characters of the INSEE code
  bool flagged_only = false;
  std::vector<std::string> employers;  ///< of an offer: one of these SIRET numbers
  std::string words;               ///< of an offer: for each word (folded), a word of the title begins with it
  std::string after_id;            ///< for paging
  std::size_t limit = 0;           ///< 0 = all
  bool include_closed = false;     ///< offers that were closed too; matching never sees those
};

/// Tallies of one import: read = new + changed + unchanged + quarantined; flagged count among the kept.
struct ImportCounts {
  std::uint64_t read = 0, added = 0, changed = 0, unchanged = 0, flagged = 0, quarantined = 0, closed = 0;
  std::uint64_t merged = 0;  ///< of those added and changed: how many share an offer with others now
  friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

/// A record as it is stored.
struct RecordVersion {
  Fingerprint content;             ///< of its canonical JSON, the restricted part not included
  bool closed = false;             ///< of an offer
};

/// What happened since the content had another name.
struct Followed {
  std::string snapshot;            ///< the content's name now
  std::int64_t sequence = 0;       ///< of the last change
  bool everything = false;         ///< too much, or not known what: nothing was visited, read all anew
};

/// Whether a record's id was already put in this import, and with which content.
enum class Repeat : std::uint8_t { kFirst, kSame, kOther /* kDuplicateId: a matter for the quarantine */ };

class ImportSession;
class MergeTables;  // store/merge_tables.hpp

class Store {
 public:
  enum class Mode : std::uint8_t { kCreate /* new or existing */, kWrite /* must exist */, kRead };
  /// Problems: kStoreMissing, kStoreNotOurs (also an empty file), kStoreTooNew, kStoreDamaged, kStoreBusy,
  /// kFileUnreadable, kFileNotFound (kCreate in a directory that is not there). A file that is
  /// refused is not changed, and nothing appears beside it.
  static Result<Store> open(const std::string& path, Mode mode);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// The store as it is now: all reads of the returned one see this moment, whatever is written meanwhile. For work
  /// that needs several reads to agree (records, reference and snapshot()). Reads only; calls from several threads
  /// take turns. While it lives the log beside the store cannot be cut back: let it go when the work is done.
  Result<Store> pin() const;

  /// How long a call waits for another writer before kStoreBusy; 10 s at first.
  void set_busy_timeout(std::chrono::milliseconds timeout);

  // Reference ----------------------------------------------------------------------------------------------
  /// Replaces the parts given, all in one transaction: after a kill or a Problem the store has all of them or none.
  Result<ReferenceChanges> put_reference(const ReferenceParts& parts);
  /// Each replaces what it names, in one transaction, and returns false when nothing changed. The derived tables
  /// (weights, similarities, relations) are recomputed by load_reference() when the content they came from changed,
  /// and kept in the store so that the next load only reads them.
  Result<bool> put_vocabulary(const reference::VocabularyData& data);
  Result<bool> put_communes(const std::vector<reference::CommuneRow>& communes,
                            const std::vector<reference::CommuneAlias>& aliases);
  Result<bool> put_basins(const std::vector<reference::BasinRow>& basins,
                          const std::vector<reference::CommuneBasin>& members);
  Result<bool> put_tension(const std::vector<reference::TensionRow>& rows);
  Result<bool> put_travel_times(const std::vector<reference::TravelTimeRow>& rows);
  /// Never fails for want of a vocabulary: an empty store gives an empty reference. `notes`, when given, receives what
  /// could not be linked (reference::BuiltReference).
  Result<std::shared_ptr<const reference::Reference>> load_reference(Threads threads = {},
                                                                     std::vector<Problem>* notes = nullptr);
  /// The rows as they were imported, vocabularies in the order of their first import.
  Result<reference::ReferenceInputs> reference_inputs() const;

  // Records ------------------------------------------------------------------------------------------------
  /// Begins the write transaction of one import; at most one at a time (kStoreBusy). The session keeps what it needs
  /// of the store alive.
  Result<ImportSession> begin_import(RecordKind kind, std::string source);

  /// The same for changes of single records of both kinds, one commit for all of them; no line in import_run.
  Result<ImportSession> begin_changes();
  /// Of the record of this kind and id, of an offer as offer() gives it; kNotFound.
  Result<RecordVersion> version(RecordKind kind, std::string_view id) const;
  /// Tells what changed since the content was called `snapshot`, each record once as it is now: `visit(kind, id, json)`, json
  /// "" for one that is gone or closed. `sequence`: of the last change then, −1 when not known. `everything` when more than
  /// `limit` records changed, the reference changed, or the log of changes does not reach back to there. One moment of the store.
  Result<Followed> follow(std::string_view snapshot, std::int64_t sequence, std::size_t limit,
                          const std::function<Status(RecordKind kind, std::string_view id, std::string_view json)>& visit) const;
  /// Sequence of the last change; of a pinned store, at its moment.
  Result<std::int64_t> last_change() const;
  /// After an erasure: what the log beside the store and free pages still hold of it is cut back as far as readers allow.
  void forget_erased();

  /// Open or closed; kNotFound. The id of a posting that shares an offer with others gives that offer, under its own id.
  Result<Offer> offer(std::string_view id) const;
  Result<Candidate> candidate(std::string_view id) const;  ///< kNotFound
  /// Calls `visit` with each record's canonical JSON in external-id order; stops at its first Problem. A record whose
  /// bytes are not those that were put is kStoreDamaged (position = its id). `visit` may read from this store.
  Status for_each_offer(const ListFilter& filter,
                        const std::function<Status(std::string_view id, std::string_view json)>& visit) const;
  Status for_each_candidate(const ListFilter& filter,
                            const std::function<Status(std::string_view id, std::string_view json)>& visit) const;
  Status for_each_quarantined(const std::function<Status(const QuarantineEntry&)>& visit) const;
  /// Deletes the bytes of all refused candidates (table quarantine_restricted), in one transaction, and what their
  /// entries quote of a restricted record; the entries themselves stay. Returns how many were deleted. Importing the file
  /// again brings them back.
  Result<std::uint64_t> purge_quarantined_people();
  Result<StoreCounts> counts() const;

  /// Runs `work` on the tables of merged offers in a transaction of its own. kStoreBusy while an import is under way.
  Status in_merging(const std::function<Status(MergeTables&)>& work);
  /// The same for reading, as of one moment; what `work` would write fails.
  Status read_merging(const std::function<Status(MergeTables&)>& work) const;

  /// Fingerprint of everything matching depends on: records and reference. Equal content, equal name, whatever
  /// the order of imports. Restricted records are not in it: they have restricted_snapshot(), for those who may
  /// see them.
  Result<std::string> snapshot() const;
  Result<std::string> restricted_snapshot() const;

  /// The restricted record of a candidate as it was put, "" when there is none. The read is written to the access log
  /// first, durably: a store that cannot be written cannot be read here (kAccessRefused). Problems: kAccessRefused (not in
  /// the portfolio).
  Result<std::string> restricted_json(std::string_view candidate, const Access& access);
  /// All restricted records, for counts or for the publics of a quota: `visit(candidate, json)`. Of the roles « territory » and
  /// « operations » alone; one line of the log, of everybody, is written first. Problems: as of restricted_json.
  Status for_each_restricted(const Access& access, const std::function<Status(std::string_view candidate, std::string_view json)>& visit);
  /// The access log, oldest first.
  Status for_each_access(const std::function<Status(const AccessEntry&)>& visit) const;

  // Tables of barriers and levers --------------------------------------------------------------------------
  /// Adds them in one transaction; those that are there with the same content are left. Returns how many are new. Problem
  /// kDuplicateId when a version is there with other content: what was in force stays as it was. They are not part of
  /// snapshot(): nothing a recruiter sees depends on them.
  Result<std::size_t> put_lever_tables(const std::vector<LeverTableRow>& tables);
  Result<std::vector<LeverTableRow>> lever_tables() const;

  /// Each replaces what was there, in one transaction; in id order when read.
  Status put_services(const std::vector<Service>& services);
  Result<std::vector<Service>> services() const;
  Status put_certifications(const std::vector<Certification>& certifications);
  Result<std::vector<Certification>> certifications() const;

  /// Working contexts by occupation, as the vocabularies have them: key of the occupation, key and label of the context.
  struct OccupationContext { std::string occupation, context, label; };
  Result<std::vector<OccupationContext>> occupation_contexts() const;

  // Recruitment operations --------------------------------------------------------------------------------------------
  /// Puts operations (replacing what was said of them and their waiting lists), then invitations, all in one transaction or nothing of it. `allow` is asked
  /// of each invitation with what it was (null: there was none). Problems: kNotFound (no such session or person; a session with
  /// invitations that the operation has no longer), what `allow` says; each with the invitation's position. Not part of snapshot().
  Result<InvitationChanges> change_invitations(const std::vector<OperationRow>& operations, const std::vector<InvitationRow>& invitations,
                                               const std::function<Status(const InvitationRow* before, const InvitationRow& after)>& allow);
  Result<std::vector<OperationRow>> operations() const;      ///< ascending by id
  Result<std::vector<InvitationRow>> invitations() const;    ///< ascending by operation, session, candidate

  // The night -----------------------------------------------------------------------------------------------
  /// Open offers, and candidates, with the fingerprints of their records, in external-id order; views die with the call.
  Status for_each_offer_state(const std::function<Status(const OfferState&)>& visit) const;
  Status for_each_candidate_state(const std::function<Status(std::string_view id, const Fingerprint& content)>& visit) const;
  /// Of all parts of the reference.
  Result<Fingerprint> reference_content() const;
  /// Replaces the last night's lists by those that `write` gives, in one transaction, and adds `run` to the history. Indicators of
  /// the run's day are replaced.
  Status put_night(const NightRun& run, const std::function<Status(NightWriter&)>& write);
  /// The last night's run; kNotFound when there was none.
  Result<NightRun> last_night() const;
  Status for_each_night_offer(const std::function<Status(const NightOfferRow&)>& visit) const;
  Status for_each_night_person(const std::function<Status(const NightPersonRow&)>& visit) const;
  Status for_each_indicator(Day date, const std::function<Status(std::string_view territory, std::string_view name, std::int64_t value)>& visit) const;
  /// An offer of the last night by its number; kNotFound.
  Status night_offer(std::uint32_t number, const std::function<void(const NightOfferRow&)>& visit) const;
  /// One person's list of the last night; kNotFound.
  Status night_person(std::string_view id, const std::function<void(const NightPersonRow&)>& visit) const;

  /// Whether the file is whole: SQLite's own integrity check, each record against its fingerprint, and both snapshot
  /// sums against the rows. Reads everything. Problem: kStoreDamaged with what was found first.
  Status check() const;

 private:
  friend class ImportSession;
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// One import = one transaction: all of it is there after commit(), nothing of it before (destruction without
/// commit() rolls back). After a Problem of the store itself (full, damaged, unreadable) the session is over: every
/// later call returns that Problem, commit() too. Not thread-safe.
class ImportSession {
 public:
  ImportSession(ImportSession&&) noexcept;
  ~ImportSession();

  /// Ask before put(): an id that comes twice in one import with other content has no right answer.
  Repeat repeat(const Offer& offer) const;
  Repeat repeat(const Candidate& candidate, std::string_view restricted_json) const;

  /// Inserts or replaces by external id. An open offer seen again is kept open; a closed one is reopened (kChanged).
  Result<Outcome> put(const Offer& offer);
  /// `restricted_json` is the canonical JSON of the person's restricted record, "" for none (leaves the stored one
  /// when `keep_restricted`). It is stored in its own table and is opaque here.
  Result<Outcome> put(const Candidate& candidate, std::string_view restricted_json, bool keep_restricted);
  /// Kept once per (kind, source, position, field, reason, payload): importing a file twice adds nothing. `id` and an
  /// empty `imported_at` are filled in by the store.
  /// For imports of barriers alone: the person's restricted record as it is (kNotFound for an unknown person), and its
  /// replacement. Both are written to the access log with the import's transaction.
  Result<std::string> restricted_json(std::string_view candidate, const Access& access);
  Result<Outcome> put_restricted(std::string_view candidate, std::string_view restricted_json, const Access& access);
  Status quarantine(const QuarantineEntry& entry);
  // Of sessions of changes alone.
  /// The record as this session sees it, of an offer as lists show it; nothing when it is not there.
  Result<std::optional<RecordVersion>> version(RecordKind kind, std::string_view id);
  /// Its canonical JSON, of an offer the posting's own; kNotFound.
  Result<std::string> stored_json(RecordKind kind, std::string_view id);
  /// Closes the offer; kUnchanged when it was closed. kNotFound.
  Result<Outcome> close(std::string_view offer);
  /// Deletes the person, their restricted record and what refused records of theirs said; one line of the access log. kNotFound.
  Status erase(std::string_view candidate, std::string_view agent, std::string_view purpose);
  /// Closes the open offers of `source` that this session did not see, not even in the quarantine. Problem kWouldCloseTooMany when they are more
  /// than `max_share_percent` of that source's open offers and `force` is false; returns how many it closed. The share
  /// is of those open before this session: new ones do not hide that the old ones are gone. An offer's source is its
  /// first. After kWouldCloseTooMany nothing is closed, and the session may still be committed or dropped.
  Result<std::uint64_t> close_unseen(std::string_view source, unsigned max_share_percent, bool force);
  /// The id this offer is kept under: its own, or « source:id » when another source has a row of that id already, so that
  /// no source writes over another's record.
  Result<std::string> own_id(const Offer& offer);
  /// Ids of offers written (new, changed, reopened) and closed so far; one may be there twice.
  const std::vector<std::string>& written() const noexcept;
  const std::vector<std::string>& closed() const noexcept;
  /// The tables of merged offers, in this session's transaction; for as long as the session lives.
  Result<MergeTables*> merging();
  void note_merged(std::uint64_t count);
  /// What the session did so far.
  const ImportCounts& counts() const noexcept;
  Status commit();

 private:
  friend class Store;
  struct Impl;
  explicit ImportSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle
