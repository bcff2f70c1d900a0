// What levers open to everybody of a workload: the plain pass both ways, the unlock pass, the counts and plans of all basins, and
// « what if » for single persons, in one run. A sample is compared with the adviser's judge first. Prints one JSON object.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "adviser/adviser_page.hpp"
#include "adviser/ground.hpp"
#include "generate/generate.hpp"
#include "levers/read_tables.hpp"
#include "machine.hpp"
#include "need.hpp"
#include "population.hpp"
#include "sensitive/restricted_json.hpp"
#include "store/store.hpp"
#include "territory/territory_counts.hpp"
#include "territory/unlock_pass.hpp"
#include "territory/unlocks_by_judge.hpp"

namespace {

using namespace passerelle;
using bench::need;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

levers::LeverTables shipped_tables() {
  levers::LeverTables tables;
  const auto read = [](std::string_view file) { return need(levers::read_table(fmt::format("datasets/levers/{}.toml", file))); };
  tables.barriers = std::get<levers::BarrierVocabulary>(read("barriers"));
  tables.demands = std::get<levers::DemandTable>(read("demands"));
  tables.conflicts = std::get<levers::ConflictTable>(read("conflicts"));
  tables.levers = std::get<levers::LeverCatalogue>(read("levers-hauts-de-france")).levers;
  // The shipped catalogue counts from a day of its own on.
  for (levers::Lever& lever : tables.levers) lever.valid_from = std::min(lever.valid_from, generate::kDefaultToday);
  return tables;
}

/// What a call gave and took.
template <class T>
struct Timed {
  template <class F>
  explicit Timed(const F& call) : start(Clock::now()), clock(std::clock()), value(call()), seconds(seconds_since(start)), processor(static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC) {}
  Clock::time_point start;
  std::clock_t clock;
  T value;
  double seconds, processor;
};

/// Pairs that something opens; pairs × openers, weak only and strong.
struct Sums {
  std::uint64_t pairs = 0, weak = 0, strong = 0;
  void add(const territory::Unlocks& unlocks) {
    pairs += unlocks.pairs();
    for (std::size_t person = 0; person < unlocks.persons(); ++person)
      for (std::size_t g = 0; g < unlocks.groups(person); ++g) {
        const territory::Unlocks::Group group = unlocks.group(person, g);
        for (const territory::Unlocks::Opening& opening : group.openings) (opening.strong ? strong : weak) += group.offers.size();
      }
  }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times the unlock pass of one workload");
  std::string name, store_file, counts, tension, suggest_policy = "datasets/policies/adviser.toml", shortlist_policy = "datasets/policies/recruiter.toml";
  unsigned threads = 2, part = 1;
  std::size_t top = 20, check = 200, persons = 1'000;
  std::uint64_t budget = 100'000;
  app.add_option("--workload", name)->required();
  app.add_option("--part", part, "one of this many parts of it: 16, 8, 4, 2, 1");
  app.add_option("--store", store_file, "holds the reference")->required();
  app.add_option("--counts", counts);
  app.add_option("--tension", tension);
  app.add_option("--suggest-policy", suggest_policy)->capture_default_str();
  app.add_option("--shortlist-policy", shortlist_policy)->capture_default_str();
  app.add_option("--threads", threads)->capture_default_str();
  app.add_option("--top", top)->capture_default_str();
  app.add_option("--check", check, "persons compared with the judge")->capture_default_str();
  app.add_option("--persons", persons, "of « what if »")->capture_default_str();
  app.add_option("--budget", budget, "euros, of each basin")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const double load_before = bench::load_average();
  auto store = need(Store::open(store_file, Store::Mode::kWrite));
  const auto reference = need(store.load_reference(Threads{threads}));
  std::vector<Offer> offers;
  std::vector<std::pair<std::string, std::string>> restricted;
  const auto population = bench::make_population(
      {name, part, counts, tension, store_file + ".unlocks-corpus", Threads{threads}}, reference, [&](const Offer& offer) { offers.push_back(offer); },
      [&](const Candidate& person, std::string_view text) { if (!text.empty()) restricted.emplace_back(person.id, text); });
  const Corpus& corpus = *population.corpus;
  const Day date = generate::kDefaultToday;
  demands::ContextsByOccupation contexts;
  for (auto& row : need(store.occupation_contexts())) contexts[row.occupation].push_back({std::move(row.context), std::move(row.label)});
  auto start = Clock::now();
  const auto ground = need(adviser::build_ground(population.corpus, date, shipped_tables(), std::move(contexts), {}, {}, [&](const auto& take) -> Status {
    for (const Offer& offer : offers) PASSERELLE_TRY(take(offer));
    return {};
  }));
  const double ground_seconds = seconds_since(start);
  territory::TerritoryRecords records;
  records.posts.assign(corpus.offers.size(), 1);
  std::sort(offers.begin(), offers.end(), [](const Offer& a, const Offer& b) { return a.id < b.id; });  // as the corpus has them
  for (std::uint32_t o = 0; o < offers.size(); ++o) records.posts[o] = offers[o].posts;
  records.restricted.resize(corpus.candidates.size());
  for (auto& [id, text] : restricted) records.restricted[corpus.find_candidate(id)->value] = std::move(text);
  restricted = {};

