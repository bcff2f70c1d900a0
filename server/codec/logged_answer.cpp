#include "codec/logged_answer.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

class Writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using rapidjson::Writer<rapidjson::StringBuffer>::Writer;
  void key(std::string_view name) { Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void text(std::string_view name, std::string_view value) { key(name); String(value.data(), static_cast<rapidjson::SizeType>(value.size())); }
  void number(std::string_view name, std::int64_t value) { key(name); Int64(value); }
};

std::string text_of(const rapidjson::StringBuffer& buffer) { return {buffer.GetString(), buffer.GetSize()}; }

struct Line {
  std::size_t rank;
  std::string_view id;
  const PairScore* score;
  VerdictTier tier;
};

void words_of(Writer& w, std::string_view name, const Line& line) {
  w.number("rank", static_cast<std::int64_t>(line.rank));
  w.text(name, line.id);
  w.number("score", line.score->score);
  w.number("suits", line.score->suits);
  w.number("wanted", line.score->wanted);
  w.text("verdict", code(line.tier));
}

// Of one person: the lines of their list.
std::vector<audit::AboutPerson> of_person(std::string_view candidate, const std::vector<Line>& lines) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.text("candidate", candidate);
  w.key("lines");
  w.StartArray();
  for (const Line& line : lines) {
    w.StartObject();
    words_of(w, "offer", line);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return {{std::string(candidate), text_of(buffer)}};
}

std::string string_in(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member != object.MemberEnd() && member->value.IsString() ? std::string(member->value.GetString(), member->value.GetStringLength()) : std::string();
}

}  // namespace

std::string to_json(const LoggedRequest& request) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.text("route", request.route);
  w.text("query", request.query);
  w.text("language", request.language);
  w.key("employers");
  w.StartArray();
  for (const std::string& siret : request.employers) w.String(siret.data(), static_cast<rapidjson::SizeType>(siret.size()));
  w.EndArray();
  w.EndObject();
  return text_of(buffer);
}

std::optional<LoggedRequest> logged_request(std::string_view json) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return std::nullopt;
  LoggedRequest request;
  request.route = string_in(document, "route");
  request.query = string_in(document, "query");
  request.language = string_in(document, "language");
  const auto employers = document.FindMember("employers");
  if (employers != document.MemberEnd() && employers->value.IsArray())
    for (const auto& siret : employers->value.GetArray())
      if (siret.IsString()) request.employers.emplace_back(siret.GetString(), siret.GetStringLength());
  if (request.route.empty()) return std::nullopt;
  return request;
}

std::vector<audit::AboutPerson> about(const CandidateList& list) {
  std::vector<audit::AboutPerson> people;
  for (const ListLine<Candidate>& line : list.lines) {
    rapidjson::StringBuffer buffer;
    Writer w(buffer);
    w.StartObject();
    words_of(w, "candidate", {line.rank, line.record.id, &line.score, line.explanation.verdict.tier});
    w.EndObject();
    people.push_back({line.record.id, text_of(buffer)});
  }
  return people;
}

std::vector<audit::AboutPerson> about(const OfferList& list, std::string_view candidate) {
  std::vector<Line> lines;
  for (const ListLine<Offer>& line : list.lines) lines.push_back({line.rank, line.record.id, &line.score, line.explanation.verdict.tier});
  return of_person(candidate, lines);
}

std::vector<audit::AboutPerson> about(const PairAnswer& answer) {
  return of_person(answer.candidate.id, {{0, answer.offer.id, &answer.score, answer.explanation.verdict.tier}});
}

std::vector<audit::AboutPerson> about(const AdviserAnswer& answer) {
  std::vector<Line> lines;
  for (const adviser::AdviserLine& line : answer.page.now) lines.push_back({line.rank, line.offer.id, &line.score, line.verdict.tier});
  return of_person(answer.page.candidate, lines);
}

std::vector<audit::AboutPerson> about(const AdviserPairAnswer& answer) {
  const adviser::AdviserLine& line = answer.pair.line;
  return of_person(answer.pair.candidate, {{line.rank, line.offer.id, &line.score, line.verdict.tier}});
}

audit::AboutPerson about_body(std::string_view body) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.text("body", body);
  w.EndObject();
  return {"body:" + audit::to_hex(audit::sha256(body)), text_of(buffer)};
}

SaidOfPerson said_of_person(std::string_view words) {
  rapidjson::Document document;
  document.Parse(words.data(), words.size());
  if (document.HasParseError() || !document.IsObject()) return {};
  return {string_in(document, "candidate"), string_in(document, "body")};
}

}  // namespace passerelle::codec
