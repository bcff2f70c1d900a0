#include "reference/vocabulary_reader.hpp"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>

#include "samples.hpp"

namespace passerelle::reference {
namespace {

using ::testing::ElementsAre;

Result<VocabularyData> read_text(const std::string& text, const std::string& name = "vocabulary.json") {
  const TemporaryDirectory folder;
  return read_vocabulary(folder.write(name, text));
}

/// "pointer field code" of the problem that `text` gives.
std::string problem_of(const std::string& text) {
  const auto data = read_text(text);
  if (data) return "no problem";
  EXPECT_FALSE(data.problem().source.empty());
  return data.problem().position + " " + data.problem().field + " " + std::string(code_name(data.problem().code));
}

TEST(Vocabulary, ReadsEverythingItsFormatHas) {
  const auto data = read_text(R"({
    "vocabulary": "atelier", "version": "3", "language": "fr", "title": "Atelier", "licence": "CC0", "source": "nous",
    "occupation_scheme": "rome", "item_scheme": "at",
    "items": [{"code": "souder", "label": "Souder", "kind": "skill", "group": "metal", "weight": 700,
      "aliases": ["Faire une soudure"]},
              {"code": "calme", "label": "Calme", "kind": "behaviour", "group": "rome:300"},
              "Œil de lynx"],
    "contexts": [{"code": "nuit", "label": "De nuit", "type": "horaires"}],
    "occupations": [{"code": "H2913", "label": "Soudeur", "parent": "H2913", "domain": "H29",
      "sector": "industrie", "regulated": true,
      "titles": ["Soudeur TIG"], "definition": "Il soude.", "traits": ["naf:25"],
      "items": [{"item": "souder", "core": true}, {"item": "rome:100023", "core": "emerging"}, {"item": "calme",
      "core": false}, "oeil-de-lynx"],
      "licences": [{"code": "B", "level": "E"}, {"code": "CE"}],
      "certificates": [{"item": "cert:caces-r489-3", "level": "E"}],
      "contexts": ["nuit"], "proximities": [{"occupation": "H2902", "rank": 2}]}],
    "regulated_by": [{"occupation": "rome:J1506", "any_of": ["cert:de-infirmier", "diplome"]}]})");
  ASSERT_TRUE(data) << said(data.problem());
  EXPECT_EQ(data->name, "atelier");
  EXPECT_EQ(data->version, "3");
  ASSERT_EQ(data->items.size(), 3U);
  EXPECT_EQ(data->items[0].key, "at:souder");
  EXPECT_EQ(data->items[0].group, "at:group/metal");
  EXPECT_EQ(data->items[0].weight, 700);
  EXPECT_THAT(data->items[0].aliases, ElementsAre("Faire une soudure"));
  EXPECT_EQ(data->items[1].kind, ItemKind::kBehaviour);
  EXPECT_EQ(data->items[1].group, "rome:300");
  EXPECT_EQ(data->items[2].key, "at:oeil-de-lynx");
  EXPECT_EQ(data->items[2].label, "Œil de lynx");
  EXPECT_EQ(data->items[2].weight, 0);
  EXPECT_EQ(data->contexts[0].key, "at:nuit");
  const OccupationRow& soudeur = data->occupations[0];
  EXPECT_EQ(soudeur.key, "rome:H2913");
  EXPECT_EQ(soudeur.parent, "rome:H2913");
  EXPECT_EQ(soudeur.sector, "industrie");
  EXPECT_TRUE(soudeur.regulated);
  ASSERT_EQ(soudeur.card.size(), 4U);
  EXPECT_EQ(soudeur.card[0].item, "at:souder");
  EXPECT_EQ(soudeur.card[0].core, Core::kPrincipal);
  EXPECT_EQ(soudeur.card[1].item, "rome:100023");
  EXPECT_EQ(soudeur.card[1].core, Core::kEmerging);
  EXPECT_EQ(soudeur.card[2].core, Core::kOther);
  EXPECT_EQ(soudeur.card[3].item, "at:oeil-de-lynx");
  ASSERT_EQ(soudeur.licences.size(), 2U);
  EXPECT_EQ(soudeur.licences[0].level, Level::kRequired);
  EXPECT_EQ(soudeur.licences[1].licence, Licence::kCE);
  EXPECT_EQ(soudeur.licences[1].level, Level::kDesired);
  EXPECT_EQ(soudeur.certificates[0].item, "cert:caces-r489-3");
  EXPECT_THAT(soudeur.contexts, ElementsAre("at:nuit"));
  EXPECT_EQ(soudeur.proximities[0].occupation, "rome:H2902");
  EXPECT_EQ(soudeur.proximities[0].rank, 2);
  EXPECT_EQ(data->regulated[0].occupation, "rome:J1506");
  EXPECT_THAT(data->regulated[0].any_of, ElementsAre("cert:de-infirmier", "at:diplome"));
}

TEST(Vocabulary, PlainWordsWithWeightsAreEnough) {
  const auto data = read_text(
      R"({"vocabulary": "maison", "items": [{"label": "Tenir la caisse", "weight": 1}, {"label": "Vendre",
      "weight": 1000}, "Sourire"]})");
  ASSERT_TRUE(data) << said(data.problem());
  EXPECT_EQ(data->version, "1");
  EXPECT_EQ(data->items[0].key, "maison:tenir-la-caisse");
  EXPECT_EQ(data->items[0].weight, 1);
  EXPECT_EQ(data->items[1].weight, 1000);
  EXPECT_EQ(data->items[2].key, "maison:sourire");
}

