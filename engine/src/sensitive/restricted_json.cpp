#include "sensitive/restricted_json.hpp"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <iterator>
#include <optional>

#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kStates[] = {"not-explored", "yes", "no", "closed"};
constexpr std::string_view kImpacts[] = {"", "low", "medium", "high"};
/// Codes of constraints and situations: small positive numbers of a published list that may grow.
constexpr unsigned kMaxCode = 999;

using Value = rapidjson::Value;

/// Reads a tree strictly and keeps the first problem.
class Reader {
 public:
  std::optional<Problem> problem;

  void fail(ProblemCode code, const std::string& pointer, std::string_view detail) {
    if (problem) return;
    const std::size_t slash = pointer.rfind('/');
    problem.emplace(code, slash == std::string::npos ? "restricted" : pointer.substr(slash + 1), std::string(detail));
    problem->position = pointer;
  }
  void text(const Value& value, const std::string& pointer, std::string& into) {
    if (!value.IsString()) return fail(ProblemCode::kFieldType, pointer, "string");
    into.assign(value.GetString(), value.GetStringLength());
    if (into.find('\0') != std::string::npos) fail(ProblemCode::kNulByte, pointer, "");
  }
  void boolean(const Value& value, const std::string& pointer, bool& into) {
    if (!value.IsBool()) return fail(ProblemCode::kFieldType, pointer, "true / false");
    into = value.GetBool();
  }
  void number(const Value& value, const std::string& pointer, std::uint16_t& into) {
    if (!value.IsNumber()) return fail(ProblemCode::kFieldType, pointer, "number");
    if (!value.IsUint() || value.GetUint() == 0 || value.GetUint() > kMaxCode)
      return fail(ProblemCode::kFieldValue, pointer, "1…999");
    into = static_cast<std::uint16_t>(value.GetUint());
  }
  void day(const Value& value, const std::string& pointer, Day& into) {
    std::string written;
    text(value, pointer, written);
    if (problem) return;
    const std::optional<Day> day = parse_day(written);
    if (!day) return fail(ProblemCode::kFieldValue, pointer, shorten(written, 40));
    into = *day;
  }
  template <class E, std::size_t N>
  void choice(const Value& value, const std::string& pointer, const std::string_view (&names)[N], E& into) {
    std::string written;
    text(value, pointer, written);
    if (problem) return;
    for (std::size_t i = 0; i < N; ++i)
      if (!names[i].empty() && names[i] == written) {
        into = static_cast<E>(i);
        return;
      }
    fail(ProblemCode::kFieldValue, pointer, shorten(written, 40));
  }
  template <class Each>
  void list(const Value& value, const std::string& pointer, Each each) {
    if (!value.IsArray()) return fail(ProblemCode::kFieldType, pointer, "array");
    for (rapidjson::SizeType i = 0; i < value.Size() && !problem; ++i) each(value[i], fmt::format("{}/{}", pointer, i));
  }
  /// on_member(name, value, pointer) → whether the name is known. null counts as absent.
  template <class OnMember>
  void object(const Value& value, const std::string& pointer, OnMember on_member) {
    if (!value.IsObject()) return fail(ProblemCode::kFieldType, pointer, "object");
    for (const auto& member : value.GetObject()) {
      if (problem) return;
      const std::string_view name(member.name.GetString(), member.name.GetStringLength());
      const std::string below = fmt::format("{}/{}", pointer, name);
      if (member.value.IsNull()) continue;
      if (!on_member(name, member.value, below)) fail(ProblemCode::kFieldUnknown, below, "");
    }
  }
};

void read_correction(Reader& in, const Value& value, const std::string& pointer, Correction& correction) {
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "date") in.day(v, at, correction.date);
    else if (name == "agent") in.text(v, at, correction.agent);
    else if (name == "reason") in.text(v, at, correction.reason);
    else if (name == "was") in.choice(v, at, kStates, correction.was);
    else return false;
    return true;
  });
  if (!correction.date.set()) in.fail(ProblemCode::kFieldMissing, pointer + "/date", "");
}

void read_situation(Reader& in, const Value& value, const std::string& pointer, BarrierSituation& situation) {
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "code") in.number(v, at, situation.code);
    else if (name == "state") in.choice(v, at, kStates, situation.state);
    else if (name == "correction") read_correction(in, v, at, situation.correction);
    else return false;
    return true;
  });
  if (situation.code == 0) in.fail(ProblemCode::kFieldMissing, pointer + "/code", "");
}

