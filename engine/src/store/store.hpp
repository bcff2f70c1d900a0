// The durable records: one SQLite file in WAL mode. One writer, many readers; every write path is a transaction,
// so that a kill at any moment loses nothing acknowledged and leaves nothing half-written.
//
// Tables (docs: engine/src/store/README.md): meta, vocabulary + occupation/item/…, commune/basin/tension, offer,
// candidate, candidate_restricted, quarantine, import_run. Records are kept as canonical JSON (records/record_json.hpp)
// beside the columns that lists and SQL users need.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "reference/tables.hpp"

namespace passerelle {

enum class RecordKind : std::uint8_t { kOffer, kCandidate, kReference };

/// What happened to one record.
enum class Outcome : std::uint8_t { kNew, kChanged, kUnchanged };

/// A record that could not be used, kept whole.
struct QuarantineEntry {
  std::int64_t id = 0;             ///< given by the store
  RecordKind kind = RecordKind::kOffer;
  Problem problem;                 ///< source, position, field, reason
  std::string record_id;           ///< external id when it could be read
  std::string payload;             ///< the bytes as read (may be anything)
  std::string imported_at;         ///< ISO 8601, UTC
};

struct StoreCounts { std::uint64_t offers = 0, offers_closed = 0, offers_flagged = 0, candidates = 0, candidates_flagged = 0, quarantined = 0; };

/// Filter of lists; empty fields do not filter. Lists are in external-id order.
struct ListFilter {
  std::string source;              ///< of an offer
  std::string occupation;          ///< key
  std::string department;          ///< first characters of the INSEE code
  bool flagged_only = false;
  std::string after_id;            ///< for paging
  std::size_t limit = 0;           ///< 0 = all
};

class ImportSession;

class Store {
 public:
  enum class Mode : std::uint8_t { kCreate /* new or existing */, kWrite /* must exist */, kRead };
  /// Problems: kStoreMissing, kStoreNotOurs, kStoreTooNew, kStoreBusy, kFileIsDirectory, kFileUnreadable.
  static Result<Store> open(const std::string& path, Mode mode);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // Reference ----------------------------------------------------------------------------------------------
  /// Each replaces what it names, in one transaction, and returns false when nothing changed. The derived tables
  /// (weights, similarities, relations) are recomputed by load_reference() when the content they came from changed,
  /// and kept in the store so that the next load only reads them.
  Result<bool> put_vocabulary(const reference::VocabularyData& data);
  Result<bool> put_communes(const std::vector<reference::CommuneRow>& communes, const std::vector<reference::CommuneAlias>& aliases);
  Result<bool> put_basins(const std::vector<reference::BasinRow>& basins, const std::vector<reference::CommuneBasin>& members);
  Result<bool> put_tension(const std::vector<reference::TensionRow>& rows);
  /// Never fails for want of a vocabulary: an empty store gives an empty reference.
  Result<std::shared_ptr<const reference::Reference>> load_reference();

  // Records ------------------------------------------------------------------------------------------------
  /// Begins the write transaction of one import; at most one at a time (kStoreBusy).
  Result<ImportSession> begin_import(RecordKind kind, std::string source);

  Result<Offer> offer(std::string_view id) const;          ///< kNotFound
  Result<Candidate> candidate(std::string_view id) const;  ///< kNotFound
  /// Calls `visit` with each record's canonical JSON in external-id order; stops at its first Problem.
  Status for_each_offer(const ListFilter& filter, const std::function<Status(std::string_view id, std::string_view json)>& visit) const;
  Status for_each_candidate(const ListFilter& filter, const std::function<Status(std::string_view id, std::string_view json)>& visit) const;
  Status for_each_quarantined(const std::function<Status(const QuarantineEntry&)>& visit) const;
  Result<StoreCounts> counts() const;

  /// Fingerprint of everything matching depends on: records and reference. Equal content, equal name, whatever
  /// the order of imports.
  Result<std::string> snapshot() const;

 private:
  friend class ImportSession;
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// One import = one transaction: all of it is there after commit(), nothing of it before (destruction without
/// commit() rolls back). Not thread-safe.
class ImportSession {
 public:
  ImportSession(ImportSession&&) noexcept;
  ~ImportSession();

  /// Inserts or replaces by external id. An open offer seen again is kept open; a closed one is reopened (kChanged).
  Result<Outcome> put(const Offer& offer);
  /// `restricted_json` is the canonical JSON of the person's restricted record, "" for none (leaves the stored one
  /// when `keep_restricted`). It is stored in its own table and is opaque here.
  Result<Outcome> put(const Candidate& candidate, std::string_view restricted_json, bool keep_restricted);
  /// Kept once per (source, position, payload): importing a file twice adds nothing.
  Status quarantine(const QuarantineEntry& entry);
  /// Closes the open offers of `source` that this session did not see. Problem kWouldCloseTooMany when they are more
  /// than `max_share_percent` of that source's open offers and `force` is false; returns how many it closed.
  Result<std::uint64_t> close_unseen(std::string_view source, unsigned max_share_percent, bool force);
  Status commit();

 private:
  friend class Store;
  struct Impl;
  explicit ImportSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle
