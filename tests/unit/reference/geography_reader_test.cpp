#include "reference/geography_reader.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "reference/decimal.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::reference {
namespace {

using ::testing::ElementsAre;

const CommuneRow* commune_of(const std::vector<CommuneRow>& rows, std::string_view code) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const CommuneRow& row) { return row.code == code; });
  return found == rows.end() ? nullptr : &*found;
}

TEST(Decimal, ReadsPointCommaAndSignAndRoundsHalfAway) {
  EXPECT_EQ(parse_decimal("16,61538462", 3), 16'615);
  EXPECT_EQ(parse_decimal("-61.5051", 6), -61'505'100);
  EXPECT_EQ(parse_decimal("0.0005", 3), 1);
  EXPECT_EQ(parse_decimal("-0.0005", 3), -1);
  EXPECT_EQ(parse_decimal("0.00049", 3), 0);
  EXPECT_EQ(parse_decimal("7", 0), 7);
  EXPECT_EQ(parse_decimal(".5", 1), 5);
  for (const char* bad : {"", "-", ".", "1.2.3", "1e3", "12 000", "1234567890", "abc"})
    EXPECT_FALSE(parse_decimal(bad, 3)) << bad;
}

TEST(Communes, OurLayout) {
  const TemporaryDirectory folder;
  folder.write("b.csv",
               "code,name,department,region,epci,population,postal_codes,latitude,longitude,position_source\n"
               "62001,\"Nord, Ville\",62,32,200000001,120,62000|62001,50.1234,2.5,commune\n");
  folder.write("a.csv",
               "code,name,department,region,epci,population,postal_codes,latitude,longitude,position_source\n"
               "97101,Île,971,01,,51055,97139,16.273,-61.5051,map\n");
  folder.write("notes.txt", "not a table");
  const auto communes = read_communes(folder.path());
  ASSERT_TRUE(communes) << said(communes.problem());
  EXPECT_TRUE(communes->notes.empty());
  ASSERT_EQ(communes->rows.size(), 2U);
  const CommuneRow& nord = communes->rows[0];
  EXPECT_EQ(nord.name, "Nord, Ville");
  EXPECT_EQ(nord.region, "32");
  EXPECT_EQ(nord.epci, "200000001");
  EXPECT_EQ(nord.population, 120U);
  EXPECT_THAT(nord.postal_codes, ElementsAre("62000", "62001"));
  EXPECT_TRUE(nord.located);
  EXPECT_EQ(nord.coordinates, (Coordinates{50'123'400, 2'500'000}));
  EXPECT_EQ(nord.position_source, "commune");
  EXPECT_EQ(communes->rows[1].coordinates.longitude_udeg, -61'505'100);
}

TEST(Communes, BadRowsAreNotedAndTheOthersRead) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("communes.csv",
                                        "code_insee,nom,departement,codes_postaux,population,latitude,longitude\n"
                                        ",Sans Code,62,62000,1,50.1,2.5\n"
                                        "62001,Zéro,62,62000 62001,1,0.0,0.0\n"
                                        "62002,Texte,62,62000,beaucoup,nord,2.5\n"
                                        "62003,Loin,62,62000,1,95.0,2.5\n"
                                        "62004,Bonne,62,62000,7,50.1,2.5\n"
                                        "62005,Ailleurs,62,,,,\n"
                                        "62004,Bonne encore,62,62000,8,50.2,2.5\n");
  const auto communes = read_communes(path);
  ASSERT_TRUE(communes) << said(communes.problem());
  EXPECT_EQ(communes->rows.size(), 5U);
  EXPECT_FALSE(commune_of(communes->rows, "62001")->located);
  EXPECT_THAT(commune_of(communes->rows, "62001")->postal_codes, ElementsAre("62000", "62001"));
  EXPECT_FALSE(commune_of(communes->rows, "62002")->located);
  EXPECT_FALSE(commune_of(communes->rows, "62003")->located);
  EXPECT_FALSE(commune_of(communes->rows, "62005")->located);
  EXPECT_EQ(commune_of(communes->rows, "62004")->name, "Bonne encore");
  std::vector<std::string> notes;
  for (const Problem& note : communes->notes)
    notes.push_back(note.position + " " + note.field + " " + std::string(code_name(note.code)));
  EXPECT_THAT(
      notes, ElementsAre("row 2 code field-missing", "row 3 latitude place-implausible", "row 4 population field-value",
                         "row 4 latitude field-value", "row 5 latitude field-value", "row 8 code duplicate-id"));
  for (const Problem& note : communes->notes) EXPECT_EQ(note.source, path);
}