TEST(Vocabulary, CodesWithAColonAreWholeKeys) {
  const auto data =
      read_text(R"({"vocabulary": "esco", "items": [{"code": "http://data.europa.eu/esco/skill/1", "label": "weld"}],
    "occupations": [{"code": "http://data.europa.eu/esco/occupation/2", "label": "welder",
      "items": ["http://data.europa.eu/esco/skill/1"]}]})");
  ASSERT_TRUE(data) << said(data.problem());
  EXPECT_EQ(data->items[0].key, "http://data.europa.eu/esco/skill/1");
  EXPECT_EQ(data->occupations[0].card[0].item, data->items[0].key);
}

TEST(Vocabulary, FaultsAreNamedWithTheirPointer) {
  EXPECT_EQ(problem_of(R"({"items": []})"), "/vocabulary vocabulary field-missing");
  EXPECT_EQ(problem_of(R"({"vocabulary": ""})"), "/vocabulary vocabulary field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "a b"})"), "/vocabulary vocabulary field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": 7})"), "/vocabulary vocabulary field-type");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "wieght": 3})"), "/wieght wieght field-unknown");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "a/b~c": 3})"), "/a~1b~0c a/b~c field-unknown");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "vocabulary": "w"})"), "/vocabulary vocabulary field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": {}})"), "/items items field-type");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "poids": 3}]})"),
            "/items/1/poids poids field-unknown");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "weight": 0}]})"),
            "/items/1/weight weight field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "weight": 1001}]})"),
            "/items/1/weight weight field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "weight": -5}]})"),
            "/items/1/weight weight field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "weight": 2.5}]})"),
            "/items/1/weight weight field-type");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "weight": "5"}]})"),
            "/items/1/weight weight field-type");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", {"label": "b", "kind": "talent"}]})"),
            "/items/1/kind kind field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": [{"code": "b"}]})"), "/items/0/label label field-missing");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a", 5]})"), "/items/1  field-type");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["!?"]})"), "/items/0 label field-value");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["Été", "ete"]})"), "/items/1 code duplicate-id");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "items": ["a\u0000b"]})"), "/items/0 items nul-byte");
  EXPECT_EQ(
      problem_of(
          R"({"vocabulary": "v", "occupations": [{"code": "x", "label": "X", "items": [{"item": "a",
      "core": "yes"}]}]})"),
      "/occupations/0/items/0/core core field-type");
  EXPECT_EQ(
      problem_of(R"({"vocabulary": "v", "occupations": [{"code": "x", "label": "X",
      "licences": [{"code": "B9"}]}]})"),
      "/occupations/0/licences/0/code code field-value");
  EXPECT_EQ(
      problem_of(
          R"({"vocabulary": "v", "occupations": [{"code": "x", "label": "X", "certificates": [{"item": "c",
      "level": "X"}]}]})"),
      "/occupations/0/certificates/0/level level field-value");
  EXPECT_EQ(
      problem_of(
          R"({"vocabulary": "v", "occupations": [{"code": "x", "label": "X",
      "proximities": [{"occupation": "y"}]}]})"),
      "/occupations/0/proximities/0/rank rank field-missing");
  EXPECT_EQ(
      problem_of(R"({"vocabulary": "v", "occupations": [{"code": "x", "label": "X"}, {"code": "x", "label": "Y"}]})"),
      "/occupations/1 code duplicate-id");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "occupations": [{"code": "x", "label": "X", "regulated": "O"}]})"),
            "/occupations/0/regulated regulated field-type");
  EXPECT_EQ(problem_of(R"({"vocabulary": "v", "regulated_by": [{"occupation": "x", "any_of": []}]})"),
            "/regulated_by/0/any_of any_of field-missing");
}

