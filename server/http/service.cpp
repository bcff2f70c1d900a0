#include "http/service.hpp"

#include <atomic>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <mutex>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "base/input_file.hpp"
#include "codec/contract_json.hpp"
#include "codec/logged_answer.hpp"
#include "codec/request_log_json.hpp"
#include "http/accepted_language.hpp"
#include "http/call.hpp"
#include "http/line_log.hpp"
#include "http/rate_limit.hpp"
#include "http/replay.hpp"
#include "http/token.hpp"

namespace passerelle::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostRequestId = 64;

std::string now_text() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, millis);
}

std::uint64_t random_number() {
  std::uint64_t number = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) != 1) throw std::runtime_error("no random numbers");
  return number;
}

/// The caller's id when it can stand in a log line as it is, else one of ours.
std::string request_id(const Request& request) {
  const std::string_view given = request.header("x-request-id");
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
  if (!given.empty() && given.size() <= kMostRequestId && std::all_of(given.begin(), given.end(), plain)) return std::string(given);
  static const std::uint64_t start = random_number();
  static std::atomic<std::uint64_t> count{0};
  return fmt::format("{:016x}", start + count.fetch_add(1) * 0x9e3779b97f4a7c15ULL);
}

std::string without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) host = host.substr(0, colon);
  std::string name(host);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name;
}

bool lists(std::string_view words, std::string_view word) noexcept {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

/// "application/json; charset=utf-8" → "application/json"
std::string media_of(std::string_view header) {
  std::string media(header.substr(0, header.find(';')));
  while (!media.empty() && media.back() == ' ') media.pop_back();
  for (char& c : media)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return media;
}

// What a role asks under when it names none; a folder of policies may hold others, « recruiter-2026 », and files that are not about
// lists at all.
constexpr std::string_view kListPolicies[] = {"recruiter", "adviser", "operations"};

bool is_list_policy(std::string_view stem) noexcept {
  for (const std::string_view needed : kListPolicies)
    if (stem.starts_with(needed) && (stem.size() == needed.size() || stem[needed.size()] == '-')) return true;
  return false;
}

Result<std::shared_ptr<const Rulebook>> read_rulebook(const Settings& settings) {
  auto rules = std::make_shared<Rulebook>();
  Result<std::string> keys = read_all(settings.keys);
  if (!keys) return std::move(keys).problem().from(settings.keys);
  Result<KeySet> set = KeySet::parse(*keys);
  if (!set) return std::move(set).problem().from(settings.keys);
  rules->keys = std::move(*set);

  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(settings.policies, error)) {
    const std::string stem = entry.path().stem().string();
    if (entry.path().extension() != ".toml" || !is_list_policy(stem)) continue;
    Result<Policy> policy = read_policy(entry.path().string());
    if (!policy) return std::move(policy).problem();
    rules->policies[stem] = std::move(*policy);
  }
  for (const std::string_view needed : kListPolicies)
    if (!rules->policies.contains(std::string(needed))) return Problem(ProblemCode::kFileNotFound, fmt::format("{}.toml", needed)).from(settings.policies);

  if (settings.portfolios.empty()) return std::shared_ptr<const Rulebook>(std::move(rules));
  Result<std::string> text = read_all(settings.portfolios);
  if (!text) return std::move(text).problem().from(settings.portfolios);
  std::string_view rest = *text;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
    if (one.empty()) continue;
    const std::size_t tab = one.find('\t');
    if (tab == 0 || tab == std::string_view::npos || tab + 1 == one.size())
      return Problem(ProblemCode::kRecordMalformed, "subject TAB candidate").from(settings.portfolios).at(fmt::format("line {}", line));
    rules->portfolios[std::string(one.substr(0, tab))].emplace(one.substr(tab + 1));
  }
  return std::shared_ptr<const Rulebook>(std::move(rules));
}

}  // namespace

bool Call::in_portfolio(const std::string& candidate) const {
  if (std::find(identity.portfolio.begin(), identity.portfolio.end(), candidate) != identity.portfolio.end()) return true;
  const auto listed = rules.portfolios.find(identity.subject);
  return listed != rules.portfolios.end() && listed->second.contains(candidate);
}

bool Call::own_employer(std::string_view siret) const {
  return !siret.empty() && std::find(identity.employers.begin(), identity.employers.end(), siret) != identity.employers.end();
}

Response json_response(std::string body) {
  Response response;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Type", "application/json");
  return response;
}

