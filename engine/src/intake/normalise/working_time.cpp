#include "intake/normalise/working_time.hpp"

#include "base/text.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

using Tokens = std::vector<Token>;

bool hour_word(const Token& token) {
  return token.is("h") || token.is("hr") || token.is("hrs") || token.is("heure") || token.is("heures");
}
bool word_at(const Tokens& tokens, std::size_t i, std::string_view word) {
  return i < tokens.size() && tokens[i].is(word);
}

/// Where the part's own figure may stand: behind « temps partiel », « temps plein » and signs.
std::size_t first_figure(const Tokens& tokens) {
  std::size_t i = 0;
  if (word_at(tokens, i, "temps")) i += 2;
  if (word_at(tokens, i, "de")) ++i;
  while (i < tokens.size() && tokens[i].kind == Token::Kind::kSign) ++i;
  return i;
}

struct Hours {
  std::int64_t minutes = 0;
  bool per_month = false;
};

std::optional<Hours> hours_of(const Tokens& tokens) {
  const std::size_t first = first_figure(tokens);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].number() || !hour_word(tokens[i + 1])) continue;
    std::size_t next = i + 2;
    std::int64_t minutes = (tokens[i].milli * 60 + 500) / 1000;
    // « 37H30 », but not « 35 heures 2 samedis ».
    if (next < tokens.size() && tokens[next].number() && tokens[next].glued && tokens[next].whole() < 60)
      minutes += tokens[next++].whole();
    const bool a_time = word_at(tokens, next, "/") && next + 1 < tokens.size() && tokens[next + 1].number();
    const bool a_range = word_at(tokens, next, "-") && next + 2 < tokens.size() && tokens[next + 1].number() &&
                         hour_word(tokens[next + 2]);
    const std::size_t unit =
        word_at(tokens, next, "/") || word_at(tokens, next, "par") || word_at(tokens, next, "de") ? next + 1 : next;
    const bool weekly = word_at(tokens, unit, "semaine") || word_at(tokens, unit, "hebdo") ||
                        word_at(tokens, unit, "hebdomadaire") || word_at(tokens, unit, "hebdomadaires") ||
                        word_at(tokens, unit, "sem");
    const bool monthly =
        word_at(tokens, unit, "mois") || word_at(tokens, unit, "mensuel") || word_at(tokens, unit, "mensuelles");
    if (weekly || monthly || (i == first && !a_time && !a_range)) return Hours{minutes, monthly};
  }
  return std::nullopt;
}

struct Pattern { std::string_view words; Schedule schedule; };
constexpr Pattern kPatterns[] = {
    {"en journee", Schedule::kDay},
    {"de journee", Schedule::kDay},
    {"horaires de jour", Schedule::kDay},
    {"travail de jour", Schedule::kDay},
    {"travail poste", Schedule::kShift},
    {"horaires postes", Schedule::kShift},
    {"en equipe", Schedule::kShift},
    {"en equipes", Schedule::kShift},
    {"2x8", Schedule::kShift},
    {"3x8", Schedule::kShift},
    {"4x8", Schedule::kShift},
    {"5x8", Schedule::kShift},
    {"2 x 8", Schedule::kShift},
    {"3 x 8", Schedule::kShift},
    {"2 8", Schedule::kShift},
    {"3 8", Schedule::kShift},
    {"5 8", Schedule::kShift},
    {"de nuit", Schedule::kNight},
    {"la nuit", Schedule::kNight},
    {"nuits", Schedule::kNight},
    {"samedi", Schedule::kWeekend},
    {"samedis", Schedule::kWeekend},
    {"dimanche", Schedule::kWeekend},
    {"dimanches", Schedule::kWeekend},
    {"week end", Schedule::kWeekend},
    {"week ends", Schedule::kWeekend},
    {"weekend", Schedule::kWeekend},
    {"jours feries", Schedule::kWeekend},
    {"fractionnes", Schedule::kSplit},
    {"horaires coupes", Schedule::kSplit},
    {"en coupure", Schedule::kSplit},
    {"avec coupure", Schedule::kSplit},
    {"horaires decales", Schedule::kIrregular},
    {"horaires irreguliers", Schedule::kIrregular},
    {"horaires variables", Schedule::kIrregular},
    {"horaires atypiques", Schedule::kIrregular},
    {"tot le matin", Schedule::kEarly},
    {"en soiree", Schedule::kLate},
    {"le soir", Schedule::kLate},
    {"de soiree", Schedule::kLate},
    {"astreinte", Schedule::kOnCall},
    {"astreintes", Schedule::kOnCall},
    {"teletravail", Schedule::kRemote},
    {"tt possible", Schedule::kRemote},
};

/// Whether what stands before `at` in the folded text denies what follows.
bool denied(std::string_view folded, std::size_t at) {
  const std::string_view before = folded.substr(0, at);
  for (const std::string_view no : {"pas de ", "pas d ", "sans ", "aucun ", "aucune ", "ni ", "hors ",
                                    "pas de travail ", "pas de travail le ", "pas le ", "sauf le "})
    if (before.size() >= no.size() && before.substr(before.size() - no.size()) == no) return true;
  return false;
}

ScheduleMask schedules_of(std::string_view folded) {
  ScheduleMask mask = 0;
  for (const Pattern& pattern : kPatterns)
    for (std::size_t at = folded.find(pattern.words); at != std::string_view::npos;
         at = folded.find(pattern.words, at + 1)) {
      const std::size_t end = at + pattern.words.size();
      const bool whole = (at == 0 || folded[at - 1] == ' ') && (end == folded.size() || folded[end] == ' ');
      if (whole && !denied(folded, at)) mask = static_cast<ScheduleMask>(mask | bit(pattern.schedule));
    }
  return mask;
}

constexpr std::int64_t kMinWeek = 60, kMaxWeek = 70 * 60;

}  // namespace

WorkingTime read_working_time(std::string_view text) {
  WorkingTime result;
  for (const std::string_view part : parts_of(text)) {
    const Tokens tokens = tokens_of(part);
    if (result.weekly_minutes == 0) {
      if (auto hours = hours_of(tokens)) {
        const std::int64_t weekly = hours->per_month ? (hours->minutes * 12 + 26) / 52 : hours->minutes;
        if (weekly >= kMinWeek && weekly <= kMaxWeek) result.weekly_minutes = static_cast<std::uint16_t>(weekly);
        else result.unread = true;
      }
    }
    const std::string folded = fold(part);
    result.schedules = static_cast<ScheduleMask>(result.schedules | schedules_of(folded));
    if (!result.full_time) {
      if (folded.find("temps partiel") != std::string::npos || folded.find("mi temps") != std::string::npos)
        result.full_time = false;
      else if (folded.find("temps plein") != std::string::npos || folded.find("temps complet") != std::string::npos)
        result.full_time = true;
    }
  }
  if (!result.full_time && result.weekly_minutes >= 35 * 60) result.full_time = true;
  if (result.weekly_minutes != 0) result.unread = false;
  return result;
}

}  // namespace passerelle
