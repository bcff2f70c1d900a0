// The finders of Reference, against small places of our own and against brute force.
#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/geodesy.hpp"
#include "base/text.hpp"
#include "reference/build_reference.hpp"
#include "reference/geography_reader.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::reference {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ReferenceInputs small_world() {
  ReferenceInputs inputs;
  inputs.communes = {make_commune("62002", "Saint-Éloi", {"62000", "62010"}, 50'000'000, 2'000'000),
                     make_commune("62001", "Grand Œuvre", {"62000"}, 50'010'000, 2'000'000),
                     make_commune("80001", "Saint-Eloi", {"80000"}, 49'000'000, 2'500'000)};
  inputs.aliases = {{"62900", "62001", "Petit-Œuvre"},
                    {"62901", "62900", "Vieux"},
                    {"62002", "62001", "Jamais"},
                    {"62902", "99999", "Perdu"},
                    {"62001", "62001", "Ancien Centre"}};
  inputs.basins = {{"3202", "LENS", "32"}, {"3201", "ARRAS", "32"}};
  inputs.basin_members = {{"62901", "3202"}, {"62002", "3201"}, {"80001", "9999"}};
  inputs.vocabularies = {trades()};
  inputs.tension = {{"t:A1", "3201", 4, {}, 0, 0}, {"t:C1", "3202", 2, {}, 0, 0}, {"t:ZZ", "3201", 5, {}, 0, 0}};
  return inputs;
}

std::vector<std::string> codes(const Reference& reference, std::span<const CommuneId> ids) {
  std::vector<std::string> out;
  for (const CommuneId id : ids) out.push_back(reference.communes[id.value].code);
  return out;
}

std::string code_of(const Reference& reference, std::optional<CommuneId> id) {
  return id ? reference.communes[id->value].code : "none";
}

TEST(Finders, CommunesByCurrentAndOldCode) {
  const BuiltReference built = build_reference(small_world());
  const Reference& reference = *built.reference;
  EXPECT_EQ(code_of(reference, reference.find_commune("62002")), "62002")
      << "a code in use today keeps its own commune";
  EXPECT_EQ(code_of(reference, reference.find_commune("62900")), "62001");
  EXPECT_EQ(code_of(reference, reference.find_commune("62901")), "62001") << "merged twice";
  EXPECT_EQ(code_of(reference, reference.find_commune("62902")), "none");
  EXPECT_EQ(code_of(reference, reference.find_commune("")), "none");
  EXPECT_TRUE(std::any_of(built.notes.begin(), built.notes.end(),
                          [](const Problem& note) { return note.field == "current_code"; }));
}

TEST(Finders, CommunesByPostalCodeAndFoldedName) {
  const BuiltReference built = build_reference(small_world());
  const Reference& reference = *built.reference;
  EXPECT_THAT(codes(reference, reference.communes_of_postal_code("62000")), ElementsAre("62001", "62002"));
  EXPECT_THAT(codes(reference, reference.communes_of_postal_code("62010")), ElementsAre("62002"));
  EXPECT_THAT(reference.communes_of_postal_code("99999"), IsEmpty());
  EXPECT_THAT(codes(reference, reference.communes_named(fold("SAINT ELOI"))), ElementsAre("62002", "80001"));
  EXPECT_THAT(codes(reference, reference.communes_named("grand oeuvre")), ElementsAre("62001"));
  EXPECT_THAT(codes(reference, reference.communes_named("petit oeuvre")), ElementsAre("62001"))
      << "the name of an old commune";
  EXPECT_THAT(codes(reference, reference.communes_named("ancien centre")), ElementsAre("62001"));
  EXPECT_THAT(reference.communes_named("nulle part"), IsEmpty());
}

TEST(Finders, BasinsAndTensionFallBackOnOldCodesAndParents) {
  const BuiltReference built = build_reference(small_world());
  const Reference& reference = *built.reference;
  const auto arras = reference.find_basin("3201"), lens = reference.find_basin("3202");
  ASSERT_TRUE(arras && lens);
  EXPECT_FALSE(reference.find_basin("9999"));
  EXPECT_EQ(reference.commune_basins[reference.find_commune("62002")->value], *arras);
  EXPECT_EQ(reference.commune_basins[reference.find_commune("62001")->value], *lens) << "through its former commune";
  EXPECT_FALSE(reference.commune_basins[reference.find_commune("80001")->value].set());
  EXPECT_EQ(reference.tension(*reference.find_occupation("t:A1"), *arras), 4);
  EXPECT_EQ(reference.tension(*reference.find_occupation("t:A2"), *arras), 4) << "its parent's";
  EXPECT_EQ(reference.tension(*reference.find_occupation("t:C1"), *lens), 2);
  EXPECT_EQ(reference.tension(*reference.find_occupation("t:C1"), *arras), 0);
  EXPECT_EQ(reference.tension(*reference.find_occupation("t:B1"), *lens), 0);
  EXPECT_EQ(reference.tension(OccupationId(), *lens), 0);
  EXPECT_EQ(reference.tension(OccupationId(0), BasinId()), 0);
}

TEST(Finders, ItemsAndOccupationsByKey) {
  const BuiltReference built = build_reference(small_world());
  const Reference& reference = *built.reference;
  EXPECT_TRUE(std::is_sorted(reference.item_keys.begin(), reference.item_keys.end()));
  for (std::uint32_t i = 0; i < reference.item_keys.size(); ++i)
    EXPECT_EQ(reference.find_item(reference.item_keys[i]), ItemId(i));
  for (std::uint32_t o = 0; o < reference.occupation_keys.size(); ++o)
    EXPECT_EQ(reference.find_occupation(reference.occupation_keys[o]), OccupationId(o));
  EXPECT_FALSE(reference.find_item("t:A1"));
  EXPECT_FALSE(reference.find_occupation("t:weld"));
}

