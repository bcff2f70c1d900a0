#include "codec/answer_json.hpp"

#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "codec/shown_problem.hpp"

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void key(Writer& w, std::string_view name) { w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
void value(Writer& w, std::string_view text) { w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void value(Writer& w, std::uint64_t number) { w.Uint64(number); }
void value(Writer& w, std::int64_t number) { w.Int64(number); }
template <class T>
void member(Writer& w, std::string_view name, const T& content) {
  key(w, name);
  if constexpr (std::is_same_v<T, bool>) w.Bool(content);
  else if constexpr (std::is_unsigned_v<T>) value(w, static_cast<std::uint64_t>(content));
  else if constexpr (std::is_integral_v<T>) value(w, static_cast<std::int64_t>(content));
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

void provenance(Writer& w, const Provenances& p) {
  key(w, "policy");
  w.StartObject();
  member(w, "name", p.policy);
  member(w, "version", p.policy_version);
  w.EndObject();
  member(w, "snapshot", p.snapshot);
  member(w, "build", p.build);
  member(w, "date", to_string(p.date));
}

void fact(Writer& w, const Fact& f, Language language) {
  w.StartObject();
  member(w, "code", code(f.code));
  member_if(w, "key", f.a_key);
  member_if(w, "label", f.a);
  member_if(w, "by_key", f.b_key);
  member_if(w, "by", f.b);
  member_if(w, "level", f.level);
  member_if(w, "source", f.provenance);
  if (f.points > 0) member(w, "points", f.points);
  member(w, "text", text(f, language));
  w.EndObject();
}

void facts(Writer& w, std::string_view name, const std::vector<Fact>& list, Language language) {
  key(w, name);
  w.StartArray();
  for (const Fact& f : list) fact(w, f, language);
  w.EndArray();
}

void verdict(Writer& w, const Verdict& v, Language language) {
  member(w, "verdict", code(v.tier));
  key(w, "verdict_reasons");
  w.StartArray();
  for (const VerdictReason& reason : v.reasons) {
    w.StartObject();
    member(w, "constraint", code(reason.constraint));
    member(w, "state", code(reason.state));
    member(w, "code", code(reason.fact.code));
    member_if(w, "key", reason.fact.a_key);
    member(w, "text", text(reason.fact, language));
    w.EndObject();
  }
  w.EndArray();
  key(w, "levers");
  w.StartArray();
  for (const LeverUse& lever : v.levers) {
    w.StartObject();
    member(w, "lever", lever.lever);
    member(w, "label", lever.label);
    member(w, "cost_cents", lever.cost_cents);
    member(w, "delay_days", lever.delay_days);
    w.EndObject();
  }
  w.EndArray();
}

void scores(Writer& w, const PairScore& score, const Explanation& explanation, Language language) {
  member(w, "score", score.score);
  member(w, "suits", score.suits);
  member(w, "wanted", score.wanted);
  verdict(w, explanation.verdict, language);
  key(w, "contributions");
  w.StartArray();
  for (const Contribution& c : explanation.contributions) {
    w.StartObject();
    member(w, "criterion", code(c.criterion));
    member(w, "points", c.points);
    member(w, "weight", c.weight);
    member(w, "contribution", c.contribution);
    member(w, "applicable", c.applicable);
    facts(w, "evidence", c.evidence, language);
    facts(w, "missing", c.missing, language);
    w.EndObject();
  }
  w.EndArray();
}

void offer_summary(Writer& w, const Offer& offer) {
  member(w, "offer", offer.id);
  member_if(w, "title", offer.title);
  member_if(w, "occupation", offer.occupation);
  member_if(w, "employer", offer.employer_name);
  member_if(w, "insee", offer.place.insee);
  member_if(w, "place", offer.place.name);
}

template <class List, class Line>
std::string list_json(const List& list, const Line& line) {
  return object([&](Writer& w) {
    provenance(w, list.provenance);
    member(w, "eligible", list.eligible);
    member(w, "considered", list.considered);
    if (list.closed.set()) member(w, "closed", to_string(list.closed));
    key(w, "results");
    w.StartArray();
    for (const auto& entry : list.lines) {
      w.StartObject();
      member(w, "rank", entry.rank);
      line(w, entry);
      w.EndObject();
    }
    w.EndArray();
  });
}

void problem_members(Writer& w, const Problem& problem, Language language) {
  member(w, "code", code_name(problem.code));
  member_if(w, "source", problem.source);
  member_if(w, "position", problem.position);
  member_if(w, "field", problem.field);
  member(w, "reason", reason_text(problem, language));
}

void problems(Writer& w, std::string_view name, const std::vector<Problem>& list, Language language) {
  key(w, name);
  w.StartArray();
  for (const Problem& problem : list) {
    w.StartObject();
    problem_members(w, problem, language);
    w.EndObject();
  }
  w.EndArray();
}

void strings(Writer& w, std::string_view name, const std::vector<std::string>& list) {
  key(w, name);
  w.StartArray();
  for (const std::string& text : list) value(w, std::string_view(text));
  w.EndArray();
}

}  // namespace

std::string to_json(const OfferList& list, Language language) {
  return list_json(list, [&](Writer& w, const ListLine<Offer>& line) {
    offer_summary(w, line.record);
    scores(w, line.score, line.explanation, language);
  });
}

std::string to_json(const CandidateList& list, Language language) {
  return list_json(list, [&](Writer& w, const ListLine<Candidate>& line) {
    member(w, "candidate", line.record.id);
    scores(w, line.score, line.explanation, language);
  });
}

std::string to_json(const PairAnswer& answer, Language language) {
  return object([&](Writer& w) {
    provenance(w, answer.provenance);
    member(w, "candidate", answer.candidate.id);
    offer_summary(w, answer.offer);
    member(w, "eligible", answer.eligible);
    member(w, "listed", answer.listed);
    scores(w, answer.score, answer.explanation, language);
  });
}

std::string to_json(const ImportReport& report, Language language) {
  return object([&](Writer& w) {
    member(w, "read", report.counts.read);
    member(w, "new", report.counts.added);
    member(w, "changed", report.counts.changed);
    member(w, "unchanged", report.counts.unchanged);
    member(w, "merged", report.counts.merged);
    member(w, "flagged", report.counts.flagged);
    member(w, "quarantined", report.counts.quarantined);
    member(w, "closed", report.counts.closed);
    key(w, "problems");
    w.StartArray();
    for (const QuarantineEntry& entry : report.quarantined) {
      w.StartObject();
      member_if(w, "id", entry.record_id);
      problem_members(w, shown_problem(entry), language);
      w.EndObject();
    }
    w.EndArray();
  });
}

std::string to_json(const ReferenceReport& report, Language language) {
  return object([&](Writer& w) {
    key(w, "vocabularies");
    w.StartArray();
    for (const reference::VocabularyVersion& v : report.vocabularies) {
      w.StartObject();
      member(w, "name", v.name);
      member(w, "version", v.version);
      member(w, "items", v.items);
      member(w, "occupations", v.occupations);
      member_if(w, "licence", v.licence);
      w.EndObject();
    }
    w.EndArray();
    member(w, "communes", report.communes);
    member(w, "communes_located", report.located_communes);
    member(w, "basins", report.basins);
    member(w, "tension_rows", report.tension_rows);
    member(w, "travel_times", report.travel_times);
    strings(w, "changed", report.changed);
    strings(w, "unchanged", report.unchanged);
    problems(w, "notes", report.notes, language);
  });
}

std::string to_json(const StoreSummary& summary) {
  return object([&](Writer& w) {
    member(w, "snapshot", summary.snapshot);
    member(w, "build", build_name());
    member(w, "offers", summary.counts.offers);
    member(w, "offers_closed", summary.counts.offers_closed);
    member(w, "offers_flagged", summary.counts.offers_flagged);
    member(w, "offers_merged", summary.counts.merged);
    member(w, "postings", summary.counts.postings);
    member(w, "candidates", summary.counts.candidates);
    member(w, "candidates_flagged", summary.counts.candidates_flagged);
    member(w, "quarantined", summary.counts.quarantined);
  });
}

std::string to_json(const GenerateReport& report, Language language) {
  return object([&](Writer& w) {
    member(w, "offers", report.offers);
    member(w, "candidates", report.candidates);
    member(w, "offers_file", report.offers_file);
    member(w, "candidates_file", report.candidates_file);
    problems(w, "notes", report.notes, language);
  });
}

std::string to_json(const QuarantineEntry& entry, Language language) {
  return object([&](Writer& w) {
    member(w, "id", entry.id);
    member(w, "kind", std::string_view(entry.kind == RecordKind::kOffer ? "offer" : entry.kind == RecordKind::kCandidate ? "candidate" : "reference"));
    member_if(w, "record_id", entry.record_id);
    problem_members(w, shown_problem(entry), language);
    member(w, "imported_at", entry.imported_at);
  });
}

std::string error_json(const Problem& problem, Language language) {
  return object([&](Writer& w) {
    key(w, "error");
    w.StartObject();
    problem_members(w, problem, language);
    w.EndObject();
  });
}

}  // namespace passerelle::codec
