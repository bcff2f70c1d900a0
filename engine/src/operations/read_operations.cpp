#include "operations/read_operations.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <rapidjson/document.h>

#include "base/geodesy.hpp"
#include "base/input_file.hpp"
#include "base/text.hpp"
#include "operations/clock_time.hpp"
#include "operations/overbooking.hpp"
#include "operations/seat_flow.hpp"

namespace passerelle::operations {
namespace {

using Value = rapidjson::Value;

/// Reads a tree strictly and keeps the first problem.
class Reader {
 public:
  std::optional<Problem> problem;

  void fail(ProblemCode code, const std::string& pointer, std::string_view detail) {
    if (problem) return;
    const std::size_t slash = pointer.rfind('/');
    problem.emplace(code, slash == std::string::npos ? "operations" : pointer.substr(slash + 1), shorten(detail, 60));
    problem->position = pointer;
  }
  void text(const Value& value, const std::string& pointer, std::string& into) {
    if (!value.IsString()) return fail(ProblemCode::kFieldType, pointer, "string");
    into.assign(value.GetString(), value.GetStringLength());
    if (into.find('\0') != std::string::npos) return fail(ProblemCode::kNulByte, pointer, "");
    if (trim(into).empty()) fail(ProblemCode::kFieldValue, pointer, into);
  }
  /// An id or a key: what lists, tables and command lines carry.
  void word(const Value& value, const std::string& pointer, std::string& into) {
    text(value, pointer, into);
    if (!problem && (into.size() > 200 || std::any_of(into.begin(), into.end(), [](unsigned char c) { return c < 0x20; }))) fail(ProblemCode::kFieldValue, pointer, into);
  }
  void boolean(const Value& value, const std::string& pointer, bool& into) {
    if (!value.IsBool()) return fail(ProblemCode::kFieldType, pointer, "true / false");
    into = value.GetBool();
  }
  template <class T>
  void number(const Value& value, const std::string& pointer, T& into, std::uint32_t least, std::uint32_t most) {
    if (!value.IsNumber()) return fail(ProblemCode::kFieldType, pointer, "number");
    if (!value.IsUint() || value.GetUint() < least || value.GetUint() > most) return fail(ProblemCode::kFieldValue, pointer, fmt::format("{}…{}", least, most));
    into = static_cast<T>(value.GetUint());
  }
  void degrees(const Value& value, const std::string& pointer, std::optional<std::int32_t>& into) {
    if (!value.IsNumber()) return fail(ProblemCode::kFieldType, pointer, "number");
    const double at = value.GetDouble();
    if (!(at >= -180.0 && at <= 180.0)) return fail(ProblemCode::kFieldValue, pointer, "−180…180");
    into = static_cast<std::int32_t>(at * 1e6 + (at < 0 ? -0.5 : 0.5));
  }
  template <class Each>
  void list(const Value& value, const std::string& pointer, std::size_t most, Each each) {
    if (!value.IsArray()) return fail(ProblemCode::kFieldType, pointer, "array");
    if (value.Size() > most) return fail(ProblemCode::kFieldValue, pointer, fmt::format("{} > {}", value.Size(), most));
    for (rapidjson::SizeType i = 0; i < value.Size() && !problem; ++i) each(value[i], fmt::format("{}/{}", pointer, i));
  }
  /// on_member(name, value, pointer) → whether the name is known. null counts as absent.
  template <class OnMember>
  void object(const Value& value, const std::string& pointer, OnMember on_member) {
    if (!value.IsObject()) return fail(ProblemCode::kFieldType, pointer, "object");
    std::set<std::string_view> seen;
    for (const auto& member : value.GetObject()) {
      if (problem) return;
      const std::string_view name(member.name.GetString(), member.name.GetStringLength());
      const std::string below = fmt::format("{}/{}", pointer, shorten(name, 40));
      if (!seen.insert(name).second) return fail(ProblemCode::kDuplicateId, below, name);
      if (member.value.IsNull()) continue;
      if (!on_member(name, member.value, below)) fail(ProblemCode::kFieldUnknown, below, "");
    }
  }
  void need(bool there, const std::string& pointer) {
    if (!there) fail(ProblemCode::kFieldMissing, pointer, "");
  }
};

void read_clock(Reader& in, const Value& value, const std::string& at, std::optional<std::uint16_t>& into) {
  std::string written;
  in.text(value, at, written);
  if (in.problem) return;
  into = parse_clock(written);
  if (!into) in.fail(ProblemCode::kFieldValue, at, written);
}

void read_session(Reader& in, const Value& value, const std::string& pointer, Session& session) {
  std::optional<std::uint16_t> from, to;
  std::string half_day;
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "id") in.word(v, at, session.id);
    else if (name == "date") {
      std::string written;
      in.text(v, at, written);
      const std::optional<Day> day = parse_day(written);
      if (day && written.size() == 10) session.date = *day;
      else in.fail(ProblemCode::kFieldValue, at, written);
    } else if (name == "half_day") {
      in.text(v, at, half_day);
      if (half_day != "morning" && half_day != "afternoon" && half_day != "evening") in.fail(ProblemCode::kFieldValue, at, half_day + " (morning, afternoon, evening)");
    } else if (name == "from") read_clock(in, v, at, from);
    else if (name == "to") read_clock(in, v, at, to);
    else if (name == "seats") in.number(v, at, session.seats, 1, kMostSeats);
    else return false;
    return true;
  });
  in.need(!session.id.empty(), pointer + "/id");
  in.need(session.date.set(), pointer + "/date");
  in.need(session.seats != 0, pointer + "/seats");
  in.need(!half_day.empty() || (from && to), pointer + "/half_day");
  if (half_day == "morning") session.from = 9 * 60, session.to = 12 * 60;
  if (half_day == "afternoon") session.from = 14 * 60, session.to = 17 * 60;
  if (half_day == "evening") session.from = 18 * 60, session.to = 20 * 60;
  session.from = from.value_or(session.from);
  session.to = to.value_or(session.to);
  if (session.from >= session.to) in.fail(ProblemCode::kFieldValue, pointer + "/to", fmt::format("{} – {}", clock_text(session.from), clock_text(session.to)));
}