TEST(Communes, UnreadableInputIsNamed) {
  const TemporaryDirectory folder;
  EXPECT_EQ(read_communes(folder.path() + "/none.csv").problem().code, ProblemCode::kFileNotFound);
  EXPECT_EQ(read_communes(folder.path()).problem().code, ProblemCode::kFileMissing);
  EXPECT_EQ(read_communes(folder.write("empty.csv", "")).problem().code, ProblemCode::kFileEmpty);
  const auto column = read_communes(folder.write("column.csv", "code,name,department,latitude\n"));
  ASSERT_FALSE(column);
  EXPECT_EQ(column.problem().code, ProblemCode::kColumnMissing);
  EXPECT_EQ(column.problem().field, "longitude");
  const auto latin =
      read_communes(folder.write("latin.csv", "code,name,department,latitude,longitude\n62001,H\xE9nin,62,50,2\n"));
  ASSERT_FALSE(latin);
  EXPECT_EQ(latin.problem().code, ProblemCode::kNotUtf8);
  EXPECT_EQ(latin.problem().field, "name|nom");
}

TEST(Communes, MergingKeepsWhatTheNewFileDoesNotSay) {
  std::vector<CommuneRow> known = {make_commune("62002", "Deux", {"62000"}, 50'000'000, 2'000'000),
                                   make_commune("62001", "Un", {"62000"}, 50'000'000, 2'000'000)};
  known[0].region = "32";
  known[0].population = 12;
  CommuneRow given;
  given.code = "62002";
  given.name = "Deux-la-Neuve";
  given.postal_codes = {"62010"};
  merge_communes(known, {given, make_commune("62000", "Zéro", {}, 51'000'000, 2'000'000)});
  ASSERT_EQ(known.size(), 3U);
  EXPECT_EQ(known[0].code, "62000");
  EXPECT_EQ(known[1].code, "62001");
  EXPECT_EQ(known[2].name, "Deux-la-Neuve");
  EXPECT_EQ(known[2].region, "32");
  EXPECT_EQ(known[2].population, 12U);
  EXPECT_THAT(known[2].postal_codes, ElementsAre("62010"));
  EXPECT_TRUE(known[2].located);
}