struct Service::Impl {
  Settings settings;
  mutable Engine engine;
  std::optional<Pseudonyms> pseudonyms;
  std::string contract;
  std::optional<audit::DecisionLog> decisions;
  LineLog log;
  Metrics metrics;
  RateLimit limit;
  mutable std::mutex rules_mutex;
  std::shared_ptr<const Rulebook> rules_now;

  Impl(Settings s, Engine e, std::optional<Pseudonyms> p, std::string c, std::optional<audit::DecisionLog> d, LineLog l, std::shared_ptr<const Rulebook> r)
      : settings(std::move(s)), engine(std::move(e)), pseudonyms(std::move(p)), contract(std::move(c)), decisions(std::move(d)), log(std::move(l)),
        limit(settings.requests_per_minute, settings.burst), rules_now(std::move(r)) {}

  std::shared_ptr<const Rulebook> rules() const {
    const std::lock_guard lock(rules_mutex);
    return rules_now;
  }

  // What is known of a request so far, for the log line whatever becomes of it.
  struct Seen {
    std::string id;
    Language language = Language::kFrench;
    const RouteRule* rule = nullptr;
    FoundRoute found;
    Identity identity;
    std::string why;
    Clock::time_point since = Clock::now();
  };

  static Seen first_look(const Request& request) {
    Seen seen;
    seen.id = request_id(request);
    seen.language = accepted_language(request.header("accept-language"));
    return seen;
  }

  /// Host, target, route, token, role, rate: what can be said before the body is read. `target` receives the target.
  std::optional<Failure> check(const Request& request, const Rulebook& rules, Seen& seen, Target& target, bool counts) {
    Result<Target> parsed = parse_target(request.target);
    if (!parsed) return Failure(HttpProblem::kTargetMalformed, parsed.problem().field == "target" ? "" : parsed.problem().field, "");
    target = std::move(*parsed);
    if (request.count("host") > 1 || (!settings.hosts.empty() && std::find(settings.hosts.begin(), settings.hosts.end(), without_port(request.header("host"))) == settings.hosts.end()))
      return Failure(HttpProblem::kHost);
    if (settings.hosts.empty() && request.header("host").empty()) return Failure(HttpProblem::kHost);
    auto route = find_route(request.method, target);
    if (auto* failure = std::get_if<Failure>(&route)) return *failure;
    seen.found = std::move(std::get<FoundRoute>(route));
    seen.rule = seen.found.rule;
    if (seen.rule->open) return std::nullopt;
    if (auto failure = authenticate(request, rules, seen)) return failure;
    if (seen.rule->rights[static_cast<std::size_t>(seen.identity.role)] == Right::kNone) return Failure(HttpProblem::kNotAllowed);
    if (!counts) return std::nullopt;
    if (const std::uint32_t wait = limit.take(seen.identity.subject, Clock::now()); wait != 0)
      return Failure(HttpProblem::kTooManyRequests).with("Retry-After", std::to_string(wait));
    return std::nullopt;
  }

  std::optional<Failure> authenticate(const Request& request, const Rulebook& rules, Seen& seen) const {
    constexpr std::string_view kBearer = "bearer ";
    const std::string_view header = request.header("authorization");
    const auto challenge = [&](HttpProblem problem, std::string why) {
      seen.why = std::move(why);
      return Failure(problem).with("WWW-Authenticate", problem == HttpProblem::kTokenMissing ? "Bearer" : "Bearer error=\"invalid_token\"");
    };
    if (header.empty()) return challenge(HttpProblem::kTokenMissing, "");
    std::string scheme(header.substr(0, kBearer.size()));
    for (char& c : scheme)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (scheme != kBearer || request.count("authorization") != 1) return challenge(HttpProblem::kTokenRefused, "not-bearer");
    auto verified = verify_token(header.substr(kBearer.size()), rules.keys, settings.tokens, static_cast<std::int64_t>(std::time(nullptr)));
    if (const auto* fault = std::get_if<TokenFault>(&verified)) return challenge(HttpProblem::kTokenRefused, std::string(name(*fault)));
    seen.identity = std::move(std::get<Identity>(verified));
    return std::nullopt;
  }

