// Who may call what, how often, and under which name people are seen.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "http/pseudonym.hpp"
#include "http/rate_limit.hpp"
#include "http/route_table.hpp"

namespace passerelle::http {
namespace {

// The table written a second time, as people agreed on it: a change of either is a change of both.
const std::map<std::string, std::string> kAgreed{
    // recruiter, adviser, operations, territory, operator: y = yes, e = own employers, p = own portfolio, - = no, o = open
    {"GET /healthz", "ooooo"},
    {"GET /readyz", "ooooo"},
    {"GET /version", "ooooo"},
    {"GET /openapi.json", "ooooo"},
    {"GET /metrics", "----y"},
    {"GET /v1/offers/{id}/shortlist", "e-y--"},
    {"GET /v1/candidates/{id}/suggestions", "-p---"},
    {"GET /v1/candidates/{c}/offers/{o}", "epy--"},
    {"GET /v1/offers", "eyy-y"},
    {"GET /v1/offers/{id}", "eyy-y"},
    {"GET /v1/candidates", "-p--y"},
    {"GET /v1/candidates/{id}", "-p--y"},
    {"GET /v1/occupations", "yyyyy"},
    {"GET /v1/skills", "yyyyy"},
    {"GET /v1/places", "yyyyy"},
    {"POST /v1/shortlists", "e-y--"},
    {"POST /v1/suggestions", "-y---"},
    {"PUT /v1/offers/{id}", "----y"},
    {"PATCH /v1/offers/{id}", "----y"},
    {"DELETE /v1/offers/{id}", "----y"},
    {"PUT /v1/candidates/{id}", "----y"},
    {"PATCH /v1/candidates/{id}", "----y"},
    {"DELETE /v1/candidates/{id}", "----y"},
    {"POST /v1/offers:import", "----y"},
    {"POST /v1/candidates:import", "----y"},
    {"POST /v1/decisions", "epy--"},
    {"GET /v1/audit/{id}", "----y"},
};

TEST(Routes, TheTableIsTheOneAgreedOn) {
  std::map<std::string, std::string> written;
  for (const RouteRule& rule : route_table()) {
    std::string rights;
    for (const Right right : rule.rights) rights += rule.open ? 'o' : "-yep"[static_cast<std::size_t>(right)];
    EXPECT_TRUE(written.emplace(std::string(rule.method) + " " + std::string(rule.pattern), rights).second) << rule.pattern;
  }
  EXPECT_EQ(written, kAgreed);
}

// Nobody who may not see barriers or persons reaches a route about a person.
TEST(Routes, RecruitersAndTerritoriesReachNoPersonByTheirId) {
  for (const RouteRule& rule : route_table()) {
    if (rule.pattern.find("/v1/candidates") == std::string_view::npos) continue;
    const Right recruiter = rule.rights[static_cast<std::size_t>(Role::kRecruiter)], territory = rule.rights[static_cast<std::size_t>(Role::kTerritory)];
    EXPECT_TRUE(recruiter == Right::kNone || (recruiter == Right::kOwnEmployers && rule.route == Route::kPair)) << rule.pattern;
    EXPECT_EQ(territory, Right::kNone) << rule.pattern;
    EXPECT_FALSE(rule.open);
  }
}

std::variant<FoundRoute, Failure> found(std::string_view method, std::string_view path) { return find_route(method, *parse_target(path)); }

TEST(Routes, AreFoundWithTheirArguments) {
  const auto route = found("GET", "/v1/candidates/C%201/offers/O2");
  ASSERT_TRUE(std::holds_alternative<FoundRoute>(route));
  EXPECT_EQ(std::get<FoundRoute>(route).rule->route, Route::kPair);
  EXPECT_EQ(std::get<FoundRoute>(route).arguments, (std::vector<std::string>{"C 1", "O2"}));
  EXPECT_EQ(std::get<FoundRoute>(found("HEAD", "/v1/offers")).rule->route, Route::kOffers);
  EXPECT_EQ(std::get<FoundRoute>(found("POST", "/v1/offers:import")).rule->route, Route::kImportOffers);
}

TEST(Routes, OtherPathsAndMethodsAreRefused) {
  for (const char* path : {"/v1", "/v2/offers", "/v1/offers/a/b/c", "/V1/offers", "/v1/offers/a/shortlist/b", "/v1/candidates/a/offers"}) {
    const auto route = found("GET", path);
    ASSERT_TRUE(std::holds_alternative<Failure>(route)) << path;
    EXPECT_EQ(std::get<Failure>(route).status, 404);
  }
  const auto route = found("POST", "/v1/offers/a");
  ASSERT_TRUE(std::holds_alternative<Failure>(route));
  EXPECT_EQ(std::get<Failure>(route).status, 405);
  EXPECT_EQ(std::get<Failure>(route).headers, (std::vector<Header>{{"Allow", "GET, HEAD, PUT, PATCH, DELETE"}}));
  EXPECT_EQ(std::get<Failure>(found("get", "/v1/offers")).status, 405);
}

TEST(Failures, EveryProblemHasACodeAStatusAndBothLanguages) {
  std::set<std::string_view> codes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(HttpProblem::kCount); ++i) {
    const auto problem = static_cast<HttpProblem>(i);
    const Failure failure(problem);
    EXPECT_TRUE(codes.insert(failure.code).second) << failure.code;
    EXPECT_GE(failure.status, 400);
    EXPECT_NE(failure.french, failure.english);
    EXPECT_NE(status_title(failure.status, Language::kFrench), "Erreur") << failure.status;
  }
  EXPECT_EQ(status_of(HttpProblem::kTooManyRequests), 429);
  EXPECT_EQ(status_of(HttpProblem::kInternal), 500);
  EXPECT_EQ(status_of(ProblemCode::kNotFound), 404);
  EXPECT_EQ(status_of(ProblemCode::kFieldUnknown), 422);
}

TEST(Failures, OurOwnFaultsSayNothingOfTheMachine) {
  const Failure failure(Problem(ProblemCode::kStoreDamaged, "page 7").from("/var/lib/x.db").at("candidate C1"));
  const Response response = to_response(failure, Language::kEnglish, "r1");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Internal Server Error","status":500,"detail":"internal error","code":"store-damaged","request":"r1"})");
}

