// Invitations of one week: persons × sessions × possible invitations, the whole of it one flow. Verifies the rules on what comes
// back (that it is the best is proved by the solver's own potentials, every time), for two orders of the input, then times it.
// Prints one JSON object.
#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "machine.hpp"
#include "operations/seat_flow.hpp"

namespace {

using namespace passerelle;
using namespace passerelle::operations;

// Persons and sessions have a place on a line of towns: who lives near has more sessions in common, as in a region. Points are
// tier, then suits, as the desk makes them.
SeatProblem make(std::uint32_t persons, std::uint32_t sessions, std::size_t arcs, std::uint32_t person_places, bool quotas) {
  std::mt19937_64 dice(7);
  SeatProblem problem;
  problem.person_places.assign(persons, person_places);
  for (std::uint32_t s = 0; s < sessions; ++s) {
    SeatSession session;
    session.kind = static_cast<std::uint32_t>(dice() % 6);
    session.places = 5 + static_cast<std::uint32_t>(dice() % 25);
    if (quotas && s % 4 == 0) session.reserved = {session.places / 4};
    session.releases = s % 8 == 0;
    problem.sessions.push_back(session);
  }
  const std::size_t each = arcs / persons;
  for (std::uint32_t p = 0; p < persons; ++p) {
    const auto home = static_cast<std::uint32_t>(dice() % sessions);
    const bool of_public = dice() % 5 == 0;
    std::set<std::uint32_t> taken;
    while (taken.size() < each) taken.insert((home + static_cast<std::uint32_t>(dice() % (sessions / 8 + 1))) % sessions);
    for (const std::uint32_t s : taken)
      problem.arcs.push_back({p, s, 10'000 + static_cast<std::int64_t>(dice() % 3) * 10'001 + static_cast<std::int64_t>(dice() % 10'001), of_public ? 1U : 0U});
  }
  return problem;
}

bool holds(const SeatProblem& problem, const SeatPlan& plan) {
  std::map<std::uint32_t, std::uint32_t> of_person;
  std::vector<std::uint32_t> of_session(problem.sessions.size(), 0);
  std::set<std::pair<std::uint32_t, std::uint32_t>> of_kind;
  for (const Seat& seat : plan.seats) {
    if (++of_person[seat.person] > problem.person_places[seat.person]) return false;
    if (++of_session[seat.session] > problem.sessions[seat.session].places) return false;
    if (!of_kind.emplace(seat.person, problem.sessions[seat.session].kind).second) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint32_t persons = 50'000, sessions = 2'000, person_places = 1;
  std::size_t arcs = 1'000'000;
  int repeat = 3;
  bool quotas = true;
  CLI::App app("Times the flow behind the plan of invitations");
  app.add_option("--persons", persons)->capture_default_str();
  app.add_option("--sessions", sessions)->capture_default_str();
  app.add_option("--arcs", arcs)->capture_default_str();
  app.add_option("--person-places", person_places, "invitations a week")->capture_default_str();
  app.add_option("--quotas", quotas)->capture_default_str();
  app.add_option("--repeat", repeat)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const SeatProblem problem = make(persons, sessions, arcs, person_places, quotas);
  const SeatPlan plan = best_seats(problem);
  if (!holds(problem, plan)) { fmt::print(stderr, "a rule does not hold\n"); return 1; }
  SeatProblem turned = problem;
  std::reverse(turned.arcs.begin(), turned.arcs.end());
  if (best_seats(turned).seats != plan.seats) { fmt::print(stderr, "another order gives another plan\n"); return 1; }
  std::vector<std::int64_t> times;
  for (int i = 0; i < repeat; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const SeatPlan again = best_seats(problem);
    times.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count());
    if (again.seats != plan.seats) return 1;
  }
  std::sort(times.begin(), times.end());
  fmt::print(R"({{"persons":{},"sessions":{},"arcs":{},"person_places":{},"invited":{},"reserved_filled":{},"worth":{},"median_ms":{},"worst_ms":{},"peak_bytes":{}}})"
             "\n",
             persons, sessions, problem.arcs.size(), person_places, plan.seats.size(), plan.reserved_filled, plan.worth, times[times.size() / 2], times.back(), bench::peak_memory());
  return 0;
}
