// Law 1 for the blocks of a night: those found since an earlier night are byte for byte those of a full run, whatever changed in
// between, the day included; and a shard's are those of the whole.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "night/night_lists.hpp"
#include "night/since_last.hpp"
#include "property/world.hpp"
#include "records/record_json.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::testing {
namespace {

using namespace night;

/// A world made ready for a night.
struct Ready {
  std::shared_ptr<const Corpus> corpus;
  Policy suggest_policy, shortlist_policy;
  TravelModel suggest_travel, shortlist_travel;
  ScoringContext suggest_context, shortlist_context;
  Matcher suggest, shortlist;
  RecordStates states;
  RunIdentity identity;

  Ready(const World& world, Day date, const Policy& to_persons, const Policy& to_offers, std::uint32_t top, std::uint16_t depth, std::uint32_t block, const char* snapshot)
      : corpus(world.corpus()), suggest_policy(to_persons), shortlist_policy(to_offers), suggest_travel(suggest_policy.travel), shortlist_travel(shortlist_policy.travel),
        suggest_context{*corpus, suggest_policy, suggest_travel, date}, shortlist_context{*corpus, shortlist_policy, shortlist_travel, date}, suggest(suggest_context),
        shortlist(shortlist_context) {
    states.persons.resize(corpus->candidates.size());
    for (const Candidate& candidate : world.candidates) states.persons[corpus->find_candidate(candidate.id)->value] = fingerprint(encode(candidate));
    for (const Offer& offer : world.offers) states.offers.push_back(fingerprint(encode(offer)));
    NightPolicy night;
    night.name = "night", night.version = 1, night.pool_depth = depth;
    identity = run_identity(snapshot, "build", {}, date, suggest_policy, shortlist_policy, night, top, {block});
  }
  BlockPass pass(const std::string& folder, unsigned threads) const {
    return {suggest, shortlist, identity.top, identity.depth, folder, identity.block_key, identity.sizes, Threads{threads}, {}};
  }
  BlockPlan plan() const { return {*corpus, identity.sizes}; }
};

std::vector<std::pair<std::string, std::string>> blocks_in(const TemporaryDirectory& folder) {
  std::vector<std::pair<std::string, std::string>> blocks;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".block")) blocks.emplace_back(name, folder.read(name));
  }
  std::sort(blocks.begin(), blocks.end());
  return blocks;
}