TEST(RateLimit, ABurstThenASteadyRateForEachSubject) {
  RateLimit limit(60, 3);   // one a second
  const RateLimit::Clock::time_point start{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take("a", start), 0U);
  EXPECT_EQ(limit.take("a", start), 1U);
  EXPECT_EQ(limit.take("b", start), 0U);
  EXPECT_EQ(limit.take("a", start + std::chrono::milliseconds(500)), 1U);
  EXPECT_EQ(limit.take("a", start + std::chrono::milliseconds(1'100)), 0U);
  EXPECT_EQ(limit.take("a", start + std::chrono::milliseconds(1'200)), 1U);
  RateLimit slow(2, 1);
  EXPECT_EQ(slow.take("a", start), 0U);
  EXPECT_EQ(slow.take("a", start), 30U);
  RateLimit none(0, 1);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(none.take("a", start), 0U);
}

TEST(Pseudonyms, DifferByEmployerAndAreTheSameEachTime) {
  const auto names = *Pseudonyms::open(std::string(32, 'k'));
  EXPECT_EQ(names.of("C1", "11111111100001"), names.of("C1", "11111111100001"));
  EXPECT_NE(names.of("C1", "11111111100001"), names.of("C1", "22222222200002"));
  EXPECT_NE(names.of("C1", "11111111100001"), names.of("C2", "11111111100001"));
  EXPECT_EQ(names.candidate(names.of("C1", "11111111100001"), "11111111100001"), "C1");
  EXPECT_EQ(names.candidate(names.of("C1", "11111111100001"), "22222222200002"), std::nullopt);
  const auto others = *Pseudonyms::open(std::string(32, 'l'));
  EXPECT_NE(names.of("C1", "11111111100001"), others.of("C1", "11111111100001"));
  EXPECT_EQ(others.candidate(names.of("C1", "11111111100001"), "11111111100001"), std::nullopt);
}

TEST(Pseudonyms, AreUrlSafeAndHideTheLength) {
  const auto names = *Pseudonyms::open(std::string(32, 'k'));
  EXPECT_EQ(names.of("C", "1").size(), names.of("C12345678901234", "1").size());
  EXPECT_EQ(names.of("C1", "1").find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
  EXPECT_FALSE(Pseudonyms::open(std::string(31, 'k')));
}

TEST(Pseudonyms, MadeUpOnesOpenNothing) {
  const auto names = *Pseudonyms::open(std::string(32, 'k'));
  const std::string name = names.of("C1", "1");
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::string changed = name;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(names.candidate(changed, "1"), std::nullopt) << i;
  }
  for (const char* bad : {"", "C1", "AAAA", "*"}) EXPECT_EQ(names.candidate(bad, "1"), std::nullopt);
}

}  // namespace
}  // namespace passerelle::http
