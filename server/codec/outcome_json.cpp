#include "codec/outcome_json.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

constexpr std::size_t kMostBytes = 200;

struct State {
  std::string_view name;
  std::vector<std::string_view> reasons;
};

const std::vector<State>& states() {
  static const std::vector<State> all = {
      {"retained", {"fits_requirements", "can_be_trained", "immersion_agreed"}},
      {"set_aside", {"requirement_not_met", "experience_too_short", "post_filled", "no_answer", "declined_by_person"}},
      {"contacted", {"by_phone", "by_message", "in_person"}},
      {"hired", {"permanent", "fixed_term", "temporary_work", "apprenticeship"}},
  };
  return all;
}

}  // namespace

std::vector<std::string_view> outcome_states() {
  std::vector<std::string_view> names;
  for (const State& state : states()) names.push_back(state.name);
  return names;
}

std::vector<std::string_view> outcome_reasons(std::string_view wanted) {
  for (const State& state : states())
    if (state.name == wanted) return state.reasons;
  return {};
}

Result<Outcome> outcome_from_json(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  if (document.HasParseError()) return Problem(ProblemCode::kDocumentMalformed, "JSON").at(fmt::format("byte {}", document.GetErrorOffset()));
  if (!document.IsObject()) return Problem(ProblemCode::kDocumentUnexpected, "object");
  Outcome outcome;
  const std::pair<std::string_view, std::string*> texts[] = {
      {"offer", &outcome.offer}, {"candidate", &outcome.candidate}, {"state", &outcome.state}, {"reason", &outcome.reason}, {"by", &outcome.by}};
  for (const auto& member : document.GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    if (name == "answer") {
      if (!member.value.IsUint64() || member.value.GetUint64() == 0) return Problem(ProblemCode::kFieldType, name, "number");
      outcome.answer = member.value.GetUint64();
      continue;
    }
    const auto known = std::find_if(std::begin(texts), std::end(texts), [&](const auto& text) { return text.first == name; });
    if (known == std::end(texts)) return Problem(ProblemCode::kFieldUnknown, name, "");
    if (!member.value.IsString()) return Problem(ProblemCode::kFieldType, name, "text");
    if (!known->second->empty()) return Problem(ProblemCode::kFieldValue, name, "given twice");
    if (member.value.GetStringLength() > kMostBytes) return Problem(ProblemCode::kFieldValue, name, fmt::format("{} bytes", member.value.GetStringLength()));
    known->second->assign(member.value.GetString(), member.value.GetStringLength());
  }
  for (const auto& [name, text] : texts)
    if (text->empty()) return Problem(ProblemCode::kFieldMissing, std::string(name), "");
  const std::vector<std::string_view> reasons = outcome_reasons(outcome.state);
  if (reasons.empty()) return Problem(ProblemCode::kFieldValue, "state", fmt::format("{}", fmt::join(outcome_states(), ", ")));
  if (std::find(reasons.begin(), reasons.end(), outcome.reason) == reasons.end())
    return Problem(ProblemCode::kFieldValue, "reason", fmt::format("{}", fmt::join(reasons, ", ")));
  return outcome;
}

std::string outcome_words(const Outcome& outcome) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> w(buffer);
  const auto text = [&](const char* name, const std::string& value) {
    w.Key(name);
    w.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  w.StartObject();
  text("candidate", outcome.candidate);
  text("offer", outcome.offer);
  text("state", outcome.state);
  text("reason", outcome.reason);
  text("by", outcome.by);
  if (outcome.answer != 0) {
    w.Key("answer");
    w.Uint64(outcome.answer);
  }
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
