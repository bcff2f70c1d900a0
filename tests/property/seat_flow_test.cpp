// The flow behind the plan of invitations: equal to trying every plan, the rules held whatever the input, the same for any order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "operations/no_show.hpp"
#include "operations/overbooking.hpp"
#include "operations/seat_flow.hpp"
#include "property/world.hpp"

namespace passerelle::testing {
namespace {

using namespace operations;

SeatProblem random_problem(Dice& dice, std::uint32_t most_persons, std::uint32_t most_sessions, std::size_t most_arcs, bool twice) {
  SeatProblem problem;
  const std::uint32_t persons = 1 + dice.below(most_persons), sessions = 1 + dice.below(most_sessions);
  for (std::uint32_t p = 0; p < persons; ++p) problem.person_places.push_back(twice ? dice.below(4) : dice.below(5) != 0);
  for (std::uint32_t s = 0; s < sessions; ++s) {
    SeatSession session;
    session.kind = dice.below(3);
    session.places = dice.below(4);
    session.releases = dice.chance(50);
    std::uint32_t left = session.places;
    for (std::uint32_t q = dice.below(3); q > 0; --q) {
      const std::uint32_t reserved = dice.below(left + 1);
      session.reserved.push_back(reserved);
      left -= reserved;
    }
    problem.sessions.push_back(session);
  }
  for (std::uint32_t p = 0; p < persons; ++p)
    for (std::uint32_t s = 0; s < sessions; ++s)
      // Few distinct values: ties are frequent.
      if (dice.chance(55) && problem.arcs.size() < most_arcs) problem.arcs.push_back({p, s, dice.below(4), dice.below(8)});
  return problem;
}

template <class T>
void shuffle(Dice& dice, std::vector<T>& list) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[dice.below(static_cast<std::uint32_t>(i))]);
}

// The most reserved places that these persons of one session can fill: every way to seat them is tried.
std::optional<std::uint64_t> most_reserved(const SeatSession& session, const std::vector<std::uint32_t>& masks) {
  std::uint32_t all_reserved = 0;
  for (const std::uint32_t places : session.reserved) all_reserved += places;
  const std::uint32_t open = session.releases ? session.places : session.places - all_reserved;
  std::optional<std::uint64_t> best;
  std::vector<std::uint32_t> left = session.reserved;
  const std::function<void(std::size_t, std::uint32_t, std::uint64_t)> seat = [&](std::size_t at, std::uint32_t in_open, std::uint64_t in_reserved) {
    if (in_open > open || in_open + in_reserved > session.places) return;
    if (at == masks.size()) {
      best = std::max(best.value_or(0), in_reserved);
      return;
    }
    seat(at + 1, in_open + 1, in_reserved);
    for (std::size_t q = 0; q < left.size(); ++q) {
      if ((masks[at] >> q & 1U) == 0 || left[q] == 0) continue;
      --left[q];
      seat(at + 1, in_open, in_reserved + 1);
      ++left[q];
    }
  };
  seat(0, 0, 0);
  return best;
}

struct Value {
  std::uint64_t reserved = 0;
  std::int64_t worth = 0, earliness = 0;
  friend auto operator<=>(const Value&, const Value&) = default;
};

// What a set of arcs is worth; nothing when it breaks a rule.
std::optional<Value> value_of(const SeatProblem& problem, const std::vector<std::size_t>& taken) {
  Value value;
  std::map<std::uint32_t, std::uint32_t> of_person;
  std::set<std::pair<std::uint32_t, std::uint32_t>> of_kind;
  std::vector<std::vector<std::uint32_t>> masks(problem.sessions.size());
  for (const std::size_t at : taken) {
    const SeatArc& arc = problem.arcs[at];
    if (++of_person[arc.person] > problem.person_places[arc.person]) return std::nullopt;
    if (!of_kind.emplace(arc.person, problem.sessions[arc.session].kind).second) return std::nullopt;
    masks[arc.session].push_back(arc.quotas);
    value.worth += arc.worth;
    value.earliness -= std::int64_t{arc.person} * (static_cast<std::int64_t>(problem.sessions.size()) + 1) + arc.session;
  }
  for (std::size_t s = 0; s < masks.size(); ++s) {
    const auto reserved = most_reserved(problem.sessions[s], masks[s]);
    if (!reserved) return std::nullopt;
    value.reserved += *reserved;
  }
  return value;
}

Value best_value(const SeatProblem& problem) {
  Value best{0, 0, 0};
  for (std::uint32_t subset = 0; subset < 1U << problem.arcs.size(); ++subset) {
    std::vector<std::size_t> taken;
    for (std::size_t i = 0; i < problem.arcs.size(); ++i)
      if ((subset >> i & 1U) != 0) taken.push_back(i);
    if (const auto value = value_of(problem, taken)) best = std::max(best, *value);
  }
  return best;
}

Value value_of(const SeatProblem& problem, const SeatPlan& plan) {
  std::vector<std::size_t> taken;
  for (const Seat& seat : plan.seats)
    for (std::size_t i = 0; i < problem.arcs.size(); ++i)
      if (problem.arcs[i].person == seat.person && problem.arcs[i].session == seat.session) taken.push_back(i);
  RC_ASSERT(taken.size() == plan.seats.size());
  const auto value = value_of(problem, taken);
  RC_ASSERT(value.has_value());
  return *value;
}

