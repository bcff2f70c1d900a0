#include "store/reference_rows.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "store/reference_codes.hpp"

namespace passerelle::store {
namespace {

using reference::ReferenceInputs;
using reference::VocabularyData;
using sqlite::Database;
using sqlite::Statement;

Problem damaged(std::string_view table, std::string_view value) {
  return Problem(ProblemCode::kStoreDamaged, fmt::format("{}: {}", table, value));
}

/// Calls `visit` for each row.
template <class Visit>
Status each_row(Database& database, std::string_view sql, Visit visit) {
  PASSERELLE_STORE_TAKE(rows, database.prepare(sql));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit(std::as_const(rows)));
  }
}

/// Finds the vocabulary, item or occupation that a row of a child table belongs to. Rows come grouped, so the last one
/// found is mostly the next one too.
template <class Row>
class Owners {
 public:
  void add(std::string_view vocabulary, std::string_view key, Row* row) { rows_[name(vocabulary, key)] = row; }
  Row* find(std::string_view vocabulary, std::string_view key) {
    if (last_ != nullptr && vocabulary == last_vocabulary_ && key == last_->key) return last_;
    const auto found = rows_.find(name(vocabulary, key));
    if (found == rows_.end()) return nullptr;
    last_ = found->second;
    last_vocabulary_ = vocabulary;
    return last_;
  }

 private:
  static std::string name(std::string_view vocabulary, std::string_view key) {
    return fmt::format("{}\n{}", vocabulary, key);
  }
  std::unordered_map<std::string, Row*> rows_;
  std::string last_vocabulary_;
  Row* last_ = nullptr;
};

/// Rows of `table` (vocabulary, owner, position, …) appended to their owner, in position order.
template <class Row, class Append>
Status each_child(Database& database, const char* table, const char* owner, const char* columns, Owners<Row>& owners,
                  Append append) {
  const std::string sql =
      fmt::format("SELECT vocabulary, {1}, {2} FROM {0} ORDER BY vocabulary, {1}, position", table, owner, columns);
  return each_row(database, sql, [&](const Statement& row) -> Status {
    Row* const found = owners.find(row.text(0), row.text(1));
    if (found == nullptr) return damaged(table, row.text(1));
    return append(*found, row) ? Status() : Status(damaged(table, row.text(2)));
  });
}

Status read_items(Database& database, std::unordered_map<std::string, VocabularyData*>& vocabularies) {
  PASSERELLE_TRY(each_row(
      database, "SELECT vocabulary, key, label, kind, item_group, weight FROM item ORDER BY vocabulary, position",
      [&](const Statement& row) -> Status {
        const auto owner = vocabularies.find(std::string(row.text(0)));
        const auto kind = from_name<reference::ItemKind>(kItemKindNames, row.text(3));
        if (owner == vocabularies.end() || !kind) return damaged("item", row.text(1));
        reference::ItemRow item;
        item.key = row.text(1);
        item.label = row.text(2);
        item.kind = *kind;
        item.group = row.text(4);
        item.weight = static_cast<std::uint16_t>(row.integer(5));
        owner->second->items.push_back(std::move(item));
        return {};
      }));
  Owners<reference::ItemRow> owners;
  for (auto& [name, data] : vocabularies)
    for (auto& item : data->items) owners.add(name, item.key, &item);
  return each_child(database, "item_alias", "item", "alias", owners,
                    [](reference::ItemRow& item, const Statement& row) {
                      item.aliases.emplace_back(row.text(2));
                      return true;
                    });
}

