// One import: statements prepared once, fingerprints compared, the snapshot's sums carried along and written with the
// commit.
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/text.hpp"
#include "records/record_json.hpp"
#include "store/access_log.hpp"
#include "store/change_log.hpp"
#include "store/clock.hpp"
#include "store/merge_tables.hpp"
#include "store/snapshot_sum.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace {

using sqlite::Statement;

/// From this many records on, a commit also moves the log into the main file and cuts it back.
constexpr std::uint64_t kBulk = 10'000;

/// 256 MiB at most, taken as pages are touched: the bound of an import's memory, whatever the file's size.
constexpr const char* kImportCache = "PRAGMA cache_size = -262144";
constexpr const char* kUsualCache = "PRAGMA cache_size = -16384";

struct FingerprintHash {
  std::size_t operator()(const Fingerprint& fingerprint) const noexcept { return fingerprint.low; }  // already a hash
};

/// A record as this session last put it.
struct Seen {
  Fingerprint content;
  bool was_open = false;  ///< an open offer before this session
};

/// What a record is as a whole, its restricted part included.
Fingerprint whole(std::string_view json, std::string_view restricted_json) {
  Fingerprint content = fingerprint(json);
  if (!restricted_json.empty())
    content += store::snapshot_term(store::kRestrictedTerm, {}, fingerprint(restricted_json));
  return content;
}

std::string_view main_occupation(const Candidate& candidate) {
  if (!candidate.sought.empty()) return candidate.sought.front();
  if (!candidate.practised.empty()) return candidate.practised.front().occupation;
  return {};
}

Problem missing_id() { return Problem(ProblemCode::kFieldMissing, "id", {}); }

}  // namespace

struct ImportSession::Impl {
  Impl(std::shared_ptr<store::Writer> writing, RecordKind of, std::string from)
      : writer(std::move(writing)),
        db(writer->database),
        kind(of),
        source(std::move(from)),
        started(store::utc_now()) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() {
    const std::lock_guard lock(writer->mutex);
    transaction.reset();
    if (!single) {
      (void)db.execute(kUsualCache);
      sqlite3_db_release_memory(db.handle());
    }
    db.set_busy_timeout(writer->busy_timeout);
    writer->importing = false;
  }

  Status prepare();
  Status usable(std::optional<RecordKind> wanted) const;
  Result<Outcome> put(const Offer& offer);
  Result<Outcome> put(const Candidate& candidate, std::string_view restricted_json, bool keep_restricted);
  Result<bool> put_restricted(std::string_view candidate, bool known, std::string_view json, bool keep);
  Status quarantine(const QuarantineEntry& entry);
  Result<std::uint64_t> close_unseen(std::string_view of, unsigned max_share_percent, bool force);
  Result<std::optional<RecordVersion>> version(RecordKind of, std::string_view id);
  Result<std::optional<RecordVersion>> merged_version(std::string_view posting);
  Result<Outcome> close(std::string_view offer);
  Status erase(std::string_view candidate, std::string_view agent, std::string_view purpose);
  Status commit();
  Result<MergeTables*> merging();
  Repeat repeat(std::string_view id, const Fingerprint& content) const;
  void tally(Outcome outcome, bool flagged);
  void note(RecordKind of, std::string_view id);

  /// Passes a result on, and remembers a Problem of the store: the transaction may be gone with it.
  template <class Value>
  Result<Value> kept(Result<Value> result) {
    if (!result) failure = result.problem();
    return result;
  }

  std::shared_ptr<store::Writer> writer;
  sqlite::Database& db;
  RecordKind kind;
  bool single = false;  ///< changes of single records, of any kind
  std::string source, started;
  std::optional<sqlite::Transaction> transaction;
  std::optional<Problem> failure;
  ImportCounts counts;
  Fingerprint change, restricted_change;  ///< of the two sums
  std::vector<std::string> written, closed;  ///< ids of offers
  std::optional<MergeTables> merge_tables;
  std::unordered_map<Fingerprint, Seen, FingerprintHash> seen;  ///< by fingerprint of the id
  std::vector<store::ChangedRecord> changed;                    ///< as the change log lists them; one more than it takes at most
  std::unordered_set<Fingerprint, FingerprintHash> refused;     ///< ids in the quarantine: their source still has them

