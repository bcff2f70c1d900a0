// One offer, many sources, in a store: what lists show, what ids lead to, what a person's word does, what a kill leaves.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <random>
#include <sqlite3.h>

#include <fmt/format.h>

#include "merging/merge_offers.hpp"
#include "merging/offer_view.hpp"
#include "records/record_json.hpp"
#include "reference/build_reference.hpp"
#include "store/migrations.hpp"
#include "store/store.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::merging {
namespace {

#define ASSERT_OK(expr)                                                              \
  do {                                                                               \
    const auto& ok_result_ = (expr);                                                 \
    ASSERT_TRUE(ok_result_.ok()) << describe(ok_result_.problem(), Language::kEnglish); \
  } while (false)

const reference::Reference& no_reference() {
  static const auto empty = reference::build_reference({}).reference;
  return *empty;
}

/// Job `job` as `board` posts it: one text a job.
Offer posting(const std::string& id, int job, const std::string& board) {
  Offer offer;
  offer.id = id;
  offer.sources = {{board, id, "https://example.org/" + id}};
  offer.title = "Cariste (H/F)";
  offer.employer_name = "Entrepôt des Flandres";
  offer.place.insee = "59350";
  offer.published = day_of(2025, 3, 1);
  for (int i = 0; i < 80; ++i) offer.description += fmt::format("mot{}{}{} ", static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26), static_cast<char>('a' + job));
  return offer;
}

class MergeOffersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = directory_.file("test.db");
    auto store = Store::open(path_, Store::Mode::kCreate);
    ASSERT_OK(store);
    store_.emplace(std::move(*store));
  }

  static Status import(Store& store, const std::vector<Offer>& offers, bool complete = false, ImportCounts* counts = nullptr) {
    auto session = store.begin_import(RecordKind::kOffer, "test");
    if (!session) return std::move(session).problem();
    for (Offer offer : offers) {
      auto id = session->own_id(offer);
      if (!id) return std::move(id).problem();
      offer.id = *id;
      if (auto put = session->put(offer); !put) return std::move(put).problem();
    }
    if (complete)
      if (auto closed = session->close_unseen(offers.front().sources.front().source, 100, true); !closed) return std::move(closed).problem();
    auto tables = session->merging();
    if (!tables) return std::move(tables).problem();
    auto outcome = merge_offers(**tables, session->written(), session->closed(), no_reference(), Threads{1});
    if (!outcome) return std::move(outcome).problem();
    session->note_merged(outcome->merged);
    if (counts != nullptr) *counts = session->counts();
    return session->commit();
  }
  ImportCounts imported(const std::vector<Offer>& offers, bool complete = false) {
    ImportCounts counts;
    const Status status = import(*store_, offers, complete, &counts);
    EXPECT_TRUE(status.ok()) << (status.ok() ? "" : describe(status.problem(), Language::kEnglish));
    const Status whole = store_->check();
    EXPECT_TRUE(whole.ok()) << (whole.ok() ? "" : describe(whole.problem(), Language::kEnglish));
    return counts;
  }
  std::vector<std::string> listed(bool closed = false, const std::string& source = "") const {
    std::vector<std::string> ids;
    ListFilter filter;
    filter.include_closed = closed;
    filter.source = source;
    EXPECT_TRUE(store_->for_each_offer(filter, [&](std::string_view id, std::string_view) -> Status {
      ids.emplace_back(id);
      return {};
    }).ok());
    return ids;
  }
  OfferView view(const std::string& id) const {
    OfferView out;
    const Status status = store_->read_merging([&](MergeTables& tables) -> Status {
      auto found = view_offer(tables, id);
      if (!found) return std::move(found).problem();
      out = std::move(*found);
      return {};
    });
    EXPECT_TRUE(status.ok()) << (status.ok() ? "" : describe(status.problem(), Language::kEnglish));
    return out;
  }
  Result<PartReport> part(const std::string& id, const std::string& source, bool undo = false) {
    std::optional<PartReport> report;
    const Status status = store_->in_merging([&](MergeTables& tables) -> Status {
      auto done = undo ? let_together(tables, id, source, no_reference(), Threads{1}) : unmerge(tables, id, source, no_reference(), Threads{1});
      if (!done) return std::move(done).problem();
      report = std::move(*done);
      return {};
    });
    if (!status) return status.problem();
    return *report;
  }

  testing::TemporaryDirectory directory_;
  std::string path_;
  std::optional<Store> store_;
};