TEST(Communes, TheShippedTableIsWhole) {
  const std::string folder = std::string(PASSERELLE_SOURCE_DIR) + "/datasets/geography";
  const auto communes = read_communes(folder + "/communes");
  ASSERT_TRUE(communes) << said(communes.problem());
  EXPECT_TRUE(communes->notes.empty()) << said(communes->notes.front());
  EXPECT_GT(communes->rows.size(), 34'000U);
  EXPECT_TRUE(std::all_of(communes->rows.begin(), communes->rows.end(),
                          [](const CommuneRow& row) { return row.located && !row.region.empty(); }));
  const auto aliases = read_commune_aliases(folder + "/commune-aliases.csv");
  ASSERT_TRUE(aliases) << said(aliases.problem());
  EXPECT_TRUE(aliases->notes.empty());
  EXPECT_GT(aliases->rows.size(), 4'000U);
  for (const CommuneAlias& alias : aliases->rows)
    EXPECT_NE(commune_of(communes->rows, alias.code), nullptr) << alias.old_code;
}

TEST(Communes, BothRealLayoutsAreRead) {
  PASSERELLE_NEED_SHARED(shared);
  auto france = read_communes((shared / "geo/communes_coords.csv").string());
  ASSERT_TRUE(france) << said(france.problem());
  EXPECT_EQ(france->rows.size(), 35'094U);
  EXPECT_TRUE(france->notes.empty()) << said(france->notes.front());
  EXPECT_THAT(commune_of(france->rows, "01050")->postal_codes, ElementsAre("01190", "01380"));
  const auto region = read_communes((shared / "geo/communes_hdf_merged.csv").string());
  ASSERT_TRUE(region) << said(region.problem());
  EXPECT_EQ(region->rows.size(), 3'782U);
  EXPECT_EQ(std::count_if(region->rows.begin(), region->rows.end(), [](const CommuneRow& row) { return !row.located; }),
            1);
  EXPECT_TRUE(
      std::all_of(region->rows.begin(), region->rows.end(), [](const CommuneRow& row) { return row.population > 0; }));
  std::set<std::string> codes;
  for (const CommuneRow& row : france->rows) codes.insert(row.code);
  for (const CommuneRow& row : region->rows) codes.insert(row.code);
  merge_communes(france->rows, region->rows);
  EXPECT_EQ(france->rows.size(), codes.size());
  EXPECT_GT(commune_of(france->rows, "59350")->population, 200'000U);
}

TEST(CommuneAliases, NeedBothCodes) {
  const TemporaryDirectory folder;
  const auto aliases =
      read_commune_aliases(folder.write("aliases.csv",
                                        "old_code,current_code,name,kind,postal_codes\n"
                                        "62900,62001,Vieille,former,\n62901,,Perdue,former,\n,62001,Rien,former,\n"));
  ASSERT_TRUE(aliases);
  ASSERT_EQ(aliases->rows.size(), 1U);
  EXPECT_EQ(aliases->rows[0].code, "62001");
  EXPECT_EQ(aliases->rows[0].name, "Vieille");
  ASSERT_EQ(aliases->notes.size(), 2U);
  EXPECT_EQ(aliases->notes[0].field, "current_code");
  EXPECT_EQ(aliases->notes[1].field, "old_code");
}

TEST(Basins, CodesGetTheirLeadingZerosBack) {
  const TemporaryDirectory folder;
  const auto table = read_basins(
      folder.write("basins.csv",
                   "CODE_COMMUNE_INSEE,REG,BE19,NOMBE19\n97101,1,101,POINTE\n97102,1,0101,Pointe\n62001,32,3201,LENS\n"
                   "62002,,,\n62001,32,3202,ENCORE\n59001,27,3201,LENS\n59002,27,3201,LENS\n"));
  ASSERT_TRUE(table) << said(table.problem());
  ASSERT_EQ(table->basins.size(), 2U);
  EXPECT_EQ(table->basins[0].code, "0101");
  EXPECT_EQ(table->basins[0].name, "POINTE");
  EXPECT_EQ(table->basins[0].region, "01");
  EXPECT_EQ(table->basins[1].region, "27") << "the region of most of its communes";
  EXPECT_EQ(table->members.size(), 5U);
  ASSERT_EQ(table->notes.size(), 2U);
  EXPECT_EQ(table->notes[0].field, "BE19");
  EXPECT_EQ(table->notes[1].code, ProblemCode::kDuplicateId);
}

TEST(Basins, EveryRealRowIsRead) {
  PASSERELLE_NEED_SHARED(shared);
  const auto table = read_basins((shared / "geo/commune_to_basin_2019.csv").string());
  ASSERT_TRUE(table) << said(table.problem());
  EXPECT_TRUE(table->notes.empty());
  EXPECT_EQ(table->members.size(), 35'357U);
  EXPECT_EQ(table->basins.size(), 403U);
  EXPECT_EQ(std::count_if(table->basins.begin(), table->basins.end(),
                          [](const BasinRow& basin) { return basin.region == "32"; }),
            28);
}

constexpr const char* kTensionHeader =
    "annee;ROME;cbassin;oee;defm_abc;ind_tension_d;ind_int_emb_d;ind_main_oeuvre_d;ind_dur_empl_d;ind_cond_travail_d;"
    "ind_mismatch_geo_d;ind_specif_form_empl_d\n";

TEST(Tension, DecimalCommasAndLostZeros) {
  const TemporaryDirectory folder;
  const auto tension = read_tension(folder.write("tension.csv", std::string(kTensionHeader) +
                                                                    "2021;A1101;203;16,61538462;28,25;5;5;1;5;4;4;\n"
                                                                    "2021;A1102;3201;x;3;6;5;1;5;4;4;5\n"
                                                                    "2021;A1103;3201;x;3;2;9;1;5;4;4;5\n"
                                                                    "2021;;3201;1;3;2;1;1;5;4;4;5\n"));
  ASSERT_TRUE(tension) << said(tension.problem());
  ASSERT_EQ(tension->rows.size(), 2U);
  const TensionRow& first = tension->rows[0];
  EXPECT_EQ(first.occupation, "rome:A1101");
  EXPECT_EQ(first.basin, "0203");
  EXPECT_EQ(first.tension, 5);
  EXPECT_THAT(first.causes, ElementsAre(5, 1, 5, 4, 4, 0));
  EXPECT_EQ(first.offers_milli, 16'615U);
  EXPECT_EQ(first.seekers_milli, 28'250U);
  EXPECT_EQ(tension->rows[1].causes[0], 0);
  std::vector<std::string> notes;
  for (const Problem& note : tension->notes) notes.push_back(note.position + " " + note.field);
  EXPECT_THAT(notes, ElementsAre("row 3 ind_tension_d", "row 4 ind_int_emb_d", "row 4 oee", "row 5 ROME"));
}

TEST(Tension, EveryRealRowIsRead) {
  PASSERELLE_NEED_SHARED(shared);
  const auto tension = read_tension((shared / "tension/tension_2021_rome_x_basin.csv").string());
  ASSERT_TRUE(tension) << said(tension.problem());
  EXPECT_TRUE(tension->notes.empty()) << said(tension->notes.front());
  EXPECT_EQ(tension->rows.size(), 27'135U);
  EXPECT_EQ(std::count_if(tension->rows.begin(), tension->rows.end(),
                          [](const TensionRow& row) { return row.basin.starts_with("32"); }),
            2'198);
  EXPECT_TRUE(std::all_of(tension->rows.begin(), tension->rows.end(), [](const TensionRow& row) {
    return row.tension >= 1 && row.tension <= 5 && row.basin.size() == 4;
  }));
}

}  // namespace
}  // namespace passerelle::reference
