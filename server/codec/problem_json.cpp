#include "codec/problem_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {

std::string problem_json(const ProblemDocument& document) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> w(buffer);
  const auto member = [&](const char* name, const std::string& content) {
    if (content.empty()) return;
    w.Key(name);
    w.String(content.data(), static_cast<rapidjson::SizeType>(content.size()));
  };
  w.StartObject();
  member("type", "about:blank");
  member("title", document.title);
  w.Key("status");
  w.Uint(document.status);
  member("detail", document.detail);
  member("code", document.code);
  member("field", document.field);
  member("position", document.position);
  member("request", document.request);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
