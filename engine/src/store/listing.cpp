// Reading records back: one, a filtered list in id order, the quarantine, the counts.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "records/record_json.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace store {

std::string_view kind_name(RecordKind kind) noexcept {
  switch (kind) {
    case RecordKind::kOffer: return "offer";
    case RecordKind::kCandidate: return "candidate";
    case RecordKind::kReference: break;
  }
  return "reference";
}

RecordKind kind_from_name(std::string_view name) noexcept {
  if (name == "offer") return RecordKind::kOffer;
  if (name == "candidate") return RecordKind::kCandidate;
  return RecordKind::kReference;
}

}  // namespace store

namespace {

using Visit = std::function<Status(std::string_view id, std::string_view json)>;

/// The record's bytes are those its fingerprint was made from; kStoreDamaged otherwise.
Status verify(const sqlite::Statement& row, std::string_view table, const store::Readers& readers) {
  if (fingerprint(row.text(1)) == row.fingerprint(2)) return {};
  return Problem(ProblemCode::kStoreDamaged, "fingerprint")
      .from(readers.path())
      .at(fmt::format("{} {}", table, row.text(0)));
}

/// The WHERE clauses that a filter asks for, and their parameters.
class Conditions {
 public:
  void add(std::string_view clause) { sql_ += fmt::format("{} {}", sql_.empty() ? " WHERE" : " AND", clause); }
  void add(std::string_view clause, std::string_view parameter) {
    add(clause);
    parameters_.push_back(parameter);
  }
  void add(std::string_view clause, const std::vector<std::string>& parameters) {
    add(clause);
    parameters_.insert(parameters_.end(), parameters.begin(), parameters.end());
  }
  const std::string& sql() const noexcept { return sql_; }
  void bind(sqlite::Statement& statement, int& next) const {
    for (const std::string_view parameter : parameters_) statement.bind_one(next++, parameter);
  }

 private:
  std::string sql_;
  std::vector<std::string_view> parameters_;
};

/// Whether for each word some word of the title begins with it.
bool has_words(std::string_view title, const std::vector<std::string>& words) {
  const std::vector<std::string> there = folded_words(title);
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(there.begin(), there.end(), [&](const std::string& each) { return each.compare(0, word.size(), word) == 0; });
  });
}

/// A table, and what its rows must meet beside the filter's common conditions.
struct Part {
  std::string_view table;
  Conditions where;
};

void add_common(Conditions& where, const ListFilter& filter) {
  if (!filter.occupation.empty()) where.add("occupation = ?", filter.occupation);
  if (!filter.department.empty()) where.add("instr(insee, ?) = 1", filter.department);
  if (filter.flagged_only) where.add("flags > 0");
  if (!filter.after_id.empty()) where.add("id > ?", filter.after_id);
}

/// Both parts' rows in one order of ids.
Status list(store::Readers& readers, std::vector<Part> parts, const ListFilter& filter, const Visit& visit) {
  const std::vector<std::string> words = folded_words(filter.words);
  std::string sql;
  std::vector<const Conditions*> conditions;
  for (Part& part : parts) {
    add_common(part.where, filter);
    sql += fmt::format("{}SELECT id, record, fingerprint{} FROM {}{}", sql.empty() ? "" : " UNION ALL ", words.empty() ? "" : ", title", part.table, part.where.sql());
    conditions.push_back(&part.where);
  }
  sql += " ORDER BY id";
  if (filter.limit != 0 && words.empty()) sql += fmt::format(" LIMIT {}", filter.limit);
  PASSERELLE_STORE_TAKE(lease, readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare(sql));
  rows.restart();
  int next = 1;
  for (const Conditions* each : conditions) each->bind(rows, next);
  std::size_t found = 0;
  while (filter.limit == 0 || found < filter.limit) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    if (!words.empty() && !has_words(rows.text(3), words)) continue;
    PASSERELLE_TRY(verify(rows, parts.front().table, readers));
    PASSERELLE_TRY(visit(rows.text(0), rows.text(1)));
    ++found;
  }
  return {};
}

/// The record `id` as canonical JSON, handed to `decode`.
template <class Record, class Decode>
Result<Record> one(store::Readers& readers, std::string_view table, std::string_view id, Decode decode) {
  PASSERELLE_STORE_TAKE(lease, readers.take());
  PASSERELLE_STORE_TAKE(query,
                        lease->prepare(fmt::format("SELECT id, record, fingerprint FROM {} WHERE id = ?", table)));
  PASSERELLE_STORE_TAKE(found, query.bind(id).step());
  if (!found) return Problem(ProblemCode::kNotFound, std::string(id));
  PASSERELLE_TRY(verify(query, table, readers));
  return decode(query.text(1));
}

}  // namespace

Result<Offer> Store::offer(std::string_view id) const {
  std::string merged;
  {
    PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
    PASSERELLE_STORE_TAKE(query, lease->prepare("SELECT offer FROM offer_member WHERE posting = ?"));
    PASSERELLE_STORE_TAKE(found, query.bind(id).step());
    if (found) merged = query.text(0);
  }
  if (!merged.empty()) {
    auto offer = one<Offer>(impl_->readers, "merged_offer", merged, decode_stored_offer);
    // Parted between the two reads: it stands alone again.
    if (offer || offer.problem().code != ProblemCode::kNotFound) return offer;
  }
  return one<Offer>(impl_->readers, "offer", id, decode_stored_offer);
}