// New, changed and gone records, each kind now and then.
World mutated(const World& world, Dice& dice) {
  World next = world;
  const std::uint32_t changes = 1 + dice.below(4);
  for (std::uint32_t i = 0; i < changes; ++i) {
    switch (dice.below(6)) {
      case 0: next.offers.push_back(random_offer(dice, *world.reference, 1'000 + i)); break;
      case 1: if (!next.offers.empty()) next.offers.erase(next.offers.begin() + dice.below(static_cast<std::uint32_t>(next.offers.size()))); break;
      case 2: if (!next.offers.empty()) {
        Offer& offer = next.offers[dice.below(static_cast<std::uint32_t>(next.offers.size()))];
        const std::string id = offer.id;
        offer = random_offer(dice, *world.reference, 2'000 + i);
        offer.id = id;
        break;
      }
        break;
      case 3: next.candidates.push_back(random_candidate(dice, *world.reference, 1'000 + i)); break;
      case 4: if (!next.candidates.empty()) next.candidates.erase(next.candidates.begin() + dice.below(static_cast<std::uint32_t>(next.candidates.size()))); break;
      default: if (!next.candidates.empty()) {
        Candidate& candidate = next.candidates[dice.below(static_cast<std::uint32_t>(next.candidates.size()))];
        const std::string id = candidate.id;
        candidate = random_candidate(dice, *world.reference, 2'000 + i);
        candidate.id = id;
      }
    }
  }
  std::ranges::sort(next.offers, {}, &Offer::id);
  std::ranges::sort(next.candidates, {}, &Candidate::id);
  return next;
}

RC_GTEST_PROP(NightBlocks, SinceAnEarlierNightAsInFull, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  Dice dice(seed);
  World world = random_world(seed, 30 + dice.below(40), 30 + dice.below(40));
  static const auto all = policies();
  const Policy to_persons = dice.pick(all), to_offers = dice.pick(all);
  const std::uint32_t top = 1 + dice.below(4);
  const auto depth = static_cast<std::uint16_t>(1 + dice.below(3));
  const TemporaryDirectory first;
  {
    const Ready ready(world, world.date, to_persons, to_offers, top, depth, 1 + dice.below(20), "first");
    RC_ASSERT(find_blocks(ready.pass(first.path(), 2), ready.plan(), {}).ok());
    RC_ASSERT(write_records(first.file("records.bin"), ready.identity, *ready.corpus, ready.states).ok());
  }
  const World next = mutated(world, dice);
  Day date = world.date;
  if (dice.chance(40)) date.since_epoch += static_cast<std::int32_t>(dice.below(60)) - 20;
  const Ready ready(next, date, to_persons, to_offers, top, depth, 1 + dice.below(20), "second");
  const auto earlier = read_records(first.path());
  RC_ASSERT(earlier.ok());
  const TemporaryDirectory since, full;
  const auto done = blocks_since(*earlier, ready.pass(since.path(), 2), ready.states, ready.identity);
  RC_ASSERT(done.ok());
  RC_CLASSIFY(!done->all, "kept");
  RC_CLASSIFY(done->refilled > 0, "refilled");
  RC_ASSERT(find_blocks(ready.pass(full.path(), 1), ready.plan(), {}).ok());
  if (done->all) RC_ASSERT(blocks_in(since).empty());
  else RC_ASSERT(blocks_in(since) == blocks_in(full));
}

RC_GTEST_PROP(NightBlocks, ShardsHoldTheBlocksOfTheWhole, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  Dice dice(seed);
  const World world = random_world(seed, dice.below(40), dice.below(40));
  static const auto all = policies();
  const Ready ready(world, world.date, dice.pick(all), dice.pick(all), 3, 2, 1 + dice.below(12), "one");
  const TemporaryDirectory whole, parts;
  RC_ASSERT(find_blocks(ready.pass(whole.path(), 2), ready.plan(), {}).ok());
  const std::uint32_t n = 1 + dice.below(8);
  for (std::uint32_t i = 0; i < n; ++i) RC_ASSERT(find_blocks(ready.pass(parts.path(), 1), ready.plan(), {n - 1 - i, n}).ok());
  RC_ASSERT(blocks_in(parts) == blocks_in(whole));
  // What matching gives one by one.
  const auto lists = gather_lists(*ready.corpus, {parts.path()}, ready.identity, Threads{1});
  RC_ASSERT(lists.ok());
  for (std::uint32_t p = 0; p < ready.corpus->candidates.size(); ++p) {
    const auto plain = ready.suggest.suggest(CandidateId{p}, {ready.identity.depth, 0, false}).lines;
    const auto kept = lists->of(CandidateId{p});
    RC_ASSERT(plain.size() == kept.size());
    for (std::size_t i = 0; i < plain.size(); ++i) RC_ASSERT(plain[i].id.value == kept[i].id && plain[i].score.score == kept[i].score && static_cast<std::uint8_t>(plain[i].tier) == kept[i].tier);
  }
  for (std::uint32_t o = 0; o < ready.corpus->offers.size(); ++o) {
    const auto plain = ready.shortlist.shortlist(OfferId{o}, {ready.identity.top, 0, false}).lines;
    const auto kept = lists->of(OfferId{o});
    RC_ASSERT(plain.size() == kept.size());
    for (std::size_t i = 0; i < plain.size(); ++i) RC_ASSERT(plain[i].id.value == kept[i].id && plain[i].score.suits == kept[i].suits);
  }
}

}  // namespace
}  // namespace passerelle::testing
