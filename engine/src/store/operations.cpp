// Recruitment operations and their invitations.
#include <set>

#include <fmt/format.h>

#include "store/clock.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace {

Status put_operation(sqlite::Database& database, const OperationRow& operation) {
  // A new plan brings a new waiting list.
  PASSERELLE_STORE_TAKE(forget, database.prepare("DELETE FROM invitation WHERE operation = ? AND state = 'waiting'"));
  PASSERELLE_TRY(forget.bind(operation.id).run());
  PASSERELLE_STORE_TAKE(gone, database.prepare("SELECT session FROM invitation WHERE operation = ? GROUP BY session"));
  gone.bind(operation.id);
  while (true) {
    PASSERELLE_STORE_TAKE(row, gone.step());
    if (!row) break;
    bool there = false;
    for (const OperationSessionRow& session : operation.sessions) there = there || session.id == gone.text(0);
    // Whoever was invited to it would stand nowhere.
    if (!there) return Problem(ProblemCode::kNotFound, "sessions", std::string(gone.text(0))).at(fmt::format("operation {}", operation.id));
  }
  PASSERELLE_STORE_TAKE(put, database.prepare("INSERT INTO operation VALUES(?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET kind = excluded.kind, title = excluded.title, basin = excluded.basin"));
  PASSERELLE_TRY(put.bind(operation.id, operation.kind, operation.title, operation.basin).run());
  PASSERELLE_STORE_TAKE(clear, database.prepare("DELETE FROM operation_session WHERE operation = ?"));
  PASSERELLE_TRY(clear.bind(operation.id).run());
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO operation_session VALUES(?, ?, ?, ?, ?, ?, ?)"));
  for (std::size_t i = 0; i < operation.sessions.size(); ++i) {
    const OperationSessionRow& session = operation.sessions[i];
    PASSERELLE_TRY(insert.bind(operation.id, static_cast<std::int64_t>(i), session.id, to_string(session.date), session.from, session.to, session.seats).run());
  }
  return {};
}

}  // namespace

Result<InvitationChanges> Store::change_invitations(const std::vector<OperationRow>& operations, const std::vector<InvitationRow>& invitations,
                                                    const std::function<Status(const InvitationRow* before, const InvitationRow& after)>& allow) {
  return impl_->in_transaction<InvitationChanges>([&](sqlite::Database& database) -> Result<InvitationChanges> {
    for (const OperationRow& operation : operations) PASSERELLE_TRY(put_operation(database, operation));
    PASSERELLE_STORE_TAKE(known, database.prepare("SELECT 1 FROM candidate WHERE id = ?"));
    PASSERELLE_STORE_TAKE(session, database.prepare("SELECT 1 FROM operation_session WHERE operation = ? AND session = ?"));
    PASSERELLE_STORE_TAKE(find, database.prepare("SELECT state, rank, hired FROM invitation WHERE operation = ? AND session = ? AND candidate = ?"));
    PASSERELLE_STORE_TAKE(put, database.prepare("INSERT OR REPLACE INTO invitation VALUES(?, ?, ?, ?, ?, ?, ?)"));
    const std::string now = store::utc_now();
    InvitationChanges changes;
    for (const InvitationRow& row : invitations) {
      ++changes.read;
      const auto refuse = [&](const char* field, const std::string& id) { return Problem(ProblemCode::kNotFound, field, id).at(row.position); };
      PASSERELLE_STORE_TAKE(there, find.bind(row.operation, row.session, row.candidate).step());
      std::optional<InvitationRow> before;
      if (there) {
        before = row;
        before->state = find.text(0);
        before->rank = static_cast<std::uint32_t>(find.integer(1));
        before->hired = find.integer(2) != 0;
      }
      find.restart();
      if (!there) {
        PASSERELLE_STORE_TAKE(has_session, session.bind(row.operation, row.session).step());
        session.restart();
        if (!has_session) return refuse("session", row.operation + " / " + row.session);
        PASSERELLE_STORE_TAKE(has_person, known.bind(row.candidate).step());
        known.restart();
        if (!has_person) return refuse("candidate", row.candidate);
      }
      if (Status allowed = allow(before ? &*before : nullptr, row); !allowed) return std::move(allowed).problem().at(row.position);
      if (before && before->state == row.state && before->rank == row.rank && before->hired == row.hired) {
        ++changes.unchanged;
        continue;
      }
      ++(before ? changes.changed : changes.added);
      PASSERELLE_TRY(put.bind(row.operation, row.session, row.candidate, row.state, row.rank, row.hired ? 1 : 0, now).run());
    }
    return changes;
  });
}

Result<std::vector<OperationRow>> Store::operations() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(moment, store::ReadTransaction::begin(*lease));
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT o.id, o.kind, o.title, o.basin, s.session, s.date, s.from_minute, s.to_minute, s.seats FROM operation o "
                                             "JOIN operation_session s ON s.operation = o.id ORDER BY o.id, s.position"));
  std::vector<OperationRow> operations;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return operations;
    if (operations.empty() || operations.back().id != rows.text(0))
      operations.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3)), {}});
    operations.back().sessions.push_back({std::string(rows.text(4)), parse_day(rows.text(5)).value_or(Day{}), static_cast<std::uint16_t>(rows.integer(6)),
                                          static_cast<std::uint16_t>(rows.integer(7)), static_cast<std::uint32_t>(rows.integer(8))});
  }
}

Result<std::vector<InvitationRow>> Store::invitations() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT operation, session, candidate, state, rank, hired FROM invitation ORDER BY operation, session, candidate"));
  std::vector<InvitationRow> invitations;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return invitations;
    invitations.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3)),
                           static_cast<std::uint32_t>(rows.integer(4)), rows.integer(5) != 0, {}});
  }
}

}  // namespace passerelle
