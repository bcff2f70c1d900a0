// Requirements from texts: 55,561 offers (a region's day) of the length that real ones have, on all threads. The texts are
// those of a file of offers that PASSERELLE_SHARED has (two kilobytes on average), repeated; verified before it is timed: each
// repetition finds the same. PASSERELLE_BENCH_SCALE=10 makes it ten times smaller.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "intake/extract/extractor.hpp"
#include "intake/read_records.hpp"
#include "reference/build_reference.hpp"
#include "reference/rome_reader.hpp"
#include "reference/vocabulary_reader.hpp"

namespace {

using namespace passerelle;

constexpr std::size_t kOffers = 55'561;

struct World {
  std::shared_ptr<const reference::Reference> reference;
  std::vector<Offer> offers;
  std::size_t bytes = 0;
};

template <class Value>
Value need(Result<Value> result) {
  if (!result) throw std::runtime_error(describe(result.problem(), Language::kEnglish));
  return *std::move(result);
}

const World& world() {
  static const World made = [] {
    const char* named = std::getenv("PASSERELLE_SHARED");
    const std::filesystem::path shared = named != nullptr ? named : "../shared/data";
    World w;
    reference::ReferenceInputs inputs;
    inputs.vocabularies.push_back(need(reference::read_rome((shared / "rome_v460").string())));
    inputs.vocabularies.push_back(need(reference::read_vocabulary(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/vocabularies/certificates.json")));
    w.reference = reference::build_reference(inputs).reference;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(shared / "offers"))
      if (entry.path().extension() == ".jsonl") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      const Status read = read_offers(file, OfferFormat::kFranceTravail, *w.reference, Threads{}, [&](ReadRecord<Offer>&& record) -> Status {
        if (Offer* offer = std::get_if<Offer>(&record.outcome)) w.offers.push_back(std::move(*offer));
        return {};
      });
      if (!read) throw std::runtime_error(describe(read.problem(), Language::kEnglish));
    }
    for (const Offer& offer : w.offers) w.bytes += offer.description.size();
    return w;
  }();
  return made;
}

void extract_region(benchmark::State& state) {
  const World& w = world();
  const extract::Extractor extractor(*w.reference);
  const char* scale = std::getenv("PASSERELLE_BENCH_SCALE");
  const std::size_t count = kOffers / static_cast<std::size_t>(scale == nullptr ? 1 : std::max(1, std::atoi(scale)));
  std::size_t expected = 0;
  std::vector<std::size_t> each(w.offers.size());
  const auto found_in = [&](const Offer& offer) {
    return extractor.find(offer.description, offer.title, w.reference->find_occupation(offer.occupation).value_or(OccupationId{})).size();
  };
  for (std::size_t i = 0; i < w.offers.size(); ++i) each[i] = found_in(w.offers[i]);
  for (std::size_t i = 0; i < count; ++i) expected += each[i % w.offers.size()];
  for (auto _ : state) {
    std::atomic<std::size_t> found = 0;
    parallel_blocks(count, 32, Threads{static_cast<unsigned>(state.range(0))}, [&](std::size_t begin, std::size_t end, unsigned) {
      std::size_t here = 0;
      for (std::size_t i = begin; i < end; ++i) here += found_in(w.offers[i % w.offers.size()]);
      found += here;
    });
    if (found != expected) state.SkipWithError("not the same findings");
  }
  state.counters["offers"] = static_cast<double>(count);
  state.counters["findings"] = static_cast<double>(expected);
  state.counters["bytes per offer"] = static_cast<double>(w.bytes) / static_cast<double>(w.offers.size());
}
BENCHMARK(extract_region)->Arg(1)->Arg(2)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