  Answer route(const Request& request, const Target& target, const Rulebook& rules, const Seen& seen) {
    for (const auto& [name, value] : target.parameters)
      if (!lists(seen.rule->parameters, name)) return Failure(HttpProblem::kParameterUnknown, name);
    if (seen.rule->media.empty() && !request.body.empty()) return Failure(HttpProblem::kBodyUnexpected);
    std::optional<audit::Decision> given;
    const Call call{request, target, *seen.rule, seen.found.arguments, seen.identity,
                    seen.rule->open ? Right::kAll : seen.rule->rights[static_cast<std::size_t>(seen.identity.role)],
                    seen.language, rules, settings, pseudonyms, engine, metrics, contract, decisions ? &*decisions : nullptr, given};
    switch (seen.rule->route) {
      case Route::kHealth:
      case Route::kReady:
      case Route::kVersion:
      case Route::kOpenApi:
      case Route::kMetrics: return answer_system(call);
      case Route::kShortlist:
      case Route::kSuggestions:
      case Route::kPair:
      case Route::kPostShortlist:
      case Route::kPostSuggestions: return kept(call, answer_matching(call));
      case Route::kDecide:
      case Route::kAudit: return answer_decisions(call);
      case Route::kOffers:
      case Route::kOffer:
      case Route::kCandidates:
      case Route::kCandidate:
      case Route::kOccupations:
      case Route::kSkills:
      case Route::kPlaces: return answer_records(call);
      default: return answer_writing(call);
    }
  }

  /// An answer that ranks goes out once the decision log has it.
  Answer kept(const Call& call, Answer answer) {
    auto* response = std::get_if<Response>(&answer);
    if (response == nullptr || !call.given) return answer;
    audit::Decision& decision = *call.given;
    decision.actor = call.identity.subject;
    decision.role = name(call.identity.role);
    const std::string* purpose = call.target.parameter("purpose");
    decision.purpose = purpose != nullptr ? *purpose : std::string();
    decision.call = call.rule.pattern;
    const std::size_t query = call.request.target.find('?');
    decision.request = codec::to_json(codec::LoggedRequest{fmt::format("{} {}", call.rule.method, call.rule.pattern),
                                                           query == std::string::npos ? std::string() : call.request.target.substr(query + 1),
                                                           call.language == Language::kFrench ? "fr" : "en", call.identity.employers});
    decision.inputs = audit::sha256(decision.request, fmt::format("{}\n{}\n{}\n{}\n{}", decision.policy, decision.policy_version, decision.snapshot, decision.date, call.request.body));
    decision.answer = audit::sha256(response->body);
    decision.answer_bytes = response->body.size();
    const auto entry = decisions->append(std::move(decision));
    if (!entry) return Failure(entry.problem());
    // Not to recruiters: how much others ask would show in it.
    if (call.right != Right::kOwnEmployers) response->headers.emplace_back("Decision", std::to_string(*entry));
    return answer;
  }

  Response finish(const Request& request, const Seen& seen, Answer answer) {
    std::string refused;
    if (const auto* failure = std::get_if<Failure>(&answer)) {
      refused = failure->code;
      answer = to_response(*failure, seen.language, seen.id);
    }
    Response response = std::move(std::get<Response>(answer));
    response.headers.emplace_back("X-Request-Id", seen.id);
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("Vary", "Accept-Language");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - seen.since);
    codec::RequestLine line;
    line.at = now_text();
    line.request = seen.id;
    line.method = request.method;
    if (seen.rule != nullptr) line.route = seen.rule->pattern;
    line.subject = seen.identity.subject;
    if (!line.subject.empty()) line.role = name(seen.identity.role);
    line.ids = seen.found.arguments;
    line.status = response.status;
    line.bytes = response.body.size();
    line.micros = static_cast<std::uint64_t>(taken.count());
    line.refused = refused;
    line.why = seen.why;
    log.write(codec::to_json(line));
    metrics.count(line.route, response.status, std::chrono::duration<double>(taken).count(), refused);
    return response;
  }
};

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Service::~Service() = default;