void read_prerequisite(Reader& in, const Value& value, const std::string& pointer, Prerequisite& asked) {
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    std::string written;
    if (name == "licence") {
      in.text(v, at, written);
      asked.licence = licence_from_code(written);
      if (!asked.licence) in.fail(ProblemCode::kFieldValue, at, written);
    } else if (name == "certificate") in.word(v, at, asked.certificate);
    else if (name == "education") in.number(v, at, asked.education, 2, 8);
    else if (name == "language") in.word(v, at, asked.language);
    else if (name == "language_level") {
      in.text(v, at, written);
      const auto level = cefr_from_code(written);
      if (level && *level != 0) asked.language_level = *level;
      else in.fail(ProblemCode::kFieldValue, at, written);
    } else if (name == "reachable_days") in.number(v, at, asked.reachable_days.emplace(), 0, 3'650);
    else if (name == "through") in.text(v, at, asked.through);
    else return false;
    return true;
  });
  const int kinds = (asked.licence ? 1 : 0) + (asked.certificate.empty() ? 0 : 1) + (asked.education != 0 ? 1 : 0) + (asked.language.empty() ? 0 : 1);
  if (kinds != 1) in.fail(kinds == 0 ? ProblemCode::kFieldMissing : ProblemCode::kFieldValue, pointer + "/licence", "licence | certificate | education | language");
  in.need(asked.language.empty() || asked.language_level != 0, pointer + "/language_level");
  in.need(asked.through.empty() || asked.reachable_days, pointer + "/reachable_days");
  in.need(!asked.reachable_days || !asked.through.empty(), pointer + "/through");
}

void read_quota(Reader& in, const Value& value, const std::string& pointer, Quota& quota) {
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "public") in.word(v, at, quota.public_code);
    else if (name == "label") in.text(v, at, quota.label);
    else if (name == "legal_basis") in.text(v, at, quota.legal_basis);
    else if (name == "percent") in.number(v, at, quota.percent, 1, 100);
    else return false;
    return true;
  });
  in.need(!quota.public_code.empty(), pointer + "/public");
  in.need(!quota.label.empty(), pointer + "/label");
  in.need(!quota.legal_basis.empty(), pointer + "/legal_basis");
  in.need(quota.percent != 0, pointer + "/percent");
}

void read_place(Reader& in, const Value& value, const std::string& pointer, Operation& operation) {
  std::optional<std::int32_t> latitude, longitude;
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "insee") in.word(v, at, operation.insee);
    else if (name == "name") in.text(v, at, operation.place_name);
    else if (name == "latitude") in.degrees(v, at, latitude);
    else if (name == "longitude") in.degrees(v, at, longitude);
    else return false;
    return true;
  });
  in.need(latitude || !longitude, pointer + "/latitude");
  in.need(longitude || !latitude, pointer + "/longitude");
  in.need(!operation.insee.empty() || latitude, pointer + "/insee");
  if (in.problem || !latitude) return;
  operation.coordinates = Coordinates{*latitude, *longitude};
  if (!plausible(*operation.coordinates)) in.fail(ProblemCode::kFieldValue, pointer + "/latitude", fmt::format("{} / {}", *latitude / 1e6, *longitude / 1e6));
}

