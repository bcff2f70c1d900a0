// Similarity of occupations and of items, and the logarithm under both.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "reference/content_words.hpp"
#include "reference/item_similarity.hpp"
#include "reference/occupation_similarity.hpp"
#include "reference/stable_log.hpp"
#include "base/csv_table.hpp"
#include "reference/rome_reader.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::reference {
namespace {

TEST(StableLog, IsTheNaturalLogarithm) {
  for (double x = 1e-6; x < 1e9; x *= 1.37)
    EXPECT_NEAR(stable_log(x), std::log(x), 4e-15 * std::max(1.0, std::abs(std::log(x)))) << x;
  EXPECT_EQ(stable_log(1.0), 0.0);
}

TEST(ContentWords, LoseFunctionWordsGenderAndNumber) {
  EXPECT_THAT(content_words("Conduite d'un chariot à l'Œuvre, et de la 2CV"),
              ::testing::ElementsAre("conduite", "chariot", "oeuvre", "2cv"));
  EXPECT_THAT(content_words("à de la"), ::testing::IsEmpty());
  EXPECT_EQ(common_form("soudeuses"), "soudeur");
  EXPECT_EQ(common_form("conductrice"), "conducteur");
  EXPECT_EQ(common_form("electriciennes"), "electricien");
  EXPECT_EQ(common_form("caces"), "cace");
  EXPECT_EQ(common_form("bois"), "bois") << "short words keep their endings";
}

double similarity(const std::vector<VocabularyData>& vocabularies, const SimilarityWeights& weights, const char* a,
                  const char* b) {
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  const OccupationSimilarity similarity(occupation_features(merged, weights.core_count), weights);
  std::vector<double> row(similarity.size());
  similarity.row(merged.find_occupation(a)->value, row);
  return row[merged.find_occupation(b)->value];
}

SimilarityWeights only(Ingredient ingredient) {
  SimilarityWeights weights;
  weights[ingredient] = 1;
  return weights;
}

TEST(OccupationSimilarity, EachIngredientIsACosineOfItsOwn) {
  std::vector<VocabularyData> vocabularies = {trades()};
  auto& occupations = vocabularies[0].occupations;
  occupations[0].titles = {"Soudeur industriel"};
  occupations[0].definition = "Assemble des métaux.";
  occupations[1].definition = "Assemble des métaux.";
  occupations[0].traits = {"naf:25", "riasec:R"};
  occupations[2].traits = {"naf:25", "riasec:A"};
  occupations[3].contexts = {"c:1"};
  occupations[1].contexts = {"c:1"};
  for (std::size_t i = 0; i < kIngredients; ++i) {
    const SimilarityWeights weights = only(static_cast<Ingredient>(i));
    const bool without = static_cast<Ingredient>(i) == Ingredient::kContexts ||
                         static_cast<Ingredient>(i) == Ingredient::kCodeLetter ||
                         static_cast<Ingredient>(i) == Ingredient::kCodeDomain;
    EXPECT_NEAR(similarity(vocabularies, weights, "t:A1", "t:A1"), without ? 0.0 : 1.0, 1e-12)
        << ingredient_name(static_cast<Ingredient>(i));
    EXPECT_DOUBLE_EQ(similarity(vocabularies, weights, "t:A1", "t:B1"),
                     similarity(vocabularies, weights, "t:B1", "t:A1"));
  }
  EXPECT_NEAR(similarity(vocabularies, only(Ingredient::kDefinitionWords), "t:A1", "t:A2"), 1, 1e-12);
  EXPECT_NEAR(similarity(vocabularies, only(Ingredient::kSectors), "t:A1", "t:B1"), 1, 1e-12);
  EXPECT_NEAR(similarity(vocabularies, only(Ingredient::kTraits), "t:A1", "t:B1"), 0, 1e-12);
  EXPECT_NEAR(similarity(vocabularies, only(Ingredient::kContexts), "t:A2", "t:C1"), 1, 1e-12);
  EXPECT_NEAR(similarity(vocabularies, only(Ingredient::kGroups), "t:A1", "t:A2"), 1, 1e-12)
      << "both of the metal group";
  EXPECT_NEAR(similarity(vocabularies, only(Ingredient::kTitleWords), "t:A1", "t:B1"), 0.5, 0.2) << "« industriel »";
  EXPECT_GT(similarity(vocabularies, only(Ingredient::kItemWords), "t:A1", "t:A2"), 0.3) << "the words of welding";
  const double items = similarity(vocabularies, only(Ingredient::kItems), "t:A1", "t:A2");
  EXPECT_GT(items, 0.2);
  EXPECT_LT(items, 0.9);
}

TEST(OccupationSimilarity, CodesTellSomethingOnlyWhereTheyBeginWithTheDomain) {
  std::vector<VocabularyData> vocabularies = {trades()};
  const SimilarityWeights letter = only(Ingredient::kCodeLetter);
  EXPECT_EQ(similarity(vocabularies, letter, "t:A1", "t:A2"), 0.0) << "no domain: the letter may be anything's";
  for (OccupationRow& occupation : vocabularies[0].occupations) occupation.domain = "metal";
  EXPECT_EQ(similarity(vocabularies, letter, "t:A1", "t:A2"), 0.0) << "a domain that the codes do not begin with";
  for (OccupationRow& occupation : vocabularies[0].occupations) occupation.domain = occupation.key.substr(2, 1);
  EXPECT_NEAR(similarity(vocabularies, letter, "t:A1", "t:A2"), 1, 1e-12);
  EXPECT_NEAR(similarity(vocabularies, letter, "t:A1", "t:B1"), 0, 1e-12);
}

TEST(OccupationSimilarity, AVocabularyOfPlainListsIsRankedByItsItems) {
  // Neither titles nor parents, domains or groups; codes that share letters for no reason.
  VocabularyData own;
  own.name = "own";
  own.items = {make_item("own:bake", "Cuire du pain"), make_item("own:knead", "Pétrir la pâte à pain"),
               make_item("own:saw", "Scier une planche"), make_item("own:plane", "Raboter une planche"),
               make_item("own:sell", "Vendre")};
  own.occupations = {make_occupation("own:m1", "Panetier", "",
                                     {{"own:bake", Core::kPrincipal}, {"own:sell", Core::kOther}}),
                     make_occupation("own:x2", "Mitron", "", {{"own:knead", Core::kPrincipal}}),
                     make_occupation("own:m3", "Menuisier", "", {{"own:saw", Core::kPrincipal}}),
                     make_occupation("own:x4", "Raboteur", "", {{"own:plane", Core::kPrincipal}}),
                     make_occupation("own:x5", "Sans fiche", "", {})};
  const std::vector<VocabularyData> vocabularies = {own};
  const SimilarityWeights weights = default_similarity_weights();
  const auto alike = [&](const char* a, const char* b) { return similarity(vocabularies, weights, a, b); };
  EXPECT_GT(alike("own:m1", "own:x2"), alike("own:m1", "own:m3"));
  EXPECT_GT(alike("own:m3", "own:x4"), alike("own:m3", "own:m1"));
  EXPECT_EQ(alike("own:x5", "own:m1"), 0.0) << "an empty card is like nothing";
}

TEST(OccupationSimilarity, AnIngredientThatOneLacksDoesNotCount) {
  std::vector<VocabularyData> vocabularies = {trades()};
  vocabularies[0].occupations[0].definition = "Assemble des métaux.";
  SimilarityWeights weights = only(Ingredient::kItems);
  const double plain = similarity(vocabularies, weights, "t:A1", "t:A2");
  weights[Ingredient::kDefinitionWords] = 3;
  EXPECT_NEAR(similarity(vocabularies, weights, "t:A1", "t:A2"), plain, 1e-12);
}

TEST(OccupationSimilarity, JoinedRowsStandForTheirOccupations) {
  const std::vector<VocabularyData> vocabularies = {trades()};
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  const OccupationRows rows = rows_by_parent(merged);
  EXPECT_THAT(rows.keys, ::testing::ElementsAre("t:A1", "t:B1", "t:C1"));
  EXPECT_THAT(rows.row_of, ::testing::ElementsAre(0, 0, 1, 2));
  const SimilarityWeights weights = only(Ingredient::kItems);
  const OccupationSimilarity joined(occupation_features(merged, weights.core_count), weights, rows);
  std::vector<double> row(joined.size());
  joined.row(2, row);
  EXPECT_GT(row[0], 0.1) << "reading plans, of one of the two";
  EXPECT_LT(row[0], similarity(vocabularies, weights, "t:A1", "t:C1")) << "less than that one alone";
  EXPECT_EQ(row[1], 0.0);
}

TEST(OccupationSimilarity, RealPairsRankWellWithoutAnyProximityTable) {
  PASSERELLE_NEED_SHARED(shared);
  std::vector<VocabularyData> vocabularies;
  auto rome = read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome);
  vocabularies.push_back(*std::move(rome));
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  const OccupationRows rows = rows_by_parent(merged);
  const SimilarityWeights weights = default_similarity_weights();
  const OccupationSimilarity similarity(occupation_features(merged, weights.core_count), weights, rows);
  std::map<std::string, std::set<std::string>> near;
  const Status read =
      read_csv((shared / "rome_v347/unix_rubrique_mobilite_v347_utf8.csv").string(),
               {{"code_rome"}, {"code_rome_cible"}, {"libelle_type_mobilite"}}, [&](const CsvRow& line) -> Status {
                 if (line[2] == "Proche") near[fmt::format("rome:{}", line[0])].insert(fmt::format("rome:{}", line[1]));
                 return {};
               });
  ASSERT_TRUE(read);
  ASSERT_EQ(near.size(), 499U);
  double reciprocal = 0;
  std::vector<double> row(similarity.size());
  for (const auto& [from, targets] : near) {
    const auto at = std::lower_bound(rows.keys.begin(), rows.keys.end(), from);
    ASSERT_TRUE(at != rows.keys.end() && *at == from) << from;
    const auto own = static_cast<std::size_t>(at - rows.keys.begin());
    similarity.row(own, row);
    row[own] = -1;
    double best = -1;
    for (std::size_t r = 0; r < row.size(); ++r)
      if (targets.count(rows.keys[r])) best = std::max(best, row[r]);
    reciprocal +=
        1.0 / static_cast<double>(1 + std::count_if(row.begin(), row.end(), [&](double s) { return s > best; }));
  }
  EXPECT_GT(reciprocal / 499, 0.60) << "mean reciprocal rank of the first near occupation";
}

