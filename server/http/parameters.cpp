#include "http/parameters.hpp"

#include <charconv>

#include <fmt/format.h>

namespace passerelle::http {

std::variant<std::int64_t, Failure> number_parameter(const Target& target, std::string_view name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
  const std::string* text = target.parameter(name);
  if (text == nullptr) return otherwise;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < least || value > most)
    return Failure(HttpProblem::kParameterValue, std::string(name), fmt::format("{}…{}", least, most));
  return value;
}

std::variant<Day, Failure> date_parameter(const Target& target, std::string_view name) {
  const std::string* text = target.parameter(name);
  if (text == nullptr) return today();
  const auto day = text->size() == 10 ? parse_day(*text) : std::nullopt;
  if (!day) return Failure(HttpProblem::kParameterValue, std::string(name), "YYYY-MM-DD");
  return *day;
}

std::variant<std::string, Failure> text_parameter(const Target& target, std::string_view name, std::size_t most) {
  const std::string* text = target.parameter(name);
  if (text == nullptr) return std::string();
  if (text->size() > most) return Failure(HttpProblem::kParameterValue, std::string(name), fmt::format("≤ {}", most));
  return *text;
}

}  // namespace passerelle::http
