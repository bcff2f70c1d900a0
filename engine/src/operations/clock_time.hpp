// Times of day as minutes from midnight.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace passerelle::operations {

/// "09:30"; 00:00 to 24:00.
inline std::optional<std::uint16_t> parse_clock(std::string_view text) noexcept {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : -1; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0U, 1U, 3U, 4U})
    if (digit(at) < 0) return std::nullopt;
  const int hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
  if (minutes > 59 || hours * 60 + minutes > 24 * 60) return std::nullopt;
  return static_cast<std::uint16_t>(hours * 60 + minutes);
}
inline std::string clock_text(std::uint16_t minutes) {
  std::string text = "00:00";
  text[0] = static_cast<char>('0' + minutes / 600);
  text[1] = static_cast<char>('0' + minutes / 60 % 10);
  text[3] = static_cast<char>('0' + minutes % 60 / 10);
  text[4] = static_cast<char>('0' + minutes % 10);
  return text;
}

}  // namespace passerelle::operations
