// Laws 2 (exact), 3 (explanations add up) and 4 (both directions agree), on random worlds with provoked ties.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "property/world.hpp"
#include "ranking/explain.hpp"
#include "support/lists.hpp"

namespace passerelle::testing {
namespace {

struct Fixture {
  World world;
  std::shared_ptr<const Corpus> corpus;
  Policy policy;
  TravelModel travel;
  Matcher matcher;
  Fixture(std::uint64_t seed, const Policy& p, const kernel::Kernels& kernels = kernel::chosen_kernels())
      : Fixture(random_world(seed, 60, 60), p, kernels) {}
  Fixture(World w, const Policy& p, const kernel::Kernels& kernels = kernel::chosen_kernels(), bool mapped = false)
      : world(std::move(w)), corpus(mapped ? world.mapped_corpus() : world.corpus()), policy(p), travel(policy.travel), matcher(context(), kernels) {}
  CandidateId person(std::size_t number) const { return corpus->candidates_by_id[number]; }
  ScoringContext context() const { return {*corpus, policy, travel, world.date}; }
  oracle::World oracle_world() const { return {*world.reference, policy, travel, world.date}; }
};

template <class Id>
void expect_same(const RankedLines<Id>& fast, const std::vector<oracle::Line>& slow, const StringsView& ids) {
  RC_ASSERT(fast.lines.size() == slow.size());
  for (std::size_t i = 0; i < slow.size(); ++i) {
    RC_ASSERT(ids[fast.lines[i].id.value] == slow[i].id);
    RC_ASSERT(fast.lines[i].score.points == slow[i].pair.score.points);
    RC_ASSERT(fast.lines[i].score.score == slow[i].pair.score.score);
    RC_ASSERT(fast.lines[i].score.suits == slow[i].pair.score.suits);
    RC_ASSERT(fast.lines[i].score.wanted == slow[i].pair.score.wanted);
    RC_ASSERT(fast.lines[i].constraints == slow[i].pair.constraints);
    RC_ASSERT(fast.lines[i].tier == slow[i].pair.tier);
  }
}

RC_GTEST_PROP(Law2Exact, SuggestGivesTheOraclesList, (std::uint64_t seed)) {
  for (const Policy& policy : policies()) {
    const Fixture f(seed, policy);
    Dice dice(seed + 1);
    for (int i = 0; i < 5; ++i) {
      const std::uint32_t c = dice.below(60);
      const std::size_t top = 1 + dice.below(70);
      expect_same(f.matcher.suggest(f.person(c), {top, 0, dice.chance(50)}), oracle::suggest(f.oracle_world(), f.world.candidates[c], f.world.offers, top),
                  f.corpus->offers.ids);
    }
  }
}

RC_GTEST_PROP(Law2Exact, ShortlistGivesTheOraclesList, (std::uint64_t seed)) {
  for (const Policy& policy : policies()) {
    const Fixture f(seed, policy);
    Dice dice(seed + 2);
    for (int i = 0; i < 5; ++i) {
      const std::uint32_t o = dice.below(60);
      const std::size_t top = 1 + dice.below(70);
      expect_same(f.matcher.shortlist(OfferId{o}, {top, 0, dice.chance(50)}), oracle::shortlist(f.oracle_world(), f.world.candidates, f.world.offers[o], top),
                  f.corpus->candidates.ids);
    }
  }
}

// Of a batch line, what the oracle's line says.
template <class Id>
void expect_same(std::span<const BatchLine<Id>> fast, const std::vector<oracle::Line>& slow, const StringsView& ids) {
  RC_ASSERT(fast.size() == slow.size());
  for (std::size_t i = 0; i < slow.size(); ++i) {
    RC_ASSERT(ids[fast[i].id.value] == slow[i].id);
    RC_ASSERT(fast[i].score == slow[i].pair.score.score);
    RC_ASSERT(fast[i].suits == slow[i].pair.score.suits);
    RC_ASSERT(fast[i].wanted == slow[i].pair.score.wanted);
    RC_ASSERT(fast[i].tier == slow[i].pair.tier);
  }
}

RC_GTEST_PROP(Law1SameEverywhere, EverybodysListsAreTheOraclesForAnyThreadsAndInstructionsBuiltOrMapped, (std::uint64_t seed)) {
  Dice dice(seed + 5);
  const std::vector<Policy> all = policies();
  const Policy& policy = dice.pick(all);
  const std::size_t top = 1 + dice.below(25);
  for (const kernel::Kernels& kernels : kernel::available_kernels()) {
    const Fixture f(random_world(seed, 60, 60), policy, kernels, dice.chance(50));
    const Threads threads{1 + dice.below(4)};
    std::vector<std::vector<BatchLine<OfferId>>> offers(f.world.candidates.size());
    std::vector<std::vector<BatchLine<CandidateId>>> people(f.world.offers.size());
    f.matcher.suggest_all({top, 0, false}, threads, [&](CandidateId id, auto lines) { offers[f.corpus->order_of(id)].assign(lines.begin(), lines.end()); });
    f.matcher.shortlist_all({top, 0, false}, threads, [&](OfferId id, auto lines) { people[id.value].assign(lines.begin(), lines.end()); });
    for (std::size_t c = 0; c < offers.size(); ++c)
      expect_same<OfferId>(offers[c], oracle::suggest(f.oracle_world(), f.world.candidates[c], f.world.offers, top), f.corpus->offers.ids);
    for (std::size_t o = 0; o < people.size(); ++o)
      expect_same<CandidateId>(people[o], oracle::shortlist(f.oracle_world(), f.world.candidates, f.world.offers[o], top), f.corpus->candidates.ids);
  }
}

// Short lists out of many: most pairs are passed over by their bound alone.
RC_GTEST_PROP(Law2Exact, ShortListsOutOfManyAreTheOracles, (std::uint64_t seed)) {
  Dice dice(seed + 6);
  const std::vector<Policy> all = policies();
  const Policy& policy = dice.pick(all);
  const kernel::Kernels& kernels = dice.pick(kernel::available_kernels());
  const std::size_t top = 1 + dice.below(6);
  const Fixture many_offers(random_world(seed, 300, 12), policy, kernels);
  for (std::uint32_t c = 0; c < 12; ++c)
    expect_same(many_offers.matcher.suggest(many_offers.person(c), {top, 0, false}),
                oracle::suggest(many_offers.oracle_world(), many_offers.world.candidates[c], many_offers.world.offers, top), many_offers.corpus->offers.ids);
  const Fixture many_people(random_world(seed, 12, 300), policy, kernels);
  for (std::uint32_t o = 0; o < 12; ++o)
    expect_same(many_people.matcher.shortlist(OfferId{o}, {top, 0, false}),
                oracle::shortlist(many_people.oracle_world(), many_people.world.candidates, many_people.world.offers[o], top), many_people.corpus->candidates.ids);
}

RC_GTEST_PROP(Law3AddUp, ContributionsSumToTheScore, (std::uint64_t seed)) {
  for (const Policy& policy : policies()) {
    const Fixture f(seed, policy);
    for (std::uint32_t c = 0; c < 60; c += 7) {
      for (const auto& line : f.matcher.suggest(f.person(c), {60, 0, true}).lines) {
        const Explanation why = explain(f.context(), f.person(c), line.id, line.score, line.constraints, Language::kFrench);
        std::int32_t sum = 0;
        std::int32_t weights = 0;
        for (const Contribution& part : why.contributions) {
          sum += part.contribution;
          weights += part.weight;
          RC_ASSERT(part.applicable || part.contribution == 0);
          // Every applicable criterion says what it rests on, or what is missing.
          if (part.applicable) RC_ASSERT(!part.evidence.empty() || !part.missing.empty());
          if (part.applicable && part.points == 0) RC_ASSERT(!part.missing.empty() || part.criterion == Criterion::kTravel || part.criterion == Criterion::kTension ||
                                                            part.criterion == Criterion::kStart);
        }
        RC_ASSERT(sum == line.score.score);
        RC_ASSERT(weights == 0 || weights == 10'000);
        RC_ASSERT(why.verdict.tier == VerdictTier::kNow || !why.verdict.reasons.empty());
      }
    }
  }
}

RC_GTEST_PROP(Law4BothDirections, APairHasOneScore, (std::uint64_t seed)) {
  for (const Policy& policy : policies()) {
    const Fixture f(seed, policy);
    Dice dice(seed + 3);
    const OfferId offer{dice.below(60)};
    for (const auto& line : f.matcher.shortlist(offer, {60, 0, true}).lines) {
      bool found = false;
      for (const auto& back : f.matcher.suggest(line.id, {60, 0, true}).lines) {
        if (back.id != offer) continue;
        found = true;
        RC_ASSERT(back.score.score == line.score.score);
        RC_ASSERT(back.score.points == line.score.points);
        RC_ASSERT(back.tier == line.tier);
      }
      RC_ASSERT(found);
    }
  }
}

RC_GTEST_PROP(Lists, MinSuitsLeavesOutExactlyTheLinesBelow, (std::uint64_t seed)) {
  const Fixture f(seed, policies().front());
  Dice dice(seed + 4);
  const CandidateId person{dice.below(60)};
  const auto least = static_cast<std::int32_t>(dice.below(10'001));
  const auto all = f.matcher.suggest(person, {60, 0, true}).lines;
  const auto some = f.matcher.suggest(person, {60, least, true}).lines;
  std::size_t next = 0;
  for (const auto& line : all) {
    if (line.score.suits < least) continue;
    RC_ASSERT(next < some.size());
    RC_ASSERT(some[next++].id == line.id);
  }
  RC_ASSERT(next == some.size());
}

}  // namespace
}  // namespace passerelle::testing
