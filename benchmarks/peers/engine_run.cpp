// Our engine on the same records, under simple.toml: times a batch each way and writes its lists for comparison.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "corpus/build_corpus.hpp"
#include "flat_files.hpp"
#include "population.hpp"
#include "ranking/matcher.hpp"

namespace {

using namespace passerelle;
using namespace passerelle::peers;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kTop = 20;

struct Answer { std::uint32_t id; std::int32_t score; };
using Lists = std::vector<std::vector<Answer>>;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The one place that asks the engine: everybody's lists of one direction when the stride is 1, else single ones of the
/// queries 0, stride, 2·stride …
// Ids are places in external-id order, as the other peers' are.
Lists ask(const Matcher& matcher, const Corpus& corpus, std::size_t n, bool suggest_offers, std::size_t stride, Threads threads) {
  Lists lists((n + stride - 1) / stride);
  const ListRequest request{kTop, 0, false};
  const auto keep = [&](const auto& lines, std::vector<Answer>& into) {
    for (const auto& line : lines) into.push_back({corpus.order_of(line.id), line.score});
  };
  if (stride == 1) {
    if (suggest_offers) matcher.suggest_all(request, threads, [&](CandidateId id, auto lines) { keep(lines, lists[corpus.order_of(id)]); });
    else matcher.shortlist_all(request, threads, [&](OfferId id, auto lines) { keep(lines, lists[id.value]); });
    return lists;
  }
  const auto keep_ranked = [&](const auto& ranked, std::vector<Answer>& into) {
    for (const auto& line : ranked.lines) into.push_back({corpus.order_of(line.id), line.score.score});
  };
  parallel_blocks(lists.size(), 16, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t q = begin; q < end; ++q) {
      const auto id = static_cast<std::uint32_t>(q * stride);
      if (suggest_offers) keep_ranked(matcher.suggest(corpus.candidates_by_id[id], request), lists[q]);
      else keep_ranked(matcher.shortlist(OfferId{id}, request), lists[q]);
    }
  });
  return lists;
}

void write(const std::string& path, const Lists& lists, std::size_t asked_stride, std::size_t kept_stride) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) give_up_on(path);
  for (std::size_t q = 0; q < lists.size(); ++q) {
    if (q * asked_stride % kept_stride != 0) continue;
    for (const Answer& answer : lists[q]) fmt::print(file, "{},{},{}\n", q * asked_stride, answer.id, answer.score);
  }
  if (std::fclose(file) != 0) give_up_on(path);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Runs our engine on a workload of the peers benchmark");
  PopulationOptions options;
  std::string policy_file, directory;
  std::size_t suggest_stride = 1, shortlist_stride = 1, suggest_asked = 1, shortlist_asked = 1;
  unsigned threads = 2;
  app.add_option("--store", options.store)->required();
  app.add_option("--workload", options.workload)->required();
  app.add_option("--counts", options.counts);
  app.add_option("--tension", options.tension);
  app.add_option("--policy", policy_file)->required();
  app.add_option("--threads", threads);
  app.add_option("--suggest-stride", suggest_stride, "queries whose lists are written");
  app.add_option("--shortlist-stride", shortlist_stride);
  app.add_option("--suggest-asked", suggest_asked, "queries that are asked; 1 = all");
  app.add_option("--shortlist-asked", shortlist_asked);
  app.add_option("--out", directory)->required();
  CLI11_PARSE(app, argc, argv);

  const Policy policy = need(read_policy(policy_file));
  const Population population = need(Population::open(options));
  const auto start = Clock::now();
  CorpusBuilder builder(population.shared_reference());
  need(population.for_each_offer([&](const Offer& offer) { builder.add(offer); }));
  need(population.for_each_candidate([&](const Candidate& candidate) { builder.add(candidate); }));
  const auto corpus = builder.finish("peers");
  const double build_seconds = seconds_since(start);
  const TravelModel travel(policy.travel);
  const ScoringContext context{*corpus, policy, travel, generate::kDefaultToday};
  const Matcher matcher(context);
  for (const bool suggest_offers : {true, false}) {
    const char* direction = suggest_offers ? "suggest" : "shortlist";
    const std::size_t asked = suggest_offers ? suggest_asked : shortlist_asked, kept = suggest_offers ? suggest_stride : shortlist_stride;
    const auto begin = Clock::now();
    const std::clock_t processor = std::clock();
    const Lists lists = ask(matcher, *corpus, suggest_offers ? corpus->candidates.size() : corpus->offers.size(), suggest_offers, asked, Threads{threads});
    const double seconds = seconds_since(begin), processor_seconds = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
    write(fmt::format("{}/passerelle.{}.csv", directory, direction), lists, asked, kept);
    fmt::print(R"({{"peer":"passerelle","direction":"{}","queries":{},"stride":{},"threads":{},"seconds":{:.3f},"us_per_query":{:.2f},"processor_us_per_query":{:.2f},"build_seconds":{:.2f}}})" "\n",
               direction, lists.size(), kept, threads, seconds, seconds * 1e6 / static_cast<double>(lists.size()),
               processor_seconds * 1e6 / static_cast<double>(lists.size()), build_seconds);
  }
  return 0;
}