Result<Candidate> Store::candidate(std::string_view id) const {
  return one<Candidate>(impl_->readers, "candidate", id, decode_stored_candidate);
}

Result<RecordVersion> Store::version(RecordKind kind, std::string_view id) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  if (kind == RecordKind::kOffer) {
    PASSERELLE_STORE_TAKE(merged, lease->prepare("SELECT o.fingerprint, o.closed_at FROM offer_member m JOIN merged_offer o ON o.id = m.offer WHERE m.posting = ?"));
    PASSERELLE_STORE_TAKE(shared, merged.bind(id).step());
    if (shared) return RecordVersion{merged.fingerprint(0), !merged.null(1)};
  }
  PASSERELLE_STORE_TAKE(query, lease->prepare(kind == RecordKind::kOffer ? "SELECT fingerprint, closed_at FROM offer WHERE id = ?"
                                                                         : "SELECT fingerprint, NULL FROM candidate WHERE id = ?"));
  PASSERELLE_STORE_TAKE(found, query.bind(id).step());
  if (!found) return Problem(ProblemCode::kNotFound, std::string(id));
  return RecordVersion{query.fingerprint(0), !query.null(1)};
}

Status Store::for_each_offer(const ListFilter& filter, const Visit& visit) const {
  Conditions alone, merged;
  alone.add("NOT EXISTS (SELECT 1 FROM offer_member m WHERE m.posting = offer.id)");
  if (!filter.include_closed) {
    alone.add("closed_at IS NULL");
    merged.add("closed_at IS NULL");
  }
  if (!filter.source.empty()) {
    alone.add("EXISTS (SELECT 1 FROM offer_source s WHERE s.offer = offer.id AND s.source = ?)", filter.source);
    // A source that has closed its posting offers the job no longer, whoever else does.
    merged.add("EXISTS (SELECT 1 FROM offer_member m JOIN offer_source s ON s.offer = m.posting JOIN offer o ON o.id = m.posting "
               "WHERE m.offer = merged_offer.id AND s.source = ? AND (o.closed_at IS NULL OR merged_offer.closed_at IS NOT NULL))",
               filter.source);
  }
  std::string employers;
  std::vector<std::string> texts;   // as canonical JSON writes them; bound parameters refer to them
  for (const std::string& siret : filter.employers) texts.push_back(fmt::format("\"siret\":\"{}\"", siret));
  for (std::size_t k = 0; k < texts.size(); ++k) employers += k == 0 ? "(instr(record, ?)" : " OR instr(record, ?)";
  if (!texts.empty())
    for (Conditions* each : {&alone, &merged}) each->add(employers + ")", texts);
  return list(impl_->readers, {{"offer", std::move(alone)}, {"merged_offer", std::move(merged)}}, filter, visit);
}

Status Store::for_each_candidate(const ListFilter& filter, const Visit& visit) const {
  return list(impl_->readers, {{"candidate", {}}}, filter, visit);
}

Status Store::for_each_quarantined(const std::function<Status(const QuarantineEntry&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, kind, source, position, field, reason, detail, record_id, "
                                             "payload, imported_at FROM quarantine ORDER BY id"));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    QuarantineEntry entry;
    entry.id = rows.integer(0);
    entry.kind = store::kind_from_name(rows.text(1));
    entry.problem = Problem(code_from_name(rows.text(5)), std::string(rows.text(4)), std::string(rows.text(6)))
                        .from(rows.text(2)).at(rows.text(3));
    entry.record_id = rows.text(7);
    entry.payload = rows.text(8);
    entry.imported_at = rows.text(9);
    PASSERELLE_TRY(visit(entry));
  }
}

Result<StoreCounts> Store::counts() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(
      query,
      lease->prepare(
          "WITH member AS (SELECT o.closed_at IS NULL AS open, o.flags > 0 AS flagged FROM offer_member m JOIN offer o ON o.id = m.posting) "
          "SELECT (SELECT count(*) FROM offer WHERE closed_at IS NULL), (SELECT count(*) FROM offer WHERE closed_at IS NOT NULL), "
          "(SELECT count(*) FROM offer WHERE flags > 0 AND closed_at IS NULL), (SELECT count(*) FROM candidate), "
          "(SELECT count(*) FROM candidate WHERE flags > 0), (SELECT count(*) FROM quarantine), "
          "(SELECT count(*) FROM member WHERE open), (SELECT count(*) FROM member WHERE NOT open), "
          "(SELECT count(*) FROM member WHERE open AND flagged), (SELECT count(*) FROM merged_offer WHERE closed_at IS NULL), "
          "(SELECT count(*) FROM merged_offer WHERE closed_at IS NOT NULL), "
          "(SELECT count(*) FROM merged_offer WHERE closed_at IS NULL AND flags > 0)"));
  PASSERELLE_STORE_TAKE(row, query.step());
  StoreCounts counts;
  if (!row) return counts;
  const auto at = [&](int column) { return static_cast<std::uint64_t>(query.integer(column)); };
  counts.postings = at(0);
  counts.merged = at(9);
  counts.offers = at(0) - at(6) + at(9);
  counts.offers_closed = at(1) - at(7) + at(10);
  counts.offers_flagged = at(2) - at(8) + at(11);
  counts.candidates = at(3);
  counts.candidates_flagged = at(4);
  counts.quarantined = at(5);
  return counts;
}

}  // namespace passerelle
