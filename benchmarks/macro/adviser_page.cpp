// The adviser's page and « what if » on a store with a whole region: time of each, warm, one thread, the access log's durable
// write included. Verifies before it times: a grant of nothing that changes would be no answer. Prints one JSON object.
#include <algorithm>
#include <chrono>
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "machine.hpp"
#include "passerelle/engine.hpp"

namespace {

using namespace passerelle;
using Clock = std::chrono::steady_clock;

template <class T>
T need(Result<T> result) {
  if (!result) { fmt::print(stderr, "{}\n", describe(result.problem(), Language::kEnglish)); std::exit(1); }
  return std::move(result).value();
}

double millis_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

double at(std::vector<double>& sorted, std::size_t permille) { return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, sorted.size() * permille / 1000)]; }

double mean(std::uint64_t sum, std::size_t count) { return count == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(count); }

}  // namespace

int main(int argc, char** argv) {
  std::string store, policy_file = "datasets/policies/adviser.toml", date = "2025-06-02";
  std::size_t persons = 1'000;
  CLI::App app("Times the adviser's page and « what if »");
  app.add_option("--store", store)->required();
  app.add_option("--policy", policy_file)->capture_default_str();
  app.add_option("--date", date)->capture_default_str();
  app.add_option("--persons", persons)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Engine engine = need(Engine::open({store, Store::Mode::kWrite, Threads{2}}));
  AdviserRequest request;
  request.policy = need(read_policy(policy_file));
  request.date = *parse_day(date);
  request.access.agent = "benchmark";
  request.access.purpose = "benchmark";
  std::vector<std::string> ids;
  if (const Status listed = engine.candidates({}, [&](const Candidate& person, std::string_view) -> Status { ids.push_back(person.id); return {}; }); !listed) return 1;
  std::mt19937_64 random(1);
  std::shuffle(ids.begin(), ids.end(), random);
  if (ids.size() > persons + 1) ids.resize(persons + 1);

  const auto load = Clock::now();
  request.candidate = ids.back();
  request.access.portfolio = {request.candidate};
  (void)need(engine.adviser_page(request));
  const double loaded = millis_since(load);
  std::vector<double> pages, changes;
  std::uint64_t judged = 0, opened = 0, with = 0;
  for (const std::string& id : ids) {
    request.candidate = id;
    request.access.portfolio = {id};
    auto start = Clock::now();
    const AdviserAnswer page = need(engine.adviser_page(request));
    pages.push_back(millis_since(start));
    judged += page.page.offers.size();
    with += page.page.with_count;
    // A lever that opens something where there is one.
    request.grant = {!page.page.with_lever.empty() ? page.page.with_lever.front().levers.front().id
                                                   : !page.page.with_training.empty() ? page.page.with_training.front().levers.front().id : "covoiturage-domicile-travail"};
    start = Clock::now();
    const auto change = engine.what_if(request);
    if (!change) continue;  // not usable by this person
    changes.push_back(millis_since(start));
    opened += change->difference.opened;
    if (!page.page.with_lever.empty() && change->difference.opened < page.page.with_lever.front().offers) {
      fmt::print(stderr, "{}: {} opens {}, the page says {}\n", id, request.grant.front(), change->difference.opened, page.page.with_lever.front().offers);
      return 1;
    }
  }
  std::sort(pages.begin(), pages.end());
  std::sort(changes.begin(), changes.end());
  fmt::print(R"({{"persons":{},"first_ms":{:.0f},"page_p50_ms":{:.2f},"page_p99_ms":{:.2f},"whatif":{},"whatif_p50_ms":{:.2f},"whatif_p99_ms":{:.2f},"judged_mean":{:.0f},"with_mean":{:.1f},"opened_mean":{:.1f}}})"
             "\n",
             pages.size(), loaded, at(pages, 500), at(pages, 990), changes.size(), at(changes, 500), at(changes, 990), mean(judged, pages.size()),
             mean(with, pages.size()), mean(opened, changes.size()));
  return 0;
}
