// What was decided on persons, and the log of what was answered.
#include <charconv>

#include "codec/decision_json.hpp"
#include "codec/outcome_json.hpp"
#include "codec/page_json.hpp"
#include "http/call.hpp"

namespace passerelle::http {
namespace {

/// Both must be known, and the caller's to decide on: an own employer's offer under the name that employer sees, or a person of
/// the portfolio.
Answer decide(const Call& call) {
  if (call.request.body.empty()) return Failure(HttpProblem::kBodyMissing);
  auto read = codec::outcome_from_json(call.request.body);
  if (!read) return Failure(read.problem());
  codec::Outcome& outcome = *read;
  std::string siret;
  if (const Status found = call.engine.offer(outcome.offer, [&](const Offer& offer) { siret = offer.siret; }); !found) return Failure(found.problem());
  if (call.right == Right::kOwnEmployers) {
    if (!call.own_employer(siret)) return Failure(HttpProblem::kOtherEmployer);
    if (!call.pseudonyms) return Failure(HttpProblem::kNotAllowed, "access.pseudonym_key");
    const auto person = call.pseudonyms->candidate(outcome.candidate, siret);
    if (!person) return Failure(Problem(ProblemCode::kNotFound, outcome.candidate));
    outcome.candidate = *person;
  }
  if (call.right == Right::kOwnPortfolio && !call.in_portfolio(outcome.candidate)) return Failure(HttpProblem::kOtherPortfolio);
  if (const Status found = call.engine.candidate(outcome.candidate, [](const Candidate&) {}); !found) return Failure(found.problem());
  audit::Decision decision;
  decision.kind = audit::EntryKind::kOutcome;
  decision.actor = call.identity.subject;
  decision.role = name(call.identity.role);
  decision.call = outcome.state;
  decision.offer = outcome.offer;
  decision.build = build_name();
  decision.about.push_back({outcome.candidate, codec::outcome_words(outcome)});
  const auto entry = call.decisions->append(std::move(decision));
  if (!entry) return Failure(entry.problem());
  // Not to recruiters: how much others ask would show in the number.
  Response response = json_response(call.right == Right::kOwnEmployers ? codec::object_json({{"kept", outcome.state}}) : codec::object_json({{"kept", outcome.state}, {"entry", std::to_string(*entry)}}));
  response.status = 201;
  return response;
}

Answer entry_of(const Call& call) {
  const std::string& id = call.arguments[0];
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size()) return Failure(Problem(ProblemCode::kNotFound, id));
  const auto entry = audit::find_entry(call.settings.decision_log(), number);
  if (!entry) return Failure(entry.problem());
  return json_response(codec::entry_json(*entry));
}

}  // namespace

Answer answer_decisions(const Call& call) { return call.rule.route == Route::kDecide ? decide(call) : entry_of(call); }

}  // namespace passerelle::http
