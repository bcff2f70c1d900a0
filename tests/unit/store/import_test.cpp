// Imports: what counts as new, changed and unchanged; restricted records; the quarantine; closing; rolling back; the
// snapshot.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "store_fixture.hpp"

namespace passerelle {
namespace {

using test::import_offers;
using test::make_candidate;
using test::make_offer;
using test::rows_of;
using test::snapshot_from_rows;
using Ids = std::vector<std::string>;

class ImportTest : public test::StoreTest {};

TEST_F(ImportTest, OffersComeBackWhole) {
  Store store = open();
  Offer full = make_offer("o-1");
  full.items.push_back({"rome:1", "Conduire", Level::kRequired, std::uint16_t{12}, Provenance::kText, "chariot"});
  full.flags = {{ProblemCode::kPlaceUnknown, "place", "Nulleville"}};
  import_offers(store, {full, make_offer("o-0")});
  const auto back = store.offer("o-1");
  ASSERT_OK(back);
  EXPECT_EQ(*back, full);
  const auto none = store.offer("o-2");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(none.problem().detail, "o-2");
  EXPECT_EQ(rows_of(path_,
                    "SELECT id, source, occupation, insee, title, contract, published, closed_at, flags FROM offer "
                    "WHERE id = 'o-1'"),
            Ids{"o-1|partner|rome:N1101|59350|Cariste|CDD|2025-03-01||1"});
  EXPECT_EQ(rows_of(path_, "SELECT * FROM offer_source ORDER BY offer"),
            (Ids{"o-0|0|partner|x-o-0|https://example.org/o-0", "o-1|0|partner|x-o-1|https://example.org/o-1"}));
}

TEST_F(ImportTest, OutcomesAndCounts) {
  Store store = open();
  import_offers(store, {make_offer("a"), make_offer("b")});
  auto session = store.begin_import(RecordKind::kOffer, "second");
  ASSERT_OK(session);
  EXPECT_EQ(*session->put(make_offer("a")), Outcome::kUnchanged);
  EXPECT_EQ(*session->put(make_offer("b", "Magasinier")), Outcome::kChanged);
  Offer flagged = make_offer("c");
  flagged.flags = {{ProblemCode::kOccupationUnknown, "occupation", "rome:Z"}};
  EXPECT_EQ(*session->put(flagged), Outcome::kNew);
  ASSERT_OK(
      session->quarantine({0, RecordKind::kOffer, Problem(ProblemCode::kFieldType, "title", "7"), "d", "{}", ""}));
  const ImportCounts expected{4, 1, 1, 1, 1, 1, 0};
  EXPECT_EQ(session->counts(), expected);
  ASSERT_OK(session->commit());
  EXPECT_EQ(rows_of(path_,
                    "SELECT kind, source, read, new, changed, unchanged, flagged, quarantined, closed FROM import_run "
                    "ORDER BY id DESC LIMIT 1"),
            Ids{"offer|second|4|1|1|1|1|1|0"});
  const auto counts = store.counts();
  ASSERT_OK(counts);
  EXPECT_EQ(counts->offers, 3U);
  EXPECT_EQ(counts->offers_flagged, 1U);
  EXPECT_EQ(counts->quarantined, 1U);
}

TEST_F(ImportTest, TheSameImportTwiceChangesNothing) {
  Store store = open();
  Offer two_sources = make_offer("b");
  two_sources.sources.push_back({"other", "7", ""});
  const std::vector<Offer> offers{make_offer("a"), two_sources};
  const QuarantineEntry entry{
      0, RecordKind::kOffer, Problem(ProblemCode::kFieldMissing, "id", "").from("f").at("line 3"), "", "{\"x\":1}", ""};
  const auto import = [&] {
    auto session = store.begin_import(RecordKind::kOffer, "partner");
    ASSERT_OK(session);
    for (const Offer& offer : offers) ASSERT_OK(session->put(offer));
    ASSERT_OK(session->quarantine(entry));
    ASSERT_OK(session->commit());
  };
  const auto content = [&] {
    Ids all = rows_of(path_, "SELECT * FROM offer ORDER BY id");
    for (const char* sql :
         {"SELECT * FROM offer_source ORDER BY offer, position", "SELECT * FROM quarantine", "SELECT * FROM meta"})
      for (const std::string& row : rows_of(path_, sql)) all.push_back(row);
    return all;
  };
  import();
  const Ids before = content();
  import();
  EXPECT_EQ(content(), before);
  EXPECT_EQ(rows_of(path_, "SELECT unchanged, new + changed FROM import_run WHERE id = 2"), Ids{"2|0"});
}

TEST_F(ImportTest, AChangedOfferLosesTheSourcesItNoLongerHas) {
  Store store = open();
  Offer offer = make_offer("a");
  offer.sources.push_back({"other", "7", ""});
  import_offers(store, {offer});
  offer.sources = {{"third", "9", ""}};
  import_offers(store, {offer});
  EXPECT_EQ(rows_of(path_, "SELECT source, source_id FROM offer_source"), Ids{"third|9"});
  EXPECT_EQ(rows_of(path_, "SELECT source FROM offer"), Ids{"third"});
}

TEST_F(ImportTest, NothingIsThereBeforeCommitNorAfterADroppedSession) {
  Store store = open();
  import_offers(store, {make_offer("a")});
  const std::string name = *store.snapshot();
  {
    auto session = store.begin_import(RecordKind::kOffer, "partner");
    ASSERT_OK(session);
    ASSERT_OK(session->put(make_offer("a", "Changed")));
    ASSERT_OK(session->put(make_offer("b")));
    EXPECT_EQ(test::ids_of_offers(store), Ids{"a"});  // not even for this store's own readers
    EXPECT_EQ(store.offer("a")->title, "Cariste");
    EXPECT_EQ(*store.snapshot(), name);
  }
  EXPECT_EQ(test::ids_of_offers(store), Ids{"a"});
  EXPECT_EQ(*store.snapshot(), name);
  EXPECT_EQ(rows_of(path_, "SELECT count(*) FROM import_run"), Ids{"1"});
  import_offers(store, {make_offer("b")});  // the writer is free again
  EXPECT_EQ(test::ids_of_offers(store), (Ids{"a", "b"}));
}

TEST_F(ImportTest, ASessionOutlivesItsStoreObject) {
  std::optional<Store> store(open());
  auto session = store->begin_import(RecordKind::kOffer, "partner");
  ASSERT_OK(session);
  store.reset();
  ASSERT_OK(session->put(make_offer("a")));
  ASSERT_OK(session->commit());
  EXPECT_EQ(test::ids_of_offers(open(Store::Mode::kRead)), Ids{"a"});
}

TEST_F(ImportTest, OneImportAtATime) {
  Store store = open();
  Store other = open(Store::Mode::kWrite);
  other.set_busy_timeout(std::chrono::milliseconds(1));
  {
    auto session = store.begin_import(RecordKind::kOffer, "x");
    ASSERT_OK(session);
    for (Store* each : {&store, &other}) {
      const auto second = each->begin_import(RecordKind::kOffer, "y");
      ASSERT_FALSE(second.ok());
      EXPECT_EQ(second.problem().code, ProblemCode::kStoreBusy);
      const auto put = each->put_tension({});
      ASSERT_FALSE(put.ok());
      EXPECT_EQ(put.problem().code, ProblemCode::kStoreBusy);
    }
    ASSERT_OK(session->commit());
    const Status twice = session->commit();
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.problem().code, ProblemCode::kRequestInvalid);
  }
  import_offers(other, {make_offer("a")});
  EXPECT_EQ(test::ids_of_offers(store), Ids{"a"});
}

TEST_F(ImportTest, ASessionTakesItsOwnKindAndRecordsWithAnId) {
  Store store = open();
  auto session = store.begin_import(RecordKind::kOffer, "x");
  ASSERT_OK(session);
  EXPECT_EQ(session->put(make_candidate("c"), "", false).problem().code, ProblemCode::kRequestInvalid);
  const auto nameless = session->put(make_offer(""));
  ASSERT_FALSE(nameless.ok());
  EXPECT_EQ(nameless.problem().code, ProblemCode::kFieldMissing);
  EXPECT_EQ(nameless.problem().field, "id");
  ASSERT_OK(session->put(make_offer("a")));  // the session goes on
  ASSERT_OK(session->commit());
}

TEST_F(ImportTest, AnIdThatComesTwiceIsNoticed) {
  Store store = open();
  auto offers = store.begin_import(RecordKind::kOffer, "x");
  ASSERT_OK(offers);
  EXPECT_EQ(offers->repeat(make_offer("a")), Repeat::kFirst);
  ASSERT_OK(offers->put(make_offer("a")));
  EXPECT_EQ(offers->repeat(make_offer("a")), Repeat::kSame);
  EXPECT_EQ(offers->repeat(make_offer("a", "Other")), Repeat::kOther);
  EXPECT_EQ(offers->repeat(make_offer("b")), Repeat::kFirst);
  ASSERT_OK(offers->commit());
}

TEST_F(ImportTest, ACandidateThatComesTwiceWithAnotherRestrictedRecordIsNoticed) {
  Store store = open();
  auto session = store.begin_import(RecordKind::kCandidate, "x");
  ASSERT_OK(session);
  ASSERT_OK(session->put(make_candidate("a"), "{\"r\":1}", false));
  EXPECT_EQ(session->repeat(make_candidate("a"), "{\"r\":1}"), Repeat::kSame);
  EXPECT_EQ(session->repeat(make_candidate("a"), "{\"r\":2}"), Repeat::kOther);
  EXPECT_EQ(session->repeat(make_candidate("a"), ""), Repeat::kOther);
}

TEST_F(ImportTest, RestrictedRecordsStayApart) {
  Store store = open();
  const auto put = [&](const Candidate& candidate, std::string_view restricted, bool keep) {
    auto session = store.begin_import(RecordKind::kCandidate, "x");
    const Outcome outcome = *session->put(candidate, restricted, keep);
    EXPECT_TRUE(session->commit().ok());
    return outcome;
  };
  const Candidate person = make_candidate("p");
  EXPECT_EQ(put(person, "{\"barriers\":[23]}", false), Outcome::kNew);
  const std::string name = *store.snapshot(), restricted_name = *store.restricted_snapshot();
  const std::string record = rows_of(path_, "SELECT record FROM candidate").front();
  EXPECT_EQ(*store.restricted_json("p", test::anybody()), "{\"barriers\":[23]}");
  EXPECT_EQ(record.find("barriers"), std::string::npos);

  // A changed barrier counts for the import, and shows nowhere but in its own table and sum.
  EXPECT_EQ(put(person, "{\"barriers\":[24]}", false), Outcome::kChanged);
  EXPECT_EQ(*store.restricted_json("p", test::anybody()), "{\"barriers\":[24]}");
  EXPECT_EQ(*store.snapshot(), name);
  EXPECT_NE(*store.restricted_snapshot(), restricted_name);
  EXPECT_EQ(rows_of(path_, "SELECT record FROM candidate").front(), record);

  EXPECT_EQ(put(person, "{\"barriers\":[24]}", false), Outcome::kUnchanged);
  EXPECT_EQ(put(person, "", true), Outcome::kUnchanged);  // none given, the stored one is left
  EXPECT_EQ(*store.restricted_json("p", test::anybody()), "{\"barriers\":[24]}");
  ASSERT_OK(store.check());
  EXPECT_EQ(put(person, "", false), Outcome::kChanged);  // none given, none kept
  EXPECT_EQ(*store.restricted_json("p", test::anybody()), "");
  EXPECT_EQ(*store.restricted_snapshot(), std::string(32, '0'));
  EXPECT_EQ(put(person, "", false), Outcome::kUnchanged);
  EXPECT_EQ(put(person, "{\"barriers\":[23]}", false), Outcome::kChanged);
  EXPECT_EQ(*store.restricted_snapshot(), restricted_name);
  EXPECT_EQ(*store.snapshot(), name);
  ASSERT_OK(store.check());
}

TEST_F(ImportTest, NoTraceOfAReplacedRestrictedRecordStaysInTheFile) {
  {
    Store store = open();
    for (const char* restricted : {"{\"secret\":\"BARRIER-BEFORE\"}", "{\"secret\":\"x\"}"}) {
      auto session = store.begin_import(RecordKind::kCandidate, "x");
      ASSERT_OK(session->put(make_candidate("p"), restricted, false));
      ASSERT_OK(session->commit());
    }
  }
  EXPECT_EQ(files(), Ids{"test.db"});
  EXPECT_EQ(test::bytes_of(path_).find("BARRIER-BEFORE"), std::string::npos);
  EXPECT_NE(test::bytes_of(path_).find("\"secret\":\"x\""), std::string::npos);
}

TEST_F(ImportTest, TheQuarantineKeepsBytesAsTheyAreOnce) {
  Store store = open();
  const std::string latin1 = "{\"title\":\"Pr\xe9parateur\"}", nul("a\0b", 3);
  const auto entry = [](std::string position, ProblemCode code, std::string field, std::string payload) {
    return QuarantineEntry{
        0,      RecordKind::kOffer, Problem(code, std::move(field), "detail").from("file.jsonl").at(position),
        "id-1", std::move(payload),     "2025-01-02T03:04:05Z"};
  };
  const std::vector<QuarantineEntry> entries{entry("line 1", ProblemCode::kNotUtf8, "title", latin1),
                                             entry("line 2", ProblemCode::kNulByte, "", nul),
                                             entry("line 3", ProblemCode::kFieldType, "title", "{}"),
                                             entry("line 4", ProblemCode::kFieldType, "title", "{}"),
                                             entry("line 4", ProblemCode::kFieldMissing, "title", "{}"),
                                             entry("line 4", ProblemCode::kFieldMissing, "id", "{}"),
                                             entry("line 4", ProblemCode::kFieldMissing, "id", "{ }")};
  for (int round = 0; round < 2; ++round) {
    auto session = store.begin_import(RecordKind::kOffer, "file.jsonl");
    for (const QuarantineEntry& each : entries) ASSERT_OK(session->quarantine(each));
    ASSERT_OK(session->commit());
  }
  std::vector<QuarantineEntry> back;
  ASSERT_OK(store.for_each_quarantined([&](const QuarantineEntry& each) -> Status {
    back.push_back(each);
    return {};
  }));
  ASSERT_EQ(back.size(), entries.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    EXPECT_GT(back[i].id, 0);
    EXPECT_EQ(back[i].kind, RecordKind::kOffer);
    EXPECT_EQ(back[i].problem.code, entries[i].problem.code);
    EXPECT_EQ(back[i].problem.source, "file.jsonl");
    EXPECT_EQ(back[i].problem.position, entries[i].problem.position);
    EXPECT_EQ(back[i].problem.field, entries[i].problem.field);
    EXPECT_EQ(back[i].problem.detail, "detail");
    EXPECT_EQ(back[i].record_id, "id-1");
    EXPECT_EQ(back[i].payload, entries[i].payload);
    EXPECT_EQ(back[i].imported_at, "2025-01-02T03:04:05Z");
  }
  EXPECT_EQ(rows_of(path_, "SELECT typeof(payload) FROM quarantine WHERE id < 4"), (Ids{"blob", "blob", "text"}));
}

TEST_F(ImportTest, ARefusedPersonsBytesAreKeptApartFromTheList) {
  Store store = open();
  const QuarantineEntry entry{0, RecordKind::kCandidate, Problem(ProblemCode::kFieldType, "title", "").from("file.jsonl").at("line 1"),
                              "id-1", R"({"id":"id-1","restricted":{"publics":["rsa"]}})", "2025-01-02T03:04:05Z"};
  for (int round = 0; round < 2; ++round) {
    auto session = store.begin_import(RecordKind::kCandidate, "file.jsonl");
    ASSERT_OK(session->quarantine(entry));
    ASSERT_OK(session->commit());
  }
  std::vector<std::string> payloads;
  ASSERT_OK(store.for_each_quarantined([&](const QuarantineEntry& each) -> Status {
    payloads.push_back(each.payload);
    return {};
  }));
  EXPECT_EQ(payloads, (std::vector<std::string>{""}));
  EXPECT_EQ(rows_of(path_, "SELECT count(*) FROM quarantine WHERE payload LIKE '%rsa%'"), (Ids{"0"}));
  EXPECT_EQ(rows_of(path_, "SELECT r.payload FROM quarantine q JOIN quarantine_restricted r USING(fingerprint)"), (Ids{entry.payload}));
}

TEST_F(ImportTest, WhatRefusedPersonsSaidCanBePurged) {
  Store store = open();
  const auto entry = [](RecordKind kind, const char* position, const char* detail, const char* payload) {
    return QuarantineEntry{0, kind, Problem(ProblemCode::kFieldValue, "impact", detail).from("f").at(position), "id", payload, "2025-01-02T03:04:05Z"};
  };
  const std::vector<QuarantineEntry> entries{
      entry(RecordKind::kCandidate, "line 1 /restricted/barriers/0/impact", "SECRET-1", R"({"a":"SECRET-2"})"),
      entry(RecordKind::kCandidate, "line 2 /restricted/SECRET-3", "", "{}"),
      entry(RecordKind::kCandidate, "line 3 /mobility/radius_km", "-1", "\xff SECRET-4"),
      entry(RecordKind::kOffer, "line 1 /posts", "two", R"({"id":"O1"})")};
  const auto import = [&] {
    auto session = store.begin_import(RecordKind::kCandidate, "f");
    for (const QuarantineEntry& each : entries) ASSERT_OK(session->quarantine(each));
    ASSERT_OK(session->commit());
  };
  import();
  const std::string before = *store.snapshot();
  EXPECT_EQ(*store.purge_quarantined_people(), 3U);
  EXPECT_EQ(rows_of(path_, "SELECT count(*) FROM quarantine_restricted"), (Ids{"0"}));
  EXPECT_EQ(rows_of(path_, "SELECT kind, position, field, reason, detail, record_id, payload FROM quarantine ORDER BY id"),
            (Ids{"candidate|line 1 /restricted|impact|field-value||id|", "candidate|line 2 /restricted|impact|field-value||id|",
                 "candidate|line 3 /mobility/radius_km|impact|field-value||id|",
                 R"(offer|line 1 /posts|impact|field-value|two|id|{"id":"O1"})"}));
  // Neither the file nor the log beside it has a byte of it left.
  for (const std::string& name : files()) EXPECT_EQ(test::bytes_of(directory_ / name).find("SECRET"), std::string::npos) << name;
  EXPECT_EQ(*store.snapshot(), before);
  ASSERT_OK(store.check());
  EXPECT_EQ(*store.purge_quarantined_people(), 0U);
  import();  // the entries are there already, their bytes come back
  EXPECT_EQ(rows_of(path_, "SELECT (SELECT count(*) FROM quarantine), (SELECT count(*) FROM quarantine_restricted)"), (Ids{"4|3"}));
  EXPECT_EQ(open(Store::Mode::kRead).purge_quarantined_people().problem().code, ProblemCode::kRequestInvalid);
}

TEST_F(ImportTest, ClosingStopsAtTheShareAndCountsOnlyWhatWasOpenBefore) {
  Store store = open();
  std::vector<Offer> offers;
  for (char c = '0'; c <= '9'; ++c) offers.push_back(make_offer(std::string("old-") + c));
  offers.push_back(make_offer("other", "Cariste", "someone-else"));
  import_offers(store, offers);
  const std::string name = *store.snapshot();

  auto session = store.begin_import(RecordKind::kOffer, "partner");
  for (int i = 0; i < 8; ++i) ASSERT_OK(session->put(offers[static_cast<std::size_t>(i)]));
  // Thirty new ones: two of the ten old ones are gone, which is 20 %, not 5 %.
  for (int i = 0; i < 30; ++i) ASSERT_OK(session->put(make_offer("new-" + std::to_string(i))));
  const auto refused = session->close_unseen("partner", 19, false);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.problem().code, ProblemCode::kWouldCloseTooMany);
  EXPECT_EQ(refused.problem().source, "partner");
  EXPECT_EQ(refused.problem().detail, "2 / 10 > 19 %");
  const auto closed = session->close_unseen("partner", 20, false);
  ASSERT_OK(closed);
  EXPECT_EQ(*closed, 2U);
  EXPECT_EQ(session->counts().closed, 2U);
  EXPECT_EQ(*session->close_unseen("partner", 0, false), 0U);
  ASSERT_OK(session->commit());

