// What levers open, by blocks and bounds, is what the adviser's judge says pair by pair, to the last offer and for any number of
// threads.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "property/adviser_world.hpp"
#include "sensitive/restricted_json.hpp"
#include "territory/unlock_pass.hpp"
#include "territory/unlocks_by_judge.hpp"

namespace passerelle::testing {
namespace {

using namespace territory;

constexpr std::uint32_t kPersons = 70;  // more than a block of the pass

/// The adviser's policy, or one that excludes, speaks of and sorts by other things.
Policy suggesting_policy(Dice& dice) {
  Policy policy = policies().front();
  if (dice.chance(40)) return policy;
  for (ConstraintUse& use : policy.constraints)
    if (dice.chance(30)) use = static_cast<ConstraintUse>(dice.below(3));
  policy.order = dice.pick(std::vector<std::vector<SortKey>>{
      {SortKey::kTier, SortKey::kScore}, {SortKey::kScore}, {SortKey::kTier}, {SortKey::kWanted, SortKey::kTier}, {SortKey::kTier, SortKey::kSuits, SortKey::kScore}});
  policy.eligibility.min_relation = dice.chance(30) ? 0 : policy.eligibility.min_relation;
  return policy;
}

/// The shipped levers, some of which give certificates of this world, few or nothing wanted for it.
levers::LeverTables tables_for(const World& world, Dice& dice) {
  levers::LeverTables tables = some_tables(dice, dice.chance(50) ? 65 : 20);
  std::vector<std::string> keys;
  for (const Offer& offer : world.offers)
    for (const auto& one : offer.certificates) keys.push_back(one.item);
  for (levers::Lever& lever : tables.levers) {
    if (!keys.empty() && dice.chance(12)) lever.gives_certificates.push_back(dice.pick(keys));
    if (dice.chance(10)) lever.requires_licence = bit(dice.chance(70) ? Licence::kB : Licence::kC);
    if (dice.chance(10)) lever.means = static_cast<Means>(1 + dice.below(5)), lever.reach_km = static_cast<std::uint16_t>(dice.below(3) * 15);
  }
  return tables;
}

struct Territory {
  AdviserWorld adviser;
  Policy shortlist;
  TravelModel shortlist_travel;
  ScoringContext shortlist_context;
  Matcher suggest_matcher, shortlist_matcher;
  Sides sides;
  std::vector<std::string> records;
  std::vector<CandidateId> people;

  Territory(World world, Dice& dice, const kernel::Kernels& kernels)
      : adviser(world, dice, tables_for(world, dice), suggesting_policy(dice)), shortlist(dice.pick(policies())), shortlist_travel(shortlist.travel),
        shortlist_context{*adviser.corpus, shortlist, shortlist_travel, world.date}, suggest_matcher(adviser.context, kernels), shortlist_matcher(shortlist_context, kernels),
        sides{adviser.context, suggest_matcher, shortlist_context, shortlist_matcher} {
    for (std::uint32_t c = 0; c < adviser.corpus->candidates.size(); ++c) {
      people.push_back(CandidateId{c});
      records.push_back(dice.chance(70) ? encode(random_record(dice, adviser.ground->tables.barriers, world.date)) : "");
    }
  }
  std::vector<Opened> slow(CandidateId person, const Bars& bars) const {
    return unlocks_by_judge(adviser::person_case(*adviser.ground, adviser.context, person, *read_restricted(records[person.value])), *adviser.ground, sides, bars);
  }
};

World world_of(std::uint64_t seed, Dice& dice) { return worded(random_world(seed, 80, kPersons, dice.chance(40)), dice); }

std::vector<std::vector<Opened>> all_of(const std::vector<Unlocks>& blocks) {
  std::vector<std::vector<Opened>> all;
  for (const Unlocks& block : blocks)
    for (std::size_t person = 0; person < block.persons(); ++person) all.push_back(opened_of(block, person));
  return all;
}

RC_GTEST_PROP(Unlocks, AreWhatTheJudgeSaysPairByPair, (std::uint64_t seed)) {
  Dice dice(seed);
  const World world = world_of(seed, dice);
  const Territory territory(world, dice, dice.pick(kernel::available_kernels()));
  const Bars bars = plain_pass(territory.sides, 1 + dice.below(12), Threads{1});
  UnlockPass pass(*territory.adviser.ground, territory.sides, bars, Threads{1});
  const auto fast = all_of(*pass.run(territory.people, territory.records));
  RC_ASSERT(fast.size() == kPersons);
  for (const CandidateId person : territory.people) RC_ASSERT(fast[person.value] == territory.slow(person, bars));
}

RC_GTEST_PROP(Unlocks, AreTheSameForAnyNumberOfThreads, (std::uint64_t seed)) {
  Dice dice(seed);
  const World world = world_of(seed, dice);
  const Territory territory(world, dice, kernel::chosen_kernels());
  const Bars bars = plain_pass(territory.sides, 5, Threads{1});
  UnlockPass one(*territory.adviser.ground, territory.sides, bars, Threads{1}), three(*territory.adviser.ground, territory.sides, bars, Threads{3});
  const auto first = all_of(*one.run(territory.people, territory.records));
  RC_ASSERT(all_of(*three.run(territory.people, territory.records)) == first);
  // A space that has been used for others says the same again.
  RC_ASSERT(all_of(*one.run(territory.people, territory.records)) == first);
}

// The worlds above are worth something: everything that can open a pair does, weakly and strongly.
TEST(UnlockWorlds, HaveEveryKindOfOpener) {
  std::uint64_t weak = 0, strong = 0, bundles = 0, certificates = 0, differ = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    Dice dice(seed);
    const World world = world_of(seed, dice);
    const Territory territory(world, dice, kernel::chosen_kernels());
    const Bars bars = plain_pass(territory.sides, 5, Threads{1});
    UnlockPass pass(*territory.adviser.ground, territory.sides, bars, Threads{1});
    const auto blocks = pass.run(territory.people, territory.records);
    for (const Unlocks& block : *blocks)
      for (std::size_t person = 0; person < block.persons(); ++person)
        for (std::size_t g = 0; g < block.groups(person); ++g) {
          const Unlocks::Group group = block.group(person, g);
          bool any = false, all = true;
          for (const Unlocks::Opening& opening : group.openings) {
            (opening.strong ? strong : weak) += group.offers.size();
            bundles += opening.by.levers[1] != kNoLever ? group.offers.size() : 0;
            certificates += opening.by.certificate != kNoLever ? group.offers.size() : 0;
            any = any || opening.strong;
            all = all && opening.strong;
          }
          differ += any && !all ? 1 : 0;
        }
  }
  EXPECT_GT(weak, 500U);
  EXPECT_GT(strong, 500U);
  EXPECT_GT(bundles, 100U);
  EXPECT_GT(certificates, 50U);
  // One lever brings the pair into the lists, another that opens it does not.
  EXPECT_GT(differ, 0U);
}

TEST(Unlocks, OfADamagedRecordAreAProblem) {
  Dice dice(1);
  const World world = world_of(1, dice);
  Territory territory(world, dice, kernel::chosen_kernels());
  territory.records[3] = "{";
  const Bars bars = plain_pass(territory.sides, 5, Threads{1});
  UnlockPass pass(*territory.adviser.ground, territory.sides, bars, Threads{2});
  EXPECT_EQ(pass.run(territory.people, territory.records).problem().code, ProblemCode::kStoreDamaged);
}

}  // namespace
}  // namespace passerelle::testing
