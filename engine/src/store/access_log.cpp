#include "store/access_log.hpp"

#include <fmt/format.h>

#include "sensitive/access.hpp"
#include "store/clock.hpp"
#include "store/store_impl.hpp"

namespace passerelle {
namespace store {

Status log_access(sqlite::Database& database, const passerelle::Access& access, std::string_view candidate, std::string_view action) {
  PASSERELLE_TRY(access.covers(candidate));
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO access_log(at, agent, role, purpose, candidate, action) VALUES(?, ?, ?, ?, ?, ?)"));
  const std::string now = utc_now();
  return insert.bind(now, access.agent(), code(access.role()), access.purpose(), candidate, action).run();
}

Result<std::string> restricted_text(sqlite::Database& database, std::string_view candidate) {
  PASSERELLE_STORE_TAKE(find, database.prepare("SELECT record, fingerprint FROM candidate_restricted WHERE candidate = ?"));
  PASSERELLE_STORE_TAKE(row, find.bind(candidate).step());
  if (!row) return std::string();
  if (fingerprint(find.text(0)) != find.fingerprint(1))
    return Problem(ProblemCode::kStoreDamaged, "fingerprint").at(fmt::format("candidate_restricted {}", candidate));
  return std::string(find.text(0));
}

}  // namespace store

Result<std::string> Store::restricted_json(std::string_view candidate, const Access& access) {
  if (!impl_->writer) return Problem(ProblemCode::kAccessRefused, "a read that cannot be logged").from(impl_->readers.path());
  return impl_->in_transaction<std::string>([&](sqlite::Database& database) -> Result<std::string> {
    PASSERELLE_TRY(store::log_access(database, access, candidate, "read"));
    return store::restricted_text(database, candidate);
  });
}

Status Store::for_each_restricted(const Access& access, const std::function<Status(std::string_view, std::string_view)>& visit) {
  if (!impl_->writer) return Problem(ProblemCode::kAccessRefused, "a read that cannot be logged").from(impl_->readers.path());
  if (access.role() != AccessRole::kTerritory && access.role() != AccessRole::kOperations) return Problem(ProblemCode::kAccessRefused, "role", std::string(code(access.role())));
  const Result<bool> logged = impl_->in_transaction<bool>([&](sqlite::Database& database) -> Result<bool> {
    PASSERELLE_TRY(store::log_access(database, access, kEverybody, access.role() == AccessRole::kOperations ? "quota" : "count"));
    return true;
  });
  if (!logged) return logged.problem();
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT candidate, record, fingerprint FROM candidate_restricted ORDER BY candidate"));
  for (;;) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    if (fingerprint(rows.text(1)) != rows.fingerprint(2))
      return Problem(ProblemCode::kStoreDamaged, "fingerprint").at(fmt::format("candidate_restricted {}", rows.text(0)));
    PASSERELLE_TRY(visit(rows.text(0), rows.text(1)));
  }
}

Status Store::for_each_access(const std::function<Status(const AccessEntry&)>& visit) const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, at, agent, role, purpose, candidate, action FROM access_log ORDER BY id"));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    AccessEntry entry;
    entry.id = rows.integer(0);
    std::string* const columns[] = {&entry.at, &entry.agent, &entry.role, &entry.purpose, &entry.candidate, &entry.action};
    for (int i = 0; i < 6; ++i) *columns[i] = rows.text(i + 1);
    PASSERELLE_TRY(visit(entry));
  }
}

}  // namespace passerelle
