// Vocabularies and geography: every column comes back, equal content writes nothing, what was derived is kept.
#include "store/reference_fingerprint.hpp"
#include "store_fixture.hpp"

namespace passerelle {
namespace {

using reference::ReferenceInputs;
using test::make_communes;
using test::make_vocabulary;
using test::rows_of;
using test::snapshot_from_rows;
using Ids = std::vector<std::string>;

class ReferenceTest : public test::StoreTest {};

const std::vector<reference::CommuneAlias> kAliases{{"59355", "59350", "Lomme"}};
const std::vector<reference::BasinRow> kBasins{{"0051", "Lille", "32"}, {"0052", "Roubaix", "32"}};
const std::vector<reference::CommuneBasin> kMembers{{"59350", "0051"}};

std::vector<reference::TensionRow> make_tension() {
  reference::TensionRow row;
  row.occupation = "rome:N1101";
  row.basin = "0051";
  row.tension = 4;
  for (std::uint8_t i = 0; i < 6; ++i) row.causes[i] = i;
  row.offers_milli = 1'234'567;
  row.seekers_milli = 4'000'000'000U;
  return {row};
}

TEST_F(ReferenceTest, EveryRowComesBackInItsOrder) {
  Store store = open();
  EXPECT_TRUE(*store.put_vocabulary(make_vocabulary("zeta")));
  EXPECT_TRUE(*store.put_vocabulary(make_vocabulary("alpha", "7")));
  EXPECT_TRUE(*store.put_communes(make_communes(), kAliases));
  EXPECT_TRUE(*store.put_basins(kBasins, kMembers));
  EXPECT_TRUE(*store.put_tension(make_tension()));
  const auto inputs = open(Store::Mode::kRead).reference_inputs();
  ASSERT_OK(inputs);
  ASSERT_EQ(inputs->vocabularies.size(), 2U);
  // In the order of import: the later one's row counts where both define a key. Fingerprints cover every column
  // (TheFingerprintSeesEveryColumn).
  EXPECT_EQ(inputs->vocabularies[0].name, "zeta");
  EXPECT_EQ(store::fingerprint_of(inputs->vocabularies[0]), store::fingerprint_of(make_vocabulary("zeta")));
  EXPECT_EQ(store::fingerprint_of(inputs->vocabularies[1]), store::fingerprint_of(make_vocabulary("alpha", "7")));
  EXPECT_EQ(store::fingerprint_of(inputs->communes, inputs->aliases), store::fingerprint_of(make_communes(), kAliases));
  EXPECT_EQ(store::fingerprint_of(inputs->basins, inputs->basin_members), store::fingerprint_of(kBasins, kMembers));
  EXPECT_EQ(store::fingerprint_of(inputs->tension), store::fingerprint_of(make_tension()));
  EXPECT_EQ(rows_of(path_, "SELECT item, core FROM occupation_item WHERE occupation = 'zeta:N1101' ORDER BY position"),
            (Ids{"zeta:2|other", "zeta:1|principal", "zeta:3|emerging"}));
  EXPECT_EQ(rows_of(path_, "SELECT licence, level FROM occupation_licence WHERE vocabulary = 'zeta' ORDER BY position"),
            (Ids{"B|S", "CE|E"}));
  EXPECT_EQ(rows_of(path_, "SELECT kind FROM item WHERE vocabulary = 'alpha' ORDER BY position"),
            (Ids{"skill", "skill", "certificate", "certificate"}));
}

ReferenceParts make_parts(const std::string& version) {
  ReferenceParts parts;
  parts.vocabularies = {make_vocabulary("v", version), make_vocabulary("w", version)};
  parts.communes = {make_communes(), kAliases};
  parts.basins = {kBasins, kMembers};
  parts.tension = make_tension();
  return parts;
}

TEST_F(ReferenceTest, SeveralPartsAreOneTransaction) {
  Store store = open();
  EXPECT_EQ(*store.put_reference(make_parts("1")), (ReferenceChanges{{"v", true}, {"w", true}, {"communes", true}, {"basins", true}, {"tension", true}}));
  EXPECT_EQ(*store.snapshot(), snapshot_from_rows(path_));
  const std::string before = *store.snapshot();
  EXPECT_EQ(*store.put_reference(make_parts("1")), (ReferenceChanges{{"v", false}, {"w", false}, {"communes", false}, {"basins", false}, {"tension", false}}));
  EXPECT_EQ(*store.snapshot(), before);
  // The second vocabulary cannot be written: the first is not there either, nor the places.
  ReferenceParts bad = make_parts("2");
  bad.vocabularies[1].items.push_back(bad.vocabularies[1].items.front());
  bad.communes->rows.clear();
  const auto refused = store.put_reference(bad);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.problem().code, ProblemCode::kDuplicateId);
  EXPECT_EQ(*store.snapshot(), before);
  EXPECT_EQ(rows_of(path_, "SELECT name, version FROM vocabulary ORDER BY name"), (Ids{"v|1", "w|1"}));
  ASSERT_OK(store.check());
  // Parts that are not given stay.
  ReferenceParts one;
  one.basins = {{{"0053", "Douai", "32"}}, {}};
  EXPECT_EQ(*store.put_reference(one), (ReferenceChanges{{"basins", true}}));
  EXPECT_EQ(rows_of(path_, "SELECT count(*) FROM commune"), (Ids{std::to_string(make_communes().size())}));
}

TEST_F(ReferenceTest, TheFingerprintSeesEveryColumn) {
  std::vector<Fingerprint> all{store::fingerprint_of(make_vocabulary("v"))};
  const auto changed = [&](auto change) {
    reference::VocabularyData data = make_vocabulary("v");
    change(data, data.items[0], data.occupations[0]);
    all.push_back(store::fingerprint_of(data));
  };
  changed([](auto& v, auto&, auto&) { v.version = "2"; });
  changed([](auto& v, auto&, auto&) { v.title = "T"; });
  changed([](auto& v, auto&, auto&) { v.licence = "L"; });
  changed([](auto& v, auto&, auto&) { v.source = "S"; });
  changed([](auto& v, auto&, auto&) { std::swap(v.items[1], v.items[2]); });
  changed([](auto&, auto& i, auto&) { i.label = "x"; });
  changed([](auto&, auto& i, auto&) { i.kind = reference::ItemKind::kMacro; });
  changed([](auto&, auto& i, auto&) { i.group = ""; });
  changed([](auto&, auto& i, auto&) { i.weight = 1; });
  changed([](auto&, auto& i, auto&) { std::swap(i.aliases[0], i.aliases[1]); });
  changed([](auto&, auto&, auto& o) { o.label = "x"; });
  changed([](auto&, auto&, auto& o) { o.parent = "x"; });
  changed([](auto&, auto&, auto& o) { o.domain = "x"; });
  changed([](auto&, auto&, auto& o) { o.sector = "x"; });
  changed([](auto&, auto&, auto& o) { o.regulated = true; });
  changed([](auto&, auto&, auto& o) { o.titles.pop_back(); });
  changed([](auto&, auto&, auto& o) { o.card[0].core = reference::Core::kPrincipal; });
  changed([](auto&, auto&, auto& o) { o.card[0].item = "x"; });
  changed([](auto&, auto&, auto& o) { o.proximities[0].rank = 2; });
  changed([](auto&, auto&, auto& o) { o.proximities[0].occupation = "x"; });
  changed([](auto&, auto&, auto& o) { o.contexts.clear(); });
  changed([](auto&, auto&, auto& o) { o.certificates[0].level = Level::kDesired; });
  changed([](auto&, auto&, auto& o) { o.certificates[0].item = "x"; });
  changed([](auto&, auto&, auto& o) { o.licences[0].licence = Licence::kC; });
  changed([](auto&, auto&, auto& o) { o.licences[0].level = Level::kRequired; });
  changed([](auto&, auto&, auto& o) { o.traits[0] = "x"; });
  changed([](auto&, auto&, auto& o) { o.definition = "x"; });
  changed([](auto& v, auto&, auto&) { v.contexts[0].label = "x"; });
  changed([](auto& v, auto&, auto&) { v.contexts[0].type = "x"; });
  changed([](auto& v, auto&, auto&) { v.regulated[0].any_of.pop_back(); });
  changed([](auto& v, auto&, auto&) { v.regulated[1].occupation = "x"; });
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  reference::VocabularyData noted = make_vocabulary("v");
  noted.notes.emplace_back(ProblemCode::kFileMissing);
  EXPECT_EQ(store::fingerprint_of(noted), store::fingerprint_of(make_vocabulary("v")));
}

TEST_F(ReferenceTest, EqualContentWritesNothing) {
  Store store = open();
  const auto put = [&] {
    return std::vector<bool>{*store.put_vocabulary(make_vocabulary("v")),
                             *store.put_communes(make_communes(), kAliases), *store.put_basins(kBasins, kMembers),
                             *store.put_tension(make_tension())};
  };
  EXPECT_EQ(put(), std::vector<bool>(4, true));
  const std::string name = *store.snapshot();
  const auto size = std::filesystem::file_size(path_ + "-wal");
  EXPECT_EQ(put(), std::vector<bool>(4, false));
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), size);
  EXPECT_EQ(*store.snapshot(), name);
}

