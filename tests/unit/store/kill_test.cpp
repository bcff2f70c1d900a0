// A writer killed at any moment (SIGKILL, no clean-up of any kind): all it had acknowledged is there, nothing of the
// transaction it was in, and the file is whole.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <random>

#include <set>

#include <fmt/format.h>

#include "store_fixture.hpp"

namespace passerelle {
namespace {

constexpr int kRecords = 100;  ///< that every batch of a kind replaces, all or none
constexpr int kKills = 24;

/// Batch b is one transaction: offers, candidates with their restricted records, or a vocabulary, in turn. Each leaves
/// a mark of its own and rewrites what the batch of its kind before it wrote, so that half a batch would show.
bool write_batch(Store& store, int batch, const std::function<void()>& progress) {
  const std::string text = fmt::format("batch {}", batch);
  if (batch % 3 == 2) {
    progress();
    return store.put_vocabulary(test::make_vocabulary("v", text)).ok();
  }
  auto session = store.begin_import(batch % 3 == 0 ? RecordKind::kOffer : RecordKind::kCandidate, text);
  if (!session) return false;
  for (int i = 0; i <= kRecords; ++i) {
    const std::string id = i == kRecords ? fmt::format("mark-{:05}", batch) : fmt::format("shared-{:03}", i);
    bool ok;
    if (batch % 3 == 0) {
      Offer offer = test::make_offer(id, text);
      offer.description.assign(3'000, static_cast<char>('a' + batch % 26));
      ok = session->put(offer).ok();
    } else {
      Candidate candidate = test::make_candidate(id);
      candidate.home.name = text;
      ok = session->put(candidate, fmt::format("{{\"restricted\":{}}}", batch), false).ok();
    }
    if (!ok) return false;
    if (i % 10 == 0) progress();
  }
  return session->commit().ok();
}

/// How many batches the store holds; -1 when it holds anything that no number of whole batches gives.
int batches_in(const Store& store, const std::string& path) {
  int last[3] = {-1, -1, -1};
  const auto number = [](std::string_view text) {
    int value = -1;
    const std::size_t at = text.find("batch ");
    if (at != std::string_view::npos) std::from_chars(text.data() + at + 6, text.data() + text.size(), value);
    return value;
  };
  bool whole = true;
  const auto restricted_rows = test::rows_of(path, "SELECT candidate, record FROM candidate_restricted");
  const std::set<std::string> restricted(restricted_rows.begin(), restricted_rows.end());
  for (const int kind : {0, 1}) {
    int shared = 0, marks = 0;
    const auto visit = [&](std::string_view id, std::string_view json) -> Status {
      const int batch = number(json);
      if (id.starts_with("mark-")) return ++marks, Status();
      if (shared++ == 0) last[kind] = batch;
      if (batch != last[kind]) whole = false;
      if (kind == 1 && !restricted.contains(fmt::format("{}|{{\"restricted\":{}}}", id, batch))) whole = false;
      return {};
    };
    if (!(kind == 0 ? store.for_each_offer({}, visit) : store.for_each_candidate({}, visit))) return -1;
    if (last[kind] < 0) {
      if (shared + marks != 0) whole = false;
    } else if (shared != kRecords || marks != last[kind] / 3 + 1) {
      whole = false;
    }
  }
  const auto version = test::rows_of(path, "SELECT version FROM vocabulary");
  if (!version.empty()) last[2] = number(version.front());
  const int count = std::max({last[0], last[1], last[2]}) + 1;
  for (const int kind : {0, 1, 2}) {
    int expected = -1;
    for (int batch = 0; batch < count; ++batch)
      if (batch % 3 == kind) expected = batch;
    if (last[kind] != expected) whole = false;
  }
  return whole ? count : -1;
}

class KillTest : public test::StoreTest {};

TEST_F(KillTest, NothingAcknowledgedIsLostAndNothingElseIsThere) {
  { const Store created = open(); }
  int committed = 0, in_a_batch = 0;
  for (unsigned seed = 1; seed <= kKills; ++seed) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(pipe_ends[0]);
      const auto tell = [&](char event) { if (::write(pipe_ends[1], &event, 1) != 1) ::_exit(3); };
      auto store = Store::open(path_, Store::Mode::kWrite);
      if (!store) ::_exit(2);
      for (int batch = committed;; ++batch) {
        if (!write_batch(*store, batch, [&] { tell('.'); })) ::_exit(1);
        tell('C');
      }
    }
    ::close(pipe_ends[1]);
    std::mt19937 random(seed);
    const int last_event = static_cast<int>(random() % 150);
    const auto pause = static_cast<useconds_t>(random() % 2'000);
    int acknowledged = committed;
    char event = 0;
    const auto follow = [&] {
      if (::read(pipe_ends[0], &event, 1) != 1) return false;
      if (event == 'C') ++acknowledged;
      return true;
    };
    for (int i = 0; i <= last_event; ++i) ASSERT_TRUE(follow()) << "the writer stopped by itself";
    ::usleep(pause);
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    while (follow()) {}
    ::close(pipe_ends[0]);
    if (event == '.') ++in_a_batch;

    const Store store = open(Store::Mode::kRead);
    const int found = batches_in(store, path_);
    // The kill may fall between the commit and its acknowledgement.
    ASSERT_TRUE(found == acknowledged || found == acknowledged + 1)
        << "seed " << seed << ": acknowledged " << acknowledged << ", found " << found;
    const Status whole = store.check();
    ASSERT_TRUE(whole.ok()) << "seed " << seed << ": " << describe(whole.problem(), Language::kEnglish);
    ASSERT_EQ(*store.snapshot(), test::snapshot_from_rows(path_)) << "seed " << seed;
    committed = found;
  }
  EXPECT_GT(committed, kKills);     // writers did come to commit …
  EXPECT_GT(in_a_batch, kKills / 3);  // … and many were killed inside a transaction
}

TEST_F(KillTest, AnImportOfTheReferenceIsThereWholeOrNotAtAll) {
  { const Store created = open(); }
  // Enough rows for a kill to fall between any two parts.
  const auto parts_of = [](int version) {
    const std::string text = fmt::format("{}", version);
    ReferenceParts parts;
    parts.vocabularies = {test::make_vocabulary("a", text), test::make_vocabulary("b", text)};
    for (reference::VocabularyData& vocabulary : parts.vocabularies)
      for (int i = 0; i < 500; ++i)
        vocabulary.items.push_back({fmt::format("{}:x{}", vocabulary.name, i), text, reference::ItemKind::kSkill, "", 0, {}});
    parts.basins.emplace();
    for (int i = 0; i < 500; ++i) parts.basins->rows.push_back({fmt::format("{:04}", i), text, "32"});
    parts.tension.emplace();
    for (int i = 0; i < 500; ++i) {
      reference::TensionRow row;
      row.occupation = "a:N1101";
      row.basin = fmt::format("{:04}", i);
      row.offers_milli = static_cast<std::uint32_t>(version);
      parts.tension->push_back(row);
    }
    return parts;
  };
  int in_a_transaction = 0;
  for (unsigned seed = 1; seed <= kKills; ++seed) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(pipe_ends[0]);
      auto store = Store::open(path_, Store::Mode::kWrite);
      if (!store) ::_exit(2);
      for (int version = static_cast<int>(seed) * 1000;; ++version) {
        const ReferenceParts parts = parts_of(version);
        if (::write(pipe_ends[1], "b", 1) != 1) ::_exit(3);
        if (!store->put_reference(parts)) ::_exit(1);
        if (::write(pipe_ends[1], "c", 1) != 1) ::_exit(3);
      }
    }
    ::close(pipe_ends[1]);
    std::mt19937 random(seed);
    char event = 0;
    const auto events = static_cast<unsigned>(1 + random() % 5);
    for (unsigned i = 0; i < events; ++i) ASSERT_EQ(::read(pipe_ends[0], &event, 1), 1) << "the writer stopped by itself";
    ::usleep(static_cast<useconds_t>(random() % 4'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    while (::read(pipe_ends[0], &event, 1) == 1) {}
    ::close(pipe_ends[0]);
    if (event == 'b') ++in_a_transaction;

    ASSERT_OK(open(Store::Mode::kRead).check());
    const auto versions = test::rows_of(path_,
                                        "SELECT version FROM vocabulary UNION SELECT name FROM basin UNION SELECT "
                                        "CAST(offers_milli AS TEXT) FROM tension");
    ASSERT_LE(versions.size(), 1U) << "seed " << seed;
    if (versions.size() == 1) {
      ASSERT_EQ(test::rows_of(path_, "SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM basin), (SELECT count(*) FROM tension)"),
                (std::vector<std::string>{"1008|500|500"}));
    }
  }
  EXPECT_GT(in_a_transaction, kKills / 3);
}

TEST_F(KillTest, AKilledCreationLeavesNoHalfStoreAtThePath) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = Store::open(path_, Store::Mode::kCreate);
      ::_exit(store.ok() ? 0 : 1);
    }
    std::mt19937 random(seed);
    ::usleep(static_cast<useconds_t>(random() % 6'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (std::filesystem::exists(path_)) { ASSERT_OK(open(Store::Mode::kRead).check()); }
    ASSERT_OK(open(Store::Mode::kCreate).check());
    for (const std::string& name : files()) std::filesystem::remove(directory_ / name);
  }
}

}  // namespace
}  // namespace passerelle
