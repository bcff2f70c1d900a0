#include "codec/decision_json.hpp"

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
  void text(std::string_view name, std::string_view value) { key(name); String(value.data(), static_cast<rapidjson::SizeType>(value.size())); }
  void text_if(std::string_view name, std::string_view value) { if (!value.empty()) text(name, value); }
  /// JSON that was written by us and stands in the log as text.
  void json(std::string_view name, std::string_view value) {
    key(name);
    if (value.empty()) Null();
    else RawValue(value.data(), value.size(), rapidjson::kObjectType);
  }
};

std::string text_of(const rapidjson::StringBuffer& buffer) { return {buffer.GetString(), buffer.GetSize()}; }

}  // namespace

std::string entry_json(const audit::Entry& entry) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  const audit::Decision& d = entry.decision;
  w.StartObject();
  w.count("entry", entry.sequence);
  w.text("at", entry.at);
  w.text("kind", audit::kind_name(d.kind));
  w.text("actor", d.actor);
  w.text_if("role", d.role);
  w.text_if("purpose", d.purpose);
  w.text_if("call", d.call);
  w.text_if("offer", d.offer);
  w.text_if("policy", d.policy);
  if (d.policy_version != 0) w.count("policy_version", d.policy_version);
  w.text_if("snapshot", d.snapshot);
  w.text_if("build", d.build);
  w.text_if("date", d.date);
  w.json("request", d.request);
  w.text("inputs", audit::to_hex(d.inputs));
  w.text("answer", audit::to_hex(d.answer));
  w.count("answer_bytes", d.answer_bytes);
  w.count("persons", entry.sealed);
  w.count("erased", entry.sealed - d.about.size());
  w.key("about");
  w.StartArray();
  for (const audit::AboutPerson& about : d.about) w.RawValue(about.words.data(), about.words.size(), rapidjson::kObjectType);
  w.EndArray();
  w.text("hash", audit::to_hex(entry.hash));
  w.EndObject();
  return text_of(buffer);
}

std::string log_report_json(const audit::LogReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.count("files", report.files);
  w.count("entries", report.entries);
  w.count("first", report.first);
  w.count("last", report.last);
  w.text("head", audit::to_hex(report.head));
  w.count("torn_bytes", report.torn_bytes);
  w.EndObject();
  return text_of(buffer);
}

}  // namespace passerelle::codec