using Ids = std::vector<std::string>;

TEST_F(MergeOffersTest, AJobOfThreeSourcesIsListedOnceAndSaysWhy) {
  const ImportCounts counts = imported({posting("b", 0, "two"), posting("c", 0, "three"), posting("a", 0, "one"), posting("z", 1, "one")});
  EXPECT_EQ(counts.added, 4U);
  EXPECT_EQ(counts.merged, 3U);
  EXPECT_EQ(listed(), (Ids{"a", "z"}));
  EXPECT_EQ(store_->counts()->offers, 2U);
  EXPECT_EQ(store_->counts()->postings, 4U);
  EXPECT_EQ(store_->counts()->merged, 1U);
  // Any of the three ids leads to it.
  for (const char* id : {"a", "b", "c"}) {
    const auto offer = store_->offer(id);
    ASSERT_OK(offer);
    EXPECT_EQ(offer->id, "a");
    EXPECT_EQ(offer->sources.size(), 3U);
  }
  const OfferView shown = view("c");
  EXPECT_EQ(shown.offer.id, "a");
  ASSERT_EQ(shown.postings.size(), 3U);
  EXPECT_EQ(shown.postings[1].offer.sources.front().url, "https://example.org/b");
  ASSERT_EQ(shown.joins.size(), 2U);
  EXPECT_EQ(shown.joins[0].reason, "text-and-title");
  EXPECT_EQ(shown.joins[0].employer, "name");
  EXPECT_TRUE(shown.joins[0].same_place);
  EXPECT_EQ(shown.joins[0].text_shared, 1000U);
  EXPECT_EQ(listed(false, "two"), (Ids{"a"}));
  EXPECT_EQ(listed(false, "four"), Ids{});
}

TEST_F(MergeOffersTest, TheSameAgainChangesNothing) {
  const std::vector<Offer> offers = {posting("a", 0, "one"), posting("b", 0, "two"), posting("z", 1, "one")};
  imported(offers);
  const std::string before = *store_->snapshot();
  const ImportCounts again = imported(offers);
  EXPECT_EQ(again.unchanged, 3U);
  EXPECT_EQ(again.merged, 0U);
  EXPECT_EQ(*store_->snapshot(), before);
}

TEST_F(MergeOffersTest, TheOfferOutlivesTheSourceWhoseIdItBears) {
  imported({posting("a", 0, "one"), posting("keep", 1, "one"), posting("b", 0, "two")});
  Offer other = posting("keep", 1, "one");
  imported({other}, true);  // source « one » has it no longer
  EXPECT_EQ(listed(), (Ids{"a", "keep"}));
  EXPECT_EQ(store_->offer("b")->id, "a");
  EXPECT_EQ(store_->offer("a")->sources, (std::vector<OfferSource>{{"two", "b", "https://example.org/b"}}));
  EXPECT_EQ(listed(false, "one"), (Ids{"keep"}));
  // The other source too: closed, still there, and back when one of them offers it again.
  imported({posting("elsewhere", 2, "two")}, true);
  EXPECT_EQ(listed(), (Ids{"elsewhere", "keep"}));
  EXPECT_EQ(listed(true), (Ids{"a", "elsewhere", "keep"}));
  EXPECT_FALSE(view("a").closed_at.empty());
  EXPECT_EQ(store_->counts()->offers_closed, 1U);
  imported({posting("b", 0, "two")});
  EXPECT_EQ(listed(), (Ids{"a", "elsewhere", "keep"}));
}

TEST_F(MergeOffersTest, AChangedTextLeavesTheOfferAndASmallerIdTakesItsName) {
  imported({posting("b", 0, "one"), posting("c", 0, "two")});
  EXPECT_EQ(listed(), (Ids{"b"}));
  imported({posting("a", 0, "three")});
  EXPECT_EQ(listed(), (Ids{"a"}));
  EXPECT_EQ(store_->offer("b")->id, "a");  // the former name still leads there
  imported({posting("a", 3, "three")});
  EXPECT_EQ(listed(), (Ids{"a", "b"}));
  EXPECT_EQ(store_->offer("c")->id, "b");
}

