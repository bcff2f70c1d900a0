#include "codec/recruiter_answer.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

bool allowed(Criterion criterion) noexcept {
  switch (criterion) {
    case Criterion::kOccupation:
    case Criterion::kCompetences:
    case Criterion::kExperience:
    case Criterion::kEducation:
    case Criterion::kLanguages: return true;
    default: return false;
  }
}

bool allowed(Constraint constraint) noexcept {
  switch (constraint) {
    case Constraint::kOpen:
    case Constraint::kLicences:
    case Constraint::kCertificates:
    case Constraint::kRegulated: return true;
    default: return false;
  }
}

RecruiterFact fact(const Fact& f, Language language) {
  return {std::string(code(f.code)), f.a_key, f.a, f.b_key, f.b, f.level, f.provenance, text(f, language), f.points};
}

RecruiterPerson person(std::string pseudonym, std::size_t rank, const PairScore& score, const Explanation& explanation, Language language) {
  RecruiterPerson out;
  out.rank = rank;
  out.pseudonym = std::move(pseudonym);
  out.score = score.score;
  out.suits = score.suits;
  out.verdict = code(explanation.verdict.tier);
  for (const VerdictReason& reason : explanation.verdict.reasons)
    if (allowed(reason.constraint))
      out.reasons.push_back({std::string(code(reason.constraint)), std::string(code(reason.state)), std::string(code(reason.fact.code)), reason.fact.a_key, text(reason.fact, language)});
  for (const Contribution& c : explanation.contributions) {
    if (!allowed(c.criterion)) continue;
    RecruiterContribution line{std::string(code(c.criterion)), c.points, c.weight, c.contribution, c.applicable, {}, {}};
    for (const Fact& f : c.evidence) line.evidence.push_back(fact(f, language));
    for (const Fact& f : c.missing) line.missing.push_back(fact(f, language));
    out.contributions.push_back(std::move(line));
  }
  return out;
}

void value(Writer& w, std::string_view text) { w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void member(Writer& w, const char* name, std::string_view content) {
  w.Key(name);
  value(w, content);
}
void member_if(Writer& w, const char* name, std::string_view content) {
  if (!content.empty()) member(w, name, content);
}
void number(Writer& w, const char* name, std::uint64_t content) {
  w.Key(name);
  w.Uint64(content);
}
template <class List, class Each>
void objects(Writer& w, const char* name, const List& list, const Each& each) {
  w.Key(name);
  w.StartArray();
  for (const auto& entry : list) {
    w.StartObject();
    each(entry);
    w.EndObject();
  }
  w.EndArray();
}

void provenance(Writer& w, const Provenances& p) {
  w.Key("policy");
  w.StartObject();
  member(w, "name", p.policy);
  number(w, "version", p.policy_version);
  w.EndObject();
  member(w, "snapshot", p.snapshot);
  member(w, "build", p.build);
  member(w, "date", to_string(p.date));
}

void facts(Writer& w, const char* name, const std::vector<RecruiterFact>& list) {
  objects(w, name, list, [&](const RecruiterFact& f) {
    member(w, "code", f.code);
    member_if(w, "key", f.key);
    member_if(w, "label", f.label);
    member_if(w, "by_key", f.by_key);
    member_if(w, "by", f.by);
    member_if(w, "level", f.level);
    member_if(w, "source", f.source);
    if (f.points > 0) number(w, "points", f.points);
    member(w, "text", f.text);
  });
}

void person(Writer& w, const RecruiterPerson& p) {
  if (p.rank != 0) number(w, "rank", p.rank);
  member(w, "candidate", p.pseudonym);
  number(w, "score", static_cast<std::uint64_t>(p.score));
  number(w, "suits", static_cast<std::uint64_t>(p.suits));
  member(w, "verdict", p.verdict);
  objects(w, "verdict_reasons", p.reasons, [&](const RecruiterReason& reason) {
    member(w, "constraint", reason.constraint);
    member(w, "state", reason.state);
    member(w, "code", reason.code);
    member_if(w, "key", reason.key);
    member(w, "text", reason.text);
  });
  objects(w, "contributions", p.contributions, [&](const RecruiterContribution& c) {
    member(w, "criterion", c.criterion);
    number(w, "points", c.points);
    number(w, "weight", c.weight);
    number(w, "contribution", c.contribution);
    w.Key("applicable");
    w.Bool(c.applicable);
    facts(w, "evidence", c.evidence);
    facts(w, "missing", c.missing);
  });
}

}  // namespace

RecruiterList for_recruiter(const CandidateList& list, std::string_view offer, const PseudonymOf& pseudonym_of, Language language) {
  RecruiterList out{list.provenance, std::string(offer), list.eligible, list.closed, {}};
  for (const ListLine<Candidate>& line : list.lines) out.people.push_back(person(pseudonym_of(line.record.id), line.rank, line.score, line.explanation, language));
  return out;
}

RecruiterPair for_recruiter(const PairAnswer& answer, const PseudonymOf& pseudonym_of, Language language) {
  return {answer.provenance, answer.offer.id, person(pseudonym_of(answer.candidate.id), 0, answer.score, answer.explanation, language)};
}

std::string to_json(const RecruiterList& list) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  provenance(w, list.provenance);
  member_if(w, "offer", list.offer);
  number(w, "eligible", list.eligible);
  if (list.closed.set()) member(w, "closed", to_string(list.closed));
  objects(w, "results", list.people, [&](const RecruiterPerson& p) { person(w, p); });
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const RecruiterPair& pair) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  provenance(w, pair.provenance);
  member(w, "offer", pair.offer);
  person(w, pair.person);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
