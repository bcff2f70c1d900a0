// The laws of the adviser's layer over random worlds: a barrier never excludes (law 6), the cheapest set of levers is what
// trying every set gives, and granting it makes the pair possible now.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "adviser/adviser_page.hpp"
#include "adviser/wording.hpp"
#include "property/adviser_world.hpp"

namespace passerelle::testing {
namespace {

using adviser::LeverChoice;
using adviser::LeverIndex;
using adviser::LeverOption;

// The slow twin of the search: every subset, each lever started as soon as somebody gives what it waits for.
LeverChoice by_trying_all(const std::vector<LeverOption>& options, const std::vector<std::vector<LeverIndex>>& needs, LicenceMask held) {
  LeverChoice best;
  for (std::uint32_t subset = 0; subset < 1U << options.size(); ++subset) {
    std::vector<LeverIndex> chosen;
    for (LeverIndex i = 0; i < options.size(); ++i)
      if ((subset >> i & 1U) != 0) chosen.push_back(i);
    bool meets = true;
    for (const auto& need : needs)
      meets = meets && std::any_of(need.begin(), need.end(), [&](LeverIndex i) { return (subset >> i & 1U) != 0; });
    if (!meets) continue;
    // Day by day simulation.
    std::uint64_t cost = 0;
    std::vector<std::int64_t> start(chosen.size(), -1);
    std::int64_t last = 0;
    bool all = false;
    for (std::int64_t now = 0; now <= 2'000 && !all; ++now) {
      // Levers of no delay may set one another going on the same day.
      for (std::size_t round = 0; round <= chosen.size(); ++round) {
        LicenceMask have = held;
        for (std::size_t i = 0; i < chosen.size(); ++i)
          if (start[i] >= 0 && start[i] + options[chosen[i]].delay_days <= now) have |= options[chosen[i]].gives;
        for (std::size_t i = 0; i < chosen.size(); ++i)
          if (start[i] < 0 && (options[chosen[i]].requires_licence & ~have) == 0) start[i] = now;
      }
      all = std::all_of(start.begin(), start.end(), [](std::int64_t s) { return s >= 0; });
    }
    if (!all) continue;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      cost += options[chosen[i]].cost_cents;
      last = std::max<std::int64_t>(last, start[i] + options[chosen[i]].delay_days);
    }
    const LeverChoice one{true, chosen, cost, static_cast<std::uint32_t>(last)};
    const auto key = [](const LeverChoice& c) { return std::make_tuple(c.cost_cents, c.delay_days, c.levers.size(), c.levers); };
    if (!best.found || key(one) < key(best)) best = one;
  }
  return best;
}

RC_GTEST_PROP(CheapestLevers, AreWhatTryingEverySetGives, (std::uint64_t seed)) {
  Dice dice(seed);
  for (int round = 0; round < 12; ++round) {
    std::vector<LeverOption> options(1 + dice.below(8));
    const std::vector<LicenceMask> few = {0, bit(Licence::kB), bit(Licence::kC), with_implied(bit(Licence::kC)), bit(Licence::kCE)};
    for (LeverOption& option : options) {
      option.cost_cents = 100 * dice.below(6);
      option.delay_days = static_cast<std::uint16_t>(dice.below(5) * 7);
      option.gives = dice.chance(40) ? dice.pick(few) : LicenceMask{0};
      option.requires_licence = dice.chance(35) ? dice.pick(few) : LicenceMask{0};
    }
    std::vector<std::vector<LeverIndex>> needs(dice.below(4));
    for (auto& need : needs)
      for (LeverIndex i = 0; i < options.size(); ++i)
        if (dice.chance(40)) need.push_back(i);
    const LicenceMask held = dice.pick(few);
    const LeverChoice fast = adviser::cheapest_levers(options, needs, held), slow = by_trying_all(options, needs, held);
    RC_ASSERT(fast.found == slow.found);
    if (!(fast == slow)) {
      std::string text = fmt::format("held {:x}; fast {} {} [{}], slow {} {} [{}]\n", held, fast.cost_cents, fast.delay_days, fmt::join(fast.levers, " "),
                                     slow.cost_cents, slow.delay_days, fmt::join(slow.levers, " "));
      for (const auto& need : needs) text += fmt::format("need {}\n", fmt::join(need, " "));
      for (std::size_t i = 0; i < options.size(); ++i)
        text += fmt::format("{}: {} {} gives {:x} requires {:x}\n", i, options[i].cost_cents, options[i].delay_days, options[i].gives, options[i].requires_licence);
      RC_FAIL(text);
    }
  }
}

// Worlds ------------------------------------------------------------------------------------------------------------------

struct Fixture : AdviserWorld {
  using AdviserWorld::AdviserWorld;
  std::vector<adviser::PairFinding> findings(adviser::PairJudge& judge, CandidateId candidate) const {
    std::vector<adviser::PairFinding> found;
    for (const OfferId offer : adviser::eligible_offers(context, candidate))
      if (auto one = judge.judge(offer)) found.push_back(std::move(*one));
    return found;
  }
};

// Thousands of records in all: the set of offers is the same, and only a hard constraint ever says no.
RC_GTEST_PROP(Law6NeverExclude, BarriersOnlyMoveTiers, (std::uint64_t seed)) {
  Dice dice(seed);
  const Fixture f(seed, dice, 60);
  for (std::uint32_t c = 0; c < f.corpus->candidates.size(); ++c) {
    std::vector<OfferId> before;
    const adviser::PersonCase plain = adviser::person_case(*f.ground, f.context, CandidateId{c}, {});
    adviser::PairJudge judge(*f.ground, f.context, plain);
    for (const adviser::PairFinding& one : f.findings(judge, CandidateId{c})) before.push_back(one.offer);
    // Everything the lists would show is in it.
    for (const OfferId offer : adviser::eligible_offers(f.context, CandidateId{c}))
      if (shown(f.policy, constraint_states(f.context, CandidateId{c}, offer))) RC_ASSERT(std::find(before.begin(), before.end(), offer) != before.end());
    for (int mutation = 0; mutation < 6; ++mutation) {
      const RestrictedRecord record = random_record(dice, f.ground->tables.barriers, f.world.date);
      const adviser::PersonCase person = adviser::person_case(*f.ground, f.context, CandidateId{c}, record);
      adviser::PairJudge other(*f.ground, f.context, person);
      const auto findings = f.findings(other, CandidateId{c});
      RC_ASSERT(findings.size() == before.size());
      for (std::size_t i = 0; i < findings.size(); ++i) {
        RC_ASSERT(findings[i].offer == before[i]);
        bool never = false, need = false, ask = false;
        for (const adviser::Obstacle& obstacle : findings[i].obstacles) {
          if (obstacle.kind == adviser::Obstacle::Kind::kConflict) RC_ASSERT(obstacle.weight != adviser::Obstacle::Weight::kNever);
          never = never || obstacle.weight == adviser::Obstacle::Weight::kNever;
          need = need || obstacle.weight == adviser::Obstacle::Weight::kNeed;
          ask = ask || obstacle.weight == adviser::Obstacle::Weight::kQuestion;
        }
        RC_ASSERT((findings[i].tier == VerdictTier::kNo) == never);
        if (findings[i].tier == VerdictTier::kNow) RC_ASSERT(!need && !ask);
        if (findings[i].tier == VerdictTier::kWith) RC_ASSERT(findings[i].choice != nullptr && findings[i].choice->found && !findings[i].choice->levers.empty());
        RC_ASSERT(!adviser::sentence_of(other, findings[i], Language::kFrench).empty());
      }
    }
  }
}

// « With S »: granting S makes it possible now; no cheaper set of the person's levers does.
RC_GTEST_PROP(Verdicts, WithIsTheCheapestSetThatMakesItNow, (std::uint64_t seed)) {
  Dice dice(seed);
  const Fixture f(seed, dice, 7);
  for (std::uint32_t c = 0; c < 3; ++c) {
    const RestrictedRecord record = random_record(dice, f.ground->tables.barriers, f.world.date);
    const adviser::PersonCase person = adviser::person_case(*f.ground, f.context, CandidateId{c}, record);
    adviser::PairJudge judge(*f.ground, f.context, person);
    const auto base = f.findings(judge, CandidateId{c});
    std::vector<LeverChoice> best(base.size());
    for (std::uint32_t subset = 0; subset < 1U << person.levers.size(); ++subset) {
      std::vector<LeverIndex> granted;
      std::uint64_t cost = 0;
      for (LeverIndex i = 0; i < person.levers.size(); ++i)
        if ((subset >> i & 1U) != 0) {
          granted.push_back(i);
          cost += person.options[i].cost_cents;
        }
      std::uint32_t days = 0;
      if (!adviser::levers_work(person.options, granted, person.licences, days)) continue;
      adviser::PairJudge with(*f.ground, f.context, person, granted);
      const auto after = f.findings(with, CandidateId{c});
      RC_ASSERT(after.size() == base.size());
      for (std::size_t i = 0; i < base.size(); ++i) {
        // A lever granted never takes anything away.
        RC_ASSERT(after[i].tier <= base[i].tier || base[i].tier == VerdictTier::kWith);
        const bool open = std::none_of(after[i].obstacles.begin(), after[i].obstacles.end(), [](const adviser::Obstacle& o) {
          return o.weight == adviser::Obstacle::Weight::kNeed || o.weight == adviser::Obstacle::Weight::kNever;
        });
        if (!open) continue;
        const LeverChoice one{true, granted, cost, days};
        const auto key = [](const LeverChoice& choice) { return std::make_tuple(choice.cost_cents, choice.delay_days, choice.levers.size(), choice.levers); };
        if (!best[i].found || key(one) < key(best[i])) best[i] = one;
      }
    }
    for (std::size_t i = 0; i < base.size(); ++i) {
      if (base[i].tier != VerdictTier::kWith) continue;
      RC_ASSERT(best[i].found);
      RC_ASSERT(*base[i].choice == best[i]);
      adviser::PairJudge granted(*f.ground, f.context, person, base[i].choice->levers);
      RC_ASSERT(granted.judge(base[i].offer)->tier == VerdictTier::kNow);
    }
  }
}

// The worlds above are worth something: every tier, every kind of obstacle and sets of several levers occur in them.
TEST(AdviserWorlds, HaveEveryKindOfVerdict) {
  std::map<VerdictTier, int> tiers;
  int several = 0, reach = 0, conflicts = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    const Fixture f(seed, dice, 60);
    for (std::uint32_t c = 0; c < f.corpus->candidates.size(); ++c) {
      const adviser::PersonCase person = adviser::person_case(*f.ground, f.context, CandidateId{c}, random_record(dice, f.ground->tables.barriers, f.world.date));
      adviser::PairJudge judge(*f.ground, f.context, person);
      for (const adviser::PairFinding& one : f.findings(judge, CandidateId{c})) {
        ++tiers[one.tier];
        several += one.choice != nullptr && one.choice->levers.size() > 1 ? 1 : 0;
        for (const adviser::Obstacle& obstacle : one.obstacles) {
          reach += obstacle.kind == adviser::Obstacle::Kind::kReach ? 1 : 0;
          conflicts += obstacle.kind == adviser::Obstacle::Kind::kConflict ? 1 : 0;
        }
      }
    }
  }
  for (const VerdictTier tier : {VerdictTier::kNow, VerdictTier::kWith, VerdictTier::kAsk, VerdictTier::kNo}) EXPECT_GT(tiers[tier], 20) << code(tier);
  EXPECT_GT(several, 20);
  EXPECT_GT(reach, 20);
  EXPECT_GT(conflicts, 200);
}

