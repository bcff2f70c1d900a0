#include "codec/request_log_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {

std::string to_json(const RequestLine& line) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> w(buffer);
  const auto value = [&](const std::string& content) { w.String(content.data(), static_cast<rapidjson::SizeType>(content.size())); };
  const auto member = [&](const char* name, const std::string& content) {
    if (content.empty()) return;
    w.Key(name);
    value(content);
  };
  w.StartObject();
  member("at", line.at);
  member("request", line.request);
  member("method", line.method);
  member("route", line.route);
  member("subject", line.subject);
  member("role", line.role);
  if (!line.ids.empty()) {
    w.Key("ids");
    w.StartArray();
    for (const std::string& id : line.ids) value(id);
    w.EndArray();
  }
  w.Key("status");
  w.Uint(line.status);
  w.Key("bytes");
  w.Uint64(line.bytes);
  w.Key("micros");
  w.Uint64(line.micros);
  member("refused", line.refused);
  member("why", line.why);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
