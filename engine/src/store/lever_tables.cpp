// The tables of barriers and levers, kept as the files they were, every version.
#include <fmt/format.h>

#include "store/clock.hpp"
#include "store/store_impl.hpp"

namespace passerelle {

Result<std::size_t> Store::put_lever_tables(const std::vector<LeverTableRow>& tables) {
  return impl_->in_transaction<std::size_t>([&](sqlite::Database& database) -> Result<std::size_t> {
    PASSERELLE_STORE_TAKE(find, database.prepare("SELECT fingerprint FROM lever_table WHERE kind = ? AND name = ? AND version = ?"));
    PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO lever_table VALUES(?, ?, ?, ?, ?, ?, ?)"));
    std::size_t added = 0;
    for (const LeverTableRow& table : tables) {
      const Fingerprint content = fingerprint(table.content);
      PASSERELLE_STORE_TAKE(found, find.bind(table.kind, table.name, table.version).step());
      if (found && find.fingerprint(0) != content)
        return Problem(ProblemCode::kDuplicateId, "version", fmt::format("{} v{}", table.name, table.version)).from(table.name);
      find.restart();
      if (found) continue;
      PASSERELLE_TRY(insert.bind(table.kind, table.name, table.version, to_string(table.valid_from), store::utc_now(), content, table.content).run());
      ++added;
    }
    return added;
  });
}

Result<std::vector<LeverTableRow>> Store::lever_tables() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT kind, name, version, valid_from, content, fingerprint FROM lever_table ORDER BY kind, name, version"));
  std::vector<LeverTableRow> tables;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return tables;
    if (fingerprint(rows.text(4)) != rows.fingerprint(5))
      return Problem(ProblemCode::kStoreDamaged, "fingerprint").from(impl_->readers.path()).at(fmt::format("lever_table {}", rows.text(1)));
    tables.push_back({std::string(rows.text(0)), std::string(rows.text(1)), static_cast<std::uint32_t>(rows.integer(2)),
                      parse_day(rows.text(3)).value_or(Day{}), std::string(rows.text(4))});
  }
}

Result<std::vector<Store::OccupationContext>> Store::occupation_contexts() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  // Where two vocabularies define an occupation, the contexts of both are known.
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT DISTINCT o.occupation, o.context, coalesce(c.label, '') FROM occupation_context o "
                                             "LEFT JOIN context c ON c.vocabulary = o.vocabulary AND c.key = o.context "
                                             "ORDER BY o.occupation, o.context"));
  std::vector<OccupationContext> contexts;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return contexts;
    contexts.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))});
  }
}

}  // namespace passerelle
