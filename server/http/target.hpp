// The target of a request, taken apart: path segments and query parameters, decoded strictly.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace passerelle::http {

struct Target {
  std::vector<std::string> segments;                           ///< "/v1/offers/a%20b" → v1, offers, "a b"
  std::vector<std::pair<std::string, std::string>> parameters; ///< in the order sent; names are unique

  const std::string* parameter(std::string_view name) const noexcept {
    for (const auto& each : parameters)
      if (each.first == name) return &each.second;
    return nullptr;
  }
};

/// Refused (kRequestInvalid, field "target" or the parameter's name): another form than an absolute path, "%" without two hexadecimal digits,
/// control characters or NUL (written or encoded), what is not UTF-8, empty segments (« // », a slash at the end), « . » and « .. »,
/// "/" or "\" within a segment, a fragment, a parameter given twice. Nothing is normalised: one resource has one path.
Result<Target> parse_target(std::string_view target);

}  // namespace passerelle::http
