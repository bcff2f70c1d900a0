#include "operations/seat_flow.hpp"

#include <algorithm>
#include <stdexcept>

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

namespace passerelle::operations {
namespace {

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

// The network: persons (and, where somebody may be invited twice in the week, a node for each of their kinds) → open or
// reserved places of a session → the session → a sink; what a person is not invited to flows to the sink at no cost.
class Network {
 public:
  explicit Network(const SeatProblem& problem) : problem_(problem), cost_(graph_), tie_(graph_), lower_(graph_), upper_(graph_), supply_(graph_) {
    sessions_.reserve(problem.sessions.size());
    sink_ = graph_.addNode();
    std::int64_t most = 0, places = 0;
    for (const SeatArc& arc : problem.arcs) most = std::max(most, arc.worth);
    for (const SeatSession& session : problem.sessions) places += session.places;
    // One reserved place more is worth more than all that could be lost elsewhere: a bound on any plan's sum, and one.
    const std::int64_t quota_first = most * std::min<std::int64_t>(places, static_cast<std::int64_t>(problem.arcs.size())) + 1;
    for (const SeatSession& session : problem.sessions) sessions_.push_back(add_session(session, quota_first));
    add_persons();
  }

  SeatPlan solve() {
    // First the quotas and the sum; then, among the best plans alone, who stands earliest. An arc whose reduced cost is not
    // zero carries the same in every best plan.
    Simplex simplex(graph_);
    simplex.lowerMap(lower_).upperMap(upper_).costMap(cost_).supplyMap(supply_);
    require(simplex.run());
    std::int64_t bound = 0;
    for (Graph::NodeIt node(graph_); node != lemon::INVALID; ++node) bound -= simplex.potential(node) * supply_[node];
    for (Graph::ArcIt arc(graph_); arc != lemon::INVALID; ++arc) {
      const std::int64_t reduced = cost_[arc] + simplex.potential(graph_.source(arc)) - simplex.potential(graph_.target(arc));
      if (reduced < 0) bound += reduced * upper_[arc];
      if (reduced > 0) upper_[arc] = lower_[arc];
      if (reduced < 0) lower_[arc] = upper_[arc];
    }
    // Weak duality: no plan costs less, whatever the library did. It is checked every time, since it costs next to nothing.
    if (bound != simplex.totalCost()) throw std::logic_error("a plan of seats that is not proved the best");
    Simplex ties(graph_);
    ties.lowerMap(lower_).upperMap(upper_).costMap(tie_).supplyMap(supply_);
    require(ties.run());
    std::int64_t cost = 0;
    for (Graph::ArcIt arc(graph_); arc != lemon::INVALID; ++arc) cost += cost_[arc] * ties.flow(arc);
    if (cost != bound) throw std::logic_error("a tie broken at a price");
    SeatPlan plan;
    for (const Way& way : ways_) {
      if (ties.flow(way.arc) == 0) continue;
      const SeatArc& arc = problem_.arcs[way.seat];
      plan.seats.push_back({arc.person, arc.session, way.reserved});
      plan.worth += arc.worth;
      plan.reserved_filled += way.reserved ? 1 : 0;
    }
    std::sort(plan.seats.begin(), plan.seats.end());
    return plan;
  }

 private:
  struct SessionNodes {
    Graph::Node open;
    std::vector<Graph::Node> reserved;
  };
  struct Way { Graph::Arc arc; std::size_t seat; bool reserved; };

  static void require(Simplex::ProblemType state) {
    // Nobody invited is always possible, and everything is bounded.
    if (state != Simplex::OPTIMAL) throw std::logic_error("a plan of seats is always there");
  }

  Graph::Arc link(Graph::Node from, Graph::Node to, std::int64_t capacity, std::int64_t cost, std::int64_t tie) {
    const Graph::Arc arc = graph_.addArc(from, to);
    lower_[arc] = 0;
    upper_[arc] = capacity;
    cost_[arc] = cost;
    tie_[arc] = tie;
    return arc;
  }

  SessionNodes add_session(const SeatSession& session, std::int64_t quota_first) {
    SessionNodes nodes;
    const Graph::Node whole = graph_.addNode();
    link(whole, sink_, session.places, 0, 0);
    nodes.open = whole;
    std::uint32_t reserved = 0;
    for (const std::uint32_t places : session.reserved) {
      const Graph::Node node = graph_.addNode();
      link(node, whole, places, -quota_first, 0);
      nodes.reserved.push_back(node);
      reserved += places;
    }
    if (reserved != 0 && !session.releases) {
      nodes.open = graph_.addNode();
      link(nodes.open, whole, session.places - reserved, 0, 0);
    }
    return nodes;
  }

  void add_persons() {
    const auto stride = static_cast<std::int64_t>(problem_.sessions.size()) + 1;
    std::int64_t all = 0;
    for (std::size_t at = 0; at < problem_.arcs.size();) {
      const std::uint32_t person = problem_.arcs[at].person;
      std::size_t end = at;
      while (end < problem_.arcs.size() && problem_.arcs[end].person == person) ++end;
      const std::int64_t places = problem_.person_places[person];
      if (places == 0) {
        at = end;
        continue;
      }
      const Graph::Node node = graph_.addNode();
      supply_[node] = places;
      all += places;
      link(node, sink_, places, 0, 0);
      std::vector<std::pair<std::uint32_t, Graph::Node>> kinds;
      for (; at < end; ++at) {
        const SeatArc& seat = problem_.arcs[at];
        const SeatSession& session = problem_.sessions[seat.session];
        Graph::Node from = node;
        if (places > 1) {
          auto known = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == session.kind; });
          if (known == kinds.end()) {
            const Graph::Node of_kind = graph_.addNode();
            link(node, of_kind, 1, 0, 0);
            known = kinds.insert(kinds.end(), {session.kind, of_kind});
          }
          from = known->second;
        }
        const std::int64_t tie = person * stride + seat.session;
        const SessionNodes& to = sessions_[seat.session];
        ways_.push_back({link(from, to.open, 1, -seat.worth, tie), at, false});
        for (std::size_t quota = 0; quota < to.reserved.size(); ++quota)
          if ((seat.quotas >> quota & 1U) != 0) ways_.push_back({link(from, to.reserved[quota], 1, -seat.worth, tie), at, true});
      }
    }
    supply_[sink_] = -all;
  }

  const SeatProblem& problem_;
  Graph graph_;
  Graph::ArcMap<std::int64_t> cost_, tie_, lower_, upper_;
  Graph::NodeMap<std::int64_t> supply_;
  Graph::Node sink_;
  std::vector<SessionNodes> sessions_;
  std::vector<Way> ways_;
};

}  // namespace

SeatPlan best_seats(SeatProblem problem) {
  // The network, and so the pivots, are the same whatever order the arcs came in.
  std::sort(problem.arcs.begin(), problem.arcs.end(), [](const SeatArc& a, const SeatArc& b) { return std::pair(a.person, a.session) < std::pair(b.person, b.session); });
  if (problem.arcs.empty()) return {};
  return Network(problem).solve();
}

}  // namespace passerelle::operations