TEST(OccupationSimilarity, CoreItemsCountMore) {
  std::vector<VocabularyData> vocabularies = {trades()};
  SimilarityWeights weights = only(Ingredient::kItems);
  const double before = similarity(vocabularies, weights, "t:A1", "t:A2");
  vocabularies[0].occupations[1].card[0].core = Core::kPrincipal;  // welding, which the other one has at its core
  EXPECT_GT(similarity(vocabularies, weights, "t:A1", "t:A2"), before);
}

/// Items as in a card of cooks and one of welders; "gone" is in no card.
std::vector<VocabularyData> kitchen() {
  VocabularyData data;
  data.items = {make_item("k:1", "Éplucher des légumes"),
                make_item("k:2", "Éplucher des légumes frais", "k:group/prep"),
                make_item("k:3", "Mesurer un dosage"),
                make_item("k:4", "Dresser une assiette"),
                make_item("k:5", "CAP cuisine", "", ItemKind::kCertificate),
                make_item("k:6", "CAP cuisine collective", "", ItemKind::kCertificate),
                make_item("k:7", "Doser une sauce", "k:group/prep"),
                make_item("k:8", "Meuler")};
  for (int i = 0; i < 6; ++i)
    data.occupations.push_back(make_occupation(
        fmt::format("k:o{}", i), "Cuisinier", "",
        {{"k:3", Core::kPrincipal}, {"k:4", Core::kPrincipal}, {"k:5", Core::kOther}, {"k:6", Core::kOther}}));
  for (int i = 6; i < 30; ++i)
    data.occupations.push_back(make_occupation(fmt::format("k:o{}", i), "Autre", "", {{"k:8", Core::kOther}}));
  return {data};
}

