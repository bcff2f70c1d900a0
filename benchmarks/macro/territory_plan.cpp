// The territory's plan on a store with a whole region: the plain pass both ways, the unlock pass over everybody, and the plans
// of all basins, in one run. Prints one JSON object.
#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "machine.hpp"
#include "passerelle/engine.hpp"

namespace {

using namespace passerelle;

template <class T>
T need(Result<T> result) {
  if (!result) { fmt::print(stderr, "{}\n", describe(result.problem(), Language::kEnglish)); std::exit(1); }
  return std::move(result).value();
}

}  // namespace

int main(int argc, char** argv) {
  std::string store, date = "2025-06-02", basin;
  std::uint64_t budget = 100'000;
  unsigned threads = 2;
  CLI::App app("Times the territory's plan");
  app.add_option("--store", store)->required();
  app.add_option("--basin", basin, "one alone; default: all");
  app.add_option("--budget", budget, "euros, of each basin")->capture_default_str();
  app.add_option("--date", date)->capture_default_str();
  app.add_option("--threads", threads)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Engine engine = need(Engine::open({store, Store::Mode::kWrite, Threads{threads}}));
  TerritoryRequest request;
  request.policy = need(read_policy("datasets/policies/adviser.toml"));
  request.shortlist_policy = need(read_policy("datasets/policies/recruiter.toml"));
  request.date = *parse_day(date);
  request.plan.basin = basin;
  request.plan.budget_cents = budget * 100;
  request.plan.agent = request.plan.purpose = "benchmark";
  const TerritoryAnswer answer = need(engine.territory_plan(request));
  std::uint64_t posts = 0, bound = 0;
  std::uint32_t least = 100;
  for (const territory::BasinPlan& one : answer.plan.basins) {
    // A bound that a plan passes would be none.
    if (one.posts > one.bound) { fmt::print(stderr, "{}: {} posts, bound {}\n", one.basin, one.posts, one.bound); return 1; }
    posts += one.posts;
    bound += one.bound;
    least = std::min(least, one.percent_of_best);
  }
  fmt::print(R"({{"basins":{},"plain_ms":{},"unlock_ms":{},"plan_ms":{},"posts":{},"bound":{},"least_percent":{},"peak_bytes":{}}})"
             "\n",
             answer.plan.basins.size(), answer.plan.plain_ms, answer.plan.unlock_ms, answer.plan.plan_ms, posts, bound, least, bench::peak_memory());
  return 0;
}
