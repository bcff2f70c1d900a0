#include "generate/restricted_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string_view>

namespace passerelle::generate {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

std::string_view code_of(BarrierState state) {
  switch (state) {
    case BarrierState::kNotExplored: return "not-explored";
    case BarrierState::kYes: return "yes";
    case BarrierState::kNo: return "no";
    case BarrierState::kClosed: return "closed";
  }
  return {};
}

std::string_view code_of(BarrierImpact impact) {
  switch (impact) {
    case BarrierImpact::kUnknown: return {};
    case BarrierImpact::kLow: return "low";
    case BarrierImpact::kMedium: return "medium";
    case BarrierImpact::kHigh: return "high";
  }
  return {};
}

void string(Writer& out, std::string_view text) { out.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }

void member(Writer& out, const char* name, std::string_view text) {
  if (text.empty()) return;
  out.Key(name);
  string(out, text);
}

void write(Writer& out, const Barrier& barrier) {
  out.StartObject();
  out.Key("constraint");
  out.Uint(barrier.constraint);
  member(out, "state", code_of(barrier.state));
  member(out, "impact", code_of(barrier.impact));
  if (barrier.priority) {
    out.Key("priority");
    out.Bool(true);
  }
  if (barrier.explored.set()) member(out, "explored", to_string(barrier.explored));
  member(out, "agent", barrier.agent);
  if (!barrier.situations.empty()) {
    out.Key("situations");
    out.StartArray();
    for (const BarrierSituation& situation : barrier.situations) {
      out.StartObject();
      out.Key("code");
      out.Uint(situation.code);
      member(out, "state", code_of(situation.state));
      out.EndObject();
    }
    out.EndArray();
  }
  member(out, "lever", barrier.lever);
  if (barrier.lever_expected.set()) member(out, "lever_expected", to_string(barrier.lever_expected));
  out.EndObject();
}

}  // namespace

std::string encode_restricted(const RestrictedRecord& record) {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartObject();
  if (!record.barriers.empty()) {
    out.Key("barriers");
    out.StartArray();
    for (const Barrier& barrier : record.barriers) write(out, barrier);
    out.EndArray();
  }
  if (!record.publics.empty()) {
    out.Key("publics");
    out.StartArray();
    for (const std::string& code : record.publics) string(out, code);
    out.EndArray();
  }
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

}  // namespace passerelle::generate
