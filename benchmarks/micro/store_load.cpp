// How long the store takes for a region's population: 577,370 candidates of about 600 bytes and 55,561 offers of about
// 1.5 kB, ids ascending or in any order; the same again unchanged; reading all of it. Each pass verifies what it did.
// PASSERELLE_BENCH_SCALE=10 makes it ten times smaller.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <stdexcept>

#include <fmt/format.h>

#include "records/record_json.hpp"
#include "store/store.hpp"

namespace {

using namespace passerelle;

std::size_t scaled(std::size_t n) {
  const char* scale = std::getenv("PASSERELLE_BENCH_SCALE");
  return n / static_cast<std::size_t>(scale == nullptr ? 1 : std::max(1, std::atoi(scale)));
}

template <class Value>
Value need(Result<Value> result) {
  if (!result) throw std::runtime_error(describe(result.problem(), Language::kEnglish));
  return std::move(result).value();
}
void need(Status status) {
  if (!status) throw std::runtime_error(describe(status.problem(), Language::kEnglish));
}

Candidate make_candidate(std::size_t i) {
  Candidate candidate;
  candidate.id = fmt::format("candidate-{:08}", i);
  candidate.sought = {fmt::format("rome:N{:04}", 1000 + i % 600), fmt::format("rome:K{:04}", 1000 + i % 431)};
  candidate.practised = {{fmt::format("rome:N{:04}", 1000 + i % 577), static_cast<std::uint16_t>(i % 240 + 1)}};
  for (std::size_t k = 0; k < 14; ++k) {
    const std::string item = fmt::format("rome:{}", 100'000 + (i * 31 + k * 977) % 18'000);
    candidate.items.push_back({item, {}, ItemOrigin::kDeclared});
  }
  candidate.licences = bit(Licence::kB);
  candidate.languages = {{"fr", 6}, {"en", 2}};
  candidate.education = 3;
  candidate.contracts = {Contract::kCdi, Contract::kCdd};
  candidate.weekly_minutes_min = 1'200;
  candidate.available = Day{20'000 + static_cast<std::int32_t>(i % 90)};
  candidate.home.insee = fmt::format("{:05}", 2'001 + i % 3'782);
  candidate.home.coordinates = Coordinates{50'000'000 + static_cast<std::int32_t>(i % 900'000), 2'000'000};
  candidate.mobility.radius_km = 30;
  candidate.mobility.means = Means::kCar;
  return candidate;
}

Offer make_offer(std::size_t i) {
  Offer offer;
  offer.id = fmt::format("offer-{:07}", i);
  offer.sources = {{"benchmark", offer.id, "https://example.org/" + offer.id}};
  offer.title = fmt::format("Préparateur de commandes {}", i);
  offer.description.assign(700, static_cast<char>('a' + i % 26));
  offer.occupation = fmt::format("rome:N{:04}", 1000 + i % 600);
  offer.place.insee = fmt::format("{:05}", 2'001 + i % 3'782);
  offer.contract = Contract::kCdd;
  offer.published = Day{20'000};
  for (std::size_t k = 0; k < 6; ++k) {
    offer.items.push_back({fmt::format("rome:{}", 100'000 + (i * 17 + k * 577) % 18'000),
                           "Contrôler la conformité d'une commande", Level::kDesired, {}, Provenance::kField, {}});
  }
  return offer;
}

/// A store in a directory of its own, removed at the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "passerelle-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = name;
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(directory_, error);
  }
  std::string path() const { return (directory_ / "bench.db").string(); }

 private:
  std::filesystem::path directory_;
};

std::vector<std::size_t> order(std::size_t n, bool sorted) {
  std::vector<std::size_t> ids(n);
  for (std::size_t i = 0; i < n; ++i) ids[i] = i;
  if (!sorted) std::shuffle(ids.begin(), ids.end(), std::mt19937(1));
  return ids;
}

/// The store's part: encoding, fingerprints, statements and the durable commit. Making the records is not timed.
struct Seconds { double wall = 0, processor = 0; };
Seconds load(Store& store, const std::vector<std::size_t>& candidates, const std::vector<std::size_t>& offers,
             Outcome expected) {
  constexpr std::size_t kBatch = 4'096;
  Seconds seconds;
  const auto timed = [&seconds](auto work) {
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t processor = std::clock();
    work();
    seconds.wall += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    seconds.processor += static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  };
  const auto import = [&](RecordKind kind, const std::vector<std::size_t>& ids, auto make, auto put) {
    ImportSession session = need(store.begin_import(kind, "benchmark"));
    for (std::size_t begin = 0; begin < ids.size(); begin += kBatch) {
      const std::size_t end = std::min(ids.size(), begin + kBatch);
      std::vector<decltype(make(std::size_t{}))> batch;
      for (std::size_t i = begin; i < end; ++i) batch.push_back(make(ids[i]));
      timed([&] {
        for (const auto& record : batch)
          if (need(put(session, record)) != expected) throw std::runtime_error("outcome");
      });
    }
    timed([&] { need(session.commit()); });
  };
  import(RecordKind::kCandidate, candidates, make_candidate,
         [](ImportSession& session, const Candidate& candidate) { return session.put(candidate, "{}", false); });
  import(RecordKind::kOffer, offers, make_offer,
         [](ImportSession& session, const Offer& offer) { return session.put(offer); });
  return seconds;
}

void run(benchmark::State& state) {
  const bool sorted = state.range(0) != 0;
  const std::vector<std::size_t> candidates = order(scaled(577'370), sorted), offers = order(scaled(55'561), sorted);
  for (auto _ : state) {
    const Scratch scratch;
    Store store = need(Store::open(scratch.path(), Store::Mode::kCreate));
    const Seconds first = load(store, candidates, offers, Outcome::kNew);
    const Seconds again = load(store, candidates, offers, Outcome::kUnchanged);
    const StoreCounts counts = need(store.counts());
    if (counts.candidates != candidates.size() || counts.offers != offers.size()) throw std::runtime_error("counts");
    std::size_t bytes = 0, records = 0;
    const auto start = std::chrono::steady_clock::now();
    const auto visit = [&](std::string_view, std::string_view json) -> Status {
      ++records;
      bytes += json.size();
      return {};
    };
    need(store.for_each_candidate({}, visit));
    need(store.for_each_offer({}, visit));
    const double read = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (records != candidates.size() + offers.size()) throw std::runtime_error("records");
    need(store.check());
    state.SetIterationTime(first.wall);
    state.counters["load_s"] = first.wall;
    state.counters["load_processor_s"] = first.processor;
    state.counters["unchanged_s"] = again.wall;
    state.counters["unchanged_processor_s"] = again.processor;
    state.counters["read_s"] = read;
    state.counters["file_MB"] = static_cast<double>(std::filesystem::file_size(scratch.path())) / 1e6;
    state.counters["candidate_bytes"] = static_cast<double>(encode(make_candidate(12'345)).size());
    state.counters["offer_bytes"] = static_cast<double>(encode(make_offer(12'345)).size());
  }
}

BENCHMARK(run)->Name("store_load/ids_ascending")->Arg(1)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);
BENCHMARK(run)->Name("store_load/ids_in_any_order")->Arg(0)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);

}  // namespace

BENCHMARK_MAIN();