TEST_F(ReferenceTest, ReplacingLeavesNothingOfTheOld) {
  Store store = open();
  ASSERT_OK(store.put_vocabulary(make_vocabulary("v")));
  ASSERT_OK(store.put_vocabulary(make_vocabulary("w")));
  ASSERT_OK(store.put_communes(make_communes(), kAliases));
  const std::string name = *store.snapshot();
  reference::VocabularyData small;
  small.name = "v";
  EXPECT_TRUE(*store.put_vocabulary(small));
  EXPECT_TRUE(*store.put_communes({make_communes()[1]}, {}));
  for (const char* table : {"item", "item_alias", "occupation", "occupation_title", "occupation_item",
                            "occupation_proximity", "occupation_context", "occupation_trait", "occupation_certificate",
                            "occupation_licence", "regulated", "context"}) {
    EXPECT_EQ(rows_of(path_, std::string("SELECT DISTINCT vocabulary FROM ") + table), Ids{"w"}) << table;
  }
  EXPECT_EQ(rows_of(path_, "SELECT postal_code FROM commune_postal_code"), Ids{"97200"});
  EXPECT_EQ(rows_of(path_, "SELECT count(*) FROM commune_alias"), Ids{"0"});
  EXPECT_NE(*store.snapshot(), name);
  EXPECT_EQ(*store.snapshot(), snapshot_from_rows(path_));
  // And back: the same content, the same name; the vocabulary keeps its place in the order.
  EXPECT_TRUE(*store.put_vocabulary(make_vocabulary("v")));
  EXPECT_TRUE(*store.put_communes(make_communes(), kAliases));
  EXPECT_EQ(*store.snapshot(), name);
  EXPECT_EQ(store.reference_inputs()->vocabularies.front().name, "v");
}

