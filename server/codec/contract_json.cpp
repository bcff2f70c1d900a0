#include "codec/contract_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <yaml-cpp/yaml.h>

#include "base/input_file.hpp"

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void text(Writer& w, const std::string& content) { w.String(content.data(), static_cast<rapidjson::SizeType>(content.size())); }

/// A scalar that is not quoted is what the core schema of YAML 1.2 reads it as.
void scalar(Writer& w, const YAML::Node& node) {
  const std::string& content = node.Scalar();
  if (node.Tag() == "!") return text(w, content);
  if (content == "true" || content == "false") {
    w.Bool(content == "true");
    return;
  }
  if (content == "null" || content == "~") {
    w.Null();
    return;
  }
  const std::size_t sign = content.rfind('-', 0) == 0 ? 1 : 0;
  const bool digits = content.size() > sign && content.find_first_not_of("0123456789", sign) == std::string::npos;
  if (digits && content.size() < 19) w.Int64(std::stoll(content));
  else text(w, content);
}

void node(Writer& w, const YAML::Node& value) {
  switch (value.Type()) {
    case YAML::NodeType::Map:
      w.StartObject();
      for (const auto& member : value) {
        w.Key(member.first.Scalar().data(), static_cast<rapidjson::SizeType>(member.first.Scalar().size()));
        node(w, member.second);
      }
      w.EndObject();
      return;
    case YAML::NodeType::Sequence:
      w.StartArray();
      for (const auto& each : value) node(w, each);
      w.EndArray();
      return;
    case YAML::NodeType::Scalar: return scalar(w, value);
    default: w.Null();
  }
}

}  // namespace

Result<std::string> contract_json(const std::string& yaml_path) {
  Result<std::string> content = read_all(yaml_path);
  if (!content) return std::move(content).problem().from(yaml_path);
  try {
    rapidjson::StringBuffer buffer;
    Writer w(buffer);
    node(w, YAML::Load(*content));
    return std::string(buffer.GetString(), buffer.GetSize());
  } catch (const YAML::Exception& error) {
    return Problem(ProblemCode::kDocumentMalformed, error.msg).from(yaml_path).at("line " + std::to_string(error.mark.line + 1));
  }
}

}  // namespace passerelle::codec
