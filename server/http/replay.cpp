#include "http/replay.hpp"

#include <fmt/format.h>

#include "codec/logged_answer.hpp"
#include "http/call.hpp"

namespace passerelle::http {
namespace {

const RouteRule* rule_of(std::string_view route) noexcept {
  for (const RouteRule& rule : route_table())
    if (route.size() == rule.method.size() + 1 + rule.pattern.size() && route.starts_with(rule.method) && route.ends_with(rule.pattern)) return &rule;
  return nullptr;
}

void set_parameter(Target& target, std::string_view name, std::string value, bool replace) {
  for (auto& [known, said] : target.parameters)
    if (known == name) {
      if (replace) said = std::move(value);
      return;
    }
  target.parameters.emplace_back(name, std::move(value));
}

Problem cannot(const audit::Entry& entry, std::string why) { return Problem(ProblemCode::kRequestInvalid, "entry", std::move(why)).at(fmt::format("entry {}", entry.sequence)); }

}  // namespace

Result<Replayed> replay(const audit::Entry& entry, const Replaying& with) {
  const audit::Decision& decision = entry.decision;
  if (decision.kind != audit::EntryKind::kRanking) return cannot(entry, "not an answer");
  if (decision.about.size() != entry.sealed) return cannot(entry, "a person it speaks of was erased");
  const auto asked = codec::logged_request(decision.request);
  const auto role = role_from(decision.role);
  const RouteRule* rule = asked ? rule_of(asked->route) : nullptr;
  if (rule == nullptr || !role) return cannot(entry, "its request is not one of this build");
  Request request;
  std::string candidate;
  for (const audit::AboutPerson& about : decision.about) {
    codec::SaidOfPerson said = codec::said_of_person(about.words);
    if (!said.body.empty()) request.body = std::move(said.body);
    else if (candidate.empty()) candidate = std::move(said.candidate);
  }
  Result<Target> target = parse_target(asked->query.empty() ? "/replay" : "/replay?" + asked->query);
  if (!target) return cannot(entry, "its request is not one of this build");
  set_parameter(*target, "date", decision.date, false);  // what was « today » then
  std::vector<std::string> arguments;
  if (rule->route == Route::kShortlist) arguments = {decision.offer};
  if (rule->route == Route::kSuggestions) arguments = {candidate};
  if (rule->route == Route::kPair) arguments = {candidate, decision.offer};
  // A recruiter named the person as their employer sees them.
  if (rule->route == Route::kPair && *role == Role::kRecruiter && with.pseudonyms) {
    std::string siret;
    PASSERELLE_TRY(with.engine.offer(decision.offer, [&](const Offer& offer) { siret = offer.siret; }));
    arguments[0] = with.pseudonyms->of(candidate, siret);
  }
  // Barriers are read again where they were read then: by whoever replays, and for that.
  if (rule->parameters.find("purpose") != std::string_view::npos) set_parameter(*target, "purpose", fmt::format("replay of entry {}", entry.sequence), true);
  const Identity identity{with.by, *role, asked->employers, {candidate}};
  std::optional<audit::Decision> given;
  const std::string none;
  const Call call{request, *target, *rule, arguments, identity, rule->rights[static_cast<std::size_t>(*role)],
                  asked->language == "fr" ? Language::kFrench : Language::kEnglish, with.rules, with.settings, with.pseudonyms, with.engine, with.metrics, none, nullptr, given};
  const Answer answer = answer_matching(call);
  if (const auto* failure = std::get_if<Failure>(&answer)) return cannot(entry, fmt::format("{} {}", failure->code, failure->english));
  Replayed replayed;
  replayed.body = std::get<Response>(answer).body;
  replayed.same = audit::sha256(replayed.body) == decision.answer;
  if (given) replayed.snapshot = given->snapshot;
  return replayed;
}

}  // namespace passerelle::http
