// One request on its way through the service, and what may be answered.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "http/failure.hpp"
#include "http/identity.hpp"
#include "http/key_set.hpp"
#include "http/metrics.hpp"
#include "http/pseudonym.hpp"
#include "http/route_table.hpp"
#include "http/settings.hpp"
#include "passerelle/decisions.hpp"
#include "passerelle/engine.hpp"

namespace passerelle::http {

/// What SIGHUP replaces, whole: a request sees one of them from beginning to end.
struct Rulebook {
  std::unordered_map<std::string, Policy> policies;
  KeySet keys;
  std::unordered_map<std::string, std::unordered_set<std::string>> portfolios;  ///< by subject
};

struct Call {
  const Request& request;
  const Target& target;
  const RouteRule& rule;
  const std::vector<std::string>& arguments;
  const Identity& identity;           ///< of an open route: nobody
  Right right;
  Language language;
  const Rulebook& rules;
  const Settings& settings;
  const std::optional<Pseudonyms>& pseudonyms;
  Engine& engine;
  const Metrics& metrics;
  const std::string& contract;       ///< openapi.json
  audit::DecisionLog* decisions;     ///< null while a past answer is made again: nothing is written then
  /// Where a route that ranks leaves what the decision log is to keep of its answer.
  std::optional<audit::Decision>& given;

  bool in_portfolio(const std::string& candidate) const;
  bool own_employer(std::string_view siret) const;
};

using Answer = std::variant<Response, Failure>;

Response json_response(std::string body);

/// The routes, by family. Each may assume that the role has `call.right`, which is not kNone, and that every parameter is one
/// of the route's.
Answer answer_system(const Call& call);      // system_routes.cpp
Answer answer_matching(const Call& call);    // matching_routes.cpp
Answer answer_records(const Call& call);     // record_routes.cpp
Answer answer_writing(const Call& call);     // write_routes.cpp
Answer answer_decisions(const Call& call);   // decision_routes.cpp

}  // namespace passerelle::http