  Statement insert_unmerged, find_offer, find_member, insert_offer, update_offer, erase_sources, insert_source, close_offer;
  Statement find_candidate, insert_candidate, update_candidate;
  Statement find_restricted, replace_restricted, erase_restricted;
  Statement insert_quarantine, insert_quarantined_person;
};

Status ImportSession::Impl::prepare() {
  const std::pair<Statement*, const char*> all[] = {
      {&find_offer, "SELECT fingerprint, closed_at, source FROM offer WHERE id = ?"},
      {&find_member, "SELECT offer FROM offer_member WHERE posting = ?"},
      {&insert_offer,
       "INSERT INTO offer(source, occupation, insee, title, contract, published, closed_at, flags, "
       "fingerprint, record, id) VALUES(?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)"},
      {&update_offer,
       "UPDATE offer SET source = ?, occupation = ?, insee = ?, title = ?, contract = ?, published = ?, "
       "closed_at = NULL, flags = ?, fingerprint = ?, record = ? WHERE id = ?"},
      {&erase_sources, "DELETE FROM offer_source WHERE offer = ?"},
      {&insert_source, "INSERT INTO offer_source VALUES(?, ?, ?, ?, ?)"},
      {&close_offer, "UPDATE offer SET closed_at = ? WHERE id = ?"},
      {&insert_unmerged, "INSERT OR IGNORE INTO offer_unmerged VALUES(?)"},
      {&find_candidate, "SELECT fingerprint FROM candidate WHERE id = ?"},
      {&insert_candidate,
       "INSERT INTO candidate(occupation, insee, flags, fingerprint, record, id) VALUES(?, ?, ?, ?, ?, ?)"},
      {&update_candidate,
       "UPDATE candidate SET occupation = ?, insee = ?, flags = ?, fingerprint = ?, record = ? WHERE id = ?"},
      {&find_restricted, "SELECT fingerprint FROM candidate_restricted WHERE candidate = ?"},
      {&replace_restricted, "INSERT OR REPLACE INTO candidate_restricted VALUES(?, ?, ?)"},
      {&erase_restricted, "DELETE FROM candidate_restricted WHERE candidate = ?"},
      {&insert_quarantine,
       "INSERT OR IGNORE INTO quarantine(kind, source, position, field, reason, detail, record_id, "
       "imported_at, fingerprint, payload) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      {&insert_quarantined_person, "INSERT OR IGNORE INTO quarantine_restricted(fingerprint, payload) VALUES(?, ?)"},
  };
  for (const auto& [statement, sql] : all) {
    PASSERELLE_STORE_TAKE(prepared, db.prepare(sql, true));
    *statement = std::move(prepared);
  }
  return {};
}

Status ImportSession::Impl::usable(std::optional<RecordKind> wanted) const {
  if (failure) return *failure;
  if (!transaction) return Problem(ProblemCode::kRequestInvalid, "committed");
  if (wanted && *wanted != kind && !single) return Problem(ProblemCode::kRequestInvalid, std::string(store::kind_name(*wanted)));
  return {};
}

Repeat ImportSession::Impl::repeat(std::string_view id, const Fingerprint& content) const {
  const auto before = seen.find(fingerprint(id));
  if (before == seen.end()) return Repeat::kFirst;
  return before->second.content == content ? Repeat::kSame : Repeat::kOther;
}

void ImportSession::Impl::note(RecordKind of, std::string_view id) {
  if (changed.size() <= store::kListedChanges) changed.push_back({of, std::string(id)});
}

void ImportSession::Impl::tally(Outcome outcome, bool flagged) {
  ++counts.read;
  ++(outcome == Outcome::kNew ? counts.added : outcome == Outcome::kChanged ? counts.changed : counts.unchanged);
  if (flagged) ++counts.flagged;
}

Result<Outcome> ImportSession::Impl::put(const Offer& offer) {
  const std::string json = encode(offer);
  const Fingerprint content = fingerprint(json);
  PASSERELLE_STORE_TAKE(found, find_offer.bind(offer.id).step());
  const Fingerprint before = found ? find_offer.fingerprint(0) : Fingerprint{};
  const bool was_open = found && find_offer.null(1);
  find_offer.restart();
  if (const auto [entry, first] = seen.try_emplace(fingerprint(offer.id), Seen{content, was_open}); !first)
    entry->second.content = content;

  Outcome outcome = Outcome::kUnchanged;
  if (!found || before != content || !was_open) {
    outcome = found ? Outcome::kChanged : Outcome::kNew;
    const std::string_view from =
        offer.sources.empty() ? std::string_view() : std::string_view(offer.sources.front().source);
    Statement& write = found ? update_offer : insert_offer;
    const std::string published = to_string(offer.published);
    write.bind(from, offer.occupation, offer.place.insee, offer.title, code(offer.contract), nullptr,
               offer.flags.size(), content, json, offer.id);
    if (offer.published.set()) write.bind_one(6, std::string_view(published));
    PASSERELLE_TRY(write.run());
    if (found) PASSERELLE_TRY(erase_sources.bind(offer.id).run());
    for (std::size_t i = 0; i < offer.sources.size(); ++i) {
      const OfferSource& at = offer.sources[i];
      PASSERELLE_TRY(insert_source.bind(offer.id, i, at.source, at.id, at.url).run());
    }
    // One that shares an offer with others is seen, and counts for the snapshot, as that offer.
    bool shared = false;
    if (found) {
      PASSERELLE_STORE_TAKE(member, find_member.bind(offer.id).step());
      find_member.restart();
      shared = member;
    }
    if (was_open && !shared) change -= store::snapshot_term(store::kOfferTerm, offer.id, before);
    if (!shared) change += store::snapshot_term(store::kOfferTerm, offer.id, content);
    written.push_back(offer.id);
    // Grouping reads what is compared of all offers: too much for the change of one. The next import does it.
    if (single) PASSERELLE_TRY(insert_unmerged.bind(offer.id).run());
    note(RecordKind::kOffer, offer.id);
  }
  tally(outcome, !offer.flags.empty());
  return outcome;
}

/// Returns whether the stored restricted record changed. A candidate that was not `known` cannot have one yet.
Result<bool> ImportSession::Impl::put_restricted(std::string_view candidate, bool known, std::string_view json,
                                                 bool keep) {
  if (json.empty() && (keep || !known)) return false;
  bool found = false;
  Fingerprint before;
  if (known) {
    PASSERELLE_STORE_TAKE(row, find_restricted.bind(candidate).step());
    found = row;
    if (found) before = find_restricted.fingerprint(0);
    find_restricted.restart();
  }
  const Fingerprint content = fingerprint(json);
  if (json.empty() ? !found : found && before == content) return false;
  if (found) restricted_change -= store::snapshot_term(store::kRestrictedTerm, candidate, before);
  if (json.empty()) {
    PASSERELLE_TRY(erase_restricted.bind(candidate).run());
  } else {
    PASSERELLE_TRY(replace_restricted.bind(candidate, json, content).run());
    restricted_change += store::snapshot_term(store::kRestrictedTerm, candidate, content);
  }
  return true;
}

Result<Outcome> ImportSession::Impl::put(const Candidate& candidate, std::string_view restricted_json, bool keep) {
  const std::string json = encode(candidate);
  const Fingerprint content = fingerprint(json);
  PASSERELLE_STORE_TAKE(found, find_candidate.bind(candidate.id).step());
  const Fingerprint before = found ? find_candidate.fingerprint(0) : Fingerprint{};
  find_candidate.restart();
  seen[fingerprint(candidate.id)].content = whole(json, restricted_json);

  Outcome outcome = !found ? Outcome::kNew : before != content ? Outcome::kChanged : Outcome::kUnchanged;
  if (outcome != Outcome::kUnchanged) {
    Statement& write = found ? update_candidate : insert_candidate;
    PASSERELLE_TRY(write.bind(main_occupation(candidate), candidate.home.insee, candidate.flags.size(), content, json,
                              candidate.id).run());
    if (found) change -= store::snapshot_term(store::kCandidateTerm, candidate.id, before);
    change += store::snapshot_term(store::kCandidateTerm, candidate.id, content);
    note(RecordKind::kCandidate, candidate.id);
  }
  PASSERELLE_STORE_TAKE(restricted_changed, put_restricted(candidate.id, found, restricted_json, keep));
  if (restricted_changed && outcome == Outcome::kUnchanged) outcome = Outcome::kChanged;
  tally(outcome, !candidate.flags.empty());
  return outcome;
}

Status ImportSession::Impl::quarantine(const QuarantineEntry& entry) {
  const Problem& problem = entry.problem;
  const std::string_view kind_text = store::kind_name(entry.kind), reason = code_name(problem.code);
  // Lengths keep the fields apart; the detail may be worded anew by a later version and does not count.
  const std::string identity = fmt::format("{}\n{}\n{}:{}\n{}:{}\n{}:{}\n{}", kind_text, reason, problem.source.size(),
                                           problem.source, problem.position.size(), problem.position,
                                           problem.field.size(), problem.field, entry.payload);
  const std::string now = entry.imported_at.empty() ? store::utc_now() : entry.imported_at;
  const Fingerprint name = fingerprint(identity);
  insert_quarantine.bind(kind_text, problem.source, problem.position, problem.field, reason, problem.detail,
                         entry.record_id, now, name);
  // Text that people can read with SQL where it is text, bytes where it is not.
  const auto bind_payload = [&](Statement& into, int column) {
    if (valid_utf8(entry.payload) && entry.payload.find('\0') == std::string::npos)
      into.bind_one(column, std::string_view(entry.payload));
    else
      into.bind_blob(column, entry.payload);
  };
  // A person's record may hold barriers and contact details: its bytes lie apart, like candidate_restricted.
  const bool person = entry.kind == RecordKind::kCandidate;
  if (person) {
    insert_quarantined_person.bind(name);
    bind_payload(insert_quarantined_person, 2);
    PASSERELLE_TRY(insert_quarantined_person.run());
    insert_quarantine.bind_one(10, std::string_view());
  } else {
    bind_payload(insert_quarantine, 10);
  }
  PASSERELLE_TRY(insert_quarantine.run());
  if (!entry.record_id.empty()) {
    refused.insert(fingerprint(entry.record_id));
    refused.insert(fingerprint(source + ":" + entry.record_id));  // as own_id() may have named it
  }
  ++counts.read;
  ++counts.quarantined;
  return {};
}

Result<std::uint64_t> ImportSession::Impl::close_unseen(std::string_view of, unsigned max_share_percent, bool force) {
  struct Gone { std::string id; Fingerprint content; };
  std::vector<Gone> gone;
  std::uint64_t open_before = 0;
  {
    PASSERELLE_STORE_TAKE(
        rows, db.prepare("SELECT id, fingerprint FROM offer WHERE source = ? AND closed_at IS NULL ORDER BY id"));
    rows.bind(of);
    while (true) {
      PASSERELLE_STORE_TAKE(row, rows.step());
      if (!row) break;
      const auto found = seen.find(fingerprint(rows.text(0)));
      const bool there = found != seen.end() || refused.contains(fingerprint(rows.text(0)));
      if (!there) gone.push_back({std::string(rows.text(0)), rows.fingerprint(1)});
      if (found == seen.end() || found->second.was_open) ++open_before;
    }
  }
  if (!force && gone.size() * 100 > open_before * max_share_percent)
    return Problem(ProblemCode::kWouldCloseTooMany,
                   fmt::format("{} / {} > {} %", gone.size(), open_before, max_share_percent)).from(of);
  const std::string now = store::utc_now();
  for (const Gone& offer : gone) {
    PASSERELLE_TRY(close_offer.bind(now, offer.id).run());
    PASSERELLE_STORE_TAKE(shared, find_member.bind(offer.id).step());
    find_member.restart();
    if (!shared) change -= store::snapshot_term(store::kOfferTerm, offer.id, offer.content);
    closed.push_back(offer.id);
    note(RecordKind::kOffer, offer.id);
  }
  counts.closed += gone.size();
  return gone.size();
}

Result<MergeTables*> ImportSession::Impl::merging() {
  if (!merge_tables) {
    PASSERELLE_STORE_TAKE(opened, MergeTables::open(db));
    merge_tables.emplace(std::move(opened));
  }
  return &*merge_tables;
}

Result<std::optional<RecordVersion>> ImportSession::Impl::version(RecordKind of, std::string_view id) {
  Statement& find = of == RecordKind::kOffer ? find_offer : find_candidate;
  PASSERELLE_STORE_TAKE(found, find.bind(id).step());
  std::optional<RecordVersion> known;
  if (found) known = RecordVersion{find.fingerprint(0), of == RecordKind::kOffer && !find.null(1)};
  find.restart();
  return known;
}

/// Of the offer that the posting shares with others; nothing when it stands alone.
Result<std::optional<RecordVersion>> ImportSession::Impl::merged_version(std::string_view posting) {
  PASSERELLE_STORE_TAKE(query, db.prepare("SELECT o.fingerprint, o.closed_at FROM offer_member m JOIN merged_offer o ON o.id = m.offer WHERE m.posting = ?"));
  PASSERELLE_STORE_TAKE(found, query.bind(posting).step());
  std::optional<RecordVersion> known;
  if (found) known = RecordVersion{query.fingerprint(0), !query.null(1)};
  return known;
}

Result<Outcome> ImportSession::Impl::close(std::string_view offer) {
  PASSERELLE_STORE_TAKE(known, version(RecordKind::kOffer, offer));
  if (!known) return Problem(ProblemCode::kNotFound, std::string(offer));
  if (known->closed) return Outcome::kUnchanged;
  PASSERELLE_TRY(close_offer.bind(store::utc_now(), offer).run());
  PASSERELLE_STORE_TAKE(shared, find_member.bind(offer).step());
  find_member.restart();
  if (!shared) change -= store::snapshot_term(store::kOfferTerm, offer, known->content);
  note(RecordKind::kOffer, offer);
  closed.emplace_back(offer);
  ++counts.closed;
  return Outcome::kChanged;
}

Status ImportSession::Impl::erase(std::string_view candidate, std::string_view agent, std::string_view purpose) {
  PASSERELLE_STORE_TAKE(known, version(RecordKind::kCandidate, candidate));
  if (!known) return Problem(ProblemCode::kNotFound, std::string(candidate));
  PASSERELLE_STORE_TAKE(restricted_gone, put_restricted(candidate, true, {}, false));
  (void)restricted_gone;
  PASSERELLE_STORE_TAKE(gone, db.prepare("DELETE FROM candidate WHERE id = ?"));
  PASSERELLE_TRY(gone.bind(candidate).run());
  // What was refused of theirs stays refused; what it said goes.
  PASSERELLE_STORE_TAKE(said, db.prepare("DELETE FROM quarantine_restricted WHERE fingerprint IN "
                                         "(SELECT fingerprint FROM quarantine WHERE kind = 'candidate' AND record_id = ?)"));
  PASSERELLE_TRY(said.bind(candidate).run());
  PASSERELLE_STORE_TAKE(quoted, db.prepare("UPDATE quarantine SET detail = '', position = '' WHERE kind = 'candidate' AND record_id = ?"));
  PASSERELLE_TRY(quoted.bind(candidate).run());
  // Invitations, and the lists of the last night: the person's own, and their line in those of offers.
  for (const char* of : {"DELETE FROM invitation WHERE candidate = ?1", "DELETE FROM night_person WHERE id = ?1",
                         "UPDATE night_offer SET list = (SELECT coalesce(json_group_array(json(value)), '[]') FROM json_each(list) "
                         "WHERE json_extract(value, '$[0]') <> ?1) WHERE instr(list, ?1) > 0"}) {
    PASSERELLE_STORE_TAKE(forget, db.prepare(of));
    PASSERELLE_TRY(forget.bind(candidate).run());
  }
  PASSERELLE_STORE_TAKE(log, db.prepare("INSERT INTO access_log(at, agent, role, purpose, candidate, action) VALUES(?, ?, 'operator', ?, ?, 'erase')"));
  const std::string now = store::utc_now();
  PASSERELLE_TRY(log.bind(now, agent, purpose, candidate).run());
  change -= store::snapshot_term(store::kCandidateTerm, candidate, known->content);
  note(RecordKind::kCandidate, candidate);
  return {};
}

Status ImportSession::Impl::commit() {
  if (merge_tables) {
    change += merge_tables->change();
    for (const std::string& id : merge_tables->shown_otherwise()) note(RecordKind::kOffer, id);
  }
  PASSERELLE_STORE_TAKE(before, store::stored_sum(db, store::kSnapshot));
  PASSERELLE_TRY(store::add_to_sum(db, store::kSnapshot, change));
  PASSERELLE_TRY(store::add_to_sum(db, store::kRestrictedSnapshot, restricted_change));
  Fingerprint after = before;
  after += change;
  PASSERELLE_TRY(store::list_changes(db, changed, before, after));
  if (single) {
    PASSERELLE_TRY(transaction->commit());
    transaction.reset();
    return {};
  }
  PASSERELLE_STORE_TAKE(
      run, db.prepare("INSERT INTO import_run(kind, source, started, finished, read, new, changed, unchanged, "
                      "flagged, quarantined, closed, merged) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  PASSERELLE_TRY(run.bind(store::kind_name(kind), source, started, store::utc_now(), counts.read, counts.added,
                          counts.changed, counts.unchanged, counts.flagged, counts.quarantined, counts.closed, counts.merged).run());
  PASSERELLE_TRY(transaction->commit());
  transaction.reset();
  // Best effort: the commit stands without it, and readers may be in the way.
  if (counts.read >= kBulk) writer->without_waiting([this] { (void)db.execute("PRAGMA wal_checkpoint(TRUNCATE)"); });
  return {};
}

ImportSession::ImportSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ImportSession::ImportSession(ImportSession&&) noexcept = default;
ImportSession::~ImportSession() = default;

Result<ImportSession> Store::begin_import(RecordKind kind, std::string source) {
  const std::shared_ptr<store::Writer>& writer = impl_->writer;
  if (!writer) return Problem(ProblemCode::kRequestInvalid, "read-only").from(impl_->readers.path());
  {
    const std::lock_guard lock(writer->mutex);
    if (writer->importing) return Problem(ProblemCode::kStoreBusy).from(impl_->readers.path());
    writer->importing = true;
  }
  // From here on the session's destructor gives the writer back.
  auto session = std::make_unique<ImportSession::Impl>(writer, kind, std::move(source));
  PASSERELLE_STORE_TAKE(transaction, sqlite::Transaction::begin(session->db));
  session->transaction.emplace(std::move(transaction));
  PASSERELLE_TRY(session->db.execute(kImportCache));
  PASSERELLE_TRY(session->prepare());
  return ImportSession(std::move(session));
}

Result<ImportSession> Store::begin_changes() {
  const std::shared_ptr<store::Writer>& writer = impl_->writer;
  if (!writer) return Problem(ProblemCode::kRequestInvalid, "read-only").from(impl_->readers.path());
  {
    const std::lock_guard lock(writer->mutex);
    if (writer->importing) return Problem(ProblemCode::kStoreBusy).from(impl_->readers.path());
    writer->importing = true;
  }
  auto session = std::make_unique<ImportSession::Impl>(writer, RecordKind::kOffer, std::string());
  session->single = true;
  PASSERELLE_STORE_TAKE(transaction, sqlite::Transaction::begin(session->db));
  session->transaction.emplace(std::move(transaction));
  PASSERELLE_TRY(session->prepare());
  return ImportSession(std::move(session));
}

Repeat ImportSession::repeat(const Offer& offer) const {
  if (!impl_->seen.contains(fingerprint(offer.id))) return Repeat::kFirst;
  return impl_->repeat(offer.id, fingerprint(encode(offer)));
}

Repeat ImportSession::repeat(const Candidate& candidate, std::string_view restricted_json) const {
  if (!impl_->seen.contains(fingerprint(candidate.id))) return Repeat::kFirst;
  return impl_->repeat(candidate.id, whole(encode(candidate), restricted_json));
}

Result<Outcome> ImportSession::put(const Offer& offer) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kOffer));
  if (offer.id.empty()) return missing_id();
  return impl_->kept(impl_->put(offer));
}