TEST_F(MergeOffersTest, WhatAPersonPartedStaysApartUntilTakenBack) {
  const std::vector<Offer> offers = {posting("a", 0, "one"), posting("b", 0, "two"), posting("c", 0, "three")};
  imported(offers);
  const std::string merged = *store_->snapshot();
  const auto report = part("b", "three:c");
  ASSERT_OK(report);
  EXPECT_EQ(report->pairs, 2U);
  EXPECT_EQ(listed(), (Ids{"a", "c"}));
  ASSERT_OK(store_->check());
  imported(offers);
  EXPECT_EQ(listed(), (Ids{"a", "c"}));
  Offer changed = posting("c", 0, "three");
  changed.title = "Cariste de nuit";
  changed.description += "encore un mot";
  imported({changed});
  EXPECT_EQ(listed(), (Ids{"a", "c"}));
  imported(offers);
  EXPECT_EQ(view("c").kept_apart.size(), 2U);
  ASSERT_OK(part("a", ""));
  EXPECT_EQ(listed(), (Ids{"a", "b", "c"}));
  ASSERT_OK(part("c", "", true));
  EXPECT_EQ(listed(), (Ids{"a", "b"}));  // a and b stay parted; c joins one of them
  ASSERT_OK(part("a", "", true));
  EXPECT_EQ(listed(), (Ids{"a"}));
  EXPECT_EQ(*store_->snapshot(), merged);
  ASSERT_OK(store_->check());
}

