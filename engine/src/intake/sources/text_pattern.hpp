// A regular expression that takes a part out of a text. Built on RE2: time is linear in the text, whatever the
// expression, and an expression that would need more memory than a bound is refused.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle {

class TextPattern {
 public:
  /// Problem kRequestInvalid with what is wrong with the expression; also when it has more than one group.
  static Result<TextPattern> compile(std::string_view expression);
  /// What the group matched, or the whole where there is no group; nothing when the text does not match.
  std::optional<std::string> find(std::string_view text) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace passerelle
