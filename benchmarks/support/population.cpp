#include "population.hpp"

#include <chrono>
#include <cstdio>
#include <map>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "corpus/build_corpus.hpp"
#include "corpus/corpus_file.hpp"
#include "generate/counts_reader.hpp"
#include "generate/generate.hpp"
#include "need.hpp"
#include "records/record_json.hpp"
#include "reference/geography_reader.hpp"

namespace passerelle::bench {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Workload { std::string_view region; std::uint32_t candidates, offers; };
const std::map<std::string_view, Workload> kWorkloads{
    {"sample", {"32", 20'000, 3'000}}, {"hdf", {"32", 577'370, 55'561}}, {"hdf-dense", {"32", 500'000, 80'000}}, {"france", {"", 6'000'000, 925'168}}};

// What reading a real text leaves: two to six of the occupation's items, with the card beneath at half its weight.
void name_in_text(Offer& offer, const reference::Reference& reference) {
  const auto occupation = reference.find_occupation(offer.occupation);
  if (!occupation || !offer.items.empty()) return;
  const auto card = reference.cards[occupation->value];
  if (card.empty()) return;
  std::uint64_t dice = fingerprint(offer.id).low;
  const std::uint64_t named = 2 + dice % 5;
  for (std::uint64_t i = 0; i < named; ++i) {
    dice = dice * 6364136223846793005U + 1442695040888963407U;
    ItemRequirement item;
    item.item = reference.item_keys[card[(dice >> 33U) % card.size()].item.value];
    item.level = dice >> 60U == 0 ? Level::kRequired : Level::kDesired;
    item.provenance = Provenance::kText;
    offer.items.push_back(std::move(item));
  }
}

}  // namespace

Population make_population(const PopulationRequest& request, const std::shared_ptr<const reference::Reference>& reference,
                           const EachOffer& each_offer, const EachCandidate& each_candidate) {
  const auto found = kWorkloads.find(request.workload);
  if (found == kWorkloads.end() || request.part == 0) {
    fmt::print(stderr, "workloads: sample, hdf, hdf-dense, france\n");
    std::exit(2);
  }
  generate::GenerateRequest generate;
  generate.region = found->second.region;
  generate.candidates = found->second.candidates / request.part;
  generate.offers = found->second.offers / request.part;
  if (!request.counts.empty()) generate.counts = need(generate::read_counts(request.counts)).rows;
  if (!request.tension.empty()) generate.tension = need(reference::read_tension(request.tension)).rows;

  Population made;
  auto start = Clock::now();
  CorpusBuilder builder(reference);
  need(generate::generate_offers(generate, *reference, request.threads, [&](std::string_view line) -> Status {
    Offer offer = need(decode_stored_offer(line));
    if (request.read_texts) name_in_text(offer, *reference);
    if (each_offer) each_offer(offer);
    builder.add(offer);
    return {};
  }));
  need(generate::generate_candidates(generate, *reference, request.threads, [&](std::string_view line) -> Status {
    // Restricted facts stand last in a generated line.
    constexpr std::string_view kMember = ",\"restricted\":";
    const std::size_t at = line.find(kMember);
    const bool any = at != std::string_view::npos;
    const Candidate candidate = need(decode_stored_candidate(any ? std::string(line.substr(0, at)) + '}' : std::string(line)));
    if (each_candidate) {
      const std::size_t begin = at + kMember.size();
      each_candidate(candidate, any ? line.substr(begin, line.size() - begin - 1) : std::string_view());
    }
    builder.add(candidate);
    return {};
  }));
  made.corpus = builder.finish("workload");
  made.make_seconds = seconds_since(start);
  // From here on as after a start: everything is read from the mapped file.
  need(save_corpus(*made.corpus, "benchmark", request.corpus_file));
  start = Clock::now();
  made.corpus = map_corpus(request.corpus_file, reference, "workload", "benchmark").corpus;
  made.map_seconds = seconds_since(start);
  std::remove(request.corpus_file.c_str());
  if (!made.corpus) {
    fmt::print(stderr, "the corpus that was written cannot be mapped\n");
    std::exit(1);
  }
  return made;
}

}  // namespace passerelle::bench
