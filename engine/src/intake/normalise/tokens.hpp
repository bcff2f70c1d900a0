// The short texts of offers (« 35H Travail en journée », « Annuel de 23 000,00 Euros ») as words and numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle {

struct Token {
  enum class Kind : std::uint8_t { kWord, kNumber, kSign };
  Kind kind = Kind::kWord;
  std::string word;          ///< folded; of a sign, its character ("-" for every dash, "eur" for €)
  std::int64_t milli = 0;    ///< of a number: thousandths
  bool glued = false;        ///< nothing stands between this token and the one before

  bool is(std::string_view text) const noexcept { return kind != Kind::kNumber && word == text; }
  bool number() const noexcept { return kind == Kind::kNumber; }
  /// Rounded down to a whole number.
  std::int64_t whole() const noexcept { return milli / 1000; }
};

/// Numbers are read as French texts write them: « 2 101,74 », « 26.000 », « 42,000 » and « 23000.0 » give 2101.74,
/// 26000, 42000 and 23000 (a point or comma before exactly three digits separates thousands, unless the number begins
/// with 0). White space of any width is the same. Total: any bytes give tokens.
std::vector<Token> tokens_of(std::string_view text);

/// The parts that decoders join into one text: separated by " · ".
inline constexpr std::string_view kPartSeparator = " · ";
std::vector<std::string_view> parts_of(std::string_view text);
/// Appends a part, unless it is blank or already there.
void add_part(std::string& text, std::string_view part);

}  // namespace passerelle
