#include "codec/source_json.hpp"

#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

class Writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using rapidjson::Writer<rapidjson::StringBuffer>::Writer;
  void key(std::string_view name) { Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void count(std::string_view name, std::uint64_t value) { key(name); Uint64(value); }
  void count_if(std::string_view name, std::uint64_t value) { if (value != 0) count(name, value); }
  void text(std::string_view name, std::string_view value) {
    key(name);
    String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void text_if(std::string_view name, std::string_view value) { if (!value.empty()) text(name, value); }
};

/// At most a few lines of a text: the check is about which field it is.
std::string_view beginning(std::string_view text) {
  constexpr std::size_t kMost = 400;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

void problem(Writer& w, const Problem& p, Language language) {
  w.key("problem");
  w.StartObject();
  w.text("code", code_name(p.code));
  w.text_if("source", p.source);
  w.text_if("position", p.position);
  w.text_if("field", p.field);
  w.text("reason", reason_text(p, language));
  w.EndObject();
}

void record(Writer& w, const CheckedRecord& each, Language language) {
  w.StartObject();
  w.text("position", each.position);
  w.text_if("id", each.id);
  w.key("offer");
  w.Bool(each.offer && !each.problem);
  if (each.problem) problem(w, *each.problem, language);
  w.key("values");
  w.StartArray();
  for (const FieldUse& use : each.uses) {
    w.StartObject();
    w.text_if("field", use.path);
    w.text_if("text", beginning(use.text));
    w.text("fate", fate_name(use.fate));
    if (use.target) w.text("target", target_name(*use.target));
    w.text_if("value", beginning(use.value));
    w.text_if("reason", use.reason);
    w.EndObject();
  }
  w.EndArray();
  w.key("flags");
  w.StartArray();
  for (const Flag& flag : each.flags) {
    w.StartObject();
    w.text("code", code_name(flag.code));
    w.text("field", flag.field);
    w.text_if("detail", flag.detail);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
}

}  // namespace

std::string to_json(const SourceCheck& check, const std::vector<CheckedRecord>& records, Language language) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.text("source", check.source);
  w.text("sample", check.sample);
  w.text("encoding", check.encoding);
  w.key("complete");
  w.Bool(check.complete());
  w.count("records", check.records);
  w.count("offers", check.offers);
  w.count("left_out", check.left_out);
  w.count("refused", check.refused);
  w.key("values");
  w.StartObject();
  w.count("read", check.read);
  w.count("empty", check.empty);
  w.count("spare", check.spare);
  w.count("unused", check.unused);
  w.count("unread", check.unread);
  w.count("unknown", check.unknown);
  w.EndObject();
  w.key("fields");
  w.StartArray();
  for (const CheckedField& field : check.fields) {
    w.StartObject();
    w.text_if("field", field.path);
    if (field.target) w.text("target", target_name(*field.target));
    w.count_if("read", field.read);
    w.count_if("empty", field.empty);
    w.count_if("spare", field.spare);
    w.count_if("unread", field.unread);
    w.count_if("unused", field.unused);
    w.count_if("unknown", field.unknown);
    w.count_if("filter", field.filter);
    w.count_if("default", field.defaults);
    w.text_if("text", beginning(field.text));
    w.text_if("value", beginning(field.value));
    w.text_if("unread_text", beginning(field.unread_text));
    w.text_if("reason", field.reason);
    w.EndObject();
  }
  w.EndArray();
  w.key("absent");
  w.StartArray();
  for (const AbsentField& field : check.absent) {
    w.StartObject();
    w.text("field", field.path);
    w.text_if("target", field.target);
    w.count("line", field.line);
    w.EndObject();
  }
  w.EndArray();
  w.key("details");
  w.StartArray();
  for (const CheckedRecord& each : records) record(w, each, language);
  w.EndArray();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const std::vector<ListedSource>& sources, Language language) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartArray();
  for (const ListedSource& each : sources) {
    w.StartObject();
    w.text("name", each.name);
    if (each.mapping) {
      w.text("title", each.mapping->title);
      w.text("format", format_name(each.mapping->shape.format));
      w.count("version", each.mapping->version);
      w.count("fields", each.mapping->rules.size());
      w.count("unused", each.mapping->unused.size());
    } else {
      problem(w, each.mapping.problem(), language);
    }
    w.EndObject();
  }
  w.EndArray();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