void read_barrier(Reader& in, const Value& value, const std::string& pointer, Barrier& barrier) {
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "constraint") in.number(v, at, barrier.constraint);
    else if (name == "state") in.choice(v, at, kStates, barrier.state);
    else if (name == "impact") in.choice(v, at, kImpacts, barrier.impact);
    else if (name == "priority") in.boolean(v, at, barrier.priority);
    else if (name == "explored") in.day(v, at, barrier.explored);
    else if (name == "agent") in.text(v, at, barrier.agent);
    else if (name == "lever") in.text(v, at, barrier.lever);
    else if (name == "lever_expected") in.day(v, at, barrier.lever_expected);
    else if (name == "correction") read_correction(in, v, at, barrier.correction);
    else if (name == "situations")
      in.list(v, at, [&](const Value& e, const std::string& p) {
        read_situation(in, e, p, barrier.situations.emplace_back());
      });
    else return false;
    return true;
  });
  if (barrier.constraint == 0) in.fail(ProblemCode::kFieldMissing, pointer + "/constraint", "");
}

class Out {
 public:
  rapidjson::Writer<rapidjson::StringBuffer>& writer() { return writer_; }
  void key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void value(std::string_view text) { writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
  void text(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    key(name);
    value(text);
  }
  std::string take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

/// An out-of-range byte reads as the first line.
template <std::size_t N, class E>
std::string_view name_of(const std::string_view (&names)[N], E value) {
  const auto index = static_cast<std::size_t>(value);
  return names[index < N ? index : 0];
}

std::string_view state_name(BarrierState state) {
  return state == BarrierState::kNotExplored ? std::string_view() : name_of(kStates, state);
}

void write_correction(Out& out, const Correction& correction) {
  if (!correction.set()) return;
  out.key("correction");
  out.writer().StartObject();
  out.text("date", to_string(correction.date));
  out.text("agent", correction.agent);
  out.text("reason", correction.reason);
  out.text("was", state_name(correction.was));
  out.writer().EndObject();
}

void write_barrier(Out& out, const Barrier& barrier) {
  out.writer().StartObject();
  out.key("constraint");
  out.writer().Uint(barrier.constraint);
  out.text("state", state_name(barrier.state));
  out.text("impact", name_of(kImpacts, barrier.impact));
  if (barrier.priority) {
    out.key("priority");
    out.writer().Bool(true);
  }
  out.text("explored", to_string(barrier.explored));
  out.text("agent", barrier.agent);
  if (!barrier.situations.empty()) {
    out.key("situations");
    out.writer().StartArray();
    for (const BarrierSituation& situation : barrier.situations) {
      out.writer().StartObject();
      out.key("code");
      out.writer().Uint(situation.code);
      out.text("state", state_name(situation.state));
      write_correction(out, situation.correction);
      out.writer().EndObject();
    }
    out.writer().EndArray();
  }
  out.text("lever", barrier.lever);
  out.text("lever_expected", to_string(barrier.lever_expected));
  write_correction(out, barrier.correction);
  out.writer().EndObject();
}

}  // namespace

std::string encode(const RestrictedRecord& record) {
  if (record.empty()) return {};
  Out out;
  out.writer().StartObject();
  if (!record.barriers.empty()) {
    out.key("barriers");
    out.writer().StartArray();
    for (const Barrier& barrier : record.barriers) write_barrier(out, barrier);
    out.writer().EndArray();
  }
  if (!record.publics.empty()) {
    out.key("publics");
    out.writer().StartArray();
    for (const std::string& code : record.publics) out.value(code);
    out.writer().EndArray();
  }
  out.writer().EndObject();
  return out.take();
}

Result<RestrictedRecord> read_restricted(std::string_view json) {
  RestrictedRecord record;
  if (json.empty()) return record;
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError())
    return Problem(ProblemCode::kRecordMalformed, "restricted", fmt::format("byte {}", document.GetErrorOffset()));
  Reader in;
  in.object(document, "", [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "barriers")
      in.list(v, at,
              [&](const Value& e, const std::string& p) { read_barrier(in, e, p, record.barriers.emplace_back()); });
    else if (name == "publics")
      in.list(v, at, [&](const Value& e, const std::string& p) { in.text(e, p, record.publics.emplace_back()); });
    else return false;
    return true;
  });
  if (in.problem) return std::move(*in.problem);
  return record;
}

}  // namespace passerelle
