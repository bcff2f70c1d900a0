// A corpus mapped from its file is the one that was built; whatever else lies at that place is told apart and not read.
#include "corpus/corpus_file.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "corpus/build_corpus.hpp"
#include "support/temporary_directory.hpp"
#include "unit/scoring/small_world.hpp"

namespace passerelle {
namespace {

class CorpusFileTest : public ::testing::Test {
 protected:
  std::shared_ptr<const Corpus> build(const std::string& snapshot, int people = 3) const {
    CorpusBuilder builder(reference_);
    for (int i = 0; i < 3; ++i) {
      Offer offer = testing::plain_offer();
      offer.id = fmt::format("o{}", i);
      offer.certificates.push_back({.item = "x:licence-to-bake", .label = {}, .level = Level::kRequired, .weight = {}, .evidence = {}});
      builder.add(offer);
    }
    for (int i = 0; i < people; ++i) {
      Candidate person = testing::plain_person();
      person.id = fmt::format("p{}", 1'000 + i);
      person.items.push_back({.item = "t:bake", .label = {}, .origin = ItemOrigin::kCertified});
      builder.add(person);
    }
    return builder.finish(snapshot);
  }
  MappedCorpus map(std::string_view snapshot = "s", std::string_view made_by = "b") const { return map_corpus(file_, reference_, snapshot, made_by); }
  std::string bytes() const { return folder_.read("corpus"); }

  testing::TemporaryDirectory folder_;
  std::string file_ = folder_.path() + "/corpus";
  std::shared_ptr<const reference::Reference> reference_ = testing::small_reference();
};

TEST_F(CorpusFileTest, WhatIsMappedIsWhatWasBuilt) {
  const auto built = build("s");
  ASSERT_TRUE(save_corpus(*built, "b", file_).ok());
  const MappedCorpus mapped = map();
  ASSERT_EQ(mapped.state, CorpusFile::kMapped);
  EXPECT_EQ(mapped.corpus->snapshot, "s");
  EXPECT_EQ(mapped.corpus->reference, reference_);
  EXPECT_EQ(mapped.corpus->find_candidate("p1002"), built->find_candidate("p1002"));
  std::size_t columns = 0;
  const auto same_values = []<class T>(std::span<const T> a, std::span<const T> b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
  };
  const auto compare = [&](std::string_view name, const auto& a, const auto& b) {
    ++columns;
    if constexpr (requires { a.rows().values(); }) {
      EXPECT_TRUE(same_values(a.rows().offsets(), b.rows().offsets()) && same_values(a.rows().values(), b.rows().values())) << name;
    } else if constexpr (requires { a.values(); }) {
      EXPECT_TRUE(same_values(a.offsets(), b.offsets()) && same_values(a.values(), b.values())) << name;
    } else {
      EXPECT_TRUE(same_values(a, b)) << name;
    }
  };
  for_each_offer_column(compare, built->offers, mapped.corpus->offers);
  for_each_candidate_column(compare, built->candidates, mapped.corpus->candidates);
  const CorpusColumnsOf<Views>&built_columns = *built, &mapped_columns = *mapped.corpus;
  for_each_index_column(compare, built_columns, mapped_columns);
  EXPECT_EQ(columns, 26U + 10U + 7U);
}

// A column that for_each_… does not name would be empty in every corpus.
TEST(Columns, EveryOneIsNamed) {
  OfferColumns offers;
  CandidateColumns candidates;
  CorpusColumnsOf<Views> all;
  std::size_t bytes = 0;
  const auto add = [&](std::string_view, const auto& column) { bytes += sizeof column; };
  for_each_offer_column(add, offers);
  EXPECT_EQ(bytes, sizeof offers);
  bytes = 0;
  for_each_candidate_column(add, candidates);
  EXPECT_EQ(bytes, sizeof candidates);
  bytes = 0;
  for_each_index_column(add, all);
  EXPECT_EQ(bytes, sizeof all - sizeof offers - sizeof candidates);
}

TEST_F(CorpusFileTest, AnotherSnapshotOrBuildIsStale) {
  ASSERT_TRUE(save_corpus(*build("s"), "b", file_).ok());
  EXPECT_EQ(map("another").state, CorpusFile::kStale);
  EXPECT_EQ(map("s", "another").state, CorpusFile::kStale);
  EXPECT_EQ(map("another").corpus, nullptr);
}

TEST_F(CorpusFileTest, NoFileAnEmptyOneAndAFolderAreMissing) {
  EXPECT_EQ(map().state, CorpusFile::kMissing);
  folder_.write("corpus", "");
  EXPECT_EQ(map().state, CorpusFile::kMissing);
  std::filesystem::remove(file_);
  std::filesystem::create_directory(file_);
  EXPECT_EQ(map().state, CorpusFile::kMissing);
}

TEST_F(CorpusFileTest, CutAnywhereOrChangedAnywhereIsNotRead) {
  ASSERT_TRUE(save_corpus(*build("s"), "b", file_).ok());
  const std::string whole = bytes();
  for (std::size_t length : {std::size_t{1}, std::size_t{47}, std::size_t{48}, std::size_t{100}, whole.size() / 2, whole.size() - 1}) {
    folder_.write("corpus", std::string_view(whole).substr(0, length));
    EXPECT_NE(map().state, CorpusFile::kMapped) << length;
  }
  for (std::size_t at = 0; at < whole.size(); at += 37) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    folder_.write("corpus", changed);
    EXPECT_NE(map().state, CorpusFile::kMapped) << at;
  }
  folder_.write("corpus", whole);
  EXPECT_EQ(map().state, CorpusFile::kMapped);
}

TEST_F(CorpusFileTest, IsItsOwnersAlone) {
  ASSERT_TRUE(save_corpus(*build("s"), "b", file_).ok());
  struct stat status {};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(CorpusFileTest, WithoutRoomNothingIsLeftBehind) {
  const std::string nowhere = folder_.path() + "/missing/corpus";
  const Status status = save_corpus(*build("s"), "b", nowhere);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.problem().code, ProblemCode::kFileUnreadable);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(CorpusFileTest, AWriterKilledAtAnyMomentLeavesTheOldOneOrTheNew) {
  const auto before = build("before", 10), after = build("after", 3'000);
  ASSERT_TRUE(save_corpus(*before, "b", file_).ok());
  for (useconds_t pause = 0; pause < 4'000; pause += 400) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (;;) (void)save_corpus(*after, "b", file_), (void)save_corpus(*before, "b", file_);
    }
    ::usleep(pause);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(map("before").state == CorpusFile::kMapped || map("after").state == CorpusFile::kMapped) << pause;
  }
  // What they left beside goes once it is old.
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    if (entry.path() != file_) std::filesystem::last_write_time(entry.path(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  ASSERT_TRUE(save_corpus(*before, "b", file_).ok());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

}  // namespace
}  // namespace passerelle
