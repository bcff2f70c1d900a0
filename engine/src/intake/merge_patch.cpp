// RFC 7396 on stored records.
#include <cctype>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "intake/decoders/json_view.hpp"
#include "intake/record_reader.hpp"

namespace passerelle {
namespace {

using rapidjson::Document;
using rapidjson::Value;

void merge(Value& target, const Value& patch, Document::AllocatorType& memory) {
  if (!patch.IsObject()) {
    target.CopyFrom(patch, memory);
    return;
  }
  if (!target.IsObject()) target.SetObject();
  for (const auto& member : patch.GetObject()) {
    const auto at = target.FindMember(member.name);
    if (member.value.IsNull()) {
      if (at != target.MemberEnd()) target.EraseMember(at);
    } else if (at != target.MemberEnd()) {
      merge(at->value, member.value, memory);
    } else {
      Value value;
      merge(value, member.value, memory);
      target.AddMember(Value(member.name, memory), value, memory);
    }
  }
}

bool about(std::string_view field, std::string_view member) {
  if (member == "requirements")
    for (const std::string_view part : {"items", "certificates", "licences", "languages", "experience", "education"})
      if (about(field, part)) return true;
  return field.starts_with(member) && (field.size() == member.size() || !std::isalnum(static_cast<unsigned char>(field[member.size()])));
}

}  // namespace

Result<std::string> merge_patched(std::string_view stored, std::string_view patch) {
  // Looked at as strictly as any record.
  auto checked = JsonRecord::parse(patch);
  if (!checked.ok()) return std::move(checked).problem();
  if (checked->root().kind() != JsonView::Kind::kObject) return Problem(ProblemCode::kFieldType, "", "object");
  Document record, change;
  record.Parse(stored.data(), stored.size());
  change.Parse<rapidjson::kParseFullPrecisionFlag>(patch.data(), patch.size());
  if (record.HasParseError() || change.HasParseError() || !record.IsObject()) return Problem(ProblemCode::kRecordMalformed, "merge patch");
  auto& memory = record.GetAllocator();
  if (const auto flags = record.FindMember("flags"); flags != record.MemberEnd() && flags->value.IsArray()) {
    for (auto flag = flags->value.Begin(); flag != flags->value.End();) {
      bool named = false;
      if (flag->IsObject() && flag->HasMember("field") && (*flag)["field"].IsString())
        for (const auto& member : change.GetObject())
          named = named || about({(*flag)["field"].GetString(), (*flag)["field"].GetStringLength()}, {member.name.GetString(), member.name.GetStringLength()});
      flag = named ? flags->value.Erase(flag) : flag + 1;
    }
  }
  if (const auto restricted = change.FindMember("restricted"); restricted != change.MemberEnd() && restricted->value.IsNull()) restricted->value.SetObject();
  merge(record, change, memory);
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer> writer(out);
  record.Accept(writer);
  return std::string(out.GetString(), out.GetSize());
}

}  // namespace passerelle
