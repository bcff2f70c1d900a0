#include "reference/geography_reader.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/csv_table.hpp"
#include "base/geodesy.hpp"
#include "base/text.hpp"
#include "reference/decimal.hpp"
#include "reference/note_list.hpp"

namespace passerelle::reference {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMicrodegrees = 1'000'000;

void split_into(std::vector<std::string>& out, std::string_view text, std::string_view separators) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (const std::string_view part = trim(text.substr(0, end)); !part.empty()) out.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Spreadsheets drop the leading zeros of codes made of digits.
std::string zero_padded(std::string_view code, std::size_t width) {
  std::string out(code);
  const bool digits = !code.empty() && code.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits && out.size() < width) out.insert(0, width - out.size(), '0');
  return out;
}

void read_position(CommuneRow& commune, std::string_view latitude, std::string_view longitude, const CsvRow& row,
                   NoteList& notes) {
  if (latitude.empty() && longitude.empty()) return;
  const auto north = parse_decimal(latitude, 6), east = parse_decimal(longitude, 6);
  if (!north || std::abs(*north) > 90 * kMicrodegrees)
    return notes.add(ProblemCode::kFieldValue, row.number(), "latitude", latitude);
  if (!east || std::abs(*east) > 180 * kMicrodegrees)
    return notes.add(ProblemCode::kFieldValue, row.number(), "longitude", longitude);
  const Coordinates at{static_cast<std::int32_t>(*north), static_cast<std::int32_t>(*east)};
  if (!plausible(at))
    return notes.add(ProblemCode::kPlaceImplausible, row.number(), "latitude",
                     fmt::format("{} {}", latitude, longitude));
  commune.located = true;
  commune.coordinates = at;
}

Status read_commune_file(const std::string& path, ReadRows<CommuneRow>& into,
                         std::unordered_map<std::string, std::size_t>& position_of) {
  NoteList notes(into.notes, path);
  enum Column {
    kCode,
    kName,
    kDepartment,
    kLatitude,
    kLongitude,
    kPostalCodes,
    kCodesPostaux,
    kRegion,
    kEpci,
    kPopulation,
    kSource
  };
  return read_csv(path,
                  {{"code|code_insee"},
                   {"name|nom"},
                   {"department|departement"},
                   {"latitude"},
                   {"longitude"},
                   {"postal_codes", false},
                   {"codes_postaux", false},
                   {"region", false},
                   {"epci", false},
                   {"population", false},
                   {"position_source", false}},
                  [&](const CsvRow& row) -> Status {
                    CommuneRow commune;
                    commune.code = trim(row[kCode]);
                    commune.name = trim(row[kName]);
                    if (commune.code.empty()) {
                      notes.add(ProblemCode::kFieldMissing, row.number(), "code", "");
                      return {};
                    }
                    if (commune.name.empty()) {
                      notes.add(ProblemCode::kFieldMissing, row.number(), "name", commune.code);
                      return {};
                    }
                    commune.department = trim(row[kDepartment]);
                    commune.region = trim(row[kRegion]);
                    commune.epci = trim(row[kEpci]);
                    commune.position_source = trim(row[kSource]);
                    split_into(commune.postal_codes, row[kPostalCodes], "|");
                    split_into(commune.postal_codes, row[kCodesPostaux], " |,;");
                    if (const std::string_view population = trim(row[kPopulation]); !population.empty()) {
                      const auto value = parse_decimal(population, 0);
                      if (value && *value >= 0) commune.population = static_cast<std::uint32_t>(*value);
                      else notes.add(ProblemCode::kFieldValue, row.number(), "population", population);
                    }
                    read_position(commune, trim(row[kLatitude]), trim(row[kLongitude]), row, notes);
                    const auto [at, fresh] = position_of.emplace(commune.code, into.rows.size());
                    if (fresh) {
                      into.rows.push_back(std::move(commune));
                    } else {
                      notes.add(ProblemCode::kDuplicateId, row.number(), "code", commune.code);
                      into.rows[at->second] = std::move(commune);
                    }
                    return {};
                  });
}

}  // namespace

Result<ReadRows<CommuneRow>> read_communes(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    for (const fs::directory_entry& entry : fs::directory_iterator(path, error))
      if (ascii_lower(entry.path().extension().string()) == ".csv") files.push_back(entry.path().string());
    if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(path);
    if (files.empty()) return Problem(ProblemCode::kFileMissing, "*.csv", "").from(path);
    std::sort(files.begin(), files.end());
  } else {
    files.push_back(path);
  }
  ReadRows<CommuneRow> communes;
  std::unordered_map<std::string, std::size_t> position_of;
  for (const std::string& file : files) PASSERELLE_TRY(read_commune_file(file, communes, position_of));
  std::sort(communes.rows.begin(), communes.rows.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return communes;
}