RC_GTEST_PROP(SeatFlow, IsTheBestOfAllPlansAndOfThemTheEarliest, (std::uint64_t seed, bool twice)) {
  Dice dice(seed);
  const SeatProblem problem = random_problem(dice, 5, 4, 11, twice);
  const SeatPlan plan = best_seats(problem);
  const Value value = value_of(problem, plan);
  RC_ASSERT(value == best_value(problem));
  RC_ASSERT(plan.worth == value.worth);
  RC_ASSERT(plan.reserved_filled == value.reserved);
}

RC_GTEST_PROP(SeatFlow, IsTheSameForAnyOrderOfItsInput, (std::uint64_t seed, bool twice)) {
  Dice dice(seed);
  SeatProblem problem = random_problem(dice, 12, 8, 100, twice);
  const SeatPlan plan = best_seats(problem);
  shuffle(dice, problem.arcs);
  const SeatPlan again = best_seats(problem);
  RC_ASSERT(again.seats == plan.seats);
}

RC_GTEST_PROP(SeatFlow, HoldsItsRulesOnLargerCases, (std::uint64_t seed, bool twice)) {
  Dice dice(seed);
  const SeatProblem problem = random_problem(dice, 60, 20, 1'200, twice);
  const SeatPlan plan = best_seats(problem);
  std::map<std::uint32_t, std::uint32_t> of_person, of_session, open_of_session;
  std::set<std::pair<std::uint32_t, std::uint32_t>> of_kind;
  for (const Seat& seat : plan.seats) {
    RC_ASSERT(++of_person[seat.person] <= problem.person_places[seat.person]);
    RC_ASSERT(of_kind.emplace(seat.person, problem.sessions[seat.session].kind).second);
    RC_ASSERT(++of_session[seat.session] <= problem.sessions[seat.session].places);
    const SeatSession& session = problem.sessions[seat.session];
    if (seat.reserved || session.releases) continue;
    std::uint32_t reserved = 0;
    for (const std::uint32_t places : session.reserved) reserved += places;
    RC_ASSERT(++open_of_session[seat.session] <= session.places - reserved);
  }
}

// Binomial tail in floating point, for comparison.
double tail(std::uint32_t invited, std::uint32_t seats, double comes) {
  std::vector<double> chances(invited + 1, 0.0);
  chances[0] = 1.0;
  for (std::uint32_t i = 0; i < invited; ++i)
    for (std::size_t k = invited + 1; k-- > 0;) chances[k] = chances[k] * (1 - comes) + (k > 0 ? chances[k - 1] * comes : 0.0);
  double more = 0;
  for (std::uint32_t k = seats + 1; k <= invited; ++k) more += chances[k];
  return more;
}

RC_GTEST_PROP(Overbooking, StaysWithinTheRuleAndOneMoreWouldNot, ()) {
  const auto seats = *rc::gen::inRange<std::uint32_t>(0, 60), no_show = *rc::gen::inRange<std::uint32_t>(0, kMostNoShow + 1);
  const OverbookingRule rule{*rc::gen::inRange<std::uint32_t>(0, 5'000), *rc::gen::inRange<std::uint32_t>(100, 400)};
  const std::uint32_t invited = invitations_for(seats, no_show, rule);
  const auto within = [&](std::uint32_t n) {
    return n * std::uint64_t{kWhole - no_show} <= std::uint64_t{seats} * kWhole && n * std::uint64_t{100} <= std::uint64_t{seats} * rule.most_percent &&
           tail(n, seats, (kWhole - no_show) / 1e4) <= rule.overflow / 1e4 + 1e-12;
  };
  RC_ASSERT(invited >= seats);
  if (invited > seats) RC_ASSERT(within(invited));
  if (no_show != 0 && seats != 0) RC_ASSERT(!within(invited + 1) || tail(invited + 1, seats, (kWhole - no_show) / 1e4) > rule.overflow / 1e4 - 1e-12);
  RC_ASSERT(overflow_bound(invited + 1, seats, no_show) >= overflow_bound(invited, seats, no_show));
}

TEST(Overbooking, FiguresOneCanCheckByHand) {
  // Two invited to one seat, each comes with 1/2: both come with 1/4.
  EXPECT_EQ(overflow_probability(2, 1, 5'000), 2'500U);
  EXPECT_EQ(invitations_for(1, 5'000, {2'500, 400}), 2U);
  EXPECT_EQ(invitations_for(1, 5'000, {2'499, 400}), 1U);
  // Twelve seats, three in ten do not come: sixteen may be invited, of whom 11.2 are expected and
  // more than twelve come with 24.6 %.
  EXPECT_EQ(overflow_probability(16, 12, 3'000), 2'459U);
  EXPECT_EQ(invitations_for(12, 3'000, {3'000, 400}), 16U);
  EXPECT_EQ(invitations_for(12, 3'000, {2'000, 400}), 15U);
  // However small the risk, never more than are expected to fit: 20 × 0.5 = 10.
  EXPECT_EQ(invitations_for(10, 5'000, {10'000, 400}), 20U);
  EXPECT_EQ(invitations_for(10, 5'000, {10'000, 150}), 15U);
  EXPECT_EQ(invitations_for(10, 0, {10'000, 400}), 10U);
}

TEST(NoShow, IsThePriorMovedByTheKindAndThenByTheBasin) {
  const NoShowPrior prior{3'000, 40, 40};
  EXPECT_EQ(no_show_rate(prior, {}, {}), 3'000U);
  EXPECT_EQ(no_show_rate(prior, {40, 0}, {}), 1'500U);
  EXPECT_EQ(no_show_rate(prior, {40, 20}, {40, 20}), 4'500U);
  EXPECT_EQ(no_show_rate(prior, {1'000'000, 1'000'000}, {1'000'000, 1'000'000}), kMostNoShow);
}

}  // namespace
}  // namespace passerelle::testing
