// Lists and what they are found in, on the workload « sample » (20,000 persons, 3,000 offers): one list each way, its top-k
// alone at several k, the corpus built, saved and mapped, the plan of a policy. Lists are compared with the plain loop over all
// pairs, and the mapped corpus with the built one, before anything is timed.
//   PASSERELLE_BENCH_STORE=FILE   a store that holds a reference (benchmarks/micro.sh makes one)
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "exhaustive.hpp"
#include "corpus/build_corpus.hpp"
#include "corpus/corpus_file.hpp"
#include "generate/generate.hpp"
#include "ranking/matcher.hpp"
#include "ranking/match_plan.hpp"
#include "records/record_json.hpp"
#include "store/store.hpp"

namespace {

using namespace passerelle;

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.problem(), Language::kEnglish));
  return std::move(result).value();
}
void need(Status status) {
  if (!status) throw std::runtime_error(describe(status.problem(), Language::kEnglish));
}

std::string store_file() {
  const char* file = std::getenv("PASSERELLE_BENCH_STORE");
  if (file == nullptr) throw std::runtime_error("PASSERELLE_BENCH_STORE names no store");
  return file;
}

struct Region {
  std::shared_ptr<const reference::Reference> reference;
  std::vector<Offer> offers;
  std::vector<Candidate> people;

  Region() : reference(need(need(Store::open(store_file(), Store::Mode::kWrite)).load_reference())) {
    generate::GenerateRequest request;
    request.region = "32";
    request.candidates = 20'000;
    request.offers = 3'000;
    need(generate::generate_offers(request, *reference, {}, [&](std::string_view line) -> Status {
      offers.push_back(need(decode_stored_offer(line)));
      return {};
    }));
    need(generate::generate_candidates(request, *reference, {}, [&](std::string_view line) -> Status {
      const std::size_t at = line.find(",\"restricted\":");  // stands last, and is not for matching
      people.push_back(need(decode_stored_candidate(at == std::string_view::npos ? std::string(line) : std::string(line.substr(0, at)) + '}')));
      return {};
    }));
  }
  std::shared_ptr<const Corpus> build() const {
    CorpusBuilder builder(reference);
    for (const Offer& offer : offers) builder.add(offer);
    for (const Candidate& person : people) builder.add(person);
    return builder.finish("sample");
  }
};

const Region& region() {
  static const Region one;
  return one;
}
const Corpus& corpus() {
  static const std::shared_ptr<const Corpus> one = region().build();
  return *one;
}

struct Setting {
  Policy policy;
  TravelModel travel;
  ScoringContext context;
  explicit Setting(const char* name)
      : policy(need(read_policy(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/policies/" + name + ".toml"))), travel(policy.travel),
        context{corpus(), policy, travel, generate::kDefaultToday} {}
};

template <class Id>
bool same(const std::vector<Ranked<Id>>& fast, const std::vector<BatchLine<Id>>& plain) {
  bool all = fast.size() == plain.size();
  for (std::size_t i = 0; all && i < plain.size(); ++i) all = fast[i].id == plain[i].id && fast[i].score.score == plain[i].score && fast[i].tier == plain[i].tier;
  return all;
}

void suggest(benchmark::State& state) {
  const Setting setting("adviser");
  const Matcher matcher(setting.context);
  const ListRequest request{static_cast<std::size_t>(state.range(0)), 0, false};
  for (std::uint32_t c = 0; c < corpus().candidates.size(); c += 997)
    if (!same(matcher.suggest(CandidateId{c}, request).lines, bench::exhaustive_suggest(setting.context, CandidateId{c}, request.top)))
      return state.SkipWithError("a list differs from the plain loop's");
  std::uint32_t c = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(matcher.suggest(CandidateId{c}, request));
    c = (c + 7'919) % static_cast<std::uint32_t>(corpus().candidates.size());
  }
}
BENCHMARK(suggest)->Arg(1)->Arg(20)->Arg(200)->Unit(benchmark::kMicrosecond);

void shortlist(benchmark::State& state) {
  const Setting setting("recruiter");
  const Matcher matcher(setting.context);
  const ListRequest request{static_cast<std::size_t>(state.range(0)), 0, false};
  for (std::uint32_t o = 0; o < corpus().offers.size(); o += 499)
    if (!same(matcher.shortlist(OfferId{o}, request).lines, bench::exhaustive_shortlist(setting.context, OfferId{o}, request.top)))
      return state.SkipWithError("a list differs from the plain loop's");
  std::uint32_t o = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(matcher.shortlist(OfferId{o}, request));
    o = (o + 1'009) % static_cast<std::uint32_t>(corpus().offers.size());
  }
}
BENCHMARK(shortlist)->Arg(1)->Arg(20)->Arg(200)->Unit(benchmark::kMicrosecond);

void plan(benchmark::State& state) {
  const Setting setting("adviser");
  for (auto _ : state) benchmark::DoNotOptimize(std::make_unique<MatchPlan>(setting.context, kernel::chosen_kernels()));
}
BENCHMARK(plan)->Unit(benchmark::kMillisecond);

void build_a_corpus(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(region().build());
  const CorpusBytes bytes = bytes_of(corpus());
  state.counters["bytes/candidate"] = static_cast<double>(bytes.candidates) / static_cast<double>(corpus().candidates.size());
  state.counters["bytes/offer"] = static_cast<double>(bytes.offers) / static_cast<double>(corpus().offers.size());
}
BENCHMARK(build_a_corpus)->Unit(benchmark::kMillisecond);

void map_a_corpus(benchmark::State& state) {
  const std::string file = store_file() + ".micro-corpus";
  need(save_corpus(corpus(), "micro", file));
  const auto map = [&] { return passerelle::map_corpus(file, region().reference, "sample", "micro").corpus; };
  const auto mapped = map();
  const CorpusBytes built_bytes = bytes_of(corpus());
  if (!mapped || bytes_of(*mapped).candidates != built_bytes.candidates || mapped->candidates.ids[7] != corpus().candidates.ids[7])
    state.SkipWithError("the mapped corpus is not the built one");
  for (auto _ : state) benchmark::DoNotOptimize(map());
  std::remove(file.c_str());
}
BENCHMARK(map_a_corpus)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
