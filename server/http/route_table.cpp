#include "http/route_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace passerelle::http {
namespace {

constexpr Right kNo = Right::kNone, kAll = Right::kAll, kOwn = Right::kOwnEmployers, kFolio = Right::kOwnPortfolio;

constexpr std::string_view kJson = "application/json", kPatch = "application/merge-patch+json", kLines = "application/x-ndjson";

constexpr RouteRule kTable[] = {
    // route              method  pattern                             open    recruiter adviser operations territory operator
    {Route::kHealth,      "GET", "/healthz",                         true,  {kAll,     kAll,   kAll,      kAll,     kAll}, "", ""},
    {Route::kReady,       "GET", "/readyz",                          true,  {kAll,     kAll,   kAll,      kAll,     kAll}, "", ""},
    {Route::kVersion,     "GET", "/version",                         true,  {kAll,     kAll,   kAll,      kAll,     kAll}, "", ""},
    {Route::kOpenApi,     "GET", "/openapi.json",                    true,  {kAll,     kAll,   kAll,      kAll,     kAll}, "", ""},
    {Route::kMetrics,     "GET", "/metrics",                         false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", ""},
    {Route::kShortlist,   "GET", "/v1/offers/{id}/shortlist",        false, {kOwn,     kNo,    kAll,      kNo,      kNo},  "top policy min_suits date", ""},
    {Route::kSuggestions, "GET", "/v1/candidates/{id}/suggestions",  false, {kNo,      kFolio, kNo,       kNo,      kNo},  "top policy date view purpose min_suits", ""},
    {Route::kPair,        "GET", "/v1/candidates/{c}/offers/{o}",    false, {kOwn,     kFolio, kAll,      kNo,      kNo},  "policy date purpose", ""},
    {Route::kOffers,      "GET", "/v1/offers",                       false, {kOwn,     kAll,   kAll,      kNo,      kAll}, "q occupation department source limit cursor", ""},
    {Route::kOffer,       "GET", "/v1/offers/{id}",                  false, {kOwn,     kAll,   kAll,      kNo,      kAll}, "", ""},
    {Route::kCandidates,  "GET", "/v1/candidates",                   false, {kNo,      kFolio, kNo,       kNo,      kAll}, "q occupation department limit cursor", ""},
    {Route::kCandidate,   "GET", "/v1/candidates/{id}",              false, {kNo,      kFolio, kNo,       kNo,      kAll}, "", ""},
    {Route::kOccupations, "GET", "/v1/occupations",                  false, {kAll,     kAll,   kAll,      kAll,     kAll}, "q limit cursor", ""},
    {Route::kSkills,      "GET", "/v1/skills",                       false, {kAll,     kAll,   kAll,      kAll,     kAll}, "q limit cursor", ""},
    {Route::kPlaces,      "GET", "/v1/places",                       false, {kAll,     kAll,   kAll,      kAll,     kAll}, "q limit cursor", ""},
    {Route::kPostShortlist,    "POST",   "/v1/shortlists",        false, {kOwn,     kNo,    kAll,      kNo,      kNo},  "top policy min_suits date", kJson},
    {Route::kPostSuggestions,  "POST",   "/v1/suggestions",       false, {kNo,      kAll,   kNo,       kNo,      kNo},  "top policy min_suits date", kJson},
    {Route::kPutOffer,         "PUT",    "/v1/offers/{id}",       false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", kJson},
    {Route::kPatchOffer,       "PATCH",  "/v1/offers/{id}",       false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", kPatch},
    {Route::kDeleteOffer,      "DELETE", "/v1/offers/{id}",       false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", ""},
    {Route::kPutCandidate,     "PUT",    "/v1/candidates/{id}",   false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", kJson},
    {Route::kPatchCandidate,   "PATCH",  "/v1/candidates/{id}",   false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", kPatch},
    {Route::kDeleteCandidate,  "DELETE", "/v1/candidates/{id}",   false, {kNo,      kNo,    kNo,       kNo,      kAll}, "purpose", ""},
    {Route::kImportOffers,     "POST",   "/v1/offers:import",     false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", kLines},
    {Route::kImportCandidates, "POST",   "/v1/candidates:import", false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", kLines},
    {Route::kDecide,           "POST",   "/v1/decisions",         false, {kOwn,     kFolio, kAll,      kNo,      kNo},  "", kJson},
    {Route::kAudit,            "GET",    "/v1/audit/{id}",        false, {kNo,      kNo,    kNo,       kNo,      kAll}, "", ""},
};

/// The next segment of a pattern, taken off its front.
std::string_view next(std::string_view& rest) noexcept {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool matches(std::string_view pattern, const Target& target, std::vector<std::string>& arguments) {
  arguments.clear();
  for (const std::string& segment : target.segments) {
    if (pattern.empty()) return false;
    const std::string_view wanted = next(pattern);
    if (wanted.front() == '{') arguments.push_back(segment);
    else if (wanted != segment) return false;
  }
  return pattern.empty();
}

std::string_view words(Right right) noexcept {
  switch (right) {
    case Right::kAll: return "yes";
    case Right::kOwnEmployers: return "own employers' offers";
    case Right::kOwnPortfolio: return "own portfolio";
    case Right::kNone: break;
  }
  return "–";
}

}  // namespace

std::span<const RouteRule> route_table() noexcept { return kTable; }

std::variant<FoundRoute, Failure> find_route(std::string_view method, const Target& target) {
  std::string allowed;
  FoundRoute found;
  for (const RouteRule& rule : kTable) {
    if (!matches(rule.pattern, target, found.arguments)) continue;
    if (rule.method == method || (rule.method == "GET" && method == "HEAD")) {
      found.rule = &rule;
      return found;
    }
    allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", rule.method == "GET" ? "GET, HEAD" : rule.method);
  }
  if (allowed.empty()) return Failure(HttpProblem::kRouteUnknown);
  return Failure(HttpProblem::kMethodNotAllowed).with("Allow", allowed);
}

std::string routes_as_markdown() {
  std::string out = "| call | recruiter | adviser | operations | territory | operator |\n|---|---|---|---|---|---|\n";
  for (const RouteRule& rule : kTable) {
    out += fmt::format("| `{} {}` |", rule.method, rule.pattern);
    for (const Right right : rule.rights) out += fmt::format(" {} |", rule.open ? "open" : words(right));
    out += '\n';
  }
  return out;
}

}  // namespace passerelle::http
