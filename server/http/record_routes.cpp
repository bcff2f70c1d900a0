// Records one by one and in pages; what forms complete as one types.
#include <algorithm>

#include "base/hash.hpp"
#include "codec/page_json.hpp"
#include "http/base64url.hpp"
#include "http/call.hpp"
#include "http/parameters.hpp"

namespace passerelle::http {
namespace {

constexpr std::int64_t kMostItems = 100;
constexpr std::size_t kMostTyped = 200;

struct Page { std::string typed, after; std::size_t limit = 20; };

/// q, limit, cursor. A cursor is the last id of the page before.
std::variant<Page, Failure> page_of(const Call& call) {
  Page page;
  auto typed = text_parameter(call.target, "q", kMostTyped);
  if (auto* failure = std::get_if<Failure>(&typed)) return *failure;
  page.typed = std::move(std::get<std::string>(typed));
  const auto limit = number_parameter(call.target, "limit", 1, kMostItems, 20);
  if (const auto* failure = std::get_if<Failure>(&limit)) return *failure;
  page.limit = static_cast<std::size_t>(std::get<std::int64_t>(limit));
  if (const std::string* cursor = call.target.parameter("cursor")) {
    auto after = from_base64url(*cursor);
    if (!after || after->empty()) return Failure(HttpProblem::kParameterValue, "cursor");
    page.after = std::move(*after);
  }
  return page;
}

/// Tags of records: equal bytes, equal tag.
std::string tag_of(std::string_view json) { return '"' + to_hex(fingerprint(json)) + '"'; }

Answer record(const Call& call, Result<std::string> json) {
  if (!json) return Failure(json.problem());
  Response response = json_response(std::move(*json));
  std::string tag = tag_of(response.body);
  const std::string_view known = call.request.header("if-none-match");
  if (known == "*" || (!known.empty() && known.find(tag) != std::string_view::npos)) {
    response.status = 304;
    response.body.clear();
    response.headers.clear();
  }
  response.headers.emplace_back("ETag", std::move(tag));
  return response;
}

Answer one_offer(const Call& call) {
  const std::string& id = call.arguments[0];
  if (call.right == Right::kOwnEmployers) {
    bool own = false;
    if (const Status found = call.engine.offer(id, [&](const Offer& offer) { own = call.own_employer(offer.siret); }); !found) return Failure(found.problem());
    if (!own) return Failure(HttpProblem::kOtherEmployer);
  }
  return record(call, call.engine.offer_json(id));
}

Answer one_candidate(const Call& call) {
  const std::string& id = call.arguments[0];
  if (call.right == Right::kOwnPortfolio && !call.in_portfolio(id)) return Failure(HttpProblem::kOtherPortfolio);
  return record(call, call.engine.candidate_json(id));
}

/// occupation, department, source: those the route has.
std::variant<ListFilter, Failure> filter_of(const Call& call, const Page& page) {
  ListFilter filter;
  for (const auto& [name, field] : {std::pair("occupation", &ListFilter::occupation), {"department", &ListFilter::department}, {"source", &ListFilter::source}}) {
    auto text = text_parameter(call.target, name, kMostTyped);
    if (auto* failure = std::get_if<Failure>(&text)) return *failure;
    filter.*field = std::move(std::get<std::string>(text));
  }
  // A bare code means ROME, as in records.
  if (!filter.occupation.empty() && filter.occupation.find(':') == std::string::npos) filter.occupation.insert(0, "rome:");
  filter.after_id = page.after;
  filter.limit = page.limit + 1;   // one more says whether there is a next page
  return filter;
}

template <class Record>
std::string page_body(std::vector<Record> records, std::size_t limit) {
  std::string next;
  if (records.size() > limit) {
    records.resize(limit);
    next = to_base64url(records.back().id);
  }
  return codec::page_json(records, next);
}

Answer offers(const Call& call) {
  auto page = page_of(call);
  if (auto* failure = std::get_if<Failure>(&page)) return *failure;
  const Page& asked = std::get<Page>(page);
  auto filter = filter_of(call, asked);
  if (auto* failure = std::get_if<Failure>(&filter)) return *failure;
  ListFilter& wanted = std::get<ListFilter>(filter);
  wanted.words = asked.typed;
  std::vector<Offer> found;
  if (call.right == Right::kOwnEmployers) {
    wanted.employers = call.identity.employers;
    if (wanted.employers.empty()) return json_response(codec::page_json(found, ""));
  }
  const Status listed = call.engine.offers(wanted, [&](const Offer& offer, std::string_view) -> Status {
    if (call.right != Right::kOwnEmployers || call.own_employer(offer.siret)) found.push_back(offer);
    return {};
  });
  if (!listed) return Failure(listed.problem());
  return json_response(page_body(std::move(found), asked.limit));
}

/// occupation and department, of one person.
bool is_wanted(const Candidate& candidate, const ListFilter& wanted) {
  const bool sought = wanted.occupation.empty() || std::find(candidate.sought.begin(), candidate.sought.end(), wanted.occupation) != candidate.sought.end();
  return sought && candidate.home.insee.compare(0, wanted.department.size(), wanted.department) == 0;
}

Answer portfolio(const Call& call, const Page& asked, const ListFilter& wanted) {
  std::vector<std::string> ids = call.identity.portfolio;
  if (const auto listed = call.rules.portfolios.find(call.identity.subject); listed != call.rules.portfolios.end()) ids.insert(ids.end(), listed->second.begin(), listed->second.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<Candidate> found;
  for (auto id = std::upper_bound(ids.begin(), ids.end(), asked.after); id != ids.end() && found.size() <= asked.limit; ++id) {
    if (id->compare(0, asked.typed.size(), asked.typed) != 0) continue;
    const Status read = call.engine.candidate(*id, [&](const Candidate& candidate) {
      if (is_wanted(candidate, wanted)) found.push_back(candidate);
    });
    // Of a portfolio, who is not (or no more) in the store is passed over.
    if (!read && read.problem().code != ProblemCode::kNotFound) return Failure(read.problem());
  }
  return json_response(page_body(std::move(found), asked.limit));
}

Answer candidates(const Call& call) {
  auto page = page_of(call);
  if (auto* failure = std::get_if<Failure>(&page)) return *failure;
  const Page& asked = std::get<Page>(page);
  auto filter = filter_of(call, asked);
  if (auto* failure = std::get_if<Failure>(&filter)) return *failure;
  ListFilter& wanted = std::get<ListFilter>(filter);
  if (call.right == Right::kOwnPortfolio) return portfolio(call, asked, wanted);
  std::vector<Candidate> found;
  // Ids stand in order: those that begin with what was typed follow one another, after the one that is just that.
  if (asked.after < asked.typed) {
    const Status read = call.engine.candidate(asked.typed, [&](const Candidate& candidate) {
      if (is_wanted(candidate, wanted)) found.push_back(candidate);
    });
    if (!read && read.problem().code != ProblemCode::kNotFound) return Failure(read.problem());
    wanted.after_id = asked.typed;
  }
  const Status listed = call.engine.candidates(wanted, [&](const Candidate& candidate, std::string_view) -> Status {
    if (candidate.id.compare(0, asked.typed.size(), asked.typed) == 0) found.push_back(candidate);
    return {};
  });
  if (!listed) return Failure(listed.problem());
  return json_response(page_body(std::move(found), asked.limit));
}

Answer look_up(const Call& call, LookUp what, std::string_view key, std::string_view detail) {
  auto page = page_of(call);
  if (auto* failure = std::get_if<Failure>(&page)) return *failure;
  const Page& asked = std::get<Page>(page);
  std::size_t skip = 0;   // here a cursor is how many came before
  for (const char c : asked.after) {
    if (c < '0' || c > '9' || skip > 1'000'000) return Failure(HttpProblem::kParameterValue, "cursor");
    skip = skip * 10 + static_cast<std::size_t>(c - '0');
  }
  auto found = call.engine.look_up(what, asked.typed, skip, asked.limit + 1);
  if (!found) return Failure(found.problem());
  std::string next;
  if (found->size() > asked.limit) {
    found->resize(asked.limit);
    next = to_base64url(std::to_string(skip + asked.limit));
  }
  return json_response(codec::page_json(*found, key, detail, next));
}

}  // namespace

Answer answer_records(const Call& call) {
  switch (call.rule.route) {
    case Route::kOffers: return offers(call);
    case Route::kOffer: return one_offer(call);
    case Route::kCandidates: return candidates(call);
    case Route::kCandidate: return one_candidate(call);
    case Route::kOccupations: return look_up(call, LookUp::kOccupations, "occupation", "sector");
    case Route::kSkills: return look_up(call, LookUp::kItems, "skill", "kind");
    default: return look_up(call, LookUp::kPlaces, "insee", "department");
  }
}

}  // namespace passerelle::http
