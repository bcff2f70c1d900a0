// Decimal numbers as scaled integers, read without floating point: the same value on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace passerelle::reference {

/// "-16,61538" with `digits` 3 → -16615: point or comma, sign allowed, rounded half away from zero at the first digit
/// dropped. Nothing when it is not such a number, or has more than 9 digits before the point.
inline std::optional<std::int64_t> parse_decimal(std::string_view text, int digits) noexcept {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  std::int64_t value = 0;
  int whole = 0, after = 0;
  bool point = false, any = false;
  int next_digit = -1;  // the first digit dropped, which rounds
  for (const char c : text) {
    if (c == '.' || c == ',') {
      if (point) return {};
      point = true;
    } else if (c >= '0' && c <= '9') {
      any = true;
      if (!point && ++whole > 9) return {};
      if (!point || after < digits) {
        value = value * 10 + (c - '0');
        if (point) ++after;
      } else if (next_digit < 0) {
        next_digit = c - '0';
      }
    } else {
      return {};
    }
  }
  if (!any) return {};
  for (; after < digits; ++after) value *= 10;
  if (next_digit >= 5) ++value;
  return negative ? -value : value;
}

}  // namespace passerelle::reference
