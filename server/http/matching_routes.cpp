// Shortlists, suggestions, one pair.
#include "codec/adviser_json.hpp"
#include "codec/answer_json.hpp"
#include "codec/logged_answer.hpp"
#include "codec/recruiter_answer.hpp"
#include "codec/write_json.hpp"
#include "http/call.hpp"
#include "http/parameters.hpp"

namespace passerelle::http {
namespace {

constexpr std::int64_t kMostLines = 200;   // of one answer: who needs more wants the nightly run
constexpr std::size_t kMostPurpose = 200;

/// The policy asked for, or the role's own. A recruiter's answer is only ever made under one that hides wishes, an adviser's page
/// under one that shows them.
std::variant<Policy, Failure> policy_of(const Call& call) {
  const std::string* asked = call.target.parameter("policy");
  const std::string wanted = asked != nullptr ? *asked : std::string(name(call.identity.role));
  const auto found = call.rules.policies.find(wanted);
  if (found == call.rules.policies.end()) return Failure(HttpProblem::kParameterValue, "policy");
  const bool recruiter = call.identity.role == Role::kRecruiter, adviser = call.identity.role == Role::kAdviser;
  if ((recruiter && found->second.shows_wishes) || (adviser && !found->second.shows_wishes)) return Failure(HttpProblem::kPolicyNotAllowed, "policy");
  return found->second;
}

/// The answer, and what the log keeps of it.
Answer give(const Call& call, const Provenances& made, std::string offer, std::vector<audit::AboutPerson> about, std::string body) {
  audit::Decision& decision = call.given.emplace();
  decision.offer = std::move(offer);
  decision.policy = made.policy;
  decision.policy_version = made.policy_version;
  decision.snapshot = made.snapshot;
  decision.build = made.build;
  decision.date = to_string(made.date);
  decision.about = std::move(about);
  // A record that came with the request is kept too, or the answer could not be made again.
  if (!call.request.body.empty()) decision.about.push_back(codec::about_body(call.request.body));
  return json_response(std::move(body));
}

/// policy, date, top, min_suits: those the route has.
std::variant<MatchRequest, Failure> match_request(const Call& call, std::string id) {
  MatchRequest request;
  request.id = std::move(id);
  request.language = call.language;
  auto policy = policy_of(call);
  if (auto* failure = std::get_if<Failure>(&policy)) return *failure;
  request.policy = std::move(std::get<Policy>(policy));
  const auto date = date_parameter(call.target, "date");
  if (const auto* failure = std::get_if<Failure>(&date)) return *failure;
  request.date = std::get<Day>(date);
  const auto top = number_parameter(call.target, "top", 1, kMostLines, 20);
  if (const auto* failure = std::get_if<Failure>(&top)) return *failure;
  request.top = static_cast<std::size_t>(std::get<std::int64_t>(top));
  const auto least = number_parameter(call.target, "min_suits", 0, 10'000, 0);
  if (const auto* failure = std::get_if<Failure>(&least)) return *failure;
  request.min_suits = static_cast<std::int32_t>(std::get<std::int64_t>(least));
  return request;
}

/// The employer of an offer; a failure when it is not one of the recruiter's.
std::variant<std::string, Failure> employer_of(const Call& call, const std::string& offer) {
  std::string siret;
  if (const Status found = call.engine.offer(offer, [&](const Offer& one) { siret = one.siret; }); !found) return Failure(found.problem());
  if (!call.own_employer(siret)) return Failure(HttpProblem::kOtherEmployer);
  return siret;
}

Answer shortlist(const Call& call) {
  auto request = match_request(call, call.arguments[0]);
  if (auto* failure = std::get_if<Failure>(&request)) return *failure;
  const MatchRequest& asked = std::get<MatchRequest>(request);
  if (call.right != Right::kOwnEmployers) {
    const auto list = call.engine.shortlist(asked);
    if (!list) return Failure(list.problem());
    return give(call, list->provenance, asked.id, codec::about(*list), codec::to_json(*list, call.language));
  }
  const auto siret = employer_of(call, asked.id);
  if (const auto* failure = std::get_if<Failure>(&siret)) return *failure;
  const auto list = call.engine.shortlist(asked);
  if (!list) return Failure(list.problem());
  const auto pseudonym = [&](std::string_view id) { return call.pseudonyms->of(id, std::get<std::string>(siret)); };
  return give(call, list->provenance, asked.id, codec::about(*list), codec::to_json(codec::for_recruiter(*list, asked.id, pseudonym, call.language)));
}

/// The adviser's page reads barriers behind the access log; the portfolio that is handed over holds this one person, who was found
/// in the adviser's own.
std::variant<AdviserRequest, Failure> adviser_request(const Call& call, MatchRequest&& asked, const char* purpose) {
  AdviserRequest request;
  request.candidate = std::move(asked.id);
  request.policy = std::move(asked.policy);
  request.date = asked.date;
  request.page.top = asked.top;
  request.page.language = call.language;
  request.access.agent = call.identity.subject;
  auto said = text_parameter(call.target, "purpose", kMostPurpose);
  if (auto* failure = std::get_if<Failure>(&said)) return *failure;
  request.access.purpose = std::get<std::string>(said).empty() ? std::string(purpose) : std::get<std::string>(said);
  request.access.portfolio = {request.candidate};
  return request;
}

Answer suggestions(const Call& call) {
  const std::string& candidate = call.arguments[0];
  // Before the store is asked: whether the person exists is not for others to learn.
  if (!call.in_portfolio(candidate)) return Failure(HttpProblem::kOtherPortfolio);
  auto request = match_request(call, candidate);
  if (auto* failure = std::get_if<Failure>(&request)) return *failure;
  MatchRequest& asked = std::get<MatchRequest>(request);
  const std::string* view = call.target.parameter("view");
  if (view != nullptr && *view == "list") {
    const auto list = call.engine.suggest(asked);
    if (!list) return Failure(list.problem());
    return give(call, list->provenance, "", codec::about(*list, candidate), codec::to_json(*list, call.language));
  }
  if (view != nullptr && *view != "page") return Failure(HttpProblem::kParameterValue, "view", "page, list");
  if (call.target.parameter("min_suits") != nullptr) return Failure(HttpProblem::kParameterUnknown, "min_suits", "view=list");
  auto page_request = adviser_request(call, std::move(asked), "suggestions");
  if (auto* failure = std::get_if<Failure>(&page_request)) return *failure;
  const auto page = call.engine.adviser_page(std::get<AdviserRequest>(page_request));
  if (!page) return Failure(page.problem());
  return give(call, page->provenance, "", codec::about(*page), codec::to_json(*page, call.language));
}

Answer pair(const Call& call) {
  const std::string& offer = call.arguments[1];
  std::string candidate = call.arguments[0], siret;
  if (call.right == Right::kOwnPortfolio && !call.in_portfolio(candidate)) return Failure(HttpProblem::kOtherPortfolio);
  if (call.right == Right::kOwnEmployers) {
    auto employer = employer_of(call, offer);
    if (auto* failure = std::get_if<Failure>(&employer)) return *failure;
    siret = std::get<std::string>(employer);
    const auto person = call.pseudonyms->candidate(candidate, siret);
    if (!person) return Failure(Problem(ProblemCode::kNotFound, candidate));
    candidate = *person;
  }
  auto request = match_request(call, candidate);
  if (auto* failure = std::get_if<Failure>(&request)) return *failure;
  MatchRequest& asked = std::get<MatchRequest>(request);
  if (call.right == Right::kOwnPortfolio) {
    auto page_request = adviser_request(call, std::move(asked), "pair");
    if (auto* failure = std::get_if<Failure>(&page_request)) return *failure;
    AdviserRequest& one = std::get<AdviserRequest>(page_request);
    one.offer = offer;
    const auto answer = call.engine.adviser_pair(one);
    if (!answer) return Failure(answer.problem());
    return give(call, answer->provenance, offer, codec::about(*answer), codec::to_json(*answer, call.language));
  }
  PairRequest one;
  one.candidate = candidate;
  one.offer = offer;
  one.policy = std::move(asked.policy);
  one.date = asked.date;
  one.language = call.language;
  const auto answer = call.engine.explain(one);
  if (call.right != Right::kOwnEmployers) {
    if (!answer) return Failure(answer.problem());
    return give(call, answer->provenance, offer, codec::about(*answer), codec::to_json(*answer, call.language));
  }
  // Whom no list of this offer shows, the recruiter does not see either, and the refusal says no more than for a name made up.
  if (!answer && answer.problem().code != ProblemCode::kNotFound) return Failure(answer.problem());
  if (!answer || !answer->listed) return Failure(Problem(ProblemCode::kNotFound, call.arguments[0]));
  const auto pseudonym = [&](std::string_view id) { return call.pseudonyms->of(id, siret); };
  return give(call, answer->provenance, offer, codec::about(*answer), codec::to_json(codec::for_recruiter(*answer, pseudonym, call.language)));
}

// For an offer in the body: a recruiter sees the people under the names of the employer it says, which must be theirs; when it says
// none, the only one they have.
Answer shortlist_for(const Call& call) {
  if (call.request.body.empty()) return Failure(HttpProblem::kBodyMissing);
  auto request = match_request(call, "body");
  if (auto* failure = std::get_if<Failure>(&request)) return *failure;
  std::string siret;
  if (call.right == Right::kOwnEmployers) {
    const auto said = codec::siret_of(call.request.body);
    if (!said && call.identity.employers.size() != 1) return Failure(Problem(ProblemCode::kFieldMissing, "siret", "").at("/employer/siret"));
    siret = said ? *said : call.identity.employers.front();
    if (!call.own_employer(siret)) return Failure(HttpProblem::kOtherEmployer, "siret");
  }
  const auto list = call.engine.shortlist_for(call.request.body, std::get<MatchRequest>(request));
  if (!list) return Failure(list.problem());
  if (call.right != Right::kOwnEmployers) return give(call, list->provenance, "", codec::about(*list), codec::to_json(*list, call.language));
  const auto pseudonym = [&](std::string_view id) { return call.pseudonyms->of(id, siret); };
  return give(call, list->provenance, "", codec::about(*list), codec::to_json(codec::for_recruiter(*list, "", pseudonym, call.language)));
}

Answer suggestions_for(const Call& call) {
  if (call.request.body.empty()) return Failure(HttpProblem::kBodyMissing);
  auto request = match_request(call, "body");
  if (auto* failure = std::get_if<Failure>(&request)) return *failure;
  const auto list = call.engine.suggest_for(call.request.body, std::get<MatchRequest>(request));
  if (!list) return Failure(codec::shown_problem(list.problem(), RecordKind::kCandidate));
  return give(call, list->provenance, "", {}, codec::to_json(*list, call.language));
}

}  // namespace

Answer answer_matching(const Call& call) {
  if (call.right == Right::kOwnEmployers && !call.pseudonyms) return Failure(HttpProblem::kNotAllowed, "access.pseudonym_key");
  switch (call.rule.route) {
    case Route::kShortlist: return shortlist(call);
    case Route::kSuggestions: return suggestions(call);
    case Route::kPostShortlist: return shortlist_for(call);
    case Route::kPostSuggestions: return suggestions_for(call);
    default: return pair(call);
  }
}

}  // namespace passerelle::http
