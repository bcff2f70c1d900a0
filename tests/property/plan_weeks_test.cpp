// Plans over several weeks: whatever the input, nobody is invited too often and no session takes more than its places; a week by
// itself is the best there is; the same for any order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "operations/plan_weeks.hpp"
#include "property/world.hpp"

namespace passerelle::testing {
namespace {

using namespace operations;

constexpr std::int32_t kMonday = 20'150;  // 2025-03-03

WeeksProblem random_weeks(Dice& dice, std::uint32_t most_persons, std::uint32_t most_operations, std::uint32_t days) {
  WeeksProblem problem;
  problem.persons = 1 + dice.below(most_persons);
  problem.operations = 1 + dice.below(most_operations);
  problem.per_week = static_cast<std::uint16_t>(1 + dice.below(3));
  problem.kind_days = static_cast<std::uint16_t>(7 + dice.below(30));
  for (std::uint32_t o = 0; o < problem.operations; ++o) {
    const std::uint32_t kind = dice.below(3);
    for (std::uint32_t s = 1 + dice.below(3); s > 0; --s) {
      PlannedSession session;
      session.operation = o;
      session.kind = kind;
      session.date = Day{kMonday + static_cast<std::int32_t>(dice.below(days))};
      session.waiting = dice.below(4);
      session.seats.places = dice.below(4);
      if (session.seats.places > 1 && dice.chance(30)) session.seats.reserved = {1};
      session.seats.releases = dice.chance(50);
      problem.sessions.push_back(session);
    }
  }
  for (std::uint32_t p = 0; p < problem.persons; ++p)
    for (std::uint32_t s = 0; s < problem.sessions.size(); ++s)
      if (dice.chance(45)) problem.arcs.push_back({p, s, dice.below(6), dice.below(2)});
  for (std::uint32_t e = dice.below(8); e > 0; --e)
    problem.engagements.push_back({dice.below(problem.persons), dice.chance(30) ? dice.below(problem.operations) : kNoOperation, dice.below(3),
                                   Day{kMonday - 30 + static_cast<std::int32_t>(dice.below(90))}, dice.chance(70)});
  return problem;
}

// Whether one more engagement goes with those there are.
bool may_join(const WeeksProblem& problem, const std::vector<Engagement>& there, const Engagement& more) {
  std::uint32_t in_week = 0;
  for (const Engagement& one : there) {
    if (one.person != more.person) continue;
    if (one.operation == more.operation) return false;
    if (!one.counts) continue;
    if (one.kind == more.kind && std::abs(one.date.since_epoch - more.date.since_epoch) < problem.kind_days) return false;
    in_week += (one.date.since_epoch - kMonday + 700) / 7 == (more.date.since_epoch - kMonday + 700) / 7;
  }
  return in_week < problem.per_week;
}

Engagement engagement(const WeeksProblem& problem, std::uint32_t person, std::uint32_t session) {
  const PlannedSession& to = problem.sessions[session];
  return {person, to.operation, to.kind, to.date, true};
}

RC_GTEST_PROP(PlanWeeks, NobodyIsInvitedTooOftenAndNoSessionTakesTooMany, (std::uint64_t seed)) {
  Dice dice(seed);
  const WeeksProblem problem = random_weeks(dice, 12, 8, 40);
  const WeeksPlan plan = plan_weeks(problem);
  std::vector<Engagement> all = problem.engagements;
  std::map<std::uint32_t, std::uint32_t> taken;
  std::vector<OperationWorth> sums(problem.operations);
  for (const Seat& seat : plan.seats) {
    const auto arc = std::find_if(problem.arcs.begin(), problem.arcs.end(), [&](const SeatArc& a) { return a.person == seat.person && a.session == seat.session; });
    RC_ASSERT(arc != problem.arcs.end());
    const Engagement one = engagement(problem, seat.person, seat.session);
    RC_ASSERT(may_join(problem, all, one));
    all.push_back(one);
    RC_ASSERT(++taken[seat.session] <= problem.sessions[seat.session].seats.places);
    if (seat.reserved) RC_ASSERT((arc->quotas & 1U) != 0);
    sums[one.operation].worth += arc->worth;
    ++sums[one.operation].invited;
  }
  for (std::uint32_t o = 0; o < problem.operations; ++o) {
    RC_ASSERT(plan.operations[o].worth == sums[o].worth);
    RC_ASSERT(plan.operations[o].invited == sums[o].invited);
  }
  // Whoever waits could be called.
  for (std::uint32_t s = 0; s < problem.sessions.size(); ++s) {
    RC_ASSERT(plan.waiting[s].size() <= problem.sessions[s].waiting);
    for (const std::uint32_t person : plan.waiting[s]) RC_ASSERT(may_join(problem, all, engagement(problem, person, s)));
  }
}

RC_GTEST_PROP(PlanWeeks, IsTheSameForAnyOrderOfItsInput, (std::uint64_t seed)) {
  Dice dice(seed);
  WeeksProblem problem = random_weeks(dice, 12, 8, 40);
  const WeeksPlan plan = plan_weeks(problem);
  std::reverse(problem.arcs.begin(), problem.arcs.end());
  std::reverse(problem.engagements.begin(), problem.engagements.end());
  const WeeksPlan again = plan_weeks(problem);
  RC_ASSERT(again.seats == plan.seats);
  RC_ASSERT(again.waiting == plan.waiting);
}

// Every set of invitations that keeps the rules, one after the other.
std::int64_t best_of_all(const WeeksProblem& problem, std::size_t at, std::vector<Engagement>& all, std::vector<std::uint32_t>& taken) {
  if (at == problem.arcs.size()) return 0;
  std::int64_t best = best_of_all(problem, at + 1, all, taken);
  const SeatArc& arc = problem.arcs[at];
  const Engagement one = engagement(problem, arc.person, arc.session);
  if (taken[arc.session] == problem.sessions[arc.session].seats.places || !may_join(problem, all, one)) return best;
  all.push_back(one);
  ++taken[arc.session];
  best = std::max(best, arc.worth + best_of_all(problem, at + 1, all, taken));
  all.pop_back();
  --taken[arc.session];
  return best;
}

WeeksProblem without_quotas(WeeksProblem problem) {
  if (problem.arcs.size() > 14) problem.arcs.resize(14);
  for (PlannedSession& session : problem.sessions) session.seats.reserved.clear();
  return problem;
}
std::int64_t worth_of(const WeeksPlan& plan) {
  std::int64_t sum = 0;
  for (const OperationWorth& one : plan.operations) sum += one.worth;
  return sum;
}
std::int64_t best_of_all(const WeeksProblem& problem) {
  std::vector<Engagement> all = problem.engagements;
  std::vector<std::uint32_t> taken(problem.sessions.size(), 0);
  return best_of_all(problem, 0, all, taken);
}

RC_GTEST_PROP(PlanWeeks, OneWeekIsTheBestThereIs, (std::uint64_t seed)) {
  Dice dice(seed);
  const WeeksProblem problem = without_quotas(random_weeks(dice, 5, 5, 7));
  RC_ASSERT(worth_of(plan_weeks(problem)) == best_of_all(problem));
}

// Over several weeks too, where every operation has a kind of its own and one week: what couples weeks is not there.
RC_GTEST_PROP(PlanWeeks, SeveralWeeksAreTheBestThereIsWhereNothingCouplesThem, (std::uint64_t seed)) {
  Dice dice(seed);
  WeeksProblem problem = without_quotas(random_weeks(dice, 5, 5, 21));
  for (PlannedSession& session : problem.sessions) {
    session.kind = 10 + session.operation;
    session.date = Day{kMonday + static_cast<std::int32_t>(session.operation % 3) * 7};
  }
  RC_ASSERT(worth_of(plan_weeks(problem)) == best_of_all(problem));
}

RC_GTEST_PROP(PlanWeeks, ByItselfAnOperationIsNeverWorse, (std::uint64_t seed)) {
  Dice dice(seed);
  WeeksProblem problem = without_quotas(random_weeks(dice, 8, 6, 7));
  const WeeksPlan plan = plan_weeks(problem);
  for (const OperationWorth& one : plan.operations) RC_ASSERT(one.alone_worth >= one.worth);
}

TEST(PlanWeeks, AWeekIsFromMondayToSunday) {
  EXPECT_EQ(day_of(2025, 3, 3).since_epoch, kMonday);
  EXPECT_EQ(week_of(day_of(2025, 3, 3)), week_of(day_of(2025, 3, 9)));
  EXPECT_NE(week_of(day_of(2025, 3, 9)), week_of(day_of(2025, 3, 10)));
  EXPECT_EQ(week_of(day_of(1969, 12, 29)), week_of(day_of(1970, 1, 4)));
  EXPECT_NE(week_of(day_of(1969, 12, 28)), week_of(day_of(1969, 12, 29)));
}

}  // namespace
}  // namespace passerelle::testing