Result<Outcome> ImportSession::put(const Candidate& candidate, std::string_view restricted_json, bool keep_restricted) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kCandidate));
  if (candidate.id.empty()) return missing_id();
  return impl_->kept(impl_->put(candidate, restricted_json, keep_restricted));
}

Result<std::string> ImportSession::restricted_json(std::string_view candidate, const Access& access) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kCandidate));
  PASSERELLE_STORE_TAKE(found, impl_->find_candidate.bind(candidate).step());
  impl_->find_candidate.restart();
  if (!found) return Problem(ProblemCode::kNotFound, std::string(candidate));
  PASSERELLE_TRY(impl_->kept(store::log_access(impl_->db, access, candidate, "read")));
  return impl_->kept(store::restricted_text(impl_->db, candidate));
}

Result<Outcome> ImportSession::put_restricted(std::string_view candidate, std::string_view restricted_json, const Access& access) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kCandidate));
  PASSERELLE_TRY(impl_->kept(store::log_access(impl_->db, access, candidate, "write")));
  auto changed = impl_->kept(impl_->put_restricted(candidate, true, restricted_json, false));
  if (!changed) return std::move(changed).problem();
  const Outcome outcome = *changed ? Outcome::kChanged : Outcome::kUnchanged;
  impl_->tally(outcome, false);
  return outcome;
}

