#include "intake/extract/experience_phrase.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "reference/content_words.hpp"

namespace passerelle::extract {
namespace {

constexpr std::size_t kReach = 9;            // words between the figure and « expérience »
constexpr std::uint32_t kMostYears = 15;     // more is the firm's own

constexpr std::array kFigures = std::to_array<std::pair<std::string_view, std::uint32_t>>(
    {{"un", 1}, {"une", 1}, {"deux", 2}, {"trois", 3}, {"quatre", 4}, {"cinq", 5}, {"six", 6}, {"sept", 7}, {"huit", 8}, {"dix", 10}, {"douze", 12}});
constexpr std::string_view kAsked[] = {"premiere", "significative", "reussie", "similaire", "exigee", "souhaitee", "appreciee", "indispensable", "requise", "obligatoire", "demandee",
                                       "necessaire", "imperative", "confirmee", "solide", "justifiez", "justifier", "possedez", "disposez", "prealable", "probante", "minimum", "equivalent",
                                       "disposer", "avez", "beneficiez", "dotee", "fort", "plus", "atout", "idealement", "bonne", "titulaire", "plusieurs", "deja", "passee", "requiert"};
constexpr std::string_view kOwn[] = {"notre", "nos", "client", "partager", "selon", "votre", "utilisateur", "fonction", "apporter", "collaborateur"};

std::uint32_t figure_of(std::string_view word) {
  if (!word.empty() && word.size() <= 2 && word.find_first_not_of("0123456789") == std::string_view::npos) {
    std::uint32_t value = 0;
    for (const char c : word) value = value * 10 + static_cast<std::uint32_t>(c - '0');
    return value;
  }
  for (const auto& [name, value] : kFigures)
    if (name == word) return value;
  return 0;
}

}  // namespace

ExperiencePhrases::ExperiencePhrases(WordNumbers& numbers) {
  const auto number = [&](std::string_view word) { return numbers.add(form_of(std::string(word))); };
  experience_ = number("experience");
  year_ = number("ans");
  annee_ = number("annees");
  month_ = number("mois");
  for (const std::string_view word : kAsked) asked_.insert(number(word));
  for (const std::string_view word : kOwn) own_.insert(number(word));
}

void ExperiencePhrases::find(const NumberedText& text, std::size_t first, std::size_t last, const Take& take) const {
  const auto& ids = text.ids;
  for (std::size_t at = first; at < last; ++at) {
    if (ids[at] != experience_) continue;
    if (at > first && own_.contains(ids[at - 1]) && ids[at - 1] != 0) continue;
    // The figure: nearest « N ans » or « N mois » on either side.
    std::size_t best = last, best_away = kReach + 1;
    for (std::size_t i = at > first + kReach ? at - kReach : first; i < std::min(last, at + kReach + 1); ++i) {
      const bool unit = text.text.word(i) == "an" || (ids[i] != 0 && (ids[i] == year_ || ids[i] == annee_ || ids[i] == month_));
      if (!unit || i == first || figure_of(text.text.word(i - 1)) == 0) continue;
      const std::size_t away = i > at ? i - at : at - i;
      if (away < best_away) {
        best = i;
        best_away = away;
      }
    }
    if (best != last) {
      std::size_t figure = best - 1;
      // « 2 à 5 ans », « 1/2 ans », « deux ou trois ans »: the lower end.
      if (figure >= first + 2 && figure_of(text.text.word(figure - 2)) != 0 && (text.text.word(figure - 1) == "a" || text.text.word(figure - 1) == "ou")) figure -= 2;
      else if (figure >= first + 1 && figure_of(text.text.word(figure - 1)) != 0 && text.text.word(figure - 1).size() <= 2 && text.text.word(figure - 1) != "un" && text.text.word(figure - 1) != "une") figure -= 1;
      const std::uint32_t value = figure_of(text.text.word(figure));
      const std::uint32_t months = ids[best] == month_ ? value : value * 12;
      if (months > kMostYears * 12) continue;
      take(months, std::min(figure, at), std::max(best, at) + 1);
      continue;
    }
    // Without a figure: only beside a word that asks.
    // The word alone is the place: what follows (« non exigée ») is left to the cues.
    bool asked = false;
    for (std::size_t i = at > first + 3 ? at - 3 : first; i < std::min(last, at + 7); ++i) asked = asked || (i != at && ids[i] != 0 && asked_.contains(ids[i]));
    if (asked) take(0, at, at + 1);
  }
}

}  // namespace passerelle::extract
