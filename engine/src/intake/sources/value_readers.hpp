// Numbers, days and yes or no, as feeds write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace passerelle {

/// How a source writes days: "YYYY-MM-DD", "DD/MM/YYYY", "YYYYMMDD" …, or "unix" (seconds since 1970, UTC).
class DayPattern {
 public:
  /// Nothing unless it has each of YYYY, MM and DD once and else signs.
  static std::optional<DayPattern> parse(std::string_view pattern);
  /// The day; a time may follow behind a blank or « T ». Nothing when the text is written otherwise or is no day.
  std::optional<Day> read(std::string_view text) const;
  const std::string& text() const noexcept { return pattern_; }

 private:
  std::string pattern_;
};

/// « 1 823,00 », « 33000.000 », « -1.5 », « 12 »: blanks between digits and one decimal sign; a unit behind it is let
/// go (« 35 h », « 1 940 € »). Of two different signs the last one is decimal; one sign alone is decimal too, unless it
/// stands more than once. Nothing when it begins with no figure or overflows a double's whole numbers.
std::optional<double> read_number(std::string_view text);

/// true, false, 1, 0, yes, no, oui, non, vrai, faux.
std::optional<bool> read_boolean(std::string_view text);

}  // namespace passerelle