void merge_communes(std::vector<CommuneRow>& known, std::vector<CommuneRow> given) {
  std::map<std::string, CommuneRow> all;
  for (CommuneRow& commune : known) {
    std::string code = commune.code;
    all.insert_or_assign(std::move(code), std::move(commune));
  }
  for (CommuneRow& commune : given) {
    const auto found = all.find(commune.code);
    if (found != all.end()) {
      CommuneRow& before = found->second;
      if (commune.department.empty()) commune.department = std::move(before.department);
      if (commune.region.empty()) commune.region = std::move(before.region);
      if (commune.epci.empty()) commune.epci = std::move(before.epci);
      if (commune.postal_codes.empty()) commune.postal_codes = std::move(before.postal_codes);
      if (commune.population == 0) commune.population = before.population;
      if (!commune.located && before.located) {
        commune.located = true;
        commune.coordinates = before.coordinates;
        commune.position_source = std::move(before.position_source);
      }
    }
    std::string code = commune.code;
    all.insert_or_assign(std::move(code), std::move(commune));
  }
  known.clear();
  known.reserve(all.size());
  for (auto& [code, commune] : all) known.push_back(std::move(commune));
}

Result<ReadRows<CommuneAlias>> read_commune_aliases(const std::string& path) {
  ReadRows<CommuneAlias> aliases;
  {
    NoteList notes(aliases.notes, path);
    PASSERELLE_TRY(read_csv(path, {{"old_code"}, {"current_code"}, {"name", false}}, [&](const CsvRow& row) -> Status {
      CommuneAlias alias{std::string(trim(row[0])), std::string(trim(row[1])), std::string(trim(row[2]))};
      if (alias.old_code.empty()) notes.add(ProblemCode::kFieldMissing, row.number(), "old_code", "");
      else if (alias.code.empty()) notes.add(ProblemCode::kFieldMissing, row.number(), "current_code", alias.old_code);
      else aliases.rows.push_back(std::move(alias));
      return {};
    }));
  }
  return aliases;
}

