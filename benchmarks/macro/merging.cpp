// Offers that are one job, found among many whose truth is known because they are made: reposts on the same and on other
// boards, one employer with a twentieth of all offers and a hundred texts for all its towns. Verifies, then tells: exit
// code 1 when precision is under 0.98 or recall under 0.90. Prints one JSON object. With --store also through a store, as
// imports do it: all of the offers, then a few more.
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "intake/deduplicate/group_offers.hpp"
#include "machine.hpp"
#include "merging/merge_offers.hpp"
#include "reference/build_reference.hpp"
#include "reference/geography_reader.hpp"
#include "store/store.hpp"

namespace {

using namespace passerelle;
using Clock = std::chrono::steady_clock;
using Random = std::mt19937_64;

constexpr std::size_t kWords = 4'000, kTemplates = 100, kBoards = 5;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// A word of letters alone: figures make no difference to the rule.
std::string word(std::size_t number) {
  std::string letters;
  for (int i = 0; i < 3; ++i, number /= 20) letters += {"bcdfghjklmnpqrstvwxz"[number % 20], "aeiou"[number % 5]};
  return letters;
}

void say(std::string& text, Random random, std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) text += word(random() % kWords) + (i % 12 == 11 ? ". " : " ");
}

/// Job `job` of `jobs` as first posted. The first twentieth is one employer's: kTemplates texts, each in many towns. Of the
/// others, every tenth has the words of the one before in another town, as agencies and chains do.
Offer first_post(std::size_t job, std::size_t jobs, const reference::Reference& reference) {
  const bool chain = job < jobs / 20;
  const std::size_t text = chain ? job % kTemplates : job % 10 == 1 ? job - 1 : job;
  const std::size_t employer = chain ? 0 : 1 + text / 20;
  Random of_text(text + (chain ? 1'000'000'007U : 0U)), of_job(job + 77);
  Offer offer;
  for (int i = 0; i < 3; ++i) offer.title += word(of_text() % kWords) + " ";
  offer.title += "(H/F)";
  offer.employer_name = fmt::format("{} {}", word(employer % kWords), word(employer / kWords));
  const std::size_t town = chain ? job / kTemplates * 37 : text * 101 + (text == job ? 0 : 5'003);
  offer.place.insee = reference.communes[town % reference.communes.size()].code;
  say(offer.description, Random(employer + 5), 60);
  say(offer.description, of_text, 90 + of_text() % 80);
  offer.published = day_of(2025, 1, 1);
  offer.published.since_epoch += static_cast<std::int32_t>(of_job() % 180);
  offer.sources = {{word(of_job() % kBoards), "", ""}};
  return offer;
}

/// The same job again, up to 16 weeks later: on its board, or cut and begun otherwise on another, one in five without employer.
void repost(Offer& offer, Random& random) {
  offer.published.since_epoch += static_cast<std::int32_t>(1 + random() % 110);
  if (random() % 2 == 0) return;
  offer.sources.front().source = word(kBoards + random() % kBoards);
  offer.description = "<p>Description du poste&nbsp;: " + offer.description.substr(0, offer.description.size() * (70 + random() % 31) / 100);
  if (random() % 5 == 0) offer.employer_name.clear();
}

struct StoreFigures {
  double put = 0, merge = 0, commit = 0, more_merge = 0, more = 0;
  std::uint64_t shown = 0;
};

/// The offers that `make(i)` gives into a store of its own in the working directory, merged; then `few` of them changed.
template <class Make>
Result<StoreFigures> through_a_store(std::size_t count, std::size_t few, const Make& make, const reference::Reference& reference, unsigned threads) {
  const std::string path = "bench_merging.db";
  const auto forget = [&] {
    for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path + tail);
  };
  forget();
  StoreFigures figures;
  auto store = Store::open(path, Store::Mode::kCreate);
  if (!store) return std::move(store).problem();
  const auto import = [&](std::size_t begin, std::size_t end, bool changed) -> Result<std::array<double, 3>> {
    std::array<double, 3> seconds{};
    auto session = store->begin_import(RecordKind::kOffer, "bench");
    if (!session) return std::move(session).problem();
    Clock::time_point at = Clock::now();
    for (std::size_t from = begin; from < end; from += 4'096) {
      std::vector<Offer> offers(std::min<std::size_t>(4'096, end - from));
      parallel_blocks(offers.size(), 64, Threads{threads}, [&](std::size_t a, std::size_t b, unsigned) {
        for (std::size_t i = a; i < b; ++i) {
          offers[i] = make(from + i);
          offers[i].id = fmt::format("{:08}", from + i);
          if (changed) offers[i].title += " de nuit";
        }
      });
      for (const Offer& offer : offers)
        if (auto put = session->put(offer); !put) return std::move(put).problem();
    }
    seconds[0] = seconds_since(at);
    at = Clock::now();
    auto tables = session->merging();
    if (!tables) return std::move(tables).problem();
    if (auto merged = merging::merge_offers(**tables, session->written(), session->closed(), reference, Threads{threads}); !merged) return std::move(merged).problem();
    seconds[1] = seconds_since(at);
    at = Clock::now();
    if (Status committed = session->commit(); !committed) return std::move(committed).problem();
    seconds[2] = seconds_since(at);
    return seconds;
  };
  auto all = import(0, count, false);
  if (!all) return std::move(all).problem();
  auto more = import(count / 2, count / 2 + few, true);
  if (!more) return std::move(more).problem();
  figures = {(*all)[0], (*all)[1], (*all)[2], (*more)[1], (*more)[0] + (*more)[1] + (*more)[2], 0};
  auto counts = store->counts();
  if (!counts) return std::move(counts).problem();
  figures.shown = counts->offers;
  forget();
  return figures;
}

std::uint64_t pairs(std::uint64_t n) { return n * (n - 1) / 2; }

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 400'000;
  unsigned threads = 2;
  std::string datasets = "datasets";
  CLI::App app("Times and verifies the grouping of offers that are one job");
  app.add_option("--offers", count)->capture_default_str()->check(CLI::Range(1'000, 4'000'000));
  app.add_option("--threads", threads)->capture_default_str();
  app.add_option("--datasets", datasets)->capture_default_str();
  bool with_store = false;
  app.add_flag("--store", with_store, "also through a store in the working directory, and 100 offers changed");
  CLI11_PARSE(app, argc, argv);

  reference::ReferenceInputs inputs;
  const std::filesystem::path geography = std::filesystem::path(datasets) / "geography";
  auto communes = reference::read_communes((geography / "communes").string());
  if (!communes.ok()) { fmt::print(stderr, "{}\n", describe(communes.problem(), Language::kEnglish)); return 1; }
  inputs.communes = std::move(communes->rows);
  const auto reference = reference::build_reference(inputs).reference;

  // One offer in five is a repost; places in the list are drawn.
  const std::size_t jobs = count - count / 5;
  Random random(1);
  std::vector<std::uint32_t> job_of(count);
  std::vector<char> again(count, 0);
  std::vector<std::uint32_t> places(count);
  for (std::size_t i = 0; i < count; ++i) places[i] = static_cast<std::uint32_t>(i);
  std::shuffle(places.begin(), places.end(), random);
  for (std::size_t i = 0; i < count; ++i) {
    job_of[places[i]] = static_cast<std::uint32_t>(i < jobs ? i : random() % jobs);
    again[places[i]] = i < jobs ? 0 : 1;
  }

  auto start = Clock::now();
  std::vector<OfferTraits> traits(count);
  parallel_blocks(count, 512, Threads{threads}, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      Offer offer = first_post(job_of[i], jobs, *reference);
      Random own(i + 9);
      if (again[i] != 0) repost(offer, own);
      traits[i] = traits_of(offer, *reference);
    }
  });
  const double made = seconds_since(start);
  start = Clock::now();
  const std::vector<OfferGroup> groups = group_offers(traits, {}, Threads{threads});
  const double grouped = seconds_since(start);

  std::vector<std::uint32_t> posts(jobs, 0);
  for (const std::uint32_t job : job_of) ++posts[job];
  std::uint64_t true_pairs = 0, found = 0, right = 0, of_chain = 0;
  for (std::size_t job = 0; job < jobs; ++job) {
    true_pairs += pairs(posts[job]);
    if (job < jobs / 20) of_chain += posts[job];
  }
  for (const OfferGroup& group : groups) {
    std::map<std::uint32_t, std::uint64_t> by_job;
    for (const std::uint32_t member : group.members) ++by_job[job_of[member]];
    found += pairs(group.members.size());
    for (const auto& [job, members] : by_job) right += pairs(members);
  }
  std::string stored;
  if (with_store) {
    const auto figures = through_a_store(count, 100, [&](std::size_t i) {
      Offer offer = first_post(job_of[i], jobs, *reference);
      Random own(i + 9);
      if (again[i] != 0) repost(offer, own);
      return offer;
    }, *reference, threads);
    if (!figures) { fmt::print(stderr, "{}\n", describe(figures.problem(), Language::kEnglish)); return 1; }
    stored = fmt::format(R"(,"store":{{"put_seconds":{:.1f},"merge_seconds":{:.1f},"commit_seconds":{:.1f},"shown":{},"hundred_changed_merge_seconds":{:.2f},"hundred_changed_seconds":{:.2f}}})",
                         figures->put, figures->merge, figures->commit, figures->shown, figures->more_merge, figures->more);
  }
  fmt::print(R"({{"offers":{},"reposts":{},"largest_employer":{},"threads":{},"make_and_sketch_seconds":{:.1f},"group_seconds":{:.1f},)"
             R"("groups":{},"true_pairs":{},"found_pairs":{},"right_pairs":{},"precision":{:.4f},"recall":{:.4f},"peak_memory_mb":{},"load":{:.1f}{}}})" "\n",
             count, count - jobs, of_chain, threads, made, grouped, groups.size(), true_pairs, found, right,
             found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found), static_cast<double>(right) / static_cast<double>(true_pairs),
             bench::peak_memory() / 1'000'000, bench::load_average(), stored);
  return right * 100 >= found * 98 && right * 100 >= true_pairs * 90 ? 0 : 1;
}
