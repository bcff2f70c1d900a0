// Lists: order, filters, paging, one consistent moment while someone writes.
#include <thread>

#include <fmt/format.h>

#include "records/record_json.hpp"
#include "store_fixture.hpp"

namespace passerelle {
namespace {

using test::ids_of_candidates;
using test::ids_of_offers;
using test::import_offers;
using test::make_candidate;
using test::make_offer;
using Ids = std::vector<std::string>;

class ListingTest : public test::StoreTest {
 protected:
  /// a … f, put in another order; c is closed.
  Store filled() {
    Store store = open();
    std::vector<Offer> offers;
    for (const char* id : {"d", "a", "f", "c", "b", "e"}) offers.push_back(make_offer(id));
    offers[0].occupation = "rome:M1805";                       // d
    offers[1].place.insee = "2A004";                           // a
    offers[2].flags = {{ProblemCode::kPlaceMissing, "", ""}};  // f
    offers[4].sources = {{"first", "1", ""}, {"second", "2", ""}};  // b
    offers[3].sources = {{"closing", "3", ""}};                // c
    import_offers(store, offers);
    auto session = store.begin_import(RecordKind::kOffer, "closing");
    EXPECT_EQ(*session->close_unseen("closing", 100, false), 1U);
    EXPECT_TRUE(session->commit().ok());
    return store;
  }
};

TEST_F(ListingTest, OffersInIdOrderWithoutTheClosed) {
  const Store store = filled();
  EXPECT_EQ(ids_of_offers(store), (Ids{"a", "b", "d", "e", "f"}));
  ListFilter all;
  all.include_closed = true;
  EXPECT_EQ(ids_of_offers(store, all), (Ids{"a", "b", "c", "d", "e", "f"}));
}

TEST_F(ListingTest, OffersByWordsOfTheTitleAndByEmployer) {
  Store store = open();
  std::vector<Offer> offers;
  for (const auto& [id, title, siret] : std::vector<std::tuple<const char*, const char*, const char*>>{
           {"a", "Préparateur de commandes", "111"}, {"b", "Aide de cuisine", "222"}, {"c", "Préparatrice en pharmacie", "11"}, {"d", "Commis de cuisine", "111"}}) {
    offers.push_back(make_offer(id));
    offers.back().title = title;
    offers.back().siret = siret;
  }
  import_offers(store, offers);
  const auto with = [&](auto set) {
    ListFilter filter;
    set(filter);
    return ids_of_offers(store, filter);
  };
  EXPECT_EQ(with([](ListFilter& f) { f.words = "PREPA"; }), (Ids{"a", "c"}));
  EXPECT_EQ(with([](ListFilter& f) { f.words = "cui com"; }), Ids{"d"});
  EXPECT_EQ(with([](ListFilter& f) { f.words = "isine"; }), Ids{});
  EXPECT_EQ(with([](ListFilter& f) { f.words = "prepa"; f.limit = 1; }), Ids{"a"});
  EXPECT_EQ(with([](ListFilter& f) { f.words = "prepa"; f.limit = 1; f.after_id = "a"; }), Ids{"c"});
  EXPECT_EQ(with([](ListFilter& f) { f.employers = {"111"}; }), (Ids{"a", "d"}));
  EXPECT_EQ(with([](ListFilter& f) { f.employers = {"222", "11"}; }), (Ids{"b", "c"}));
  EXPECT_EQ(with([](ListFilter& f) { f.employers = {"111"}; f.words = "cuis"; }), Ids{"d"});
  EXPECT_EQ(with([](ListFilter& f) { f.employers = {"111"}; f.department = "2A"; }), Ids{});
}

TEST_F(ListingTest, OfferFilters) {
  const Store store = filled();
  const auto with = [&](auto set) {
    ListFilter filter;
    set(filter);
    return ids_of_offers(store, filter);
  };
  EXPECT_EQ(with([](ListFilter& f) { f.occupation = "rome:M1805"; }), Ids{"d"});
  EXPECT_EQ(with([](ListFilter& f) { f.department = "2A"; }), Ids{"a"});
  EXPECT_EQ(with([](ListFilter& f) { f.department = "59"; f.limit = 2; }), (Ids{"b", "d"}));
  EXPECT_EQ(with([](ListFilter& f) { f.department = "9"; }), Ids{});  // first characters, not any
  EXPECT_EQ(with([](ListFilter& f) { f.flagged_only = true; }), Ids{"f"});
  EXPECT_EQ(with([](ListFilter& f) { f.source = "second"; }), Ids{"b"});
  EXPECT_EQ(with([](ListFilter& f) { f.source = "partner"; f.after_id = "d"; }), (Ids{"e", "f"}));
  EXPECT_EQ(with([](ListFilter& f) { f.source = "' OR 1 --"; }), Ids{});
}

TEST_F(ListingTest, CandidateFiltersAndPages) {
  Store store = open();
  {
    auto session = store.begin_import(RecordKind::kCandidate, "x");
    for (int i = 9; i >= 0; --i) {
      Candidate candidate = make_candidate("c" + std::to_string(i), i % 2 ? "rome:N1101" : "rome:N1103");
      if (i == 4) candidate.flags = {{ProblemCode::kPlaceUnknown, "home", "?"}};
      if (i == 5) candidate.sought = {}, candidate.practised = {{"rome:K1302", 12}};
      ASSERT_OK(session->put(candidate, "", false));
    }
    ASSERT_OK(session->commit());
  }
  ListFilter filter;
  filter.occupation = "rome:N1101";
  EXPECT_EQ(ids_of_candidates(store, filter), (Ids{"c1", "c3", "c7", "c9"}));
  filter.occupation = "rome:K1302";  // nothing sought: what was practised
  EXPECT_EQ(ids_of_candidates(store, filter), Ids{"c5"});
  ListFilter flagged;
  flagged.flagged_only = true;
  EXPECT_EQ(ids_of_candidates(store, flagged), Ids{"c4"});
  EXPECT_EQ(store.counts()->candidates, 10U);
  EXPECT_EQ(store.counts()->candidates_flagged, 1U);
  // Pages join without a gap or a repeat.
  ListFilter page;
  page.limit = 3;
  Ids joined;
  for (Ids ids = ids_of_candidates(store, page); !ids.empty(); ids = ids_of_candidates(store, page)) {
    EXPECT_LE(ids.size(), 3U);
    joined.insert(joined.end(), ids.begin(), ids.end());
    page.after_id = ids.back();
  }
  EXPECT_EQ(joined, ids_of_candidates(store));
  EXPECT_EQ(joined.size(), 10U);
}

TEST_F(ListingTest, TheRecordIsItsCanonicalJson) {
  Store store = open();
  import_offers(store, {make_offer("a")});
  ASSERT_OK(store.for_each_offer({}, [](std::string_view id, std::string_view json) -> Status {
    EXPECT_EQ(id, "a");
    EXPECT_EQ(json, encode(make_offer("a")));
    return {};
  }));
}

TEST_F(ListingTest, TheVisitorsProblemEndsTheList) {
  const Store store = filled();
  int visits = 0;
  const Status status = store.for_each_offer({}, [&](std::string_view, std::string_view) -> Status {
    if (++visits == 2) return Problem(ProblemCode::kInterrupted);
    return {};
  });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.problem().code, ProblemCode::kInterrupted);
  EXPECT_EQ(visits, 2);
  EXPECT_EQ(ids_of_offers(store).size(), 5U);
}

TEST_F(ListingTest, AListSeesOneMomentWhileAnImportCommits) {
  Store store = filled();
  Store writer = open(Store::Mode::kWrite);
  Ids seen;
  ASSERT_OK(store.for_each_offer({}, [&](std::string_view id, std::string_view json) -> Status {
    if (seen.empty()) import_offers(writer, {make_offer("b", "Changed"), make_offer("bb"), make_offer("g")});
    seen.emplace_back(id);
    EXPECT_EQ(json.find("Changed"), std::string_view::npos);
    EXPECT_EQ(store.offer("bb").ok(), true);  // another call, a later moment
    return {};
  }));
  EXPECT_EQ(seen, (Ids{"a", "b", "d", "e", "f"}));
  EXPECT_EQ(ids_of_offers(store), (Ids{"a", "b", "bb", "d", "e", "f", "g"}));
}

TEST_F(ListingTest, APinnedStoreKeepsItsMomentOverSeveralCalls) {
  Store store = filled();
  auto pinned = store.pin();
  ASSERT_OK(pinned);
  const std::string name = *store.snapshot();
  import_offers(store, {make_offer("zz")});
  ASSERT_OK(store.put_vocabulary(test::make_vocabulary("v")));
  EXPECT_EQ(*pinned->snapshot(), name);
  EXPECT_EQ(ids_of_offers(*pinned), (Ids{"a", "b", "d", "e", "f"}));
  EXPECT_EQ(pinned->counts()->offers, 5U);
  EXPECT_TRUE((*pinned->load_reference())->vocabularies.empty());
  EXPECT_FALSE(pinned->offer("zz").ok());
  ASSERT_OK(pinned->check());
  int nested = 0;
  ASSERT_OK(pinned->for_each_offer({}, [&](std::string_view id, std::string_view) -> Status {
    nested += pinned->offer(id).ok() ? 1 : 0;
    return {};
  }));
  EXPECT_EQ(nested, 5);
  EXPECT_NE(*store.snapshot(), name);
  EXPECT_EQ(store.offer("zz")->id, "zz");
  EXPECT_FALSE(pinned->begin_import(RecordKind::kOffer, "x").ok());
  EXPECT_FALSE(pinned->pin().ok());
}

TEST_F(ListingTest, SeveralThreadsReadWhileOneImports) {
  Store store = open();
  import_offers(store, {make_offer("a"), make_offer("b")});
  auto pinned = store.pin();
  ASSERT_OK(pinned);
  std::vector<std::thread> readers;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    readers.emplace_back([&, t] {
      const Store& mine = t == 0 ? *pinned : store;
      for (int i = 0; i < 60; ++i) {
        const std::size_t n = ids_of_offers(mine).size();
        // Commits come ten at a time: any other number is half an import.
        if (n % 10 != 2 || (t == 0 && n != 2) || !mine.offer("a").ok() || !mine.snapshot().ok()) ++wrong[t];
      }
    });
  }
  for (int batch = 0; batch < 12; ++batch) {
    std::vector<Offer> offers;
    for (int i = 0; i < 10; ++i) offers.push_back(make_offer(fmt::format("n{}", batch * 10 + i)));
    import_offers(store, offers);
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
  EXPECT_EQ(ids_of_offers(store).size(), 122U);
}

TEST_F(ListingTest, ViewsForPeopleWhoReadWithSql) {
  Store store = filled();
  {
    auto session = store.begin_import(RecordKind::kCandidate, "x");
    ASSERT_OK(session->put(make_candidate("c"), "{\"barriers\":[23]}", false));
    ASSERT_OK(session->commit());
  }
  ASSERT_OK(store.put_communes(test::make_communes(), {}));
  EXPECT_EQ(
      test::rows_of(
          path_, "SELECT id, title, occupation, posts, contract, published, description FROM v_offer WHERE id = 'a'"),
      Ids{"a|Cariste|rome:N1101|1|CDD|2025-03-01|Charger et décharger les camions"});
  EXPECT_EQ(test::rows_of(path_, "SELECT id, occupation, sought, insee, radius_km FROM v_candidate"),
            Ids{"c|rome:N1103|[\"rome:N1103\"]|80021|30"});
  EXPECT_EQ(test::rows_of(path_, "SELECT name, latitude, longitude, postal_codes FROM v_commune WHERE code = '59350'"),
            Ids{"Lille|50.6317|3.0479|59800 59000 59160"});
}

}  // namespace
}  // namespace passerelle