Status ImportSession::quarantine(const QuarantineEntry& entry) {
  PASSERELLE_TRY(impl_->usable(std::nullopt));
  return impl_->kept(impl_->quarantine(entry));
}

Result<std::optional<RecordVersion>> ImportSession::version(RecordKind kind, std::string_view id) {
  PASSERELLE_TRY(impl_->usable(std::nullopt));
  if (kind == RecordKind::kOffer) {
    auto merged = impl_->kept(impl_->merged_version(id));
    if (!merged || *merged) return merged;
  }
  return impl_->kept(impl_->version(kind, id));
}

Result<std::string> ImportSession::stored_json(RecordKind kind, std::string_view id) {
  PASSERELLE_TRY(impl_->usable(std::nullopt));
  auto query = impl_->db.prepare(kind == RecordKind::kOffer ? "SELECT record FROM offer WHERE id = ?" : "SELECT record FROM candidate WHERE id = ?");
  if (!query) return impl_->kept(Result<std::string>(std::move(query).problem()));
  auto found = query->bind(id).step();
  if (!found) return impl_->kept(Result<std::string>(std::move(found).problem()));
  if (!*found) return Problem(ProblemCode::kNotFound, std::string(id));
  return std::string(query->text(0));
}

Result<Outcome> ImportSession::close(std::string_view offer) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kOffer));
  auto closed = impl_->close(offer);
  if (!closed && closed.problem().code == ProblemCode::kNotFound) return closed;
  return impl_->kept(std::move(closed));
}

