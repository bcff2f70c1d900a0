// The decision log: what is acknowledged stays, what is changed shows, what is erased cannot be read, a kill at any moment
// leaves whole entries.
#include "audit/decision_log.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/log_files.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::audit {
namespace {

Decision ranking(int i, std::vector<AboutPerson> about = {}) {
  Decision decision;
  decision.actor = "recruiter-7";
  decision.role = "recruiter";
  decision.purpose = "shortlist";
  decision.call = "shortlist";
  decision.offer = fmt::format("offer-{}", i);
  decision.policy = "recruiter";
  decision.policy_version = 3;
  decision.snapshot = "0123456789abcdef0123456789abcdef";
  decision.build = "build";
  decision.date = "2026-11-25";
  decision.request = R"({"top":20})";
  decision.inputs = sha256("inputs", std::to_string(i));
  decision.answer = sha256("answer", std::to_string(i));
  decision.answer_bytes = 1'000 + static_cast<std::uint64_t>(i);
  decision.about = std::move(about);
  return decision;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void put(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary | std::ios::trunc) << text; }

class DecisionLogTest : public ::testing::Test {
 protected:
  passerelle::testing::TemporaryDirectory directory_;
  std::string log_ = directory_.file("decisions");
  DecisionLog open(LogOptions options = {}) {
    auto log = DecisionLog::open(log_, options);
    EXPECT_TRUE(log) << describe(log.problem(), Language::kEnglish);
    return std::move(*log);
  }
  LogReport verify() {
    const auto report = verify_log(log_);
    EXPECT_TRUE(report) << describe(report.problem(), Language::kEnglish);
    return report ? *report : LogReport{};
  }
  std::string first_file() { return log_ + "/" + log_file_name(1); }
};

TEST_F(DecisionLogTest, GivesBackWhatWasWritten) {
  const Decision given = ranking(1, {{"person-a", R"({"score":7312})"}, {"person-b", R"({"score":6100})"}});
  {
    DecisionLog log = open();
    EXPECT_EQ(*log.append(given), 1U);
    EXPECT_EQ(*log.append(ranking(2)), 2U);
  }
  {
    DecisionLog again = open();
    EXPECT_EQ(*again.append(ranking(3)), 3U);
  }
  const auto entry = find_entry(log_, 1);
  ASSERT_TRUE(entry);
  const Decision& kept = entry->decision;
  EXPECT_EQ(kept.actor, given.actor);
  EXPECT_EQ(kept.role, given.role);
  EXPECT_EQ(kept.purpose, given.purpose);
  EXPECT_EQ(kept.call, given.call);
  EXPECT_EQ(kept.offer, given.offer);
  EXPECT_EQ(kept.policy, given.policy);
  EXPECT_EQ(kept.policy_version, given.policy_version);
  EXPECT_EQ(kept.snapshot, given.snapshot);
  EXPECT_EQ(kept.build, given.build);
  EXPECT_EQ(kept.date, given.date);
  EXPECT_EQ(kept.request, given.request);
  EXPECT_EQ(kept.inputs, given.inputs);
  EXPECT_EQ(kept.answer, given.answer);
  EXPECT_EQ(kept.answer_bytes, given.answer_bytes);
  ASSERT_EQ(kept.about.size(), 2U);
  EXPECT_EQ(kept.about[0].words, given.about[0].words);
  EXPECT_EQ(kept.about[1].words, given.about[1].words);
  const LogReport report = verify();
  EXPECT_EQ(report.entries, 3U);
  EXPECT_EQ(report.last, 3U);
  EXPECT_EQ(find_entry(log_, 4).problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(find_entry(log_, 0).problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(verify_log(log_ + "-elsewhere").problem().code, ProblemCode::kFileNotFound);
}

TEST_F(DecisionLogTest, NoPersonStandsInTheClear) {
  { DecisionLog log = open(); ASSERT_TRUE(log.append(ranking(1, {{"person-canary", R"({"candidate":"person-canary"})"}}))); }
  EXPECT_EQ(text_of(first_file()).find("canary"), std::string::npos);
}

TEST_F(DecisionLogTest, EveryChangeShows) {
  {
    DecisionLog log = open();
    for (int i = 1; i <= 4; ++i) ASSERT_TRUE(log.append(ranking(i, {{"p", "{}"}})));
  }
  const std::string whole = text_of(first_file());
  const std::size_t second = whole.find('\n') + 1, third = whole.find('\n', second) + 1;
  std::vector<std::pair<std::string, std::string>> forgeries;
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string changed = whole;
    changed[at] = changed[at] == '0' ? '1' : '0';
    if (changed != whole) forgeries.emplace_back(fmt::format("byte {}", at), changed);
  }
  forgeries.emplace_back("a line taken out", whole.substr(0, second) + whole.substr(third));
  forgeries.emplace_back("the first taken out", whole.substr(second));
  forgeries.emplace_back("a line twice", whole.substr(0, third) + whole.substr(second));
  forgeries.emplace_back("two lines swapped", whole.substr(second, third - second) + whole.substr(0, second) + whole.substr(third));
  for (const auto& [what, text] : forgeries) {
    put(first_file(), text);
    const auto report = verify_log(log_);
    EXPECT_FALSE(report) << what;
    if (!report) { EXPECT_EQ(report.problem().code, ProblemCode::kStoreDamaged) << what; }
  }
  put(first_file(), whole.substr(0, third));
  const LogReport cut = verify();
  put(first_file(), whole);
  EXPECT_NE(cut.head, verify().head) << "a log cut at its end shows against a head kept elsewhere";
}

TEST_F(DecisionLogTest, ADamagedFileIsNotAppendedTo) {
  { DecisionLog log = open(); for (int i = 0; i < 3; ++i) ASSERT_TRUE(log.append(ranking(i))); }
  std::string text = text_of(first_file());
  text[text.find("recruiter-7")] = 'R';
  put(first_file(), text);
  const auto opened = DecisionLog::open(log_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.problem().code, ProblemCode::kStoreDamaged);
  EXPECT_EQ(opened.problem().position, "line 1");
}

TEST_F(DecisionLogTest, ErasureMakesAPersonUnreadableAndKeepsTheChain) {
  {
    DecisionLog log = open();
    ASSERT_TRUE(log.append(ranking(1, {{"leaves", "a"}, {"stays", "b"}})));
    EXPECT_EQ(*log.erase("leaves", "operator-1", "request of the person"), true);
    EXPECT_EQ(*log.erase("never spoken of", "operator-1", "request of the person"), false);
    ASSERT_TRUE(log.append(ranking(2, {{"leaves", "c"}})));
  }
  EXPECT_EQ(verify().entries, 4U);
  const auto first = find_entry(log_, 1);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->sealed, 2U);
  ASSERT_EQ(first->decision.about.size(), 1U);
  EXPECT_EQ(first->decision.about[0].words, "b");
  EXPECT_EQ(find_entry(log_, 2)->decision.kind, EntryKind::kErasure);
  EXPECT_EQ(find_entry(log_, 4)->decision.about.size(), 1U) << "spoken of again, under a new key";
}

TEST_F(DecisionLogTest, RotatesAndPurges) {
  {
    DecisionLog log = open({.rotate_at = 2'000});
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(log.append(ranking(i)));
  }
  const LogReport all = verify();
  EXPECT_EQ(all.entries, 20U);
  EXPECT_GT(all.files, 3U);
  EXPECT_EQ(*purge_log(log_, "2000"), 0U) << "nothing is as old as that";
  EXPECT_EQ(*purge_log(log_, "9999"), all.files - 1) << "the last file stays";
  const LogReport rest = verify();
  EXPECT_EQ(rest.last, 20U);
  EXPECT_EQ(rest.head, all.head);
  EXPECT_GT(rest.first, 1U);
  EXPECT_EQ(find_entry(log_, 1).problem().code, ProblemCode::kNotFound);
  EXPECT_TRUE(find_entry(log_, 20));
  DecisionLog log = open({.rotate_at = 2'000});
  EXPECT_EQ(*log.append(ranking(21)), 21U);
}

TEST_F(DecisionLogTest, ManyAppendTogether) {
  constexpr int kThreads = 8, kEach = 50;
  {
    DecisionLog log = open({.rotate_at = 20'000});
    std::vector<std::thread> threads;
    std::atomic<int> failed{0};
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) failed += log.append(ranking(t, {{fmt::format("p{}", i % 7), fmt::format("{}/{}", t, i)}})) ? 0 : 1;
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(failed, 0);
  }
  std::vector<std::string> words;
  ASSERT_TRUE(for_each_entry(log_, true, [&](const Entry& entry) -> Status { words.push_back(entry.decision.about.at(0).words); return {}; }));
  std::sort(words.begin(), words.end());
  EXPECT_EQ(words.size(), static_cast<std::size_t>(kThreads * kEach));
  EXPECT_EQ(std::unique(words.begin(), words.end()), words.end());
  EXPECT_EQ(verify().entries, words.size());
}

TEST_F(DecisionLogTest, OneWriterADirectory) {
  DecisionLog log = open();
  EXPECT_EQ(DecisionLog::open(log_).problem().code, ProblemCode::kStoreBusy);
}

TEST_F(DecisionLogTest, AFullDiskRefusesAndTheLogGoesOn) {
  DecisionLog log = open();
  ASSERT_TRUE(log.append(ranking(1)));
  const std::uint64_t size = std::filesystem::file_size(first_file());
  ::rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignore = ::signal(SIGXFSZ, SIG_IGN);
  ::rlimit small = before;
  small.rlim_cur = size + 100;  // a write that breaks off in the middle
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = log.append(ranking(2));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, ignore);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code, ProblemCode::kStoreFull);
  EXPECT_EQ(std::filesystem::file_size(first_file()), size);
  EXPECT_EQ(*log.append(ranking(2)), 2U);
  EXPECT_EQ(verify().entries, 2U);
}

// A child appends and tells through a pipe what was acknowledged; it is killed at any moment.
TEST_F(DecisionLogTest, KilledAtAnyMoment) {
  std::mt19937 random(7);
  std::uint64_t acknowledged = 0;
  for (int kill = 0; kill < 20; ++kill) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const ::pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(pipe[0]);
      auto log = DecisionLog::open(log_, {.rotate_at = 3'000});
      if (!log) ::_exit(1);
      for (int i = 0;; ++i) {
        const auto number = log->append(ranking(i, {{fmt::format("person-{}-{}", kill, i), "words"}}));
        if (!number || ::write(pipe[1], &*number, sizeof *number) != sizeof *number) ::_exit(2);
      }
    }
    ::close(pipe[1]);
    std::uint64_t number = 0;
    ASSERT_EQ(::read(pipe[0], &number, sizeof number), static_cast<::ssize_t>(sizeof number)) << "the child could not open the log again";
    ::usleep(std::uniform_int_distribution<::useconds_t>(0, 20'000)(random));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    do { acknowledged = number; } while (::read(pipe[0], &number, sizeof number) == static_cast<::ssize_t>(sizeof number));
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    const LogReport report = verify();
    EXPECT_GE(report.last, acknowledged);
    EXPECT_LE(report.last, acknowledged + 1);
  }
}

}  // namespace
}  // namespace passerelle::audit
