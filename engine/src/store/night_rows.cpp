#include "store/night_rows.hpp"

#include "store/clock.hpp"
#include "store/snapshot_sum.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace {

class Rows final : public NightWriter {
 public:
  static Result<Rows> prepare(sqlite::Database& database, std::string date) {
    Rows rows;
    rows.date_ = std::move(date);
    PASSERELLE_STORE_TAKE(offer, database.prepare("INSERT INTO night_offer VALUES(?, ?, ?, ?, ?, ?, ?)"));
    PASSERELLE_STORE_TAKE(person, database.prepare("INSERT INTO night_person VALUES(?, ?, ?, ?, ?)"));
    PASSERELLE_STORE_TAKE(indicator, database.prepare("INSERT OR REPLACE INTO night_indicator VALUES(?, ?, ?, ?)"));
    rows.offer_ = std::move(offer), rows.person_ = std::move(person), rows.indicator_ = std::move(indicator);
    return rows;
  }
  Status offer(const NightOfferRow& row) override {
    return offer_.bind(row.number, row.id, row.source, row.content, row.cap, row.suggested, row.list).run();
  }
  Status person(const NightPersonRow& row) override {
    return person_.bind(row.id, row.content, std::uint32_t{row.licences}, row.list, row.displaced).run();
  }
  Status indicator(std::string_view territory, std::string_view name, std::int64_t value) override {
    return indicator_.bind(date_, territory, name, value).run();
  }

 private:
  Rows() = default;
  sqlite::Statement offer_, person_, indicator_;
  std::string date_;
};

NightOfferRow offer_row(const sqlite::Statement& rows) {
  return {static_cast<std::uint32_t>(rows.integer(0)), rows.text(1), rows.text(2), rows.fingerprint(3), static_cast<std::uint32_t>(rows.integer(4)),
          static_cast<std::uint32_t>(rows.integer(5)), rows.text(6)};
}
NightPersonRow person_row(const sqlite::Statement& rows) {
  return {rows.text(0), rows.fingerprint(1), static_cast<LicenceMask>(rows.integer(2)), rows.text(3), rows.text(4)};
}

}  // namespace

Status Store::for_each_offer_state(const std::function<Status(const OfferState&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, source, fingerprint, coalesce(json_extract(record, '$.posts'), 1) FROM offer WHERE closed_at IS NULL AND NOT EXISTS "
                                             "(SELECT 1 FROM offer_member WHERE posting = offer.id) UNION ALL "
                                             "SELECT id, source, fingerprint, coalesce(json_extract(record, '$.posts'), 1) FROM merged_offer WHERE closed_at IS NULL ORDER BY id"));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit({rows.text(0), rows.text(1), rows.fingerprint(2), static_cast<std::uint32_t>(rows.integer(3))}));
  }
}

Status Store::for_each_candidate_state(const std::function<Status(std::string_view, const Fingerprint&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, fingerprint FROM candidate ORDER BY id"));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit(rows.text(0), rows.fingerprint(1)));
  }
}

Result<Fingerprint> Store::reference_content() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT name, fingerprint FROM reference_part"));
  Fingerprint sum;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return sum;
    sum += store::snapshot_term(store::kReferenceTerm, rows.text(0), rows.fingerprint(1));
  }
}

Status Store::put_night(const NightRun& run, const std::function<Status(NightWriter&)>& write) {
  auto put = impl_->in_transaction<bool>([&](sqlite::Database& database) -> Result<bool> {
    PASSERELLE_TRY(database.execute("DELETE FROM night_offer; DELETE FROM night_person"));
    PASSERELLE_STORE_TAKE(forget, database.prepare("DELETE FROM night_indicator WHERE date = ?"));
    const std::string date = to_string(run.date), at = store::utc_now();
    PASSERELLE_TRY(forget.bind(date).run());
    PASSERELLE_STORE_TAKE(rows, Rows::prepare(database, date));
    PASSERELLE_TRY(write(rows));
    PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO night_run VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    PASSERELLE_TRY(insert.bind(at, date, run.snapshot, run.build, run.suggest_policy, run.shortlist_policy, run.night_policy, run.top, run.digest).run());
    return true;
  });
  return put ? Status{} : Status{std::move(put).problem()};
}

Result<NightRun> Store::last_night() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  // A store of an earlier version that is open for reading has no such table, and had no night.
  PASSERELLE_STORE_TAKE(tables, lease->integer("SELECT count(*) FROM sqlite_master WHERE name = 'night_run'"));
  if (tables == 0) return Problem(ProblemCode::kNotFound, "night");
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT date, snapshot, build, suggest_policy, shortlist_policy, night_policy, top, digest FROM night_run ORDER BY id DESC LIMIT 1"));
  PASSERELLE_STORE_TAKE(row, rows.step());
  if (!row) return Problem(ProblemCode::kNotFound, "night");
  NightRun run;
  run.date = parse_day(rows.text(0)).value_or(Day{});
  run.snapshot = rows.text(1), run.build = rows.text(2), run.suggest_policy = rows.text(3), run.shortlist_policy = rows.text(4), run.night_policy = rows.text(5);
  run.top = static_cast<std::uint32_t>(rows.integer(6));
  run.digest = rows.text(7);
  return run;
}

Status Store::for_each_night_offer(const std::function<Status(const NightOfferRow&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT number, id, source, content, cap, suggested, list FROM night_offer ORDER BY number"));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit(offer_row(rows)));
  }
}

Status Store::night_offer(std::uint32_t number, const std::function<void(const NightOfferRow&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT number, id, source, content, cap, suggested, list FROM night_offer WHERE number = ?"));
  rows.bind(number);
  PASSERELLE_STORE_TAKE(row, rows.step());
  if (!row) return Problem(ProblemCode::kNotFound, std::to_string(number));
  visit(offer_row(rows));
  return {};
}

Status Store::for_each_night_person(const std::function<Status(const NightPersonRow&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, content, licences, list, displaced FROM night_person ORDER BY id"));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit(person_row(rows)));
  }
}

Status Store::for_each_indicator(Day date, const std::function<Status(std::string_view, std::string_view, std::int64_t)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT territory, indicator, value FROM night_indicator WHERE date = ? ORDER BY territory, indicator"));
  const std::string day = to_string(date);
  rows.bind(day);
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit(rows.text(0), rows.text(1), rows.integer(2)));
  }
}

Status Store::night_person(std::string_view id, const std::function<void(const NightPersonRow&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, content, licences, list, displaced FROM night_person WHERE id = ?"));
  rows.bind(id);
  PASSERELLE_STORE_TAKE(row, rows.step());
  if (!row) return Problem(ProblemCode::kNotFound, std::string(id));
  visit(person_row(rows));
  return {};
}

}  // namespace passerelle