Status ImportSession::erase(std::string_view candidate, std::string_view agent, std::string_view purpose) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kCandidate));
  auto erased = impl_->erase(candidate, agent, purpose);
  if (!erased && erased.problem().code == ProblemCode::kNotFound) return erased;
  return impl_->kept(std::move(erased));
}

Result<std::uint64_t> ImportSession::close_unseen(std::string_view source, unsigned max_share_percent, bool force) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kOffer));
  auto closed = impl_->close_unseen(source, max_share_percent, force);
  if (!closed && closed.problem().code == ProblemCode::kWouldCloseTooMany) return closed;
  return impl_->kept(std::move(closed));
}

Result<std::string> ImportSession::own_id(const Offer& offer) {
  PASSERELLE_TRY(impl_->usable(RecordKind::kOffer));
  if (offer.sources.empty()) return offer.id;
  auto found = impl_->kept(impl_->find_offer.bind(offer.id).step());
  if (!found) return std::move(found).problem();
  const bool others = *found && impl_->find_offer.text(2) != offer.sources.front().source;
  impl_->find_offer.restart();
  return others ? offer.sources.front().source + ":" + offer.id : offer.id;
}

const std::vector<std::string>& ImportSession::written() const noexcept { return impl_->written; }

const std::vector<std::string>& ImportSession::closed() const noexcept { return impl_->closed; }

Result<MergeTables*> ImportSession::merging() {
  PASSERELLE_TRY(impl_->usable(RecordKind::kOffer));
  return impl_->kept(impl_->merging());
}

void ImportSession::note_merged(std::uint64_t count) { impl_->counts.merged = count; }

const ImportCounts& ImportSession::counts() const noexcept { return impl_->counts; }

Status ImportSession::commit() {
  PASSERELLE_TRY(impl_->usable(std::nullopt));
  return impl_->kept(impl_->commit());
}

}  // namespace passerelle