  const Policy suggest = need(read_policy(suggest_policy)), shortlist = need(read_policy(shortlist_policy));
  const TravelModel suggest_travel(suggest.travel), shortlist_travel(shortlist.travel);
  const ScoringContext suggest_context{corpus, suggest, suggest_travel, date}, shortlist_context{corpus, shortlist, shortlist_travel, date};
  const Matcher suggest_matcher(suggest_context), shortlist_matcher(shortlist_context);
  const territory::Sides sides{suggest_context, suggest_matcher, shortlist_context, shortlist_matcher};

  // Verify, then time.
  const Timed<territory::Bars> plain([&] { return territory::plain_pass(sides, top, Threads{threads}); });
  const territory::Bars& bars = plain.value;
  std::mt19937_64 dice(7);
  std::vector<CandidateId> sample, everybody;
  for (std::size_t i = 0; i < check; ++i) sample.push_back(CandidateId{static_cast<std::uint32_t>(dice() % corpus.candidates.size())});
  for (std::uint32_t i = 0; i < corpus.candidates.size(); ++i) everybody.push_back(CandidateId{i});
  const auto case_of = [&](CandidateId person) { return adviser::person_case(*ground, suggest_context, person, need(read_restricted(records.restricted[person.value]))); };
  constexpr std::size_t kBlock = territory::UnlockPass::kBlock;
  {
    territory::UnlockPass pass(*ground, sides, bars, Threads{threads});
    const auto blocks = need(pass.run(sample, records.restricted));
    for (std::size_t i = 0; i < sample.size(); ++i)
      if (territory::opened_of(blocks[i / kBlock], i % kBlock) != territory::unlocks_by_judge(case_of(sample[i]), *ground, sides, bars)) {
        fmt::print(stderr, "what is opened to {} is not what the judge says\n", corpus.candidates.ids[sample[i].value]);
        return 1;
      }
  }
  Sums sums;
  double unlock_seconds = 0, unlock_processor = 0;
  {
    const Timed<std::vector<territory::Unlocks>> pass([&] {
      return need(territory::UnlockPass(*ground, sides, bars, Threads{threads}).run(everybody, records.restricted));
    });
    unlock_seconds = pass.seconds;
    unlock_processor = pass.processor;
    for (const territory::Unlocks& block : pass.value) sums.add(block);
  }