TEST_F(ReferenceTest, TheOrderOfVocabulariesIsContentOnlyWhereTheyOverlap) {
  reference::VocabularyData first = make_vocabulary("first"), second = make_vocabulary("second");
  const auto snapshot_of = [&](const char* file, const std::vector<reference::VocabularyData>& data) {
    path_ = (directory_ / file).string();
    Store store = open();
    for (const auto& each : data) EXPECT_TRUE(*store.put_vocabulary(each));
    EXPECT_EQ(*store.snapshot(), snapshot_from_rows(path_));
    return *store.snapshot();
  };
  EXPECT_EQ(snapshot_of("1.db", {first, second}), snapshot_of("2.db", {second, first}));
  const reference::VocabularyData apart = second;
  second.items[0].key = "first:1";  // the later one's row counts now
  const std::string overlapping = snapshot_of("3.db", {first, second});
  EXPECT_NE(overlapping, snapshot_of("4.db", {second, first}));
  // An overlap that goes away leaves no mark.
  EXPECT_EQ(snapshot_of("5.db", {first, second, apart}), snapshot_of("6.db", {apart, first}));
}

TEST_F(ReferenceTest, AVocabularyThatDefinesAKeyTwiceIsRefusedWhole) {
  Store store = open();
  ASSERT_OK(store.put_vocabulary(make_vocabulary("v")));
  const std::string name = *store.snapshot();
  reference::VocabularyData twice = make_vocabulary("v", "2");
  twice.items.push_back(twice.items[1]);
  const auto put = store.put_vocabulary(twice);
  ASSERT_FALSE(put.ok());
  EXPECT_EQ(put.problem().code, ProblemCode::kDuplicateId);
  EXPECT_EQ(put.problem().source, "v");
  EXPECT_EQ(put.problem().field, "items");
  EXPECT_EQ(put.problem().detail, "v:2");
  reference::VocabularyData keyless = make_vocabulary("v", "2");
  keyless.occupations[1].key.clear();
  EXPECT_EQ(store.put_vocabulary(keyless).problem().code, ProblemCode::kFieldMissing);
  EXPECT_EQ(store.put_vocabulary({}).problem().code, ProblemCode::kFieldMissing);
  EXPECT_EQ(*store.snapshot(), name);
  EXPECT_EQ(rows_of(path_, "SELECT version FROM vocabulary"), Ids{"1"});
}

