// Query parameters as values.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "base/date.hpp"
#include "http/failure.hpp"
#include "http/target.hpp"

namespace passerelle::http {

/// A whole number within [least, most], `otherwise` when it is not given.
std::variant<std::int64_t, Failure> number_parameter(const Target& target, std::string_view name, std::int64_t least, std::int64_t most, std::int64_t otherwise);
/// YYYY-MM-DD; today when it is not given.
std::variant<Day, Failure> date_parameter(const Target& target, std::string_view name);
/// At most `most` bytes; "" when it is not given.
std::variant<std::string, Failure> text_parameter(const Target& target, std::string_view name, std::size_t most);

}  // namespace passerelle::http
