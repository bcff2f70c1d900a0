#include "intake/decoders/json_view.hpp"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace passerelle {
namespace {

using Value = rapidjson::Value;

const Value& value_of(const void* p) noexcept { return *static_cast<const Value*>(p); }
std::string_view text_of(const Value& value) noexcept { return {value.GetString(), value.GetStringLength()}; }

Problem problem_at(ProblemCode code, const std::string& pointer, std::string detail) {
  const std::size_t slash = pointer.rfind('/');
  Problem problem(code, slash == std::string::npos ? std::string() : pointer.substr(slash + 1), std::move(detail));
  problem.position = pointer;
  return problem;
}

bool has_nul(std::string_view text) noexcept { return text.find('\0') != std::string_view::npos; }

/// A key that stands twice in the object.
std::optional<std::string_view> repeated_key(const Value& object) {
  if (object.MemberCount() < 2) return std::nullopt;
  if (object.MemberCount() <= 16) {
    for (auto a = object.MemberBegin(); a != object.MemberEnd(); ++a)
      for (auto b = object.MemberBegin(); b != a; ++b)
        if (text_of(a->name) == text_of(b->name)) return text_of(a->name);
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  names.reserve(object.MemberCount());
  for (const auto& member : object.GetObject()) names.push_back(text_of(member.name));
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return std::nullopt;
  return *twice;
}

/// What is wrong with the tree, whatever it means. The recursion is as deep as kMaxDepth at most.
std::optional<Problem> fault_of(const Value& value, const std::string& pointer, unsigned depth) {
  if (value.IsString()) {
    if (has_nul(text_of(value))) return problem_at(ProblemCode::kNulByte, pointer, "");
    return std::nullopt;
  }
  if (!value.IsArray() && !value.IsObject()) return std::nullopt;
  if (depth > JsonRecord::kMaxDepth)
    return problem_at(ProblemCode::kRecordMalformed, "", fmt::format("> {} [ {{", JsonRecord::kMaxDepth));
  if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      const Value& element = value[i];
      if (!element.IsString() && !element.IsArray() && !element.IsObject()) continue;
      if (element.IsString() && !has_nul(text_of(element))) continue;
      if (auto fault = fault_of(element, pointer_to(pointer, i), depth + 1)) return fault;
    }
    return std::nullopt;
  }
  for (const auto& member : value.GetObject()) {
    if (has_nul(text_of(member.name))) return problem_at(ProblemCode::kNulByte, pointer, "");
    if (member.value.IsString() ? !has_nul(text_of(member.value)) : !member.value.IsArray() && !member.value.IsObject())
      continue;
    if (auto fault = fault_of(member.value, pointer_to(pointer, text_of(member.name)), depth + 1)) return fault;
  }
  if (const auto twice = repeated_key(value))
    return problem_at(ProblemCode::kFieldValue, pointer_to(pointer, *twice),
                      fmt::format("« {} » × 2", shorten(*twice, 40)));
  return std::nullopt;
}

}  // namespace

struct JsonRecord::Impl {
  rapidjson::Document document;
};

JsonRecord::JsonRecord(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JsonRecord::JsonRecord(JsonRecord&&) noexcept = default;
JsonRecord& JsonRecord::operator=(JsonRecord&&) noexcept = default;
JsonRecord::~JsonRecord() = default;
JsonView JsonRecord::root() const noexcept { return JsonView(static_cast<const Value*>(&impl_->document)); }

Result<JsonRecord> JsonRecord::parse(std::string_view bytes) {
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos)
    return Problem(ProblemCode::kNulByte, fmt::format("byte {}", nul));
  std::size_t bad_at = 0;
  if (!valid_utf8(bytes, &bad_at))
    return Problem(ProblemCode::kNotUtf8,
                   fmt::format("byte {} = 0x{:02X}", bad_at, static_cast<unsigned char>(bytes[bad_at])));
  auto impl = std::make_unique<Impl>();
  // Iterative: nesting costs heap, not stack.
  impl->document.Parse<rapidjson::kParseIterativeFlag>(bytes.data(), bytes.size());
  if (impl->document.HasParseError())
    return Problem(ProblemCode::kRecordMalformed,
                   fmt::format("byte {}: {}", impl->document.GetErrorOffset(),
                               rapidjson::GetParseError_En(impl->document.GetParseError())));
  if (auto fault = fault_of(impl->document, "", 1)) return std::move(*fault);
  return JsonRecord(std::move(impl));
}

JsonView::Kind JsonView::kind() const noexcept {
  switch (value_of(value_).GetType()) {
    case rapidjson::kNullType: return Kind::kNull;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType: return Kind::kBoolean;
    case rapidjson::kNumberType: return Kind::kNumber;
    case rapidjson::kStringType: return Kind::kString;
    case rapidjson::kArrayType: return Kind::kArray;
    case rapidjson::kObjectType: break;
  }
  return Kind::kObject;
}
bool JsonView::boolean() const noexcept { return value_of(value_).GetBool(); }
double JsonView::number() const noexcept { return value_of(value_).GetDouble(); }
std::optional<std::int64_t> JsonView::integer() const noexcept {
  if (!value_of(value_).IsInt64()) return std::nullopt;
  return value_of(value_).GetInt64();
}
std::string_view JsonView::string() const noexcept { return text_of(value_of(value_)); }
std::size_t JsonView::size() const noexcept {
  const Value& value = value_of(value_);
  return value.IsArray() ? value.Size() : value.MemberCount();
}
JsonView JsonView::element(std::size_t i) const noexcept {
  return JsonView(&value_of(value_)[static_cast<rapidjson::SizeType>(i)]);
}
std::string_view JsonView::member_name(std::size_t i) const noexcept {
  return text_of((value_of(value_).MemberBegin() + static_cast<std::ptrdiff_t>(i))->name);
}
JsonView JsonView::member_value(std::size_t i) const noexcept {
  return JsonView(&(value_of(value_).MemberBegin() + static_cast<std::ptrdiff_t>(i))->value);
}
std::optional<JsonView> JsonView::member(std::string_view name) const noexcept {
  for (const auto& member : value_of(value_).GetObject())
    if (text_of(member.name) == name) return JsonView(&member.value);
  return std::nullopt;
}
std::string JsonView::json() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value_of(value_).Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string pointer_to(std::string_view pointer, std::string_view token) {
  std::string result(pointer);
  result += '/';
  for (const char c : token) {
    if (c == '~') result += "~0";
    else if (c == '/') result += "~1";
    else result += c;
  }
  return result;
}
std::string pointer_to(std::string_view pointer, std::size_t index) { return fmt::format("{}/{}", pointer, index); }

}  // namespace passerelle