  EXPECT_EQ(rows_of(path_, "SELECT id FROM offer WHERE closed_at IS NOT NULL ORDER BY id"), (Ids{"old-8", "old-9"}));
  EXPECT_EQ(store.counts()->offers_closed, 2U);
  EXPECT_EQ(store.counts()->offers, 39U);
  EXPECT_NE(*store.snapshot(), name);
  EXPECT_EQ(*store.snapshot(), snapshot_from_rows(path_));
  EXPECT_EQ(store.offer("old-9")->title, "Cariste");  // closed, not lost
}

TEST_F(ImportTest, ForceClosesAllAndAnOfferSeenAgainIsReopened) {
  Store store = open();
  import_offers(store, {make_offer("a"), make_offer("b")});
  const std::string name = *store.snapshot();
  {
    auto session = store.begin_import(RecordKind::kOffer, "partner");
    EXPECT_FALSE(session->close_unseen("partner", 99, false).ok());
    EXPECT_EQ(*session->close_unseen("partner", 99, true), 2U);
    ASSERT_OK(session->commit());
  }
  EXPECT_EQ(*store.snapshot(), std::string(32, '0'));
  EXPECT_TRUE(test::ids_of_offers(store).empty());
  {
    auto session = store.begin_import(RecordKind::kOffer, "partner");
    EXPECT_EQ(*session->put(make_offer("a")), Outcome::kChanged);
    EXPECT_EQ(*session->put(make_offer("a")), Outcome::kUnchanged);
    EXPECT_EQ(*session->put(make_offer("b")), Outcome::kChanged);
    EXPECT_EQ(*session->close_unseen("partner", 0, false), 0U);  // reopened ones are seen
    ASSERT_OK(session->commit());
  }
  EXPECT_EQ(*store.snapshot(), name);
  EXPECT_EQ(test::ids_of_offers(store), (Ids{"a", "b"}));
}