Status read_occupations(Database& database, std::unordered_map<std::string, VocabularyData*>& vocabularies) {
  using reference::OccupationRow;
  PASSERELLE_TRY(each_row(database,
                          "SELECT vocabulary, key, label, parent, domain, sector, regulated, definition FROM "
                          "occupation ORDER BY vocabulary, position",
                          [&](const Statement& row) -> Status {
                            const auto owner = vocabularies.find(std::string(row.text(0)));
                            if (owner == vocabularies.end()) return damaged("occupation", row.text(1));
                            OccupationRow occupation;
                            occupation.key = row.text(1);
                            occupation.label = row.text(2);
                            occupation.parent = row.text(3);
                            occupation.domain = row.text(4);
                            occupation.sector = row.text(5);
                            occupation.regulated = row.integer(6) != 0;
                            occupation.definition = row.text(7);
                            owner->second->occupations.push_back(std::move(occupation));
                            return {};
                          }));
  Owners<OccupationRow> owners;
  for (auto& [name, data] : vocabularies)
    for (auto& occupation : data->occupations) owners.add(name, occupation.key, &occupation);

  const auto strings = [&](const char* table, const char* column, std::vector<std::string> OccupationRow::*list) {
    return each_child(database, table, "occupation", column, owners,
                      [list](OccupationRow& occupation, const Statement& row) {
                        (occupation.*list).emplace_back(row.text(2));
                        return true;
                      });
  };
  PASSERELLE_TRY(strings("occupation_title", "title", &OccupationRow::titles));
  PASSERELLE_TRY(strings("occupation_context", "context", &OccupationRow::contexts));
  PASSERELLE_TRY(strings("occupation_trait", "trait", &OccupationRow::traits));
  PASSERELLE_TRY(each_child(database, "occupation_item", "occupation", "item, core", owners,
                            [](OccupationRow& occupation, const Statement& row) {
    const auto core = from_name<reference::Core>(kCoreNames, row.text(3));
    if (core) occupation.card.push_back({std::string(row.text(2)), *core});
    return core.has_value();
  }));
  PASSERELLE_TRY(each_child(database, "occupation_proximity", "occupation", "other, rank", owners,
                            [](OccupationRow& occupation, const Statement& row) {
    occupation.proximities.push_back({std::string(row.text(2)), static_cast<std::uint16_t>(row.integer(3))});
    return true;
  }));
  PASSERELLE_TRY(each_child(database, "occupation_certificate", "occupation", "item, level", owners,
                            [](OccupationRow& occupation, const Statement& row) {
    const auto level = level_from_code(row.text(3));
    if (level) occupation.certificates.push_back({std::string(row.text(2)), *level});
    return level.has_value();
  }));
  return each_child(database, "occupation_licence", "occupation", "licence, level", owners,
                    [](OccupationRow& occupation, const Statement& row) {
    const auto licence = licence_from_code(row.text(2));
    const auto level = level_from_code(row.text(3));
    if (licence && level) occupation.licences.push_back({*licence, *level});
    return licence && level;
  });
}

Status read_vocabularies(Database& database, std::vector<VocabularyData>& vocabularies) {
  PASSERELLE_TRY(each_row(database, "SELECT name, version, title, licence, source FROM vocabulary ORDER BY position",
                          [&](const Statement& row) -> Status {
    VocabularyData& data = vocabularies.emplace_back();
    data.name = row.text(0);
    data.version = row.text(1);
    data.title = row.text(2);
    data.licence = row.text(3);
    data.source = row.text(4);
    return {};
  }));
  std::unordered_map<std::string, VocabularyData*> by_name;
  for (VocabularyData& data : vocabularies) by_name[data.name] = &data;
  PASSERELLE_TRY(read_items(database, by_name));
  PASSERELLE_TRY(read_occupations(database, by_name));
  PASSERELLE_TRY(each_row(database, "SELECT vocabulary, key, label, type FROM context ORDER BY vocabulary, position",
                          [&](const Statement& row) -> Status {
    const auto owner = by_name.find(std::string(row.text(0)));
    if (owner == by_name.end()) return damaged("context", row.text(1));
    owner->second->contexts.push_back({std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))});
    return {};
  }));
  return each_row(database,
                  "SELECT vocabulary, occupation, choice, item FROM regulated ORDER BY vocabulary, position, choice",
                  [&](const Statement& row) -> Status {
                    const auto owner = by_name.find(std::string(row.text(0)));
                    if (owner == by_name.end()) return damaged("regulated", row.text(1));
                    auto& rows = owner->second->regulated;
                    if (row.integer(2) == 0) rows.push_back({std::string(row.text(1)), {}});
                    if (rows.empty()) return damaged("regulated", row.text(1));
                    if (!row.null(3)) rows.back().any_of.emplace_back(row.text(3));
                    return {};
                  });
}

