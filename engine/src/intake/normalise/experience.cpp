#include "intake/normalise/experience.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

/// Months in the unit that the word names; 0 when it is not a unit of time.
unsigned months_in(const Token& token) {
  for (const std::string_view year : {"an", "ans", "annee", "annees", "year", "years"})
    if (token.is(year)) return 12;
  for (const std::string_view month : {"mois", "month", "months"})
    if (token.is(month)) return 1;
  return 0;
}

bool joins(const Token& token) {
  for (const std::string_view joiner : {"a", "-", "/", "et", "ou"})
    if (token.is(joiner)) return true;
  return false;
}

constexpr std::int64_t kMaxMonths = 50 * 12;

}  // namespace

Experience read_experience(std::string_view text) {
  Experience result;
  const std::string folded = fold(text);
  const auto says = [&](std::string_view words) { return folded.find(words) != std::string::npos; };
  result.beginner_accepted =
      (says("debutant accepte") || says("debutants acceptes") || says("debutant e accepte")) && !says("non accepte");
  if (says("souhait")) result.level = Level::kDesired;
  if (says("exige")) result.level = Level::kRequired;
  const std::vector<Token> tokens = tokens_of(text);
  bool nothing_asked = false;  // « 0 an »
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].number()) continue;
    std::size_t unit = i + 1;
    if (joins(tokens[unit]) && unit + 2 < tokens.size() && tokens[unit + 1].number()) unit += 2;
    const std::int64_t months = tokens[i].milli * months_in(tokens[unit]) / 1000;
    if (months == 0 && tokens[i].milli == 0 && months_in(tokens[unit]) != 0) nothing_asked = true;
    if (months <= 0 || months > kMaxMonths) continue;
    result.months = static_cast<std::uint16_t>(months);
    break;
  }
  result.unread = result.months == 0 && !result.beginner_accepted && !nothing_asked &&
                  text.find_first_of("0123456789") != std::string_view::npos;
  return result;
}

}  // namespace passerelle