TEST_F(MergeOffersTest, PartingWhatIsNotThereIsRefusedAndChangesNothing) {
  imported({posting("a", 0, "one"), posting("b", 0, "two"), posting("z", 1, "one")});
  const std::string before = *store_->snapshot();
  EXPECT_EQ(part("nobody", "").problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(part("a", "one:nothing").problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(part("z", "").problem().code, ProblemCode::kRequestInvalid);
  EXPECT_EQ(part("a", "", true).problem().code, ProblemCode::kRequestInvalid);
  EXPECT_EQ(*store_->snapshot(), before);
}

TEST_F(MergeOffersTest, AnIdThatAnotherSourceHasIsKeptBesideIt) {
  imported({posting("7", 0, "one")});
  imported({posting("7", 1, "two")});
  EXPECT_EQ(listed(), (Ids{"7", "two:7"}));
  const ImportCounts again = imported({posting("7", 1, "two"), posting("7", 0, "one")});
  EXPECT_EQ(again.unchanged, 2U);
}

TEST_F(MergeOffersTest, AStoreThatWasNeverMergedIsMergedWholeByTheNextImport) {
  {
    auto session = store_->begin_import(RecordKind::kOffer, "test");
    ASSERT_OK(session);
    for (const char* id : {"a", "b"}) ASSERT_OK(session->put(posting(id, 0, std::string("board") + id)));
    ASSERT_OK(session->commit());
  }
  EXPECT_EQ(listed(), (Ids{"a", "b"}));
  imported({posting("z", 1, "one")});
  EXPECT_EQ(listed(), (Ids{"a", "z"}));
}

TEST_F(MergeOffersTest, ASingleChangeShowsAtOnceAndIsGroupedByTheNextImport) {
  imported({posting("a", 0, "one"), posting("b", 0, "two")});
  const std::string before = *store_->snapshot();
  const auto change = [&](const std::function<Status(ImportSession&)>& work) {
    auto session = store_->begin_changes();
    ASSERT_OK(session);
    ASSERT_OK(work(*session));
    auto tables = session->merging();
    ASSERT_OK(tables);
    ASSERT_OK(refresh_offers(**tables, session->written(), session->closed(), Threads{1}));
    ASSERT_OK(session->commit());
    ASSERT_OK(store_->check());
  };
  Offer dearer = posting("b", 0, "two");
  dearer.salary.monthly_min_cents = 250'000;
  change([&](ImportSession& session) -> Status {
    if (auto put = session.put(dearer); !put) return put.problem();
    if (auto put = session.put(posting("c", 0, "three")); !put) return put.problem();
    return {};
  });
  EXPECT_EQ(store_->offer("a")->salary.monthly_min_cents, 250'000U);
  EXPECT_EQ(listed(), (Ids{"a", "c"}));
  // Whoever follows the store hears of the offer, not of the posting behind it.
  std::map<std::string, bool> told;
  const auto followed = store_->follow(before, -1, 100, [&](RecordKind, std::string_view id, std::string_view json) -> Status {
    told[std::string(id)] = !json.empty();
    return {};
  });
  ASSERT_OK(followed);
  EXPECT_FALSE(followed->everything);
  EXPECT_EQ(told, (std::map<std::string, bool>{{"a", true}, {"b", false}, {"c", true}}));
  const std::string between = *store_->snapshot();
  imported({posting("z", 1, "one")});
  EXPECT_EQ(listed(), (Ids{"a", "z"}));
  told.clear();
  ASSERT_OK(store_->follow(between, -1, 100, [&](RecordKind, std::string_view id, std::string_view json) -> Status {
    told[std::string(id)] = !json.empty();
    return {};
  }));
  EXPECT_EQ(told, (std::map<std::string, bool>{{"a", true}, {"b", false}, {"c", false}, {"z", true}}));
  change([&](ImportSession& session) -> Status {
    if (auto closed = session.close("b"); !closed) return closed.problem();
    return {};
  });
  EXPECT_EQ(store_->offer("b")->id, "a");
  EXPECT_EQ(store_->offer("b")->salary.monthly_min_cents, 0U);
}

TEST_F(MergeOffersTest, AReaderOfAnEarlierVersionsStoreSeesItsOffers) {
  const std::string old = directory_.file("old.db");
  {
    auto database = sqlite::Database::open(old, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, old);
    ASSERT_OK(database);
    ASSERT_OK(database->execute(fmt::format("PRAGMA application_id = {}; PRAGMA journal_mode = WAL;", store::kApplicationId)));
    ASSERT_OK(store::migrate(*database, store::migrations().first(2)));
  }
  auto reader = Store::open(old, Store::Mode::kRead);
  ASSERT_OK(reader);
  EXPECT_TRUE(reader->for_each_offer({}, [](std::string_view, std::string_view) { return Status{}; }).ok());
  EXPECT_EQ(reader->counts()->merged, 0U);
}

TEST_F(MergeOffersTest, DamagedTraitsAreToldAndNothingIsWritten) {
  imported({posting("a", 0, "one"), posting("b", 0, "two")});
  const std::string before = *store_->snapshot();
  ASSERT_OK(store_->in_merging([](MergeTables& tables) { return tables.put_traits("a", "nonsense"); }));
  const Status refused = import(*store_, {posting("c", 0, "three")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.problem().code, ProblemCode::kStoreDamaged);
  EXPECT_EQ(*store_->snapshot(), before);
  EXPECT_EQ(listed(), (Ids{"a"}));
}

/// Imports, closings and partings in turn, killed at any moment: what lists show and what they are made of agree.
TEST_F(MergeOffersTest, AKillAtAnyMomentLeavesOffersAndPostingsThatAgree) {
  store_.reset();
  int rounds = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      auto store = Store::open(path_, Store::Mode::kWrite);
      if (!store) ::_exit(2);
      for (int round = 0;; ++round) {
        std::vector<Offer> offers;
        for (int i = 0; i < 40; ++i) offers.push_back(posting(fmt::format("{:02}", i), (i + round) % 13, fmt::format("board{}", i % 3)));
        if (!import(*store, offers, round % 2 == 1)) ::_exit(1);
        if (::write(ends[1], "c", 1) != 1) ::_exit(3);
      }
    }
    ::close(ends[1]);
    std::mt19937 random(seed);
    char event = 0;
    for (unsigned i = 0; i <= random() % 2; ++i) ASSERT_EQ(::read(ends[0], &event, 1), 1) << "the writer stopped by itself";
    ::usleep(static_cast<useconds_t>(random() % 30'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ::close(ends[0]);
    auto store = Store::open(path_, Store::Mode::kWrite);
    ASSERT_OK(store);
    ASSERT_OK(store->check());
    // As if all of it had been merged at once.
    const std::string before = *store->snapshot();
    bool changed = true;
    ASSERT_OK(store->in_merging([&](MergeTables& tables) -> Status {
      auto outcome = merge_everything(tables, no_reference(), Threads{1});
      if (!outcome) return std::move(outcome).problem();
      changed = outcome->changed;
      return {};
    }));
    EXPECT_FALSE(changed) << "seed " << seed;
    EXPECT_EQ(*store->snapshot(), before);
    ++rounds;
  }
  EXPECT_EQ(rounds, 12);
}

}  // namespace
}  // namespace passerelle::merging