std::map<std::string, int> neighbours_of(const MergedVocabulary& merged, const Csr<ItemNeighbour>& neighbours,
                                         const char* key) {
  std::map<std::string, int> out;
  for (const ItemNeighbour& neighbour : neighbours[merged.find_item(key)->value])
    out[merged.items[neighbour.item.value]->key] = neighbour.sim8;
  return out;
}

TEST(ItemSimilarity, WordsAndGroupsEachMakeNeighbours) {
  const std::vector<VocabularyData> vocabularies = kitchen();
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  ItemSimilarityWeights none;
  none.same_group = none.label_words = 0;

  ItemSimilarityWeights words = none;
  words.label_words = 1;
  auto neighbours = item_neighbours(merged, words, Threads{1});
  EXPECT_THAT(neighbours_of(merged, neighbours, "k:1"), ::testing::ElementsAre(::testing::Key("k:2")));

  ItemSimilarityWeights group = none;
  group.same_group = 0.6;
  neighbours = item_neighbours(merged, group, Threads{1});
  EXPECT_THAT(neighbours_of(merged, neighbours, "k:2"), ::testing::ElementsAre(::testing::Pair("k:7", 153)));
}

TEST(ItemSimilarity, LanguagesAndFiguresAreExact) {
  VocabularyData data;
  const char* languages = "rome:savoir/domaines-d-expertise/langues";
  data.items = {make_item("l:1", "Langue anglaise courante", languages, ItemKind::kKnowledge),
                make_item("l:2", "Langue danoise courante", languages, ItemKind::kKnowledge),
                make_item("l:3", "Chariot élévateur R489"),
                make_item("l:4", "Chariot élévateur R485"),
                make_item("l:5", "Chariots élévateurs R489"),
                make_item("l:6", "Vendre")};
  const std::vector<VocabularyData> vocabularies = {data};
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  const auto neighbours = item_neighbours(merged, {}, Threads{1});
  EXPECT_TRUE(neighbours_of(merged, neighbours, "l:1").empty());
  EXPECT_THAT(neighbours_of(merged, neighbours, "l:3"), ::testing::ElementsAre(::testing::Key("l:5")));
}

