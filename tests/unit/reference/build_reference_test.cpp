#include "reference/build_reference.hpp"

#include <algorithm>

#include <gmock/gmock.h>

#include "reference/rome_reader.hpp"
#include "reference/vocabulary_reader.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::reference {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::uint16_t points(const Reference& reference, const char* to, const char* from, Relation* how = nullptr) {
  for (const RelatedOccupation& relation : reference.related[reference.find_occupation(to)->value])
    if (relation.from == *reference.find_occupation(from)) {
      if (how != nullptr) *how = static_cast<Relation>(relation.how);
      return relation.points;
    }
  return 0;
}

TEST(BuildReference, CardsGroupsAndParents) {
  ReferenceInputs inputs;
  inputs.vocabularies = {trades()};
  inputs.vocabularies[0].occupations[0].card.push_back(
      {"t:plan", Core::kPrincipal});  // twice: the stronger mark counts
  inputs.vocabularies[0].occupations[0].card.push_back({"elsewhere:unknown", Core::kPrincipal});
  const BuiltReference built = build_reference(inputs);
  const Reference& reference = *built.reference;
  const auto card = reference.cards[reference.find_occupation("t:A1")->value];
  ASSERT_EQ(card.size(), 3U);
  EXPECT_TRUE(
      std::is_sorted(card.begin(), card.end(), [](const CardItem& a, const CardItem& b) { return a.item < b.item; }));
  EXPECT_TRUE(std::any_of(card.begin(), card.end(), [&](const CardItem& line) {
    return line.item == *reference.find_item("t:plan") && line.core == Core::kPrincipal;
  }));
  ASSERT_EQ(built.notes.size(), 1U);
  EXPECT_EQ(built.notes[0].code, ProblemCode::kItemUnknown);
  EXPECT_EQ(built.notes[0].position, "t:A1");
  EXPECT_EQ(reference.group_count, 1U);
  EXPECT_EQ(reference.item_groups[reference.find_item("t:weld")->value],
            reference.item_groups[reference.find_item("t:cut")->value]);
  EXPECT_EQ(reference.item_groups[reference.find_item("t:plan")->value], ItemId::kNone);
  EXPECT_EQ(reference.occupation_parents[reference.find_occupation("t:A2")->value], *reference.find_occupation("t:A1"));
  ASSERT_EQ(reference.vocabularies.size(), 1U);
  EXPECT_EQ(reference.vocabularies[0].version, "7");
  EXPECT_EQ(reference.vocabularies[0].items, 5U);
}

TEST(BuildReference, AMacroItemBelongsToTheGroupItNames) {
  ReferenceInputs inputs;
  inputs.vocabularies.resize(1);
  inputs.vocabularies[0].items = {make_item("r:1", "a", "r:9"), make_item("r:9", "macro", "", ItemKind::kMacro),
                                  make_item("r:8", "other macro", "", ItemKind::kMacro)};
  const auto built = build_reference(inputs);
  const Reference& reference = *built.reference;
  EXPECT_EQ(reference.item_groups[reference.find_item("r:1")->value],
            reference.item_groups[reference.find_item("r:9")->value]);
  EXPECT_EQ(reference.item_groups[reference.find_item("r:8")->value], ItemId::kNone);
}