  // As the command does it: a basin after the other, then counts and plans.
  territory::PlanRequest request;
  request.budget_cents = budget * 100;
  request.top = top;
  const auto plan = need(territory::count_territory(*ground, sides, request, records, Threads{threads}));
  std::uint64_t planned = 0, bound = 0;
  std::uint32_t least = 100;
  for (const territory::BasinPlan& basin : plan.basins) {
    // A bound that a plan passes would be none.
    if (basin.posts > basin.bound) { fmt::print(stderr, "{}: {} posts, bound {}\n", basin.basin, basin.posts, basin.bound); return 1; }
    planned += basin.posts;
    bound += basin.bound;
    least = std::min(least, basin.percent_of_best);
  }

  // « What if » for single persons, one thread, without the store: the lever that opens most, where one opens anything.
  std::vector<double> millis;
  std::uint64_t opened = 0;
  const auto record_of = [&](OfferId offer) -> Result<Offer> { return offers[offer.value]; };
  for (std::size_t i = 0; millis.size() < persons && i < everybody.size(); ++i) {
    const CandidateId person{static_cast<std::uint32_t>(dice() % corpus.candidates.size())};
    const adviser::PersonCase situation = case_of(person);
    const auto by = territory::unlocks_by_judge(situation, *ground, sides, bars);
    const territory::Opened* most = nullptr;
    for (const territory::Opened& one : by)
      if (one.by.levers[0] != territory::kNoLever && one.by.levers[1] == territory::kNoLever && (most == nullptr || one.offers.size() > most->offers.size())) most = &one;
    if (most == nullptr) continue;
    const std::string lever = ground->tables.levers[most->by.levers[0]].id;
    const auto begun = Clock::now();
    const auto answer = need(adviser::what_if(*ground, suggest_context, case_of(person), {lever}, adviser::PageRequest{}, record_of));
    millis.push_back(seconds_since(begun) * 1e3);
    opened += answer.opened;
    if (answer.opened < most->offers.size()) {
      fmt::print(stderr, "{}: {} opens {}, not {}\n", answer.candidate, lever, answer.opened, most->offers.size());
      return 1;
    }
  }
  std::sort(millis.begin(), millis.end());
  const auto at = [&](std::size_t permille) { return millis.empty() ? 0.0 : millis[std::min(millis.size() - 1, millis.size() * permille / 1000)]; };

  fmt::print(
      R"({{"workload":"{}","part":{},"candidates":{},"offers":{},"threads":{},"top":{},"kernels":"{}","processor":"{}","load_before":{:.2f},"load_after":{:.2f},"persons_compared":{},"plain_seconds":{:.3f},"plain_processor_seconds":{:.3f},"unlock_seconds":{:.3f},"unlock_processor_seconds":{:.3f},"ratio":{:.2f},"ratio_processor":{:.2f},"pairs_opened":{},"weak":{},"strong":{},"by_basin":{{"plain_ms":{},"unlock_ms":{},"ratio":{:.2f},"count_and_plan_ms":{},"basins":{},"budget_euros":{},"posts":{},"bound":{},"least_percent":{}}},"whatif":{{"persons":{},"p50_ms":{:.2f},"p99_ms":{:.2f},"most_ms":{:.2f},"opened_mean":{:.1f}}},"ground_seconds":{:.2f},"peak_bytes":{}}})"
      "\n",
      name, part, corpus.candidates.size(), corpus.offers.size(), threads, top, kernel::chosen_kernels().name, bench::processor_name(), load_before, bench::load_average(),
      sample.size(), plain.seconds, plain.processor, unlock_seconds, unlock_processor, unlock_seconds / plain.seconds, unlock_processor / plain.processor, sums.pairs, sums.weak,
      sums.strong, plan.plain_ms, plan.unlock_ms, static_cast<double>(plan.unlock_ms) / static_cast<double>(std::max<std::uint64_t>(plan.plain_ms, 1)), plan.plan_ms,
      plan.basins.size(), budget, planned, bound, least, millis.size(), at(500), at(990), at(1000),
      millis.empty() ? 0.0 : static_cast<double>(opened) / static_cast<double>(millis.size()), ground_seconds, bench::peak_memory());
  return 0;
}