Status read_geography(Database& database, ReferenceInputs& inputs) {
  PASSERELLE_TRY(each_row(
      database,
      "SELECT position, code, name, department, region, epci, population, latitude_udeg, longitude_udeg, "
      "position_source "
      "FROM commune ORDER BY position",
      [&](const Statement& row) -> Status {
        // Positions are 0, 1, 2 …: postal codes find their commune by it.
        if (row.integer(0) != static_cast<std::int64_t>(inputs.communes.size())) return damaged("commune", row.text(1));
        auto& commune = inputs.communes.emplace_back();
        commune.code = row.text(1);
        commune.name = row.text(2);
        commune.department = row.text(3);
        commune.region = row.text(4);
        commune.epci = row.text(5);
        commune.population = static_cast<std::uint32_t>(row.integer(6));
        commune.located = !row.null(7) && !row.null(8);
        if (commune.located)
          commune.coordinates = {static_cast<std::int32_t>(row.integer(7)), static_cast<std::int32_t>(row.integer(8))};
        commune.position_source = row.text(9);
        return {};
      }));
  PASSERELLE_TRY(each_row(database, "SELECT commune, postal_code FROM commune_postal_code ORDER BY commune, position",
                          [&](const Statement& row) -> Status {
    const auto at = static_cast<std::uint64_t>(row.integer(0));
    if (at >= inputs.communes.size()) return damaged("commune_postal_code", row.text(1));
    inputs.communes[at].postal_codes.emplace_back(row.text(1));
    return {};
  }));
  PASSERELLE_TRY(each_row(
      database, "SELECT old_code, code, name FROM commune_alias ORDER BY position",
      [&](const Statement& row) -> Status {
        inputs.aliases.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
        return {};
      }));
  PASSERELLE_TRY(
      each_row(database, "SELECT code, name, region FROM basin ORDER BY position", [&](const Statement& row) -> Status {
        inputs.basins.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
        return {};
      }));
  PASSERELLE_TRY(each_row(database, "SELECT commune, basin FROM commune_basin ORDER BY position",
                          [&](const Statement& row) -> Status {
                            inputs.basin_members.push_back({std::string(row.text(0)), std::string(row.text(1))});
                            return {};
                          }));
  PASSERELLE_TRY(each_row(database, "SELECT origin, destination, means, minutes FROM travel_time ORDER BY position",
                          [&](const Statement& row) -> Status {
                            inputs.travel_times.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                                           means_from_code(row.text(2)).value_or(Means::kUnknown),
                                                           static_cast<std::uint16_t>(row.integer(3))});
                            return {};
                          }));
  return each_row(database,
      "SELECT occupation, basin, tension, hiring_intensity, workforce, durability, conditions, mismatch, training, "
      "offers_milli, seekers_milli FROM tension ORDER BY position", [&](const Statement& row) -> Status {
    auto& tension = inputs.tension.emplace_back();
    tension.occupation = row.text(0);
    tension.basin = row.text(1);
    tension.tension = static_cast<std::uint8_t>(row.integer(2));
    for (int i = 0; i < 6; ++i) tension.causes[i] = static_cast<std::uint8_t>(row.integer(3 + i));
    tension.offers_milli = static_cast<std::uint32_t>(row.integer(9));
    tension.seekers_milli = static_cast<std::uint32_t>(row.integer(10));
    return {};
  });
}

}  // namespace

Result<ReferenceInputs> read_reference(Database& database) {
  ReferenceInputs inputs;
  PASSERELLE_TRY(read_vocabularies(database, inputs.vocabularies));
  PASSERELLE_TRY(read_geography(database, inputs));
  return inputs;
}

Result<std::optional<reference::Derived>> read_derived(Database& database) {
  PASSERELLE_STORE_TAKE(query, database.prepare("SELECT content FROM derived WHERE name = 'matching'"));
  PASSERELLE_STORE_TAKE(found, query.step());
  std::optional<reference::Derived> derived;
  if (!found) return derived;
  // What cannot be parsed (another formula's layout, a damaged blob) is computed again: nothing is lost with it.
  if (auto parsed = reference::parse_derived(query.text(0)); parsed) derived = std::move(parsed).value();
  return derived;
}

Status write_derived(Database& database, const reference::Derived& derived) {
  const std::string content = reference::serialise(derived);
  PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT OR REPLACE INTO derived VALUES('matching', ?, ?)"));
  insert.bind(derived.input);
  insert.bind_blob(2, content);
  return insert.run();
}

}  // namespace passerelle::store
