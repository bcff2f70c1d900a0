#include "intake/sources/source_mapping.hpp"

#include <algorithm>

namespace passerelle {

const FieldRule* SourceMapping::rule(MappingTarget target) const noexcept {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const FieldRule& each) { return each.target == target; });
  return found == rules.end() ? nullptr : &*found;
}

bool SourceMapping::reads(std::string_view path) const noexcept {
  if (only && only->path.text() == path) return true;
  return std::any_of(rules.begin(), rules.end(), [&](const FieldRule& rule) {
    return std::any_of(rule.paths.begin(), rule.paths.end(), [&](const FieldPath& each) { return each.text() == path; });
  });
}

bool SourceMapping::reads_below(std::string_view path) const noexcept {
  return std::any_of(rules.begin(), rules.end(), [&](const FieldRule& rule) {
    return std::any_of(rule.paths.begin(), rule.paths.end(), [&](const FieldPath& each) {
      return each.text().size() > path.size() && each.text().starts_with(path) && each.text()[path.size()] == '/';
    });
  });
}

const UnusedField* SourceMapping::why_unused(std::string_view path) const noexcept {
  for (const UnusedField& each : unused) {
    const std::string& above = each.path.text();
    if (path == above || (path.starts_with(above) && path[above.size()] == '/')) return &each;
  }
  return nullptr;
}

}  // namespace passerelle
