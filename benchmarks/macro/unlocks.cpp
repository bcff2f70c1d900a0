// The unlock pass of a whole region: plain pass both ways, then what levers open to everybody, then the plans of all basins, in
// one run. Prints one JSON object.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "adviser/ground.hpp"
#include "adviser/stored_tables.hpp"
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

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times the unlock pass of one workload");
  std::string name, store_file, counts, tension, suggest_policy = "datasets/policies/adviser.toml", shortlist_policy = "datasets/policies/recruiter.toml";
  unsigned threads = 2, part = 1;
  std::size_t top = 20, check = 200;
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
  std::vector<std::uint32_t> posts(corpus.offers.size(), 1);
  for (const Offer& offer : offers)
    if (const auto id = corpus.find_offer(offer.id)) posts[id->value] = offer.posts;
  offers = {};
  std::vector<std::string> records(corpus.candidates.size());
  for (auto& [id, text] : restricted) records[corpus.find_candidate(id)->value] = std::move(text);

  const Policy suggest = need(read_policy(suggest_policy)), shortlist = need(read_policy(shortlist_policy));
  const TravelModel suggest_travel(suggest.travel), shortlist_travel(shortlist.travel);
  const ScoringContext suggest_context{corpus, suggest, suggest_travel, date}, shortlist_context{corpus, shortlist, shortlist_travel, date};
  const Matcher suggest_matcher(suggest_context), shortlist_matcher(shortlist_context);
  const territory::Sides sides{suggest_context, suggest_matcher, shortlist_context, shortlist_matcher};
  start = Clock::now();
  std::clock_t plain_start = std::clock();
  const territory::Bars bars = territory::plain_pass(sides, top, Threads{threads});
  const double plain_processor = static_cast<double>(std::clock() - plain_start) / CLOCKS_PER_SEC;
  const double plain = seconds_since(start);
  start = Clock::now();
  std::vector<CandidateId> people;
  for (std::uint32_t i = 0; i < corpus.candidates.size(); ++i) people.push_back(CandidateId{i});
  territory::UnlockPass pass(*ground, sides, bars, Threads{threads});
  const double rules_seconds = seconds_since(start);
  const std::clock_t processor = std::clock();
  const auto blocks = need(pass.run(people, records));
  const double unlock = seconds_since(start), unlock_processor = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::uint64_t pairs = 0, weak = 0, strong = 0, groups = 0;
  for (const auto& block : blocks) {
    pairs += block.pairs();
    for (std::size_t p = 0; p < block.persons(); ++p)
      for (std::size_t g = 0; g < block.groups(p); ++g, ++groups)
        for (const auto& o : block.group(p, g).openings) weak += block.group(p, g).offers.size(), strong += o.strong ? block.group(p, g).offers.size() : 0;
  }
  std::mt19937_64 dice(7);
  std::size_t compared = 0;
  for (std::size_t i = 0; i < check; ++i) {
    const std::size_t person = dice() % people.size();
    const auto slow = territory::unlocks_by_judge(adviser::person_case(*ground, suggest_context, people[person], need(read_restricted(records[person]))), *ground, sides, bars);
    const auto fast = territory::opened_of(blocks[person / territory::UnlockPass::kBlock], person % territory::UnlockPass::kBlock);
    compared += !slow.empty();
    if (fast != slow) {
      fmt::print(stderr, "what is opened to {} differs from the judge\n", person);
      return 1;
    }
  }
  fmt::print("compared {} pairs {} groups {} weak {} strong {} plain {:.3f} ({:.3f}) unlock {:.3f} ({:.3f}) ratio {:.2f} ({:.2f}) rules {:.3f} ground {:.2f} load {:.2f} {:.2f}\n", compared, pairs, groups, weak, strong, plain, plain_processor, unlock, unlock_processor, unlock / plain, unlock_processor/plain_processor, rules_seconds, ground_seconds, load_before, bench::load_average());
  territory::PlanRequest request;
  request.budget_cents = budget * 100;
  request.top = top;
  const auto plan = need(territory::count_territory(*ground, sides, request, {posts, records}, Threads{threads}));
  std::uint64_t planned = 0, bound = 0;
  for (const auto& basin : plan.basins) planned += basin.posts, bound += basin.bound;
  fmt::print("plain {} unlock {} plan {} basins {} posts {} bound {} peak {:.2f} GB\n", plan.plain_ms, plan.unlock_ms, plan.plan_ms, plan.basins.size(), planned, bound, static_cast<double>(bench::peak_memory()) / 1e9);
  return 0;
}
