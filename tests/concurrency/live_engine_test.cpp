// Changes of single records through the engine's door, from one thread and from many, in one process and in two.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "codec/answer_json.hpp"
#include "concurrency/live_records.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::testing {
namespace {

class LiveEngineTest : public ::testing::Test {
 protected:
  LiveEngineTest() { make_store(path_); }
  TemporaryDirectory folder_{memory_directory()};
  std::string path_ = folder_.file("store.db");

  static std::string answers(const Engine& engine, unsigned records, const std::string& policy = "adviser") {
    std::string text;
    const auto add = [&](const auto& answer) {
      text += answer ? codec::to_json(*answer, Language::kFrench) : describe(answer.problem(), Language::kEnglish);
      text += '\n';
    };
    for (unsigned i = 0; i < records; ++i) {
      add(engine.shortlist(request_for(offer_id(i), policy)));
      add(engine.suggest(request_for(candidate_id(i), policy)));
      const MatchRequest from = request_for("x", policy);
      add(engine.explain({candidate_id(i), offer_id((i * 7) % records), from.policy, from.date, Language::kFrench}));
    }
    return text;
  }
  /// Of an engine that reads everything anew.
  std::string answers_anew(unsigned records, const std::string& policy = "adviser") const {
    const std::string kept = path_ + ".corpus", aside = path_ + ".aside";
    const bool moved = std::rename(kept.c_str(), aside.c_str()) == 0;
    const std::string text = answers(open_engine(path_), records, policy);
    if (moved) std::rename(aside.c_str(), kept.c_str());
    return text;
  }
};

TEST_F(LiveEngineTest, AnAnswerSaysWhatBecameOfTheRecord) {
  Engine engine = open_engine(path_);
  const auto first = engine.put_offer("O1", offer_json(1, 1));
  ASSERT_TRUE(first.ok()) << describe(first.problem(), Language::kEnglish);
  EXPECT_EQ(first->outcome, WriteOutcome::kNew);
  EXPECT_EQ(first->version.size(), 32U);
  EXPECT_EQ(engine.offer_version("O1")->version, first->version);
  EXPECT_EQ(engine.put_offer("O1", offer_json(1, 1))->outcome, WriteOutcome::kUnchanged);
  const auto second = engine.put_offer("O1", offer_json(1, 2));
  EXPECT_EQ(second->outcome, WriteOutcome::kChanged);
  EXPECT_NE(second->version, first->version);
  // Back to the first content: back to the first version.
  EXPECT_EQ(engine.put_offer("O1", offer_json(1, 1))->version, first->version);
  const auto removed = engine.remove_offer("O1");
  EXPECT_EQ(removed->outcome, WriteOutcome::kRemoved);
  EXPECT_TRUE(engine.offer_version("O1")->closed);
  EXPECT_EQ(engine.remove_offer("O1")->outcome, WriteOutcome::kUnchanged);
  EXPECT_EQ(engine.remove_offer("O2").problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(engine.shortlist(request_for("O1")).problem().code, ProblemCode::kNotFound);
}

TEST_F(LiveEngineTest, ARecordThatCannotBeUsedIsRefusedWithItsField) {
  Engine engine = open_engine(path_);
  const auto other_id = engine.put_offer("O2", offer_json(1, 1));
  EXPECT_EQ(other_id.problem().code, ProblemCode::kFieldValue);
  EXPECT_EQ(other_id.problem().field, "id");
  EXPECT_EQ(engine.put_candidate("C1", R"({"id":"C1","colour":"red"})").problem().code, ProblemCode::kFieldUnknown);
  EXPECT_EQ(engine.put_candidate("C1", R"({"id":)").problem().code, ProblemCode::kRecordMalformed);
  EXPECT_EQ(engine.candidate_version("C1").problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(engine.summary()->counts.quarantined, 0U);
}

TEST_F(LiveEngineTest, AChangeIsMadeOnTheRecordItWasMeantFor) {
  Engine engine = open_engine(path_);
  EXPECT_EQ(engine.put_offer("O1", offer_json(1, 1), {"*", false}).problem().code, ProblemCode::kNotFound);
  const std::string version = engine.put_offer("O1", offer_json(1, 1), {"", true})->version;
  EXPECT_EQ(engine.put_offer("O1", offer_json(1, 2), {"", true}).problem().code, ProblemCode::kVersionMismatch);
  ASSERT_TRUE(engine.put_offer("O1", offer_json(1, 2), {version, false}).ok());
  EXPECT_EQ(engine.put_offer("O1", offer_json(1, 3), {version, false}).problem().code, ProblemCode::kVersionMismatch);
  EXPECT_EQ(engine.remove_offer("O1", {version, false}).problem().code, ProblemCode::kVersionMismatch);
  unsigned stored = 0;
  ASSERT_TRUE(engine.offer("O1", [&](const Offer& offer) { stored = version_of(offer); }).ok());
  EXPECT_EQ(stored, 2U);
}

TEST_F(LiveEngineTest, APatchChangesWhatItNames) {
  Engine engine = open_engine(path_);
  ASSERT_TRUE(engine.put_offer("O1", offer_json(1, 1)).ok());
  const auto patched = engine.patch_offer("O1", R"({"title":"autre","contract":null,"employer":{"naf":"52.10A"}})");
  ASSERT_TRUE(patched.ok()) << describe(patched.problem(), Language::kEnglish);
  ASSERT_TRUE(engine.offer("O1", [&](const Offer& offer) {
    EXPECT_EQ(offer.title, "autre");
    EXPECT_EQ(offer.contract, Contract::kUnknown);
    EXPECT_EQ(offer.employer_name, "v1");
    EXPECT_EQ(offer.naf, "52.10A");
  }).ok());
  EXPECT_EQ(engine.patch_offer("O1", R"({"id":"O2"})").problem().code, ProblemCode::kFieldValue);
  EXPECT_EQ(engine.patch_offer("O1", R"({"colour":1})").problem().code, ProblemCode::kFieldUnknown);
  EXPECT_EQ(engine.patch_offer("O1", "[]").problem().code, ProblemCode::kFieldType);
  EXPECT_EQ(engine.patch_offer("O9", "{}").problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(engine.patch_offer("O1", "{}")->outcome, WriteOutcome::kUnchanged);
}

TEST_F(LiveEngineTest, AnErasedPersonIsNowhere) {
  Engine engine = open_engine(path_);
  ASSERT_TRUE(engine.put_offer("O1", offer_json(1, 1)).ok());
  const std::string word = "attestationsecrete";
  ASSERT_TRUE(engine.put_candidate("C77", fmt::format(R"({{"id":"C77","sought":["rome:N1103"],"items":[{{"label":"{}"}}],"restricted":{{"publics":["rsa"]}}}})", word)).ok());
  ASSERT_TRUE(engine.ready().ok());
  EXPECT_EQ(engine.erase_candidate({"C77", "", "demande", {}}).problem().code, ProblemCode::kAccessRefused);
  ASSERT_TRUE(engine.erase_candidate({"C77", "A-1", "demande de la personne", {}}).ok());
  EXPECT_EQ(engine.candidate_version("C77").problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(engine.suggest(request_for("C77")).problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(engine.erase_candidate({"C77", "A-1", "encore", {}}).problem().code, ProblemCode::kNotFound);
  std::string log;
  ASSERT_TRUE(engine.access_log([&](const AccessEntry& entry) -> Status {
    log += entry.agent + " " + entry.action + " " + entry.candidate + "\n";
    return {};
  }).ok());
  EXPECT_EQ(log, "A-1 erase C77\n");
  for (const char* tail : {"", "-wal", ".corpus"})
    if (std::ifstream file(path_ + tail, std::ios::binary); file) {
      EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}).find(word), std::string::npos) << tail;
    }
}

TEST_F(LiveEngineTest, LinesOfAStreamAreAnsweredOneByOne) {
  Engine engine = open_engine(path_);
  const std::string bytes = offer_json(1, 1) + "\n" + R"({"id":"O2","title":3})" + "\n\n" + offer_json(1, 2) + "\nnot json\n" + offer_json(3, 1) + "\n";
  std::size_t at = 0;
  StreamImport request;
  request.read = [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const std::size_t n = std::min<std::size_t>({capacity, 7, bytes.size() - at});
    std::copy_n(bytes.data() + at, n, buffer);
    at += n;
    return n;
  };
  std::string said;
  request.deliver = [&](const LineResult& line) -> Status {
    said += line.position + " " + line.record_id + " " + (line.written ? std::string(code(line.written->outcome)) : std::string(code_name(line.problem->code))) + "\n";
    return {};
  };
  ASSERT_TRUE(engine.import_records(request).ok());
  EXPECT_EQ(said, "line 1 O1 new\nline 2 O2 field-type\nline 4 O1 changed\nline 5  record-malformed\nline 6 O3 new\n");
  EXPECT_EQ(engine.summary()->counts.quarantined, 2U);
}

TEST_F(LiveEngineTest, AnswersAreThoseOfAnEngineThatReadsTheStoreAnew) {
  Engine engine = open_engine(path_);
  for (unsigned i = 0; i < 30; ++i) {
    ASSERT_TRUE(engine.put_offer(offer_id(i), offer_json(i, 0)).ok());
    ASSERT_TRUE(engine.put_candidate(candidate_id(i), candidate_json(i, 0)).ok());
  }
  ASSERT_TRUE(engine.ready().ok());
  for (unsigned step = 1; step <= 12; ++step) {
    for (unsigned i = step; i < 40; i += 7) {
      if ((i + step) % 5 == 0) {
        (void)engine.remove_offer(offer_id(i));
        (void)engine.erase_candidate({candidate_id(i + 1), "A-1", "essai", {}});
      } else {
        ASSERT_TRUE(engine.put_offer(offer_id(i), offer_json(i, step)).ok());
        ASSERT_TRUE(engine.put_candidate(candidate_id(i), candidate_json(i, step)).ok());
      }
    }
    const std::string policy = step % 2 == 0 ? "recruiter" : "adviser";
    ASSERT_EQ(answers(engine, 40, policy), answers_anew(40, policy)) << step;
  }
  // A start that maps an earlier corpus and follows from there.
  ASSERT_EQ(answers(open_engine(path_), 40), answers_anew(40));
}

TEST_F(LiveEngineTest, ARecordThatIsGivenIsAnsweredAsIfItWereStored) {
  Engine engine = open_engine(path_);
  for (unsigned i = 0; i < 30; ++i) {
    ASSERT_TRUE(engine.put_offer(offer_id(i), offer_json(i, 0)).ok());
    ASSERT_TRUE(engine.put_candidate(candidate_id(i), candidate_json(i, 0)).ok());
    if (i == 15) {
      ASSERT_TRUE(engine.ready().ok());
    }
  }
  const auto lines = [](const auto& list) {
    std::string text;
    for (const auto& line : list->lines) text += fmt::format("{} {} {} {}\n", line.record.id, line.score.score, line.score.suits, line.score.wanted);
    return text + fmt::format("{} {}", list->eligible, list->considered);
  };
  for (unsigned i = 0; i < 30; i += 3) {
    EXPECT_EQ(lines(engine.shortlist_for(offer_json(i, 0), request_for(""))), lines(engine.shortlist(request_for(offer_id(i)))));
    EXPECT_EQ(lines(engine.suggest_for(candidate_json(i, 0), request_for(""))), lines(engine.suggest(request_for(candidate_id(i)))));
  }
  EXPECT_EQ(engine.suggest_for("{}", request_for("")).problem().code, ProblemCode::kFieldMissing);
}

TEST_F(LiveEngineTest, WhatAnotherProcessWritesIsSeenWithinASecond) {
  Engine writer = open_engine(path_);
  ASSERT_TRUE(writer.put_offer("O1", offer_json(1, 1)).ok());
  const Engine reader = open_engine(path_, true);
  ASSERT_TRUE(reader.ready().ok());
  ASSERT_TRUE(writer.put_candidate("C1", candidate_json(1, 1)).ok());
  const std::string now = writer.summary()->snapshot;
  const auto since = std::chrono::steady_clock::now();
  while (*reader.ready() != now && std::chrono::steady_clock::now() - since < std::chrono::seconds(5)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(1));
  EXPECT_TRUE(reader.suggest(request_for("C1")).ok());
}

TEST_F(LiveEngineTest, ReadersGoOnWhileWritersWriteAndEachWriterSeesItsOwn) {
  constexpr unsigned kWriters = 3, kReaders = 2, kRecords = 24, kWrites = 60;
  Engine engine = open_engine(path_, true);
  for (unsigned i = 0; i < kRecords; ++i) {
    ASSERT_TRUE(engine.put_offer(offer_id(i), offer_json(i, 0)).ok());
    ASSERT_TRUE(engine.put_candidate(candidate_id(i), candidate_json(i, 0)).ok());
  }
  ASSERT_TRUE(engine.ready().ok());
  std::atomic<bool> done{false};
  std::atomic<unsigned> wrong{0}, asked{0};
  std::vector<std::thread> threads;
  for (unsigned r = 0; r < kReaders; ++r)
    threads.emplace_back([&, r] {
      MatchRequest request = request_for("", r == 0 ? "adviser" : "recruiter");
      for (unsigned i = r; !done; ++i) {
        request.id = candidate_id(i % kRecords);
        if (const auto list = engine.suggest(request); !list && list.problem().code != ProblemCode::kStoreBusy) ++wrong;
        request.id = offer_id(i % kRecords);
        if (const auto list = engine.shortlist(request); !list && list.problem().code != ProblemCode::kNotFound && list.problem().code != ProblemCode::kStoreBusy) ++wrong;
        ++asked;
      }
    });
  std::vector<std::thread> writers;
  for (unsigned w = 0; w < kWriters; ++w)
    writers.emplace_back([&, w] {
      for (unsigned version = 1; version <= kWrites; ++version) {
        const unsigned number = (version * kWriters + w) % kRecords;
        if (version % 9 == 0) {
          if (!engine.remove_offer(offer_id(number))) ++wrong;
        } else if (!engine.put_offer(offer_id(number), offer_json(number, version * 10 + w)) || !engine.put_candidate(candidate_id(number), candidate_json(number, version * 10 + w))) {
          ++wrong;
        } else if (const auto own = engine.suggest(request_for(candidate_id(number))); !own && own.problem().code != ProblemCode::kStoreBusy) {
          ++wrong;
        }
      }
    });
  for (std::thread& writer : writers) writer.join();
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0U);
  EXPECT_GT(asked, 0U);
  EXPECT_EQ(*engine.ready(), engine.summary()->snapshot);
  EXPECT_EQ(answers(engine, kRecords), answers_anew(kRecords));
}

}  // namespace
}  // namespace passerelle::testing
