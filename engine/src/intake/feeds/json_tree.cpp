#include "intake/feeds/json_tree.hpp"

#include <fmt/format.h>

#include "intake/decoders/json_view.hpp"

namespace passerelle {
namespace {

class TreeBuilder {
 public:
  bool object(const JsonView& value, FieldNode& into) {
    for (std::size_t i = 0; i < value.size(); ++i)
      if (!member(value.member_value(i), value.member_name(i), into)) return false;
    return true;
  }

 private:
  /// One field, or as many as an array has elements.
  bool member(const JsonView& value, std::string_view name, FieldNode& parent) {
    if (value.kind() == JsonView::Kind::kArray && value.size() > 0) {
      for (std::size_t i = 0; i < value.size(); ++i)
        if (!field(value.element(i), name, parent)) return false;
      return true;
    }
    return field(value, name, parent);
  }

  bool field(const JsonView& value, std::string_view name, FieldNode& parent) {
    if (++fields_ > kMaxFields) return false;
    FieldNode& field = parent.children.emplace_back();
    field.name = name;
    switch (value.kind()) {
      case JsonView::Kind::kNull: return true;
      case JsonView::Kind::kBoolean: field.text = value.boolean() ? "true" : "false"; return true;
      case JsonView::Kind::kNumber: field.text = value.json(); return true;
      case JsonView::Kind::kString: field.text = value.string(); return true;
      case JsonView::Kind::kObject: return object(value, field);
      case JsonView::Kind::kArray: break;
    }
    for (std::size_t i = 0; i < value.size(); ++i)
      if (!member(value.element(i), "-", field)) return false;
    return true;
  }

  std::size_t fields_ = 0;
};

}  // namespace

Result<FieldNode> parse_json_record(std::string_view bytes) {
  auto json = JsonRecord::parse(bytes);
  if (!json.ok()) return std::move(json).problem();
  if (json->root().kind() != JsonView::Kind::kObject) return Problem(ProblemCode::kFieldType, "object");
  FieldNode record;
  if (!TreeBuilder().object(json->root(), record))
    return Problem(ProblemCode::kRecordTooLarge, fmt::format("> {} fields", kMaxFields));
  return record;
}

}  // namespace passerelle