TEST_F(ReferenceTest, AnEmptyStoreGivesAnEmptyReference) {
  Store store = open();
  const auto loaded = store.load_reference();
  ASSERT_OK(loaded);
  EXPECT_TRUE((*loaded)->occupation_keys.empty());
  EXPECT_TRUE((*loaded)->communes.empty());
  EXPECT_EQ(rows_of(path_, "SELECT count(*) FROM derived"), Ids{"0"});
}

TEST_F(ReferenceTest, WhatWasDerivedIsKeptAndUsedAgainWhileItsInputStays) {
  const auto derived = [&] { return rows_of(path_, "SELECT hex(input), hex(content) FROM derived"); };
  {
    Store store = open();
    ASSERT_OK(store.put_vocabulary(make_vocabulary("v")));
    ASSERT_OK(store.put_communes(make_communes(), kAliases));
    {
      // A reader computes in memory and leaves the file alone.
      Store reader = open(Store::Mode::kRead);
      const auto loaded = reader.load_reference();
      ASSERT_OK(loaded);
      EXPECT_EQ((*loaded)->occupation_keys, (Ids{"v:N1101", "v:N1103"}));
      EXPECT_TRUE(derived().empty());
    }
    {
      // So does a writer while an import is under way.
      auto session = store.begin_import(RecordKind::kOffer, "x");
      ASSERT_OK(session);
      ASSERT_OK(store.load_reference());
      EXPECT_TRUE(derived().empty());
    }
    const std::string name = *store.snapshot();
    ASSERT_OK(store.load_reference());
    ASSERT_EQ(derived().size(), 1U);
    EXPECT_EQ(*store.snapshot(), name);  // derived from what is named already
  }
  // A mark in the kept bytes would be lost if they were computed and written again.
  const Ids kept = derived();
  rows_of(path_, "UPDATE derived SET name = name, input = x'00'");
  Store store = open(Store::Mode::kWrite);
  ASSERT_OK(store.load_reference());
  EXPECT_EQ(rows_of(path_, "SELECT hex(input) FROM derived"), Ids{"00"});  // used as it is
  // Other vocabularies, another derivation.
  ASSERT_OK(store.put_vocabulary(make_vocabulary("w")));
  const auto loaded = store.load_reference();
  ASSERT_OK(loaded);
  EXPECT_EQ((*loaded)->vocabularies.size(), 2U);
  EXPECT_NE(derived(), kept);
  EXPECT_NE(rows_of(path_, "SELECT hex(input) FROM derived"), Ids{"00"});
  // Bytes that cannot be parsed are computed again, not trusted.
  rows_of(path_, "UPDATE derived SET content = x'0102', input = x'00'");
  ASSERT_OK(store.load_reference());
  EXPECT_NE(rows_of(path_, "SELECT hex(input) FROM derived"), Ids{"00"});
}

TEST_F(ReferenceTest, AnUnknownCodeInATableIsDamageNotAGuess) {
  Store store = open();
  ASSERT_OK(store.put_vocabulary(make_vocabulary("v")));
  rows_of(path_, "UPDATE occupation_item SET core = 'unheard-of'");
  const auto loaded = store.load_reference();
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.problem().code, ProblemCode::kStoreDamaged);
}

TEST_F(ReferenceTest, NotesOfTheBuildAreHandedOn) {
  Store store = open();
  reference::VocabularyData data = make_vocabulary("v");
  data.occupations[0].card.push_back({"v:unknown", reference::Core::kOther});
  ASSERT_OK(store.put_vocabulary(data));
  std::vector<Problem> notes;
  ASSERT_OK(store.load_reference({1}, &notes));
  EXPECT_FALSE(notes.empty());
}

}  // namespace
}  // namespace passerelle
