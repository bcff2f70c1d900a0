#include "operations/plan_weeks.hpp"

#include <algorithm>
#include <map>

namespace passerelle::operations {
namespace {

class Planner {
 public:
  explicit Planner(const WeeksProblem& problem) : problem_(problem), arcs_(problem.arcs), engagements_(problem.persons) {
    std::sort(arcs_.begin(), arcs_.end(), [](const SeatArc& a, const SeatArc& b) { return std::pair(a.person, a.session) < std::pair(b.person, b.session); });
    for (const Engagement& one : problem.engagements) engagements_[one.person].push_back(one);
    plan_.waiting.resize(problem.sessions.size());
    plan_.operations.resize(problem.operations);
  }

  WeeksPlan run() {
    std::map<std::int32_t, std::vector<SeatArc>> weeks;
    for (const SeatArc& arc : arcs_) weeks[week_of(problem_.sessions[arc.session].date)].push_back(arc);
    // What an operation could have by itself is asked before any week is planned.
    for (const auto& [week, arcs] : weeks) alone(week, arcs);
    for (const auto& [week, arcs] : weeks) plan_week(week, arcs);
    waiting_lists();
    std::sort(plan_.seats.begin(), plan_.seats.end());
    return std::move(plan_);
  }

 private:
  bool free_for(const SeatArc& arc) const {
    const PlannedSession& session = problem_.sessions[arc.session];
    for (const Engagement& one : engagements_[arc.person]) {
      if (one.operation == session.operation) return false;
      if (!one.counts || one.kind != session.kind) continue;
      const std::int32_t apart = one.date.since_epoch - session.date.since_epoch;
      if (apart < problem_.kind_days && -apart < problem_.kind_days) return false;
    }
    return true;
  }
  std::uint32_t left(std::uint32_t person, std::int32_t week) const {
    std::uint32_t taken = 0;
    for (const Engagement& one : engagements_[person]) taken += one.counts && week_of(one.date) == week ? 1 : 0;
    return taken >= problem_.per_week ? 0 : problem_.per_week - taken;
  }

  // A problem of the persons and sessions that these arcs name, numbered anew in the same order.
  struct Part {
    SeatProblem problem;
    std::vector<std::uint32_t> persons, sessions;
  };
  Part part_of(std::int32_t week, const std::vector<SeatArc>& arcs) const {
    Part part;
    for (const SeatArc& arc : arcs) {
      part.persons.push_back(arc.person);
      part.sessions.push_back(arc.session);
    }
    for (auto* list : {&part.persons, &part.sessions}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    const auto place = [](const std::vector<std::uint32_t>& list, std::uint32_t id) { return static_cast<std::uint32_t>(std::lower_bound(list.begin(), list.end(), id) - list.begin()); };
    for (const std::uint32_t person : part.persons) part.problem.person_places.push_back(left(person, week));
    for (const std::uint32_t session : part.sessions) {
      part.problem.sessions.push_back(problem_.sessions[session].seats);
      part.problem.sessions.back().kind = problem_.sessions[session].kind;
    }
    for (const SeatArc& arc : arcs) part.problem.arcs.push_back({place(part.persons, arc.person), place(part.sessions, arc.session), arc.worth, arc.quotas});
    return part;
  }

  void alone(std::int32_t week, const std::vector<SeatArc>& arcs) {
    std::map<std::uint32_t, std::vector<SeatArc>> by_operation;
    for (const SeatArc& arc : arcs)
      if (free_for(arc)) by_operation[problem_.sessions[arc.session].operation].push_back(arc);
    for (const auto& [operation, its] : by_operation) {
      const SeatPlan best = best_seats(part_of(week, its).problem);
      plan_.operations[operation].alone_invited += best.seats.size();
      plan_.operations[operation].alone_worth += best.worth;
    }
  }

  void plan_week(std::int32_t week, const std::vector<SeatArc>& arcs) {
    std::vector<SeatArc> open;
    for (const SeatArc& arc : arcs)
      if (free_for(arc)) open.push_back(arc);
    const Part part = part_of(week, open);
    for (const Seat& seat : best_seats(part.problem).seats) {
      const std::uint32_t person = part.persons[seat.person], session = part.sessions[seat.session];
      const PlannedSession& to = problem_.sessions[session];
      plan_.seats.push_back({person, session, seat.reserved});
      engagements_[person].push_back({person, to.operation, to.kind, to.date, true});
      const auto arc = std::lower_bound(open.begin(), open.end(), std::pair(person, session), [](const SeatArc& a, const auto& key) { return std::pair(a.person, a.session) < key; });
      ++plan_.operations[to.operation].invited;
      plan_.operations[to.operation].worth += arc->worth;
    }
  }

  // Who could take the place of somebody who drops out, without being asked too often.
  void waiting_lists() {
    std::vector<std::vector<const SeatArc*>> lists(problem_.sessions.size());
    for (const SeatArc& arc : arcs_)
      if (free_for(arc) && left(arc.person, week_of(problem_.sessions[arc.session].date)) > 0) lists[arc.session].push_back(&arc);
    for (std::size_t session = 0; session < lists.size(); ++session) {
      auto& list = lists[session];
      const std::size_t length = std::min<std::size_t>(list.size(), problem_.sessions[session].waiting);
      std::partial_sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(length), list.end(),
                        [](const SeatArc* a, const SeatArc* b) { return a->worth != b->worth ? a->worth > b->worth : a->person < b->person; });
      for (std::size_t i = 0; i < length; ++i) plan_.waiting[session].push_back(list[i]->person);
    }
  }

  const WeeksProblem& problem_;
  std::vector<SeatArc> arcs_;
  std::vector<std::vector<Engagement>> engagements_;   // by person
  WeeksPlan plan_;
};

}  // namespace

std::int32_t week_of(Day day) noexcept {
  // 1970-01-01 was a Thursday.
  const std::int32_t shifted = day.since_epoch + 3;
  return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7;
}

WeeksPlan plan_weeks(const WeeksProblem& problem) { return Planner(problem).run(); }

}  // namespace passerelle::operations
