#include "codec/adviser_json.hpp"

#include <string_view>
#include <type_traits>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "codec/answer_json.hpp"

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void key(Writer& w, std::string_view name) { w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
void value(Writer& w, std::string_view text) { w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
template <class T>
void member(Writer& w, std::string_view name, const T& content) {
  key(w, name);
  if constexpr (std::is_same_v<T, bool>) w.Bool(content);
  else if constexpr (std::is_unsigned_v<T>) w.Uint64(content);
  else if constexpr (std::is_integral_v<T>) w.Int64(content);
  else value(w, std::string_view(content));
}
void member_if(Writer& w, std::string_view name, std::string_view content) {
  if (!content.empty()) member(w, name, content);
}
template <class Body>
std::string object(const Body& body) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  body(w);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
template <class List, class Each>
void array(Writer& w, std::string_view name, const List& list, const Each& each) {
  key(w, name);
  w.StartArray();
  for (const auto& entry : list) each(entry);
  w.EndArray();
}
template <class List, class Each>
void objects(Writer& w, std::string_view name, const List& list, const Each& each) {
  array(w, name, list, [&](const auto& entry) {
    w.StartObject();
    each(entry);
    w.EndObject();
  });
}
void strings(Writer& w, std::string_view name, const std::vector<std::string>& list) {
  array(w, name, list, [&](const std::string& text) { value(w, text); });
}

void provenance(Writer& w, const Provenances& p, const std::vector<std::string>& tables) {
  key(w, "policy");
  w.StartObject();
  member(w, "name", p.policy);
  member(w, "version", p.policy_version);
  w.EndObject();
  member(w, "snapshot", p.snapshot);
  strings(w, "tables", tables);
  member(w, "build", p.build);
  member(w, "date", to_string(p.date));
}

void levers(Writer& w, std::string_view name, const std::vector<adviser::LeverLine>& list) {
  objects(w, name, list, [&](const adviser::LeverLine& lever) {
    member(w, "lever", lever.id);
    member(w, "label", lever.label);
    member(w, "kind", lever.kind);
    member(w, "cost_cents", lever.cost_cents);
    member(w, "delay_days", lever.delay_days);
    member(w, "training", lever.training);
    member_if(w, "conditions", lever.conditions);
    member(w, "eligibility_known", lever.eligibility_known);
    member(w, "needs_employer", lever.needs_employer);
    if (lever.places != 0) member(w, "places", lever.places);
    member(w, "payer", lever.payer);
    member(w, "thematic", lever.thematic);
    member(w, "source", lever.source);
    member(w, "source_date", to_string(lever.source_date));
    member(w, "verified", lever.verified);
  });
}

void brief(Writer& w, const adviser::OfferBrief& offer) {
  member(w, "offer", offer.id);
  member_if(w, "title", offer.title);
  member_if(w, "employer", offer.employer);
  member_if(w, "place", offer.place);
  member(w, "score", offer.score);
  if (offer.metres != 0) member(w, "metres", offer.metres);
  if (offer.tension != 0) member(w, "tension", offer.tension);
  member(w, "verdict", code(offer.tier));
  member(w, "sentence", offer.sentence);
}
void briefs(Writer& w, std::string_view name, const std::vector<adviser::OfferBrief>& list) {
  objects(w, name, list, [&](const adviser::OfferBrief& offer) { brief(w, offer); });
}

void groups(Writer& w, std::string_view name, const std::vector<adviser::LeverGroup>& list) {
  objects(w, name, list, [&](const adviser::LeverGroup& group) {
    member(w, "text", group.text);
    member(w, "offers", group.offers);
    member(w, "in_tension", group.in_tension);
    member(w, "nearest_metres", group.nearest_metres);
    member(w, "cost_cents", group.cost_cents);
    member(w, "delay_days", group.delay_days);
    member(w, "works_from", to_string(group.works_from));
    levers(w, "levers", group.levers);
    briefs(w, "best", group.best);
    objects(w, "services", group.services, [&](const adviser::ServiceLine& service) {
      member(w, "service", service.id);
      member(w, "name", service.name);
      member_if(w, "city", service.city);
      if (service.metres != 0) member(w, "metres", service.metres);
      member_if(w, "fees", service.fees);
      member_if(w, "url", service.url);
      member_if(w, "updated", to_string(service.updated));
    });
  });
}

void facts(Writer& w, std::string_view name, const std::vector<Fact>& list, Language language) {
  objects(w, name, list, [&](const Fact& f) {
    member(w, "code", code(f.code));
    member_if(w, "key", f.a_key);
    member(w, "text", text(f, language));
  });
}

void line(Writer& w, const adviser::AdviserLine& one, Language language) {
  if (one.rank != 0) member(w, "rank", one.rank);
  member(w, "offer", one.offer.id);
  member_if(w, "title", one.offer.title);
  member_if(w, "employer", one.offer.employer_name);
  member_if(w, "place", one.offer.place.name);
  member(w, "score", one.score.score);
  member(w, "suits", one.score.suits);
  member(w, "wanted", one.score.wanted);
  const adviser::AdviserVerdict& verdict = one.verdict;
  member(w, "verdict", code(verdict.tier));
  member(w, "sentence", verdict.sentence);
  objects(w, "verdict_reasons", verdict.reasons, [&](const adviser::AdviserReason& reason) {
    member(w, "code", reason.code);
    member(w, "weight", reason.weight);
    member_if(w, "subject", reason.subject);
    if (!reason.demands.empty()) strings(w, "demands", reason.demands);
    member_if(w, "source", reason.source);
    member_if(w, "evidence", reason.evidence);
    member(w, "text", reason.text);
    strings(w, "lifted_by", reason.lifted_by);
  });
  levers(w, "levers", verdict.levers);
  if (verdict.works_from.set()) {
    member(w, "cost_cents", verdict.cost_cents);
    member(w, "delay_days", verdict.delay_days);
    member(w, "works_from", to_string(verdict.works_from));
  }
  levers(w, "may_help", verdict.may_help);
  objects(w, "contributions", one.explanation.contributions, [&](const Contribution& c) {
    member(w, "criterion", code(c.criterion));
    member(w, "points", c.points);
    member(w, "weight", c.weight);
    member(w, "contribution", c.contribution);
    member(w, "applicable", c.applicable);
    facts(w, "evidence", c.evidence, language);
    facts(w, "missing", c.missing, language);
  });
}

}  // namespace

std::string to_json(const AdviserAnswer& answer, Language language) {
  const adviser::AdviserPage& page = answer.page;
  return object([&](Writer& w) {
    provenance(w, answer.provenance, page.tables);
    member(w, "candidate", page.candidate);
    if (page.diagnosed.set()) member(w, "diagnosed", to_string(page.diagnosed));
    strings(w, "notes", page.notes);
    key(w, "counts");
    w.StartObject();
    member(w, "now", page.now_count);
    member(w, "with", page.with_count);
    member(w, "ask", page.ask_count);
    member(w, "no", page.no_count);
    w.EndObject();
    objects(w, "now", page.now, [&](const adviser::AdviserLine& one) { line(w, one, language); });
    groups(w, "with_lever", page.with_lever);
    groups(w, "with_training", page.with_training);
    groups(w, "with_several", page.with_several);
    objects(w, "questions", page.questions, [&](const adviser::Question& question) {
      member(w, "text", question.text);
      member(w, "offers", question.offers);
      briefs(w, "best", question.best);
      levers(w, "if_so", question.if_so);
    });
    objects(w, "leads", page.leads, [&](const adviser::TrainingLead& lead) {
      member(w, "certification", lead.code);
      member(w, "label", lead.label);
      member_if(w, "rncp", lead.rncp);
      member_if(w, "formacode", lead.formacode);
      member(w, "level", lead.level);
      member(w, "offers", lead.offers);
    });
    objects(w, "refusals", page.refusals, [&](const adviser::Refusal& refusal) {
      member(w, "code", refusal.code);
      member(w, "text", refusal.text);
      member(w, "offers", refusal.offers);
    });
    strings(w, "judged", page.offers);
  });
}

std::string to_json(const AdviserPairAnswer& answer, Language language) {
  return object([&](Writer& w) {
    provenance(w, answer.provenance, answer.pair.tables);
    member(w, "candidate", answer.pair.candidate);
    member(w, "shown", answer.pair.shown);
    line(w, answer.pair.line, language);
  });
}

std::string to_json(const WhatIfAnswer& answer, Language) {
  const adviser::WhatIf& difference = answer.difference;
  return object([&](Writer& w) {
    provenance(w, answer.provenance, difference.tables);
    member(w, "candidate", difference.candidate);
    levers(w, "granted", difference.granted);
    strings(w, "notes", difference.notes);
    member(w, "now_before", difference.now_before);
    member(w, "now_after", difference.now_after);
    member(w, "opened", difference.opened);
    const auto change = [&](const adviser::ListChange& one) {
      member(w, "rank", one.rank);
      brief(w, one.offer);
      member(w, "before", code(one.before));
      member(w, "cause", one.cause);
    };
    objects(w, "enters", difference.enters, change);
    objects(w, "leaves", difference.leaves, change);
  });
}

std::string to_json(const adviser::TableImport& report) {
  return object([&](Writer& w) {
    member(w, "read", report.read);
    member(w, "new", report.added);
    member(w, "unchanged", report.read - report.added);
    strings(w, "tables", report.tables);
  });
}

std::string to_json(const adviser::ResourceImport& report, Language language) {
  return object([&](Writer& w) {
    member(w, "read", report.read);
    member(w, "kept", report.kept);
    objects(w, "notes", report.left_out, [&](const Problem& problem) {
      member(w, "code", code_name(problem.code));
      member_if(w, "source", problem.source);
      member_if(w, "position", problem.position);
      member_if(w, "field", problem.field);
      member(w, "reason", reason_text(problem, language));
    });
  });
}

std::string to_json(const adviser::BarrierImportReport& report, Language language) {
  return to_json(ImportReport{report.counts, report.quarantined}, language);
}

std::string to_json(const AccessEntry& entry) {
  return object([&](Writer& w) {
    member(w, "id", entry.id);
    member(w, "at", entry.at);
    member(w, "agent", entry.agent);
    member(w, "role", entry.role);
    member(w, "purpose", entry.purpose);
    member(w, "candidate", entry.candidate);
    member(w, "action", entry.action);
  });
}

}  // namespace passerelle::codec