TEST_F(ImportTest, TheSnapshotNamesTheContentWhateverTheWayToIt) {
  Store store = open();
  EXPECT_EQ(*store.snapshot(), std::string(32, '0'));
  import_offers(store, {make_offer("a"), make_offer("b"), make_offer("c", "Chauffeur")});
  {
    auto session = store.begin_import(RecordKind::kCandidate, "x");
    ASSERT_OK(session->put(make_candidate("a"), "{}", false));  // an id of both kinds
    ASSERT_OK(session->put(make_candidate("b"), "", false));
    ASSERT_OK(session->put(make_candidate("b", "rome:M1805"), "", false));  // twice in one session
    ASSERT_OK(session->commit());
  }
  ASSERT_OK(store.put_vocabulary(test::make_vocabulary("v")));
  EXPECT_EQ(*store.snapshot(), snapshot_from_rows(path_));
  const std::string name = *store.snapshot();

  path_ = (directory_ / "other.db").string();
  {
    Store other = open();
    ASSERT_OK(other.put_vocabulary(test::make_vocabulary("v", "0")));
    {
      auto session = other.begin_import(RecordKind::kCandidate, "y");
      ASSERT_OK(session->put(make_candidate("b", "rome:M1805"), "{\"else\":1}", false));
      ASSERT_OK(session->put(make_candidate("a"), "", false));
      ASSERT_OK(session->commit());
    }
    ASSERT_OK(other.put_vocabulary(test::make_vocabulary("v")));
    import_offers(other, {make_offer("c"), make_offer("z")});
    EXPECT_NE(*other.snapshot(), name);
    {
      auto session = other.begin_import(RecordKind::kOffer, "partner");
      for (const Offer& offer : {make_offer("b"), make_offer("c", "Chauffeur"), make_offer("a")})
        ASSERT_OK(session->put(offer));
      EXPECT_EQ(*session->close_unseen("partner", 100, false), 1U);
      ASSERT_OK(session->commit());
    }
    EXPECT_EQ(*other.snapshot(), name);
  }
  const Store reopened = open(Store::Mode::kRead);
  EXPECT_EQ(*reopened.snapshot(), name);
  EXPECT_EQ(snapshot_from_rows(path_), name);
  ASSERT_OK(reopened.check());
}

TEST_F(ImportTest, AFullDiskEndsTheSessionAndLeavesTheStoreAsItWas) {
  {
    Store store = open();
    import_offers(store, {make_offer("a")});
  }
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // A limit on file sizes stands for the full disk: the write fails in the same place.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{400'000, 400'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto store = Store::open(path_, Store::Mode::kWrite);
    if (!store) ::_exit(10);
    auto session = store->begin_import(RecordKind::kOffer, "partner");
    if (!session) ::_exit(11);
    Offer large = make_offer("");
    large.description.assign(100'000, 'x');
    bool refused = false;
    for (int i = 0; i < 50 && !refused; ++i) {
      large.id = "large-" + std::to_string(i);
      refused = !session->put(large).ok();
    }
    if (session->commit().ok()) ::_exit(12);
    if (session->put(make_offer("later")).ok() || session->commit().ok()) ::_exit(13);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  Store store = open(Store::Mode::kWrite);
  EXPECT_EQ(test::ids_of_offers(store), Ids{"a"});
  ASSERT_OK(store.check());
  import_offers(store, {make_offer("b")});
  EXPECT_EQ(test::ids_of_offers(store), (Ids{"a", "b"}));
}

}  // namespace
}  // namespace passerelle
