// A record of any feed as a tree of named fields, whatever it was written in: what mapping files speak of.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace passerelle {

/// A field: a member of a JSON object, an XML element or attribute, a cell of a table. An array of JSON is as many
/// fields of one name, like repeated elements; an array in an array, fields called "-" below such a field.
struct FieldNode {
  std::string name;      ///< as in the feed; an attribute's begins with '@'
  std::string text;      ///< the value; of numbers and booleans, as written; of an element, the text that is its own
  std::vector<FieldNode> children;

  bool group() const noexcept { return !children.empty(); }
};

/// Fields that one record may have, and how deep they may lie: beyond, it is no record but a bomb.
inline constexpr std::size_t kMaxFields = 100'000;
inline constexpr std::size_t kMaxFieldDepth = 64;

/// Names from the record's top down: "salary/max", "job/@id". "." is the record itself: the text of an XML element that
/// holds nothing else. '~1' stands for a slash within a name, '~0' for a tilde (RFC 6901).
class FieldPath {
 public:
  /// Nothing when it is empty, or a name in it is.
  static std::optional<FieldPath> parse(std::string_view text);

  const std::vector<std::string>& steps() const noexcept { return steps_; }
  const std::string& text() const noexcept { return text_; }
  /// Calls `visit` for every field that lies there, in the feed's order.
  void each(const FieldNode& record, const std::function<void(const FieldNode&)>& visit) const;
  friend bool operator==(const FieldPath& a, const FieldPath& b) noexcept { return a.text_ == b.text_; }

 private:
  std::string text_;
  std::vector<std::string> steps_;  ///< none = the record itself
};

/// Calls `visit` for every field that can hold a value: those without fields below, and groups with a text of their own.
/// `path` as in FieldPath; of fields that are repeated under one parent, the second's is "name[2]".
void each_value(const FieldNode& record,
                const std::function<void(const FieldNode& field, const std::string& path, const std::string& numbered)>& visit);

/// "/a/b" for messages: what a Problem's position has behind the record's.
std::string pointer_of(const FieldPath& path);

}  // namespace passerelle
