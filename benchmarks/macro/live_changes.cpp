// A store that changes under its readers: lists asked by some threads, first alone, then while changes arrive at a steady rate.
// Prints one JSON object: percentiles of the lists both times, of the time until a change is answered, and until a question
// sees it.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "generate/counts_reader.hpp"
#include "generate/generate.hpp"
#include "machine.hpp"
#include "passerelle/engine.hpp"
#include "records/record_json.hpp"
#include "reference/geography_reader.hpp"
#include "store/store.hpp"

namespace {

using namespace passerelle;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

template <class T>
T need(Result<T> result) {
  if (!result) { fmt::print(stderr, "{}\n", describe(result.problem(), Language::kEnglish)); std::exit(1); }
  return std::move(result).value();
}
void need(Status status) {
  if (!status) { fmt::print(stderr, "{}\n", describe(status.problem(), Language::kEnglish)); std::exit(1); }
}

// Restricted facts stand last in a generated line; nothing here may read them.
std::string without_restricted(std::string_view line) {
  const std::size_t at = line.find(",\"restricted\":");
  return at == std::string_view::npos ? std::string(line) : std::string(line.substr(0, at)) + '}';
}

std::string percentiles(std::vector<double> values) {
  if (values.empty()) return "null";
  std::sort(values.begin(), values.end());
  const auto at = [&](std::size_t percent) { return values[(values.size() - 1) * percent / 100]; };
  return fmt::format(R"({{"n":{},"p50":{:.3f},"p99":{:.3f},"max":{:.3f}}})", values.size(), at(50), at(99), values.back());
}

struct Population { std::vector<std::string> offers, people; };

/// Ids of all records of a store.
Population population_of(const Engine& engine) {
  Population all;
  need(engine.offers({}, [&](const Offer& offer, std::string_view) -> Status { all.offers.push_back(offer.id); return {}; }));
  need(engine.candidates({}, [&](const Candidate& person, std::string_view) -> Status { all.people.push_back(person.id); return {}; }));
  return all;
}

struct Measured { std::vector<double> suggest, shortlist; std::uint64_t failed = 0; };

/// Lists by `readers` threads until `ended`.
Measured read_lists(const Engine& engine, const Population& all, const MatchRequest& suggest, const MatchRequest& shortlist, unsigned readers,
                    const std::atomic<bool>& ended) {
  Measured sum;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (unsigned r = 0; r < readers; ++r)
    threads.emplace_back([&, r] {
      Measured own;
      std::mt19937_64 dice(r + 17);
      MatchRequest to_offers = suggest, to_people = shortlist;
      while (!ended) {
        to_offers.id = all.people[dice() % all.people.size()];
        auto start = Clock::now();
        if (!engine.suggest(to_offers)) ++own.failed;
        own.suggest.push_back(milliseconds_since(start));
        to_people.id = all.offers[dice() % all.offers.size()];
        start = Clock::now();
        if (!engine.shortlist(to_people)) ++own.failed;
        own.shortlist.push_back(milliseconds_since(start));
      }
      const std::lock_guard lock(mutex);
      sum.suggest.insert(sum.suggest.end(), own.suggest.begin(), own.suggest.end());
      sum.shortlist.insert(sum.shortlist.end(), own.shortlist.begin(), own.shortlist.end());
      sum.failed += own.failed;
    });
  for (std::thread& thread : threads) thread.join();
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Lists while a store changes");
  std::string reference_store, store_file, counts, tension, suggest_policy, shortlist_policy;
  std::uint32_t candidates = 577'370, offers = 55'561;
  unsigned threads = 2, readers = 1, writers = 4, rate = 200, seconds = 20, top = 20;
  app.add_option("--reference", reference_store, "a store that holds the reference")->required();
  app.add_option("--store", store_file, "made from it with the population, unless it is there")->required();
  app.add_option("--counts", counts);
  app.add_option("--tension", tension);
  app.add_option("--candidates", candidates);
  app.add_option("--offers", offers);
  app.add_option("--suggest-policy", suggest_policy)->required();
  app.add_option("--shortlist-policy", shortlist_policy)->required();
  app.add_option("--threads", threads);
  app.add_option("--readers", readers);
  app.add_option("--writers", writers, "threads that changes come from");
  app.add_option("--rate", rate, "changes a second");
  app.add_option("--seconds", seconds, "of each phase");
  app.add_option("--top", top);
  CLI11_PARSE(app, argc, argv);

  const double load_before = bench::load_average();
  auto start = Clock::now();
  if (!std::filesystem::exists(store_file)) {
    std::filesystem::copy_file(reference_store, store_file);
    auto store = need(Store::open(store_file, Store::Mode::kWrite));
    const auto reference = need(store.load_reference(Threads{threads}));
    generate::GenerateRequest request;
    request.region = "32";
    request.candidates = candidates;
    request.offers = offers;
    if (!counts.empty()) request.counts = need(generate::read_counts(counts)).rows;
    if (!tension.empty()) request.tension = need(reference::read_tension(tension)).rows;
    {
      auto session = need(store.begin_import(RecordKind::kOffer, "generated"));
      need(generate::generate_offers(request, *reference, Threads{threads}, [&](std::string_view line) -> Status {
        (void)need(session.put(need(decode_stored_offer(line))));
        return {};
      }));
      need(session.commit());
    }
    auto session = need(store.begin_import(RecordKind::kCandidate, "generated"));
    need(generate::generate_candidates(request, *reference, Threads{threads}, [&](std::string_view line) -> Status {
      (void)need(session.put(need(decode_stored_candidate(without_restricted(line))), {}, true));
      return {};
    }));
    need(session.commit());
  }
  const double make_seconds = milliseconds_since(start) / 1'000;

  OpenRequest open{store_file, Store::Mode::kWrite, Threads{threads}};
  open.live = true;
  start = Clock::now();
  Engine engine = need(Engine::open(open));
  (void)need(engine.ready());
  const double ready_seconds = milliseconds_since(start) / 1'000;
  const Population all = population_of(engine);
  MatchRequest suggest, shortlist;
  suggest.policy = need(read_policy(suggest_policy));
  shortlist.policy = need(read_policy(shortlist_policy));
  suggest.date = shortlist.date = generate::kDefaultToday;
  suggest.top = shortlist.top = top;
  suggest.id = all.people.front();
  shortlist.id = all.offers.front();
  (void)need(engine.suggest(suggest));
  (void)need(engine.shortlist(shortlist));

  const auto phase = [&](const auto& beside) {
    std::atomic<bool> ended{false};
    std::thread other([&] {
      beside(ended);
      ended = true;
    });
    Measured measured = read_lists(engine, all, suggest, shortlist, readers, ended);
    other.join();
    return measured;
  };
  const Measured quiet = phase([&](const std::atomic<bool>&) { std::this_thread::sleep_for(std::chrono::seconds(seconds)); });

  // Changes to records that are there: their availability and their posts, which every list depends on.
  std::vector<double> answered, seen;
  std::mutex mutex;
  std::atomic<std::uint64_t> refused{0};
  const auto begun = Clock::now();
  const Measured busy = phase([&](const std::atomic<bool>&) {
    std::atomic<unsigned> next{0};
    const auto from = Clock::now();
    std::vector<std::thread> threads_of_writers;
    for (unsigned w = 0; w < writers; ++w)
      threads_of_writers.emplace_back([&, w] {
        std::mt19937_64 dice(w + 99);
        for (;;) {
          const unsigned n = next++;
          if (n >= rate * seconds) return;
          std::this_thread::sleep_until(from + std::chrono::microseconds(std::uint64_t{n} * 1'000'000 / rate));
          const bool of_offer = n % 3 == 0;
          const std::string& id = of_offer ? all.offers[dice() % all.offers.size()] : all.people[dice() % all.people.size()];
          const auto sent = Clock::now();
          const auto answer = of_offer ? engine.patch_offer(id, fmt::format(R"({{"posts":{}}})", 1 + n % 9))
                                       : engine.patch_candidate(id, fmt::format(R"({{"mobility":{{"radius_km":{},"radius_minutes":null}}}})", 5 + n % 60));
          const double took = milliseconds_since(sent);
          if (!answer) { ++refused; continue; }
          // The first question after the answer: what it names is what it saw.
          const auto asked = Clock::now();
          const auto name = engine.ready();
          const double after = milliseconds_since(asked);
          const std::lock_guard lock(mutex);
          answered.push_back(took);
          if (name) seen.push_back(after);
        }
      });
    for (std::thread& thread : threads_of_writers) thread.join();
  });
  const double busy_seconds = milliseconds_since(begun) / 1'000;
  const auto lists = [](const Measured& m) {
    return fmt::format(R"({{"suggest_ms":{},"shortlist_ms":{},"failed":{}}})", percentiles(m.suggest), percentiles(m.shortlist), m.failed);
  };
  fmt::print(
      R"({{"candidates":{},"offers":{},"readers":{},"writers":{},"rate":{},"seconds":{},"build":"{}","processor":"{}","load_before":{:.2f},"load_after":{:.2f},"make_seconds":{:.1f},"ready_seconds":{:.2f},"alone":{},"with_changes":{},"changes":{},"refused":{},"busy_seconds":{:.1f},"answered_ms":{},"seen_after_answer_ms":{},"peak_bytes":{}}})"
      "\n",
      all.people.size(), all.offers.size(), readers, writers, rate, seconds, build_name(), bench::processor_name(), load_before, bench::load_average(), make_seconds, ready_seconds,
      lists(quiet), lists(busy), answered.size(), refused.load(), busy_seconds, percentiles(answered), percentiles(seen), bench::peak_memory());
  return 0;
}
