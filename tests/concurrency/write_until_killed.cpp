// Writes offers and persons from several threads until it is killed, and says on its output what was acknowledged: one line
// « O12 3 » for version 3 of offer 12 once the engine has answered. Usage: write_until_killed STORE ROUND
#include <cstdio>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include "concurrency/live_records.hpp"

int main(int, char** arguments) {
  using namespace passerelle;
  using namespace passerelle::testing;
  constexpr unsigned kThreads = 4, kRecords = 40;
  const unsigned round = static_cast<unsigned>(std::stoul(arguments[2]));
  Engine engine = open_engine(arguments[1], true);
  (void)engine.ready();
  std::vector<std::thread> writers;
  for (unsigned writer = 0; writer < kThreads; ++writer)
    writers.emplace_back([&engine, writer, round] {
      // Versions rise over all rounds; each record has one writer.
      for (unsigned version = round * 100'000;; ++version) {
        const unsigned number = version % kRecords * kThreads + writer;
        const bool of_offer = version % 3 != 0;
        const auto answer = of_offer ? engine.put_offer(offer_id(number), offer_json(number, version)) : engine.put_candidate(candidate_id(number), candidate_json(number, version));
        if (!answer) _exit(2);
        // One write a line: the pipe keeps them whole.
        const std::string line = (of_offer ? offer_id(number) : candidate_id(number)) + " " + std::to_string(version) + "\n";
        if (::write(1, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(3);
      }
    });
  for (std::thread& writer : writers) writer.join();
}