// « What if » is the difference of two pages, and what it says was opened are pairs that were not possible now.
RC_GTEST_PROP(WhatIf, IsTheDifferenceOfTheTwoLists, (std::uint64_t seed)) {
  Dice dice(seed);
  const Fixture f(seed, dice, 12);
  const auto record_of = [&](OfferId id) -> Result<Offer> { return f.world.offers[id.value]; };
  for (std::uint32_t c = 0; c < 3; ++c) {
    const RestrictedRecord record = random_record(dice, f.ground->tables.barriers, f.world.date);
    const adviser::PersonCase person = adviser::person_case(*f.ground, f.context, CandidateId{c}, record);
    if (person.levers.empty()) continue;
    std::vector<LeverIndex> granted = {static_cast<LeverIndex>(dice.below(static_cast<std::uint32_t>(person.levers.size())))};
    adviser::PageRequest request;
    request.top = 1 + dice.below(8);
    const auto answer = adviser::what_if(*f.ground, f.context, person, {person.levers[granted[0]].lever->id}, request, record_of);
    RC_ASSERT(answer.ok());
    adviser::PairJudge before(*f.ground, f.context, person), after(*f.ground, f.context, person, granted);
    const auto list = [&](adviser::PairJudge& judge) {
      ProfileTables profile(*f.corpus);
      profile.load(f.policy, CandidateId{c});
      std::vector<std::pair<std::int32_t, std::string>> lines;
      for (adviser::PairFinding& one : f.findings(judge, CandidateId{c})) {
        if (one.tier != VerdictTier::kNow) continue;
        judge.score(one, profile);
        lines.emplace_back(-one.score.score, f.corpus->offers.ids[one.offer.value]);
      }
      std::sort(lines.begin(), lines.end());
      std::set<std::string> ids;
      for (std::size_t i = 0; i < lines.size() && i < request.top; ++i) ids.insert(lines[i].second);
      return std::pair(ids, lines.size());
    };
    const auto [ids_before, count_before] = list(before);
    const auto [ids_after, count_after] = list(after);
    RC_ASSERT(answer->now_before == count_before);
    RC_ASSERT(answer->now_after == count_after);
    std::set<std::string> replayed = ids_before;
    for (const adviser::ListChange& change : answer->leaves) RC_ASSERT(replayed.erase(change.offer.id) == 1U);
    for (const adviser::ListChange& change : answer->enters) {
      RC_ASSERT(replayed.insert(change.offer.id).second);
      RC_ASSERT(!change.cause.empty());
    }
    RC_ASSERT(replayed == ids_after);
    RC_ASSERT(answer->opened == count_after - count_before);
    RC_ASSERT(adviser::what_if(*f.ground, f.context, person, {"no-such-lever"}, request, record_of).problem().code == ProblemCode::kNotFound);
  }
}

}  // namespace
}  // namespace passerelle::testing