TEST(BuildReference, RelationsTakeTheBestOfParentAndLists) {
  ReferenceInputs inputs;
  inputs.vocabularies = {trades()};
  const BuiltReference built = build_reference(inputs);
  const Reference& reference = *built.reference;
  Relation how{};
  EXPECT_EQ(points(reference, "t:A1", "t:A1", &how), 10'000);
  EXPECT_EQ(how, kSame);
  EXPECT_EQ(points(reference, "t:A1", "t:A2", &how), 8'000);
  EXPECT_EQ(how, kSameParent);
  EXPECT_EQ(points(reference, "t:B1", "t:A1", &how), 7'500) << "first of the list of the one practised";
  EXPECT_EQ(how, kListed);
  EXPECT_EQ(points(reference, "t:A1", "t:B1"), 7'500 - 2 * 350) << "its own list counts, not the other's";
  EXPECT_EQ(points(reference, "t:C1", "t:A1"), 7'500 - 350);
  EXPECT_EQ(points(reference, "t:A1", "t:C1"), 0) << "only the reverse is listed";
  EXPECT_EQ(points(reference, "t:C1", "t:B1"), 0);
  for (std::uint32_t o = 0; o < reference.related.rows(); ++o) {
    const auto row = reference.related[o];
    EXPECT_TRUE(std::is_sorted(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.from < b.from; }));
  }
}

TEST(BuildReference, FarRanksKeepTheFloor) {
  ReferenceInputs inputs;
  inputs.vocabularies = {trades()};
  inputs.vocabularies[0].occupations[0].proximities = {{"t:B1", 30}, {"t:unknown", 1}};
  inputs.vocabularies[0].occupations[2].proximities.clear();
  const auto built = build_reference(inputs);
  const Reference& reference = *built.reference;
  EXPECT_EQ(points(reference, "t:B1", "t:A1"), 4'000);
  EXPECT_EQ(points(reference, "t:A1", "t:B1"), 0);
}

TEST(BuildReference, WithoutAnyListRelationsAreComputed) {
  ReferenceInputs inputs;
  inputs.vocabularies = {trades()};
  for (OccupationRow& occupation : inputs.vocabularies[0].occupations) {
    occupation.proximities.clear();
    occupation.parent.clear();
  }
  inputs.vocabularies[0].occupations[1].card[0].core = Core::kPrincipal;  // welding, as for the other one
  const BuiltReference built = build_reference(inputs);
  const Reference& reference = *built.reference;
  Relation how{};
  const std::uint16_t near = points(reference, "t:A2", "t:A1", &how);
  EXPECT_EQ(how, kComputed);
  EXPECT_GE(near, 3'000);
  EXPECT_LE(near, 7'000);
  EXPECT_EQ(points(reference, "t:A1", "t:A2"), near);
  EXPECT_EQ(points(reference, "t:B1", "t:C1"), 0) << "only « team » in common: not alike";

  inputs.vocabularies[0].occupations[2].proximities = {{"t:C1", 1}};
  EXPECT_EQ(points(*build_reference(inputs).reference, "t:A2", "t:A1"), 0) << "one list is enough: nothing is computed";
}

TEST(BuildReference, TheLaterImportWinsWhole) {
  VocabularyData own;
  own.name = "own";
  own.items = {make_item("t:weld", "Souder comme ici"), make_item("own:x", "Autre")};
  own.items[0].weight = 321;
  own.occupations = {make_occupation("t:A1", "Soudeur maison", "", {{"own:x", Core::kPrincipal}})};
  ReferenceInputs inputs;
  inputs.vocabularies = {trades(), own};
  const BuiltReference later = build_reference(inputs);
  const Reference& reference = *later.reference;
  const auto soudeur = reference.find_occupation("t:A1")->value;
  EXPECT_EQ(reference.occupation_labels[soudeur], "Soudeur maison");
  ASSERT_EQ(reference.cards[soudeur].size(), 1U);
  EXPECT_EQ(reference.cards[soudeur][0].item, *reference.find_item("own:x"));
  EXPECT_FALSE(reference.occupation_parents[soudeur].set());
  const auto weld = reference.find_item("t:weld")->value;
  EXPECT_EQ(reference.item_labels[weld], "Souder comme ici");
  EXPECT_EQ(reference.item_weights[weld], 321);
  EXPECT_EQ(reference.item_groups[weld], ItemId::kNone);

  std::swap(inputs.vocabularies[0], inputs.vocabularies[1]);
  EXPECT_EQ(build_reference(inputs).reference->occupation_labels[soudeur], "Soudeur");
}

TEST(BuildReference, DiplomasOfRegulatedOccupations) {
  VocabularyData certificates;
  certificates.name = "certificates";
  certificates.items = {make_item("cert:b", "B", "", ItemKind::kCertificate),
                        make_item("cert:a", "A", "", ItemKind::kCertificate)};
  certificates.regulated = {{"t:B1", {"cert:b", "cert:a", "cert:none"}}, {"t:gone", {"cert:a"}}};
  ReferenceInputs inputs;
  inputs.vocabularies = {trades(), certificates};
  inputs.vocabularies[0].occupations[3].regulated = true;
  const BuiltReference built = build_reference(inputs);
  const Reference& reference = *built.reference;
  const auto painter = reference.find_occupation("t:B1")->value, drawer = reference.find_occupation("t:C1")->value;
  EXPECT_THAT(reference.diplomas[painter], ElementsAre(*reference.find_item("cert:a"), *reference.find_item("cert:b")));
  EXPECT_TRUE(reference.occupation_regulated[painter]);
  EXPECT_THAT(reference.diplomas[drawer], IsEmpty());
  EXPECT_TRUE(reference.occupation_regulated[drawer]);
  EXPECT_FALSE(reference.occupation_regulated[reference.find_occupation("t:A1")->value]);
  std::vector<std::string> notes;
  for (const Problem& note : built.notes) notes.push_back(note.detail);
  EXPECT_THAT(notes, ElementsAre("cert:none", "t:gone"));
}

TEST(BuildReference, ImportOrderDoesNotMatterWhenKeysDoNotOverlap) {
  VocabularyData other;
  other.name = "other";
  other.items = {make_item("s:weld", "Souder à l'arc"), make_item("s:sell", "Vendre")};
  other.occupations = {
      make_occupation("s:1", "Vendeur", "", {{"s:sell", Core::kPrincipal}, {"t:team", Core::kOther}}),
      make_occupation("s:2", "Soudeur vendeur", "", {{"s:sell", Core::kOther}, {"t:weld", Core::kPrincipal}})};
  ReferenceInputs inputs;
  inputs.vocabularies = {trades(), other};
  Derived first, second;
  build_reference(inputs, &first);
  std::swap(inputs.vocabularies[0], inputs.vocabularies[1]);
  const BuiltReference again = build_reference(inputs, &second);
  EXPECT_EQ(serialise(first), serialise(second));
  // and what the first order computed serves the second
  EXPECT_TRUE(build_reference(inputs, &first).derived_reused);
  EXPECT_EQ(again.reference->occupation_keys.size(), 6U);
}

TEST(BuildReference, DerivedTablesAreUsedAgainUntilTheirInputChanges) {
  ReferenceInputs inputs;
  inputs.vocabularies = {trades()};
  Derived derived;
  EXPECT_FALSE(build_reference(inputs, &derived).derived_reused);
  derived.item_weights[0] = 77;  // a trace, to see that the kept tables are the ones used
  const BuiltReference again = build_reference(inputs, &derived);
  EXPECT_TRUE(again.derived_reused);
  EXPECT_EQ(again.reference->item_weights[0], 77);
  inputs.vocabularies[0].occupations[0].card.pop_back();
  EXPECT_FALSE(build_reference(inputs, &derived).derived_reused);
  EXPECT_NE(derived.item_weights[0], 77);
}

TEST(BuildReference, TheRealVersionGivesTheSameBytesOnOneThreadAndTwo) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome) << said(rome.problem());
  ReferenceInputs inputs;
  inputs.vocabularies.push_back(*std::move(rome));
  Derived one, two;
  const BuiltReference built = build_reference(inputs, &one, Threads{1});
  build_reference(inputs, &two, Threads{2});
  EXPECT_EQ(serialise(one), serialise(two));
  const Reference& reference = *built.reference;
  EXPECT_TRUE(built.notes.empty());
  EXPECT_EQ(reference.cards.size(), 104'219U - 13'663U);
  EXPECT_TRUE(std::all_of(reference.item_weights.begin(), reference.item_weights.end(),
                          [](std::uint16_t w) { return w >= 1 && w <= 1000; }));
  EXPECT_TRUE(std::all_of(reference.occupation_parents.begin(), reference.occupation_parents.end(),
                          [](OccupationId p) { return p.set(); }));
  EXPECT_EQ(points(reference, "rome:A1102", "rome:A1101"), 8'000) << "same parent";
  EXPECT_EQ(points(reference, "rome:A1414", "rome:A1101"), 7'500) << "first of its list";
}

TEST(BuildReference, TheShippedVocabulariesFitTogether) {
  ReferenceInputs inputs;
  for (const char* file : {"demo/vocabulary-btp", "demo/vocabulary-industrie", "demo/vocabulary-logistique",
                           "demo/vocabulary-sante", "demo/vocabulary-transport", "vocabularies/certificates"}) {
    auto data = read_vocabulary(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/" + file + ".json");
    ASSERT_TRUE(data) << said(data.problem());
    inputs.vocabularies.push_back(*std::move(data));
  }
  const BuiltReference built = build_reference(inputs);
  for (const Problem& note : built.notes) EXPECT_NE(note.code, ProblemCode::kItemUnknown) << said(note);
  EXPECT_GE(built.reference->occupation_keys.size(), 80U);
  for (std::uint32_t o = 0; o < built.reference->cards.rows(); ++o)
    EXPECT_GE(built.reference->cards[o].size(), 8U) << built.reference->occupation_keys[o];
}

}  // namespace
}  // namespace passerelle::reference