template <class T, class IdOf>
void no_repeats(Reader& in, const std::vector<T>& list, const std::string& pointer, const char* field, const IdOf& id_of) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!seen.insert(id_of(list[i])).second) in.fail(ProblemCode::kDuplicateId, fmt::format("{}/{}{}", pointer, i, field), id_of(list[i]));
}

void read_operation(Reader& in, const Value& value, const std::string& pointer, Operation& operation) {
  bool place = false;
  in.object(value, pointer, [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "id") in.word(v, at, operation.id);
    else if (name == "kind") in.word(v, at, operation.kind);
    else if (name == "title") in.text(v, at, operation.title);
    else if (name == "offers") in.list(v, at, 200, [&](const Value& e, const std::string& p) { in.word(e, p, operation.offers.emplace_back()); });
    else if (name == "place") read_place(in, v, at, operation), place = true;
    else if (name == "sessions") in.list(v, at, 200, [&](const Value& e, const std::string& p) { read_session(in, e, p, operation.sessions.emplace_back()); });
    else if (name == "prerequisites") in.list(v, at, 20, [&](const Value& e, const std::string& p) { read_prerequisite(in, e, p, operation.prerequisites.emplace_back()); });
    else if (name == "no_show_percent") {
      std::uint32_t percent = 0;
      in.number(v, at, percent, 0, 95);
      operation.no_show = percent * 100;
    } else if (name == "quotas") in.list(v, at, kMostQuotas, [&](const Value& e, const std::string& p) { read_quota(in, e, p, operation.quotas.emplace_back()); });
    else if (name == "releases_quotas") in.boolean(v, at, operation.releases_quotas);
    else return false;
    return true;
  });
  in.need(!operation.id.empty(), pointer + "/id");
  in.need(!operation.kind.empty(), pointer + "/kind");
  in.need(!operation.title.empty(), pointer + "/title");
  in.need(!operation.offers.empty(), pointer + "/offers");
  in.need(place, pointer + "/place");
  in.need(!operation.sessions.empty(), pointer + "/sessions");
  no_repeats(in, operation.offers, pointer + "/offers", "", [](const std::string& id) { return id; });
  no_repeats(in, operation.sessions, pointer + "/sessions", "/id", [](const Session& session) { return session.id; });
  no_repeats(in, operation.quotas, pointer + "/quotas", "/public", [](const Quota& quota) { return quota.public_code; });
  unsigned percent = 0;
  for (const Quota& quota : operation.quotas) percent += quota.percent;
  if (percent > 100) in.fail(ProblemCode::kFieldValue, pointer + "/quotas", fmt::format("{} % > 100 %", percent));
}

}  // namespace

Result<std::vector<Operation>> parse_operations(std::string_view json, std::string_view source) {
  std::size_t bad = 0;
  if (!valid_utf8(json, &bad)) return Problem(ProblemCode::kNotUtf8, fmt::format("byte {}", bad)).from(source);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError()) {
    const std::string_view before = json.substr(0, document.GetErrorOffset());
    return Problem(ProblemCode::kDocumentMalformed, "JSON").from(source).at(fmt::format("line {}", 1 + std::count(before.begin(), before.end(), '\n')));
  }
  Reader in;
  std::vector<Operation> operations;
  bool there = false;
  in.object(document, "", [&](std::string_view name, const Value& v, const std::string& at) {
    if (name == "$schema") return true;
    if (name != "operations") return false;
    there = true;
    in.list(v, at, kMostOperations, [&](const Value& e, const std::string& p) { read_operation(in, e, p, operations.emplace_back()); });
    return true;
  });
  in.need(there, "/operations");
  no_repeats(in, operations, "/operations", "/id", [](const Operation& operation) { return operation.id; });
  if (in.problem) return std::move(*in.problem).from(source);
  std::sort(operations.begin(), operations.end(), [](const Operation& a, const Operation& b) { return a.id < b.id; });
  return operations;
}

Result<std::vector<Operation>> read_operations(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  return parse_operations(*text, std::filesystem::path(path).filename().string());
}

}  // namespace passerelle::operations
