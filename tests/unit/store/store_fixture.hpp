// What the store's tests share: a directory of their own, small records, and a look into the file that does not go
// through the store.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sqlite3.h>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "sensitive/access.hpp"
#include "store/store.hpp"

namespace passerelle::test {

#define ASSERT_OK(expr)                                                                          \
  do {                                                                                           \
    const auto& ok_result_ = (expr);                                                             \
    ASSERT_TRUE(ok_result_.ok()) << describe(ok_result_.problem(), Language::kEnglish);          \
  } while (false)

/// Access to everybody, as an import has it.
inline Access anybody() { return *Access::open("import", "test", "test", {}); }

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "passerelle-store-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
    path_ = (directory_ / "test.db").string();
  }
  void TearDown() override {
    std::error_code error;
    std::filesystem::permissions(directory_, std::filesystem::perms::owner_all, error);
    std::filesystem::remove_all(directory_, error);
  }
  Store open(Store::Mode mode = Store::Mode::kCreate) const {
    auto opened = Store::open(path_, mode);
    if (!opened) throw std::runtime_error(describe(opened.problem(), Language::kEnglish));
    return std::move(opened).value();
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  std::filesystem::path directory_;
  std::string path_;
};

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Rows of an SQL query, columns joined by '|', read with SQLite alone.
inline std::vector<std::string> rows_of(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  sqlite3_stmt* statement = nullptr;
  std::vector<std::string> rows;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    rows.emplace_back(sqlite3_errmsg(database));
  while (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
    std::string& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      if (i > 0) row += '|';
      const void* data = sqlite3_column_blob(statement, i);
      if (data != nullptr)
        row.append(static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
    }
  }
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return rows;
}

/// The snapshot as README.md defines it, from the rows, without the store's own code.
inline std::string snapshot_from_rows(const std::string& path) {
  Fingerprint sum;
  const auto add = [&](const char* kind, const char* sql) {
    for (const std::string& row : rows_of(path, sql)) {
      const std::size_t bar = row.rfind('|');
      std::string hex = row.substr(bar + 1);
      for (char& c : hex) c = static_cast<char>(std::tolower(c));
      sum += fingerprint(std::string(kind) + '\0' + row.substr(0, bar) + '\0' + hex);
    }
  };
  add("offer", "SELECT id, hex(fingerprint) FROM offer WHERE closed_at IS NULL");
  add("candidate", "SELECT id, hex(fingerprint) FROM candidate");
  add("reference", "SELECT name, hex(fingerprint) FROM reference_part");
  return to_hex(sum);
}

inline Offer make_offer(const std::string& id, const std::string& title = "Cariste",
                        const std::string& source = "partner") {
  Offer offer;
  offer.id = id;
  offer.sources = {{source, "x-" + id, "https://example.org/" + id}};
  offer.title = title;
  offer.description = "Charger et décharger les camions";
  offer.occupation = "rome:N1101";
  offer.place.insee = "59350";
  offer.contract = Contract::kCdd;
  offer.published = day_of(2025, 3, 1);
  return offer;
}

inline Candidate make_candidate(const std::string& id, const std::string& sought = "rome:N1103") {
  Candidate candidate;
  candidate.id = id;
  candidate.sought = {sought};
  candidate.home.insee = "80021";
  candidate.mobility.radius_km = 30;
  return candidate;
}

inline std::vector<std::string> ids_of_offers(const Store& store, const ListFilter& filter = {}) {
  std::vector<std::string> ids;
  const Status status = store.for_each_offer(filter, [&](std::string_view id, std::string_view) -> Status {
    ids.emplace_back(id);
    return {};
  });
  if (!status) ids.push_back(describe(status.problem(), Language::kEnglish));
  return ids;
}

inline std::vector<std::string> ids_of_candidates(const Store& store, const ListFilter& filter = {}) {
  std::vector<std::string> ids;
  const Status status = store.for_each_candidate(filter, [&](std::string_view id, std::string_view) -> Status {
    ids.emplace_back(id);
    return {};
  });
  if (!status) ids.push_back(describe(status.problem(), Language::kEnglish));
  return ids;
}

/// Imports the offers as one session of `source` and commits.
inline void import_offers(Store& store, const std::vector<Offer>& offers, const std::string& source = "partner") {
  auto session = store.begin_import(RecordKind::kOffer, source);
  ASSERT_OK(session);
  for (const Offer& offer : offers) ASSERT_OK(session->put(offer));
  ASSERT_OK(session->commit());
}

inline reference::VocabularyData make_vocabulary(const std::string& name, const std::string& version = "1") {
  using namespace reference;
  VocabularyData data;
  data.name = name;
  data.version = version;
  data.title = "Essai";
  data.licence = "Apache-2.0";
  data.source = "test";
  data.items.push_back({name + ":1",
                        "Conduire un chariot élévateur",
                        ItemKind::kSkill,
                        name + ":group",
                        700,
                        {"Piloter un chariot", "Manier un chariot"}});
  data.items.push_back({name + ":2", "Gerber des palettes", ItemKind::kSkill, "", 0, {}});
  data.items.push_back({name + ":3", "CACES R489", ItemKind::kCertificate, "", 0, {"Caces 3"}});
  data.items.push_back({name + ":4", "Diplôme d'État", ItemKind::kCertificate, "", 0, {}});
  OccupationRow cariste;
  cariste.key = name + ":N1101";
  cariste.label = "Cariste";
  cariste.parent = name + ":N11";
  cariste.domain = "N11";
  cariste.sector = "logistique";
  cariste.titles = {"Conductrice de chariot", "Cariste"};
  cariste.card = {{name + ":2", Core::kOther}, {name + ":1", Core::kPrincipal}, {name + ":3", Core::kEmerging}};
  cariste.proximities = {{name + ":N1103", 1}};
  cariste.contexts = {"ctx:2", "ctx:1"};
  cariste.certificates = {{name + ":3", Level::kRequired}};
  cariste.licences = {{Licence::kB, Level::kDesired}, {Licence::kCE, Level::kRequired}};
  cariste.traits = {"naf:52", "riasec:R"};
  cariste.definition = "Déplace des charges.";
  data.occupations.push_back(cariste);
  OccupationRow magasinier;
  magasinier.key = name + ":N1103";
  magasinier.label = "Magasinier";
  magasinier.regulated = true;
  magasinier.card = {{name + ":2", Core::kPrincipal}};
  data.occupations.push_back(magasinier);
  data.contexts = {{"ctx:1", "En entrepôt", "place"}, {"ctx:2", "Station debout", "effort"}};
  data.regulated = {{name + ":N1103", {name + ":4", name + ":3"}}, {name + ":N1101", {}}};
  return data;
}

inline std::vector<reference::CommuneRow> make_communes() {
  reference::CommuneRow lille;
  lille.code = "59350";
  lille.name = "Lille";
  lille.department = "59";
  lille.region = "32";
  lille.epci = "200093201";
  lille.postal_codes = {"59800", "59000", "59160"};
  lille.population = 236'234;
  lille.located = true;
  lille.coordinates = {50'631'700, 3'047'900};
  lille.position_source = "geonames";
  reference::CommuneRow fort_de_france;
  fort_de_france.code = "97209";
  fort_de_france.name = "Fort-de-France";
  fort_de_france.department = "972";
  fort_de_france.postal_codes = {"97200"};
  fort_de_france.located = true;
  fort_de_france.coordinates = {14'609'800, -61'067'300};
  reference::CommuneRow unlocated;
  unlocated.code = "02001";
  unlocated.name = "Abbécourt";
  return {lille, fort_de_france, unlocated};
}

}  // namespace passerelle::test
