#include "intake/sources/value_readers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace passerelle {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Length of white space at `at`: blanks, and the no-break spaces that separate thousands; 0 when there is none.
std::size_t space_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ' || text[at] == '\t') return 1;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("\xC2\xA0")) return 2;
  if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89")) return 3;
  return 0;
}

}  // namespace

std::optional<DayPattern> DayPattern::parse(std::string_view pattern) {
  DayPattern result;
  result.pattern_ = pattern;
  if (pattern == "unix") return result;
  std::string rest(pattern);
  for (const std::string_view part : {"YYYY", "MM", "DD"}) {
    const std::size_t at = rest.find(part);
    if (at == std::string::npos) return std::nullopt;
    rest.erase(at, part.size());
  }
  if (rest.find_first_not_of("-/. ") != std::string::npos) return std::nullopt;
  return result;
}

std::optional<Day> DayPattern::read(std::string_view text) const {
  text = trim(text);
  if (pattern_ == "unix") {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 0 || seconds > 7'258'118'400) return std::nullopt;
    return Day{static_cast<std::int32_t>(seconds / 86'400)};
  }
  if (text.size() < pattern_.size()) return std::nullopt;
  if (text.size() > pattern_.size() && text[pattern_.size()] != ' ' && text[pattern_.size()] != 'T') return std::nullopt;
  int year = 0, month = 0, day = 0;
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    const char kind = pattern_[i];
    if (kind == 'Y' || kind == 'M' || kind == 'D') {
      if (!digit(text[i])) return std::nullopt;
      int& part = kind == 'Y' ? year : kind == 'M' ? month : day;
      part = part * 10 + (text[i] - '0');
    } else if (text[i] != kind) {
      return std::nullopt;
    }
  }
  return parse_day(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

std::optional<double> read_number(std::string_view text) {
  text = trim(text);
  std::string digits;
  bool negative = false;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
  std::size_t points = 0, commas = 0;
  char last = '\0';
  while (at < text.size()) {
    const char c = text[at];
    if (digit(c)) {
      digits += c;
      ++at;
    } else if ((c == '.' || c == ',') && !digits.empty() && at + 1 < text.size() && digit(text[at + 1])) {
      digits += c;
      (c == '.' ? points : commas) += 1;
      last = c;
      ++at;
    } else if (const std::size_t blank = space_at(text, at); blank > 0 && !digits.empty() && at + blank < text.size() && digit(text[at + blank])) {
      at += blank;
    } else {
      break;
    }
  }
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  const bool both = points > 0 && commas > 0;
  const bool decimal = both || points == 1 || commas == 1;
  if (both && (last == '.' ? points : commas) != 1) return std::nullopt;
  std::string plain = negative ? "-" : "";
  for (const char c : digits) {
    if (digit(c)) plain += c;
    else if (decimal && c == last) plain += '.';
  }
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc{} || end != plain.data() + plain.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<bool> read_boolean(std::string_view text) {
  const std::string folded = fold(text);
  for (const std::string_view yes : {"true", "1", "yes", "oui", "vrai"})
    if (folded == yes) return true;
  for (const std::string_view no : {"false", "0", "no", "non", "faux"})
    if (folded == no) return false;
  return std::nullopt;
}

}  // namespace passerelle
