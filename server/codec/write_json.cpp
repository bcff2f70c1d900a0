#include "codec/write_json.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "codec/shown_problem.hpp"

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void member(Writer& w, const char* name, std::string_view content) {
  w.Key(name);
  w.String(content.data(), static_cast<rapidjson::SizeType>(content.size()));
}
void member_if(Writer& w, const char* name, std::string_view content) {
  if (!content.empty()) member(w, name, content);
}

void problem_members(Writer& w, const Problem& problem, Language language) {
  member(w, "code", code_name(problem.code));
  member_if(w, "field", problem.field);
  member_if(w, "position", problem.position);
  member(w, "text", reason_text(problem, language));
}

void answer_members(Writer& w, const WriteAnswer& answer, Language language) {
  member(w, "id", answer.id);
  member(w, "outcome", code(answer.outcome));
  member_if(w, "version", answer.version);
  w.Key("notes");
  w.StartArray();
  for (const Problem& note : answer.notes) {
    w.StartObject();
    problem_members(w, note, language);
    w.EndObject();
  }
  w.EndArray();
}

}  // namespace

std::string to_json(const WriteAnswer& answer, Language language) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  answer_members(w, answer, language);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const LineResult& line, RecordKind kind, Language language) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  member(w, "position", line.position);
  if (line.written) answer_members(w, *line.written, language);
  else member_if(w, "id", line.record_id);
  if (line.problem) {
    w.Key("problem");
    w.StartObject();
    problem_members(w, shown_problem(*line.problem, kind), language);
    w.EndObject();
  }
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

Problem shown_problem(const Problem& problem, RecordKind kind) {
  QuarantineEntry entry;
  entry.kind = kind;
  entry.problem = problem;
  return shown_problem(entry);
}

std::optional<std::string> siret_of(std::string_view offer_json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(offer_json.data(), offer_json.size());
  if (document.HasParseError() || !document.IsObject()) return std::nullopt;
  const auto employer = document.FindMember("employer");
  if (employer == document.MemberEnd() || !employer->value.IsObject()) return std::nullopt;
  const auto siret = employer->value.FindMember("siret");
  if (siret == employer->value.MemberEnd() || !siret->value.IsString()) return std::nullopt;
  return std::string(siret->value.GetString(), siret->value.GetStringLength());
}

}  // namespace passerelle::codec
