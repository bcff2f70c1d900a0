#include "store/reference_writer.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "store/clock.hpp"
#include "store/reference_codes.hpp"
#include "store/reference_fingerprint.hpp"
#include "store/snapshot_sum.hpp"

namespace passerelle::store {
namespace {

using reference::VocabularyData;
using sqlite::Database;
using sqlite::Statement;

constexpr const char* kVocabularyTables[] = {
    "item", "item_alias", "occupation", "occupation_title", "occupation_item", "occupation_proximity",
    "occupation_context", "occupation_trait", "occupation_certificate", "occupation_licence", "regulated", "context"};

/// Marks the part as `content`; false when it already is. Keeps the snapshot's sum.
Result<bool> mark_part(Database& database, const std::string& name, const Fingerprint& content) {
  PASSERELLE_STORE_TAKE(query, database.prepare("SELECT fingerprint FROM reference_part WHERE name = ?"));
  PASSERELLE_STORE_TAKE(found, query.bind(name).step());
  Fingerprint change;
  if (found) {
    if (query.fingerprint(0) == content) return false;
    change -= snapshot_term(kReferenceTerm, name, query.fingerprint(0));
  }
  query.restart();
  change += snapshot_term(kReferenceTerm, name, content);
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT OR REPLACE INTO reference_part VALUES(?, ?, ?)"));
  PASSERELLE_TRY(insert.bind(name, content, utc_now()).run());
  PASSERELLE_TRY(add_to_sum(database, kSnapshot, change));
  return true;
}

/// Where two vocabularies define the same key, their order decides which row counts: it is content then, and only then.
/// Each such pair is a part of its own, so that the order of imports does not matter elsewhere.
Status mark_precedence(Database& database) {
  std::vector<std::string> before, now;
  {
    PASSERELLE_STORE_TAKE(
        rows, database.prepare("SELECT name FROM reference_part WHERE name LIKE 'precedence:%' ORDER BY name"));
    while (true) {
      PASSERELLE_STORE_TAKE(row, rows.step());
      if (!row) break;
      before.emplace_back(rows.text(0));
    }
  }
  for (const char* table : {"item", "occupation"}) {
    PASSERELLE_STORE_TAKE(rows, database.prepare(fmt::format(
        "SELECT DISTINCT first.name, later.name FROM {0} a JOIN {0} b ON a.key = b.key "
        "JOIN vocabulary first ON first.name = a.vocabulary JOIN vocabulary later ON later.name = b.vocabulary "
        "WHERE first.position < later.position", table)));
    while (true) {
      PASSERELLE_STORE_TAKE(row, rows.step());
      if (!row) break;
      now.push_back(fmt::format("precedence:{} < {}", rows.text(0), rows.text(1)));
    }
  }
  std::sort(now.begin(), now.end());
  now.erase(std::unique(now.begin(), now.end()), now.end());
  for (const std::string& name : before) {
    if (std::binary_search(now.begin(), now.end(), name)) continue;
    PASSERELLE_STORE_TAKE(erase, database.prepare("DELETE FROM reference_part WHERE name = ?"));
    PASSERELLE_TRY(erase.bind(name).run());
    Fingerprint change;
    change -= snapshot_term(kReferenceTerm, name, fingerprint(name));
    PASSERELLE_TRY(add_to_sum(database, kSnapshot, change));
  }
  for (const std::string& name : now) {
    auto marked = mark_part(database, name, fingerprint(name));
    if (!marked) return std::move(marked).problem();
  }
  return {};
}

Status write_strings(Statement& insert, std::string_view vocabulary, std::string_view owner,
                     const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) PASSERELLE_TRY(insert.bind(vocabulary, owner, i, values[i]).run());
  return {};
}

Status write_items(Database& database, const VocabularyData& data) {
  PASSERELLE_STORE_TAKE(item, database.prepare("INSERT INTO item VALUES(?, ?, ?, ?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(alias, database.prepare("INSERT INTO item_alias VALUES(?, ?, ?, ?)"));
  for (std::size_t i = 0; i < data.items.size(); ++i) {
    const auto& row = data.items[i];
    PASSERELLE_TRY(item.bind(data.name, row.key, i, row.label, kItemKindNames[static_cast<std::size_t>(row.kind)],
                             row.group, row.weight).run());
    PASSERELLE_TRY(write_strings(alias, data.name, row.key, row.aliases));
  }
  return {};
}

Status write_occupations(Database& database, const VocabularyData& data) {
  PASSERELLE_STORE_TAKE(occupation, database.prepare("INSERT INTO occupation VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(title, database.prepare("INSERT INTO occupation_title VALUES(?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(card, database.prepare("INSERT INTO occupation_item VALUES(?, ?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(proximity, database.prepare("INSERT INTO occupation_proximity VALUES(?, ?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(context, database.prepare("INSERT INTO occupation_context VALUES(?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(trait, database.prepare("INSERT INTO occupation_trait VALUES(?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(certificate, database.prepare("INSERT INTO occupation_certificate VALUES(?, ?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(licence, database.prepare("INSERT INTO occupation_licence VALUES(?, ?, ?, ?, ?)"));
  const std::string& owner = data.name;
  for (std::size_t i = 0; i < data.occupations.size(); ++i) {
    const auto& row = data.occupations[i];
    PASSERELLE_TRY(occupation.bind(owner, row.key, i, row.label, row.parent, row.domain, row.sector, row.regulated,
                                   row.definition).run());
    PASSERELLE_TRY(write_strings(title, owner, row.key, row.titles));
    PASSERELLE_TRY(write_strings(context, owner, row.key, row.contexts));
    PASSERELLE_TRY(write_strings(trait, owner, row.key, row.traits));
    for (std::size_t k = 0; k < row.card.size(); ++k)
      PASSERELLE_TRY(
          card.bind(owner, row.key, k, row.card[k].item, kCoreNames[static_cast<std::size_t>(row.card[k].core)]).run());
    for (std::size_t k = 0; k < row.proximities.size(); ++k)
      PASSERELLE_TRY(proximity.bind(owner, row.key, k, row.proximities[k].occupation, row.proximities[k].rank).run());
    for (std::size_t k = 0; k < row.certificates.size(); ++k)
      PASSERELLE_TRY(
          certificate.bind(owner, row.key, k, row.certificates[k].item, code(row.certificates[k].level)).run());
    for (std::size_t k = 0; k < row.licences.size(); ++k)
      PASSERELLE_TRY(licence.bind(owner, row.key, k, code(row.licences[k].licence), code(row.licences[k].level)).run());
  }
  return {};
}

Status write_contexts_and_regulated(Database& database, const VocabularyData& data) {
  PASSERELLE_STORE_TAKE(context, database.prepare("INSERT INTO context VALUES(?, ?, ?, ?, ?)"));
  for (std::size_t i = 0; i < data.contexts.size(); ++i) {
    const auto& row = data.contexts[i];
    PASSERELLE_TRY(context.bind(data.name, i, row.key, row.label, row.type).run());
  }
  PASSERELLE_STORE_TAKE(regulated, database.prepare("INSERT INTO regulated VALUES(?, ?, ?, ?, ?)"));
  for (std::size_t i = 0; i < data.regulated.size(); ++i) {
    const auto& row = data.regulated[i];
    // « Regulated, not known by which diploma » is one row without an item.
    if (row.any_of.empty()) PASSERELLE_TRY(regulated.bind(data.name, i, row.occupation, 0, nullptr).run());
    for (std::size_t k = 0; k < row.any_of.size(); ++k)
      PASSERELLE_TRY(regulated.bind(data.name, i, row.occupation, k, row.any_of[k]).run());
  }
  return {};
}

template <class Row>
Status check_keys(const VocabularyData& data, const std::vector<Row>& rows, std::string_view field) {
  std::vector<std::string_view> keys;
  keys.reserve(rows.size());
  for (const Row& row : rows) keys.push_back(row.key);
  std::sort(keys.begin(), keys.end());
  if (!keys.empty() && keys.front().empty())
    return Problem(ProblemCode::kFieldMissing, std::string(field), {}).from(data.name);
  if (const auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end())
    return Problem(ProblemCode::kDuplicateId, std::string(field), std::string(*twice)).from(data.name);
  return {};
}

}  // namespace

Result<bool> replace_vocabulary(Database& database, const VocabularyData& data) {
  if (data.name.empty()) return Problem(ProblemCode::kFieldMissing, "name", {});
  PASSERELLE_TRY(check_keys(data, data.items, "items"));
  PASSERELLE_TRY(check_keys(data, data.occupations, "occupations"));
  const Fingerprint content = fingerprint_of(data);
  PASSERELLE_STORE_TAKE(changed, mark_part(database, "vocabulary:" + data.name, content));
  if (!changed) return false;
  for (const char* table : kVocabularyTables) {
    PASSERELLE_STORE_TAKE(erase, database.prepare(fmt::format("DELETE FROM {} WHERE vocabulary = ?", table)));
    PASSERELLE_TRY(erase.bind(data.name).run());
  }
  // A vocabulary that comes again keeps its place in the order.
  PASSERELLE_STORE_TAKE(owner, database.prepare(
      "INSERT INTO vocabulary(name, version, title, licence, source, position, fingerprint) "
      "VALUES(?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(position), 0) + 1 FROM vocabulary), ?6) "
      "ON CONFLICT(name) DO UPDATE SET version = ?2, title = ?3, licence = ?4, source = ?5, fingerprint = ?6"));
  PASSERELLE_TRY(owner.bind(data.name, data.version, data.title, data.licence, data.source, content).run());
  PASSERELLE_TRY(write_items(database, data));
  PASSERELLE_TRY(write_occupations(database, data));
  PASSERELLE_TRY(write_contexts_and_regulated(database, data));
  PASSERELLE_TRY(mark_precedence(database));
  return true;
}

Result<bool> replace_communes(Database& database, const std::vector<reference::CommuneRow>& communes,
                              const std::vector<reference::CommuneAlias>& aliases) {
  PASSERELLE_STORE_TAKE(changed, mark_part(database, "communes", fingerprint_of(communes, aliases)));
  if (!changed) return false;
  PASSERELLE_TRY(database.execute("DELETE FROM commune; DELETE FROM commune_postal_code; DELETE FROM commune_alias;"));
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO commune VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  PASSERELLE_STORE_TAKE(postal, database.prepare("INSERT INTO commune_postal_code VALUES(?, ?, ?)"));
  for (std::size_t i = 0; i < communes.size(); ++i) {
    const auto& row = communes[i];
    insert.bind(i, row.code, row.name, row.department, row.region, row.epci, row.population, nullptr, nullptr,
                row.position_source);
    if (row.located) {
      insert.bind_one(8, row.coordinates.latitude_udeg);
      insert.bind_one(9, row.coordinates.longitude_udeg);
    }
    PASSERELLE_TRY(insert.run());
    for (std::size_t k = 0; k < row.postal_codes.size(); ++k)
      PASSERELLE_TRY(postal.bind(i, k, row.postal_codes[k]).run());
  }
  PASSERELLE_STORE_TAKE(alias, database.prepare("INSERT INTO commune_alias VALUES(?, ?, ?, ?)"));
  for (std::size_t i = 0; i < aliases.size(); ++i)
    PASSERELLE_TRY(alias.bind(i, aliases[i].old_code, aliases[i].code, aliases[i].name).run());
  return true;
}

Result<bool> replace_basins(Database& database, const std::vector<reference::BasinRow>& basins,
                            const std::vector<reference::CommuneBasin>& members) {
  PASSERELLE_STORE_TAKE(changed, mark_part(database, "basins", fingerprint_of(basins, members)));
  if (!changed) return false;
  PASSERELLE_TRY(database.execute("DELETE FROM basin; DELETE FROM commune_basin;"));
  PASSERELLE_STORE_TAKE(basin, database.prepare("INSERT INTO basin VALUES(?, ?, ?, ?)"));
  for (std::size_t i = 0; i < basins.size(); ++i)
    PASSERELLE_TRY(basin.bind(i, basins[i].code, basins[i].name, basins[i].region).run());
  PASSERELLE_STORE_TAKE(member, database.prepare("INSERT INTO commune_basin VALUES(?, ?, ?)"));
  for (std::size_t i = 0; i < members.size(); ++i)
    PASSERELLE_TRY(member.bind(i, members[i].commune, members[i].basin).run());
  return true;
}

Result<bool> replace_tension(Database& database, const std::vector<reference::TensionRow>& rows) {
  PASSERELLE_STORE_TAKE(changed, mark_part(database, "tension", fingerprint_of(rows)));
  if (!changed) return false;
  PASSERELLE_TRY(database.execute("DELETE FROM tension"));
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO tension VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    PASSERELLE_TRY(insert.bind(i, row.occupation, row.basin, row.tension, row.causes[0], row.causes[1], row.causes[2],
                               row.causes[3], row.causes[4], row.causes[5], row.offers_milli, row.seekers_milli).run());
  }
  return true;
}

Result<bool> replace_travel_times(Database& database, const std::vector<reference::TravelTimeRow>& rows) {
  PASSERELLE_STORE_TAKE(changed, mark_part(database, "travel_time", fingerprint_of(rows)));
  if (!changed) return false;
  PASSERELLE_TRY(database.execute("DELETE FROM travel_time"));
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO travel_time VALUES(?, ?, ?, ?, ?)"));
  for (std::size_t i = 0; i < rows.size(); ++i)
    PASSERELLE_TRY(insert.bind(i, rows[i].origin, rows[i].destination, code(rows[i].means), rows[i].minutes).run());
  return true;
}

}  // namespace passerelle::store