TEST(Vocabulary, BrokenDocumentsAreNamedWithTheirLine) {
  EXPECT_EQ(problem_of("{\"vocabulary\": \"v\",\n\"items\": [\"a\",\n"), "line 3  document-truncated");
  EXPECT_EQ(problem_of("{\"vocabulary\": \"v\",\n\"items\": [a]}"), "line 2  document-malformed");
  EXPECT_EQ(problem_of("{\"vocabulary\": \"v\",\n\"title\": \"caf\xE9\"}"), "line 2  not-utf8");
  EXPECT_EQ(problem_of("[1, 2]"), "  document-unexpected");
  EXPECT_EQ(problem_of(""), "  file-empty");
  EXPECT_EQ(problem_of(std::string(200'000, '[')), "line 1  document-truncated");
  EXPECT_EQ(read_vocabulary("/nonexistent/vocabulary.json").problem().code, ProblemCode::kFileNotFound);
  const TemporaryDirectory folder;
  EXPECT_EQ(read_vocabulary(folder.path()).problem().code, ProblemCode::kFileIsDirectory);
}

TEST(Vocabulary, ItemListsAsCsv) {
  const auto data = read_text("code;label;kind;group;weight\ntig;Souder au TIG;skill;metal;900\n;Lire un plan;;;\n",
                              "Mon Atelier.csv");
  ASSERT_TRUE(data) << said(data.problem());
  EXPECT_EQ(data->name, "mon-atelier");
  ASSERT_EQ(data->items.size(), 2U);
  EXPECT_EQ(data->items[0].key, "mon-atelier:tig");
  EXPECT_EQ(data->items[0].group, "mon-atelier:group/metal");
  EXPECT_EQ(data->items[0].weight, 900);
  EXPECT_EQ(data->items[1].key, "mon-atelier:lire-un-plan");

  const auto weight = read_text("label,weight\nSouder,5\nLire,1200\n", "a.csv");
  ASSERT_FALSE(weight);
  EXPECT_EQ(weight.problem().code, ProblemCode::kFieldValue);
  EXPECT_EQ(weight.problem().position, "row 3");
  EXPECT_EQ(weight.problem().field, "weight");
  EXPECT_EQ(read_text("label,kind\nSouder,talent\n", "a.csv").problem().field, "kind");
  EXPECT_EQ(read_text("code,name\na,b\n", "a.csv").problem().code, ProblemCode::kColumnMissing);
  EXPECT_EQ(read_text("label\nSouder\nsouder\n", "a.csv").problem().code, ProblemCode::kDuplicateId);
  EXPECT_EQ(read_text("label\nD\xE9"
                      "couper\n",
                      "a.csv")
                .problem()
                .code,
            ProblemCode::kNotUtf8);
}

TEST(Vocabulary, TheShippedVocabulariesAreRead) {
  namespace fs = std::filesystem;
  std::size_t files = 0, occupations = 0;
  for (const char* folder : {"/datasets/demo", "/datasets/vocabularies"})
    for (const fs::directory_entry& entry : fs::directory_iterator(std::string(PASSERELLE_SOURCE_DIR) + folder)) {
      if (entry.path().extension() != ".json") continue;
      const auto data = read_vocabulary(entry.path().string());
      ASSERT_TRUE(data) << said(data.problem());
      EXPECT_FALSE(data->items.empty()) << entry.path();
      ++files;
      occupations += data->occupations.size();
    }
  EXPECT_GE(files, 6U);
  EXPECT_GE(occupations, 80U);
}

}  // namespace
}  // namespace passerelle::reference
