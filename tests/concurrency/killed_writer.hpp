// Kills a process that writes, again and again, and looks for what it had acknowledged.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "codec/answer_json.hpp"
#include "concurrency/live_records.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::testing {

inline std::string run_and_kill(const std::string& store, unsigned round, std::chrono::milliseconds after) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], 1);
    ::close(ends[0]);
    ::close(ends[1]);
    const std::string number = std::to_string(round);
    ::execl(PASSERELLE_WRITER, PASSERELLE_WRITER, store.c_str(), number.c_str(), nullptr);
    ::_exit(1);
  }
  ::close(ends[1]);
  // From the first acknowledgement on, so that something is under way.
  std::string said(1, '\0');
  if (::read(ends[0], said.data(), 1) != 1) said.clear();
  std::thread reader([&] {
    char buffer[4096];
    for (ssize_t got; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) said.append(buffer, static_cast<std::size_t>(got));
  });
  std::this_thread::sleep_for(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  reader.join();
  ::close(ends[0]);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "it ended by itself: " << status;
  return said;
}

inline void expect_all_acknowledged_after_kills(unsigned kills) {
  const TemporaryDirectory folder(memory_directory());
  const std::string path = folder.file("store.db");
  make_store(path);
  std::mt19937 random(7);
  std::map<std::string, unsigned> acknowledged;
  for (unsigned round = 1; round <= kills; ++round) {
    std::istringstream said(run_and_kill(path, round, std::chrono::milliseconds(5 + random() % 120)));
    std::size_t lines = 0;
    std::string id;
    for (unsigned version; said >> id >> version; ++lines) acknowledged[id] = version;
    ASSERT_GT(lines, 0U);
    // Ready without help, and everything that was answered is there: that version, or one whose answer the kill cut off.
    const Engine engine = open_engine(path);
    ASSERT_TRUE(engine.ready().ok());
    for (const auto& [record, version] : acknowledged) {
      if (record.front() == 'O') {
        unsigned stored = 0;
        ASSERT_TRUE(engine.offer(record, [&](const Offer& offer) { stored = version_of(offer); }).ok()) << record;
        ASSERT_GE(stored, version) << record;
      } else {
        ASSERT_TRUE(engine.candidate_version(record).ok()) << record;
      }
    }
    if (round % 5 != 0) continue;
    auto store = Store::open(path, Store::Mode::kRead);
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE(store->check().ok());
  }
  // What was mapped and followed gives the answers of a corpus that is built from the store.
  const auto answers = [&] {
    const Engine engine = open_engine(path);
    std::string text;
    for (const auto& [record, version] : acknowledged) {
      if (record.front() == 'O') text += codec::to_json(*engine.shortlist(request_for(record)), Language::kFrench);
      else text += codec::to_json(*engine.suggest(request_for(record)), Language::kFrench);
    }
    return text;
  };
  const std::string followed = answers();
  std::remove((path + ".corpus").c_str());
  ASSERT_EQ(followed, answers());
}

}  // namespace passerelle::testing