Result<std::shared_ptr<Service>> Service::open(const Settings& settings, bool to_replay) {
  PASSERELLE_TRY(settings.validate());
  auto rules = read_rulebook(settings);
  if (!rules) return std::move(rules).problem();
  std::optional<Pseudonyms> pseudonyms;
  if (!settings.pseudonym_key.empty()) {
    Result<std::string> secret = read_all(settings.pseudonym_key);
    if (!secret) return std::move(secret).problem().from(settings.pseudonym_key);
    Result<Pseudonyms> made = Pseudonyms::open(*secret);
    if (!made) return std::move(made).problem().from(settings.pseudonym_key);
    pseudonyms = std::move(*made);
  }
  std::string contract;
  if (!settings.openapi.empty()) {
    Result<std::string> text = codec::contract_json(settings.openapi);
    if (!text) return std::move(text).problem();
    contract = std::move(*text);
  }
  Result<LineLog> log = LineLog::open(settings.log);
  if (!log) return std::move(log).problem();
  // The adviser's page writes the access log before it reads: the store is open for writing.
  Result<Engine> engine = Engine::open({settings.store, Store::Mode::kWrite, Threads{}, true});
  if (!engine) return std::move(engine).problem();
  for (const auto& [name, policy] : (*rules)->policies) PASSERELLE_TRY(engine->prepare(policy, today()));
  std::optional<audit::DecisionLog> decisions;
  if (!to_replay) {
    Result<audit::DecisionLog> opened = audit::DecisionLog::open(settings.decision_log());
    if (!opened) return std::move(opened).problem();
    decisions = std::move(*opened);
  }
  return std::shared_ptr<Service>(new Service(
      std::make_unique<Impl>(settings, std::move(*engine), std::move(pseudonyms), std::move(contract), std::move(decisions), std::move(*log), std::move(*rules))));
}

Result<Replayed> Service::replay(const audit::Entry& entry, const std::string& by) {
  const auto rules = impl_->rules();
  return http::replay(entry, {impl_->engine, *rules, impl_->settings, impl_->pseudonyms, impl_->metrics, by});
}

Response Service::answer(const Request& request) {
  Impl::Seen seen = Impl::first_look(request);
  try {
    const auto rules = impl_->rules();
    Target target;
    Answer answer = Failure(HttpProblem::kInternal);
    if (auto failure = impl_->check(request, *rules, seen, target, true)) answer = std::move(*failure);
    else answer = impl_->route(request, target, *rules, seen);
    if (const auto* failure = std::get_if<Failure>(&answer); failure != nullptr && failure->status == 500) seen.why = failure->code;
    return impl_->finish(request, seen, std::move(answer));
  } catch (const std::exception& error) {
    seen.why = error.what();
    return impl_->finish(request, seen, Failure(HttpProblem::kInternal));
  }
}

std::variant<std::size_t, Response> Service::admit(const Request& head) {
  Impl::Seen seen = Impl::first_look(head);
  const auto rules = impl_->rules();
  Target target;
  std::optional<Failure> failure = impl_->check(head, *rules, seen, target, false);
  if (!failure && seen.rule->media.empty()) failure = Failure(HttpProblem::kBodyUnexpected);
  if (!failure && media_of(head.header("content-type")) != seen.rule->media) failure = Failure(HttpProblem::kMediaType, "Content-Type", std::string(seen.rule->media));
  if (failure) return impl_->finish(head, seen, std::move(*failure));
  const bool is_import = seen.rule->route == Route::kImportOffers || seen.rule->route == Route::kImportCandidates;
  return is_import ? impl_->settings.import_bytes : impl_->settings.body_bytes;
}

Response Service::refuse(Refusal why, const Request& head) {
  const Impl::Seen seen = Impl::first_look(head);
  const auto problem = [&] {
    switch (why) {
      case Refusal::kMalformed: return HttpProblem::kMalformed;
      case Refusal::kHeadersTooLarge: return HttpProblem::kHeadersTooLarge;
      case Refusal::kBodyTooLarge: return HttpProblem::kBodyTooLarge;
      case Refusal::kTimeout: return HttpProblem::kTimeout;
      case Refusal::kOverloaded: break;
    }
    return HttpProblem::kOverloaded;
  };
  return impl_->finish(head, seen, Failure(problem()));
}

void Service::reload() {
  auto rules = read_rulebook(impl_->settings);
  codec::RequestLine line;
  line.at = now_text();
  line.method = "SIGHUP";
  if (const Status reopened = impl_->log.reopen(); !reopened) line.refused = passerelle::code_name(reopened.problem().code);
  if (rules) {
    const std::lock_guard lock(impl_->rules_mutex);
    impl_->rules_now = std::move(*rules);
  } else {
    line.refused = passerelle::code_name(rules.problem().code);
    line.why = describe(rules.problem(), Language::kEnglish);
  }
  impl_->log.write(codec::to_json(line));
}

}  // namespace passerelle::http
