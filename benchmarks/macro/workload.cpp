// One workload, whole: makes the population, builds the corpus, checks a sample of lists against the plain loop over all pairs,
// then times everybody's lists both ways and single lists. Prints one JSON object.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "corpus/corpus_file.hpp"
#include "exhaustive.hpp"
#include "generate/generate.hpp"
#include "machine.hpp"
#include "need.hpp"
#include "passerelle/engine.hpp"
#include "population.hpp"
#include "ranking/matcher.hpp"
#include "store/store.hpp"

namespace {

using namespace passerelle;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

using bench::need;

std::uint64_t mixed(std::uint64_t h, std::uint64_t v) { return (h ^ v) * 0x9E3779B97F4A7C15ULL; }

// Sum over the lists of a hash of each: the same in any order of delivery.
template <class Id>
std::uint64_t hash_of(const Corpus& corpus, std::uint32_t of, std::span<const BatchLine<Id>> lines) {
  std::uint64_t h = mixed(1, of);
  for (const auto& line : lines)
    h = mixed(mixed(h, corpus.order_of(line.id)), static_cast<std::uint64_t>(line.score) << 40U ^ static_cast<std::uint64_t>(line.suits) << 20U ^
                                           static_cast<std::uint64_t>(line.wanted) << 4U ^ static_cast<std::uint64_t>(line.tier));
  return h;
}

struct Percentiles { double p50, p99; };
Percentiles percentiles(std::vector<double>& micros) {
  if (micros.empty()) return {};
  std::sort(micros.begin(), micros.end());
  return {micros[micros.size() / 2], micros[micros.size() * 99 / 100]};
}

/// A corpus under one policy on one day.
struct Setting {
  Policy policy;
  TravelModel travel;
  ScoringContext context;
  Setting(const Corpus& corpus, Policy p, Day date) : policy(std::move(p)), travel(policy.travel), context{corpus, policy, travel, date} {}
  Setting(const Setting&) = delete;  // the context points into it
};

struct Asked { std::size_t check, single; ListRequest request; Threads threads; };
struct Direction { double plan = 0, batch = 0, processor = 0, plain = 0; std::uint64_t lines = 0, hash = 0; Percentiles single{}, listed{}; };

/// One direction: a sample against the plain loop, everybody, then single lists. Ends the program when a list differs.
template <class Of, class Id, class Plain, class One, class All>
Direction measure(const Setting& setting, const Asked& asked, const StringsView& ids, std::mt19937_64& dice, const Plain& plain_loop, const One& one,
                  const All& all) {
  Direction result;
  const auto any = [&] { return Of{static_cast<std::uint32_t>(dice() % ids.size())}; };
  auto start = Clock::now();
  const Matcher matcher(setting.context);
  result.plan = seconds_since(start);
  for (std::size_t i = 0; i < asked.check; ++i) {
    const Of of = any();
    start = Clock::now();
    const auto plain = plain_loop(setting.context, of, asked.request.top);
    result.plain += seconds_since(start) / static_cast<double>(asked.check);
    const auto fast = one(matcher, of, asked.request).lines;
    bool same = fast.size() == plain.size();
    for (std::size_t k = 0; same && k < plain.size(); ++k)
      same = fast[k].id == plain[k].id && fast[k].score.score == plain[k].score && fast[k].score.suits == plain[k].suits && fast[k].tier == plain[k].tier;
    if (!same) { fmt::print(stderr, "the list of {} differs from the plain loop's\n", ids[of.value]); std::exit(1); }
  }
  std::atomic<std::uint64_t> lines{0}, hash{0};
  start = Clock::now();
  const std::clock_t processor = std::clock();
  all(matcher, asked.request, asked.threads, [&](Of of, std::span<const BatchLine<Id>> list) {
    lines.fetch_add(list.size(), std::memory_order_relaxed);
    hash.fetch_add(hash_of(setting.context.corpus, setting.context.corpus.order_of(of), list), std::memory_order_relaxed);
  });
  result.batch = seconds_since(start);
  result.processor = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  result.lines = lines;
  result.hash = hash;
  for (const bool counted : {false, true}) {
    std::vector<double> micros;
    for (std::size_t i = 0; i < asked.single; ++i) {
      const Of of = any();
      start = Clock::now();
      one(matcher, of, {asked.request.top, 0, counted});
      micros.push_back(seconds_since(start) * 1e6);
    }
    (counted ? result.listed : result.single) = percentiles(micros);
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times one workload both ways");
  std::string name, store_file, counts, tension, suggest_policy, shortlist_policy;
  unsigned threads = 2, part = 1;
  std::size_t check = 20, single = 2'000, top = 20;
  app.add_option("--workload", name)->required();
  app.add_option("--part", part, "one of this many parts of it: 16, 8, 4, 2, 1");
  app.add_option("--store", store_file, "holds the reference")->required();
  app.add_option("--counts", counts);
  app.add_option("--tension", tension);
  app.add_option("--suggest-policy", suggest_policy)->required();
  app.add_option("--shortlist-policy", shortlist_policy)->required();
  app.add_option("--threads", threads);
  app.add_option("--top", top);
  app.add_option("--check", check, "lists of each direction compared with the plain loop");
  app.add_option("--single", single, "single lists timed");
  bool read_texts = false;
  app.add_flag("--read-texts", read_texts, "offers that list no competence name a few in their text, as most real ones do");
  CLI11_PARSE(app, argc, argv);
  const double load_before = bench::load_average();
  auto store = need(Store::open(store_file, Store::Mode::kWrite));
  auto start = Clock::now();
  const auto reference = need(store.load_reference(Threads{threads}));
  const double reference_seconds = seconds_since(start);
  const auto [corpus, make_seconds, map_seconds] =
      bench::make_population({name, part, counts, tension, store_file + ".workload-corpus", Threads{threads}, read_texts}, reference);
  const CorpusBytes bytes = bytes_of(*corpus);

  std::mt19937_64 dice(7);
  const auto set_up = [&](const std::string& file) { return Setting(*corpus, need(read_policy(file)), generate::kDefaultToday); };
  const Asked asked{check, single, {top, 0, false}, Threads{threads}};
  const Setting adviser = set_up(suggest_policy), recruiter = set_up(shortlist_policy);
  const Direction to_offers = measure<CandidateId, OfferId>(
      adviser, asked, corpus->candidates.ids, dice, bench::exhaustive_suggest, [](const Matcher& m, CandidateId c, const ListRequest& r) { return m.suggest(c, r); },
      [](const Matcher& m, const ListRequest& r, Threads t, const Matcher::DeliverOffers& deliver) { m.suggest_all(r, t, deliver); });
  const Direction to_people = measure<OfferId, CandidateId>(
      recruiter, asked, corpus->offers.ids, dice, bench::exhaustive_shortlist, [](const Matcher& m, OfferId o, const ListRequest& r) { return m.shortlist(o, r); },
      [](const Matcher& m, const ListRequest& r, Threads t, const Matcher::DeliverPeople& deliver) { m.shortlist_all(r, t, deliver); });

  const auto direction = [&](const Direction& d, std::size_t n) {
    const double each = d.batch * 1e6 / static_cast<double>(n);
    return fmt::format(
        R"({{"seconds":{:.3f},"processor_seconds":{:.3f},"us_per_list":{:.2f},"lines":{},"checksum":"{:016x}","plan_seconds":{:.3f},"plain_loop_us":{:.0f},"times_faster_than_plain_loop_on_as_many_threads":{:.0f},"single_us":{{"p50":{:.0f},"p99":{:.0f}}},"single_with_count_us":{{"p50":{:.0f},"p99":{:.0f}}}}})",
        d.batch, d.processor, each, d.lines, d.hash, d.plan, d.plain * 1e6, d.plain * 1e6 / (each * threads), d.single.p50, d.single.p99, d.listed.p50, d.listed.p99);
  };
  fmt::print(
      R"({{"workload":"{}","part":{},"candidates":{},"offers":{},"threads":{},"top":{},"build":"{}","kernels":"{}","processor":"{}","load_before":{:.2f},"load_after":{:.2f},"reference_seconds":{:.2f},"make_seconds":{:.1f},"map_seconds":{:.3f},"ready_seconds":{:.2f},"corpus_bytes_per_candidate":{:.0f},"corpus_bytes_per_offer":{:.0f},"checked_lists":{},"suggestions":{},"shortlists":{},"both_seconds":{:.3f},"peak_bytes":{}}})"
      "\n",
      name, part, corpus->candidates.size(), corpus->offers.size(), threads, top, build_name(), kernel::chosen_kernels().name, bench::processor_name(), load_before,
      bench::load_average(), reference_seconds, make_seconds, map_seconds, reference_seconds + map_seconds + to_offers.plan,
      static_cast<double>(bytes.candidates) / static_cast<double>(corpus->candidates.size()), static_cast<double>(bytes.offers) / static_cast<double>(corpus->offers.size()), 2 * check, direction(to_offers, corpus->candidates.size()), direction(to_people, corpus->offers.size()),
      to_offers.batch + to_people.batch, bench::peak_memory());
  return 0;
}