TEST(ItemSimilarity, KnowledgeOfOneShelfIsNotAlikeForThat) {
  std::vector<VocabularyData> vocabularies = kitchen();
  for (ItemRow& item : vocabularies[0].items) item.kind = ItemKind::kKnowledge;
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  ItemSimilarityWeights group;
  group.label_words = 0;
  group.same_group = 0.6;
  EXPECT_TRUE(neighbours_of(merged, item_neighbours(merged, group, Threads{1}), "k:2").empty());
}

TEST(ItemSimilarity, NoCertificateStandsInForAnother) {
  const std::vector<VocabularyData> vocabularies = kitchen();
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  const auto neighbours = item_neighbours(merged, {}, Threads{1});
  EXPECT_TRUE(neighbours_of(merged, neighbours, "k:5").empty());
  for (std::size_t i = 0; i < neighbours.rows(); ++i)
    for (const ItemNeighbour& neighbour : neighbours[i])
      EXPECT_NE(merged.items[neighbour.item.value]->kind, ItemKind::kCertificate);
}

TEST(ItemSimilarity, NeverTheSameAndNeverTooMany) {
  VocabularyData data;
  for (int i = 0; i < 40; ++i) data.items.push_back(make_item(fmt::format("m:{}", 100 + i), "Poser un parquet"));
  data.items.push_back(make_item("m:other", "Vendre"));
  const std::vector<VocabularyData> vocabularies = {data};
  const MergedVocabulary merged = merge_vocabularies(vocabularies);
  ItemSimilarityWeights weights;
  weights.label_words = 2;
  const auto neighbours = item_neighbours(merged, weights, Threads{2});
  for (std::size_t i = 0; i < 40; ++i) {
    ASSERT_EQ(neighbours[i].size(), 16U);
    for (std::size_t k = 0; k < neighbours[i].size(); ++k) {
      EXPECT_EQ(neighbours[i][k].sim8, 242) << "the cap: 0.95";
      EXPECT_NE(neighbours[i][k].item.value, i);
      EXPECT_TRUE(k == 0 || neighbours[i][k - 1].item < neighbours[i][k].item);
    }
  }
}

}  // namespace
}  // namespace passerelle::reference