TEST(Finders, AnEmptyReferenceFindsNothing) {
  const Reference never_built;
  EXPECT_FALSE(never_built.find_item("x"));
  EXPECT_FALSE(never_built.nearest_commune({50'000'000, 2'000'000}));
  const BuiltReference built = build_reference({});
  EXPECT_TRUE(built.notes.empty());
  EXPECT_FALSE(built.reference->find_commune("62001"));
  EXPECT_FALSE(built.reference->nearest_commune({50'000'000, 2'000'000}));
  EXPECT_EQ(built.reference->cards.rows(), 0U);
  EXPECT_EQ(built.reference->related.rows(), 0U);
}

/// What nearest_commune() promises, looked for everywhere.
std::optional<CommuneId> nearest_of_all(const Reference& reference, const Coordinates& at) {
  std::uint64_t best = chord_within(30'000);
  std::optional<CommuneId> nearest;
  for (std::uint32_t c = 0; c < reference.communes.size(); ++c) {
    if (!reference.communes[c].located) continue;
    const std::uint64_t chord = squared_chord(unit_vector(at), unit_vector(reference.communes[c].coordinates));
    if (chord < best || (chord == best && !nearest)) {
      best = chord;
      nearest = CommuneId(c);
    }
  }
  return nearest;
}

TEST(NearestCommune, IsExactAgainstBruteForceAnywhere) {
  ReferenceInputs inputs;
  std::mt19937 random(7);
  std::uniform_int_distribution<std::int32_t> near(-300'000, 300'000);
  // Clusters where a search could go wrong: France, both sides of the antimeridian, both poles, the equator.
  const std::vector<Coordinates> centres = {{50'500'000, 2'800'000},     {-16'800'000, 179'990'000},
                                            {-16'800'000, -179'990'000}, {89'900'000, 40'000'000},
                                            {-89'900'000, -120'000'000}, {0, 0}};
  const auto around = [&](const Coordinates& centre) {
    std::int32_t longitude = centre.longitude_udeg + near(random);
    if (longitude > 180'000'000) longitude -= 360'000'000;
    if (longitude < -180'000'000) longitude += 360'000'000;
    return Coordinates{std::clamp(centre.latitude_udeg + near(random), -90'000'000, 90'000'000), longitude};
  };
  for (std::size_t i = 0; i < 600; ++i) {
    const Coordinates at = around(centres[i % centres.size()]);
    inputs.communes.push_back(
        make_commune(fmt::format("c{}", 10'000 + i), fmt::format("N{}", i), {}, at.latitude_udeg, at.longitude_udeg));
  }
  CommuneRow nowhere;
  nowhere.code = "c00000";
  nowhere.name = "Nulle part";
  inputs.communes.push_back(nowhere);
  const BuiltReference built = build_reference(inputs);
  std::size_t found = 0;
  for (std::size_t i = 0; i < 3'000; ++i) {
    const Coordinates at = around(centres[i % centres.size()]);
    const auto nearest = built.reference->nearest_commune(at);
    ASSERT_EQ(nearest, nearest_of_all(*built.reference, at)) << at.latitude_udeg << " " << at.longitude_udeg;
    found += nearest.has_value();
  }
  EXPECT_GT(found, 2'900U);
}

TEST(NearestCommune, CrossesTheAntimeridianAndStopsAt30Km) {
  ReferenceInputs inputs;
  inputs.communes = {make_commune("F1", "Est", {}, -16'800'000, 179'990'000),
                     make_commune("F2", "Loin", {}, -16'800'000, 179'000'000)};
  const BuiltReference built = build_reference(inputs);
  EXPECT_EQ(code_of(*built.reference, built.reference->nearest_commune({-16'800'000, -179'990'000})), "F1");
  EXPECT_EQ(code_of(*built.reference, built.reference->nearest_commune({-16'800'000, -179'700'000})), "none");
}

TEST(NearestCommune, TiesGoToTheLowerCode) {
  ReferenceInputs inputs;
  for (const char* code : {"b", "a", "c"})
    inputs.communes.push_back(make_commune(code, code, {}, 50'000'000, 2'000'000));
  const BuiltReference built = build_reference(inputs);
  EXPECT_EQ(code_of(*built.reference, built.reference->nearest_commune({50'001'000, 2'000'000})), "a");
}

TEST(Finders, TheShippedCommunesResolve) {
  ReferenceInputs inputs;
  const std::string folder = std::string(PASSERELLE_SOURCE_DIR) + "/datasets/geography";
  auto communes = read_communes(folder + "/communes");
  ASSERT_TRUE(communes);
  inputs.communes = std::move(communes->rows);
  auto aliases = read_commune_aliases(folder + "/commune-aliases.csv");
  ASSERT_TRUE(aliases);
  inputs.aliases = std::move(aliases->rows);
  const BuiltReference built = build_reference(inputs);
  const Reference& reference = *built.reference;
  EXPECT_TRUE(built.notes.empty()) << said(built.notes.front());
  EXPECT_EQ(code_of(reference, reference.find_commune("75113")), "75056") << "an arrondissement of Paris";
  EXPECT_EQ(code_of(reference, reference.find_commune("59350")), "59350");
  EXPECT_THAT(codes(reference, reference.communes_of_postal_code("75013")), ElementsAre("75056"));
  EXPECT_THAT(codes(reference, reference.communes_named("villeneuve d ascq")), ElementsAre("59009"));
  EXPECT_EQ(code_of(reference, reference.nearest_commune({50'633'000, 3'066'000})), "59350");
  EXPECT_EQ(code_of(reference, reference.nearest_commune({40'700'000, -74'000'000})), "none");
}

}  // namespace
}  // namespace passerelle::reference