Result<BasinTable> read_basins(const std::string& path) {
  struct Basin {
    std::string name;
    std::map<std::string, std::size_t> regions;
  };
  std::map<std::string, Basin> basins;
  std::map<std::string, std::string> member_of;
  BasinTable table;
  {
    NoteList notes(table.notes, path);
    PASSERELLE_TRY(read_csv(
        path,
        {{"CODE_COMMUNE_INSEE|commune|code"}, {"BE19|basin"}, {"NOMBE19|basin_name", false}, {"REG|region", false}},
        [&](const CsvRow& row) -> Status {
          const std::string commune(trim(row[0])), basin = zero_padded(trim(row[1]), 4);
          if (commune.empty()) {
            notes.add(ProblemCode::kFieldMissing, row.number(), "CODE_COMMUNE_INSEE", "");
            return {};
          }
          if (basin.empty()) {
            notes.add(ProblemCode::kFieldMissing, row.number(), "BE19", commune);
            return {};
          }
          if (!member_of.emplace(commune, basin).second) {
            notes.add(ProblemCode::kDuplicateId, row.number(), "CODE_COMMUNE_INSEE", commune);
            return {};
          }
          Basin& entry = basins[basin];
          if (entry.name.empty()) entry.name = trim(row[2]);
          if (const std::string_view region = trim(row[3]); !region.empty()) ++entry.regions[zero_padded(region, 2)];
          return {};
        }));
  }
  for (auto& [code, basin] : basins) {
    // A basin may reach into a second region: it counts to the one with most of its communes.
    const auto most = std::max_element(basin.regions.begin(), basin.regions.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    table.basins.push_back({code, std::move(basin.name), most == basin.regions.end() ? std::string() : most->first});
  }
  for (auto& [commune, basin] : member_of) table.members.push_back({commune, std::move(basin)});
  return table;
}

Result<ReadRows<TravelTimeRow>> read_travel_times(const std::string& path) {
  ReadRows<TravelTimeRow> times;
  NoteList notes(times.notes, path);
  PASSERELLE_TRY(read_csv(path, {{"origin"}, {"destination"}, {"means"}, {"minutes"}}, [&](const CsvRow& row) -> Status {
    constexpr std::int64_t kMostMilliMinutes = 1'440'000;
    TravelTimeRow entry;
    entry.origin = trim(row[0]);
    entry.destination = trim(row[1]);
    const auto means = means_from_code(trim(row[2]));
    const auto milli = parse_decimal(trim(row[3]), 3);
    if (entry.origin.empty() || entry.destination.empty()) {
      notes.add(ProblemCode::kFieldMissing, row.number(), entry.origin.empty() ? "origin" : "destination", "");
    } else if (!means || *means == Means::kUnknown) {
      notes.add(ProblemCode::kFieldValue, row.number(), "means", row[2]);
    } else if (!milli || *milli < 0 || *milli > kMostMilliMinutes) {
      notes.add(ProblemCode::kFieldValue, row.number(), "minutes", row[3]);
    } else {
      entry.means = *means;
      entry.minutes = static_cast<std::uint16_t>((*milli + 999) / 1000);
      times.rows.push_back(std::move(entry));
    }
    return {};
  }));
  return times;
}

Result<ReadRows<TensionRow>> read_tension(const std::string& path) {
  enum Column { kRome, kBasin, kClass, kOffers, kSeekers, kFirstCause };
  constexpr std::array<const char*, 6> kCauses = {"ind_int_emb_d",      "ind_main_oeuvre_d",  "ind_dur_empl_d",
                                                  "ind_cond_travail_d", "ind_mismatch_geo_d", "ind_specif_form_empl_d"};
  std::vector<CsvColumn> columns = {{"ROME"}, {"cbassin"}, {"ind_tension_d"}, {"oee", false}, {"defm_abc", false}};
  for (const char* cause : kCauses) columns.push_back({cause, false});

  ReadRows<TensionRow> tension;
  std::unordered_map<std::string, std::size_t> position_of;
  {
    NoteList notes(tension.notes, path);
    // Class or cause: 0 when empty, nothing when it is not 1…5.
    const auto class_of = [](std::string_view text) -> std::optional<std::uint8_t> {
      if (text.empty()) return std::uint8_t{0};
      const auto value = parse_decimal(text, 0);
      if (!value || *value < 1 || *value > 5) return {};
      return static_cast<std::uint8_t>(*value);
    };
    const auto milli = [&](const CsvRow& row, Column column, const char* name) -> std::uint32_t {
      const std::string_view text = trim(row[column]);
      if (text.empty()) return 0;
      const auto value = parse_decimal(text, 3);
      if (value && *value >= 0 && *value <= INT32_MAX) return static_cast<std::uint32_t>(*value);
      notes.add(ProblemCode::kFieldValue, row.number(), name, text);
      return 0;
    };
    PASSERELLE_TRY(read_csv(path, columns, [&](const CsvRow& row) -> Status {
      const std::string_view rome = trim(row[kRome]);
      if (rome.empty()) {
        notes.add(ProblemCode::kFieldMissing, row.number(), "ROME", "");
        return {};
      }
      TensionRow entry;
      entry.occupation = fmt::format("rome:{}", rome);
      entry.basin = zero_padded(trim(row[kBasin]), 4);
      if (entry.basin.empty()) {
        notes.add(ProblemCode::kFieldMissing, row.number(), "cbassin", rome);
        return {};
      }
      const auto tension_class = class_of(trim(row[kClass]));
      if (!tension_class) {
        notes.add(ProblemCode::kFieldValue, row.number(), "ind_tension_d", trim(row[kClass]));
        return {};
      }
      entry.tension = *tension_class;
      for (std::size_t i = 0; i < kCauses.size(); ++i) {
        const std::string_view text = trim(row[kFirstCause + i]);
        const auto cause = class_of(text);
        if (!cause) notes.add(ProblemCode::kFieldValue, row.number(), kCauses[i], text);
        entry.causes[i] = cause.value_or(0);
      }
      entry.offers_milli = milli(row, kOffers, "oee");
      entry.seekers_milli = milli(row, kSeekers, "defm_abc");
      const auto [at, fresh] =
          position_of.emplace(fmt::format("{} {}", entry.occupation, entry.basin), tension.rows.size());
      if (fresh) {
        tension.rows.push_back(std::move(entry));
      } else {
        notes.add(ProblemCode::kDuplicateId, row.number(), "ROME", fmt::format("{} {}", entry.occupation, entry.basin));
        tension.rows[at->second] = std::move(entry);
      }
      return {};
    }));
  }
  return tension;
}

}  // namespace passerelle::reference
