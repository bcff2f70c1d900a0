#include "intake/feeds/field_tree.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include <fmt/format.h>

namespace passerelle {
namespace {

std::string unescaped(std::string_view token) {
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1'))
      name += token[++i] == '0' ? '~' : '/';
    else name += token[i];
  }
  return name;
}

std::string escaped(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') token += "~0";
    else if (c == '/') token += "~1";
    else token += c;
  }
  return token;
}

void descend(const FieldNode& field, std::span<const std::string> steps,
             const std::function<void(const FieldNode&)>& visit) {
  if (steps.empty()) return visit(field);
  for (const FieldNode& child : field.children)
    if (child.name == steps.front()) descend(child, steps.subspan(1), visit);
}

void walk(const FieldNode& field, const std::string& path, const std::string& numbered,
          const std::function<void(const FieldNode&, const std::string&, const std::string&)>& visit) {
  if (!field.group() || !field.text.empty()) visit(field, path.empty() ? "." : path, numbered.empty() ? "." : numbered);
  for (std::size_t i = 0; i < field.children.size(); ++i) {
    const FieldNode& child = field.children[i];
    const std::string token = escaped(child.name);
    const auto same = static_cast<std::size_t>(
        std::count_if(field.children.begin(), field.children.begin() + static_cast<std::ptrdiff_t>(std::min(i, std::size_t{1000})),
                      [&](const FieldNode& other) { return other.name == child.name; }));
    const std::string below = path.empty() ? token : path + "/" + token;
    std::string shown = numbered.empty() ? token : numbered + "/" + token;
    if (same > 0) shown += fmt::format("[{}]", same + 1);
    walk(child, below, shown, visit);
  }
}

}  // namespace

std::optional<FieldPath> FieldPath::parse(std::string_view text) {
  FieldPath path;
  path.text_ = std::string(text);
  if (text == ".") return path;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t slash = std::min(text.find('/', begin), text.size());
    if (slash == begin) return std::nullopt;
    path.steps_.push_back(unescaped(text.substr(begin, slash - begin)));
    begin = slash + 1;
  }
  if (path.steps_.size() > kMaxFieldDepth) return std::nullopt;
  return path;
}

void FieldPath::each(const FieldNode& record, const std::function<void(const FieldNode&)>& visit) const {
  descend(record, steps_, visit);
}

void each_value(const FieldNode& record,
                const std::function<void(const FieldNode&, const std::string&, const std::string&)>& visit) {
  if (!record.group() && record.text.empty()) return;
  walk(record, "", "", visit);
}

std::string pointer_of(const FieldPath& path) { return path.steps().empty() ? std::string() : "/" + path.text(); }

}  // namespace passerelle
