// Civil dates as days since 1970-01-01 (proleptic Gregorian); integers, no time zone.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace passerelle {

struct Day {
  std::int32_t since_epoch = kUnset;
  static constexpr std::int32_t kUnset = std::numeric_limits<std::int32_t>::min();
  bool set() const noexcept { return since_epoch != kUnset; }
  friend auto operator<=>(const Day&, const Day&) = default;
};

/// Reads the date part of "2025-02-27", "2025-02-27T17:24:39.560Z"; also "2025-02" and "2025" (first day).
std::optional<Day> parse_day(std::string_view iso) noexcept;
/// "2025-02-27"; "" when unset.
std::string to_string(Day day);
Day day_of(int year, unsigned month, unsigned day) noexcept;
/// Whole months from `from` to `to` (0 when `to` is earlier).
int months_between(Day from, Day to) noexcept;
/// Today in the local time zone: for defaults of the command line only, never inside the engine.
Day today();

}  // namespace passerelle
