#include "intake/occupation/title_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "reference/content_words.hpp"

namespace passerelle::occupation {
namespace {

// All folded and in order, for the binary searches. Endings that are function words or single letters go without it.
constexpr std::array<std::string_view, 24> kGenderEndings = {
    "ale",  "ee",   "ees",   "elle", "enne", "ere",  "eres", "es",   "esse",  "euse", "euses", "fe",
    "fs",   "ienne", "iere", "ieres", "ive", "nes",  "onne", "ouse", "rice",  "trice", "trices", "ve"};
static_assert(std::is_sorted(kGenderEndings.begin(), kGenderEndings.end()));

// What stands in titles of adverts and says nothing of the job. « nuit », « mission », « recherche », « emploi » stay:
// veilleur de nuit, chargé de mission, ingénieur de recherche, conseiller emploi.
constexpr std::array<std::string_view, 58> kAdvertWords = {
    "accepte",     "acceptee",  "alternance",  "alternant", "alternante", "annee",     "apprenti",     "apprentie",
    "apprentissage", "brut",    "cdd",         "cdi",       "confirme",   "confirmee", "contrat",      "debutant",
    "debutante",   "etudiant",  "etudiante",   "euros",     "experimente", "experimentee", "fh",       "heure",
    "heures",      "hf",        "immediat",    "immediatement", "interim", "interimaire", "jour",      "jours",
    "junior",      "mi",        "mois",        "net",       "nx",         "offre",     "partiel",      "permanent",
    "permanente",  "plein",     "poste",       "pourvoir",  "recrute",    "remplacement", "saison",    "saisonnier",
    "saisonniere", "salaire",   "semaine",     "senior",    "stage",      "temps",     "titulaire",    "urgent",
    "week",        "weekend"};
static_assert(std::is_sorted(kAdvertWords.begin(), kAdvertWords.end()));

/// Abbreviations that recruiters write and few titles of vocabularies have, folded, with what they stand for.
struct Abbreviation {
  std::string_view said, meant;  // content words, one blank between
};
constexpr Abbreviation kAbbreviations[] = {
    {"adv", "administration ventes"},
    {"advf", "assistant vie familles"},
    {"avs", "auxiliaire vie sociale"},
    {"cip", "conseiller insertion professionnelle"},
    {"daf", "directeur administratif financier"},
    {"eje", "educateur jeunes enfants"},
    {"ide", "infirmier soins generaux"},
    {"idel", "infirmier liberal"},
    {"infirmier diplome etat", "infirmier soins generaux"},
    {"infirmiere diplomee etat", "infirmier soins generaux"},
    {"pl", "poids lourd"},
    {"rh", "ressources humaines"},
    {"spl", "poids lourd"},
    {"tp", "travaux publics"},
    {"vl", "vehicule leger"},
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

void spell_out(std::vector<std::string>& words) {
  static const auto table = [] {
    std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> made;
    for (const Abbreviation& each : kAbbreviations) made.emplace_back(split(each.said), split(each.meant));
    return made;
  }();
  for (const auto& [said, meant] : table) {
    const auto at = std::search(words.begin(), words.end(), said.begin(), said.end());
    if (at == words.end()) continue;
    const auto after = words.erase(at, at + static_cast<std::ptrdiff_t>(said.size()));
    words.insert(after, meant.begin(), meant.end());
  }
}

template <class Words>
bool holds(const Words& words, std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// « 35h », « 2025 », « 07130 » say nothing; « 3d » and « n2 » do.
bool is_figure(std::string_view word) {
  const bool short_code = word.size() == 2 && ((word[0] >= '2' && word[0] <= '3' && word[1] == 'd') ||
                                               (word[0] == 'n' && word[1] >= '1' && word[1] <= '4'));
  return has_digit(word) && !short_code && word != "b2b" && word != "b2c";
}

/// common_form() serves similarity, whose figures are settled; these two it lacks.
std::string stem(std::string word) {
  word = reference::common_form(std::move(word));
  if (word.size() > 5 && word.ends_with("onn")) word.pop_back();          // patronne, maconne
  if (word.size() > 5 && word.ends_with("iv")) word.back() = 'f';         // sportive
  return word;
}

void keep_job_words(std::vector<std::string>& words) {
  std::erase_if(words, [](const std::string& word) { return is_gender_ending(word) || is_figure(word); });
}

std::vector<std::string> stems(std::vector<std::string> words, bool once) {
  std::vector<std::string> result;
  result.reserve(words.size());
  for (std::string& word : words) {
    std::string form = stem(std::move(word));
    if (!once || std::find(result.begin(), result.end(), form) == result.end()) result.push_back(std::move(form));
  }
  return result;
}

/// Takes the words of a name out where they stand in a row, e.g. « charmes rhone ».
void remove_run(std::vector<std::string>& words, const std::vector<std::string>& name) {
  if (name.empty()) return;
  for (auto at = words.begin();;) {
    at = std::search(at, words.end(), name.begin(), name.end());
    if (at == words.end()) return;
    at = words.erase(at, at + static_cast<std::ptrdiff_t>(name.size()));
  }
}

}  // namespace

bool is_gender_ending(std::string_view word) noexcept { return holds(kGenderEndings, word); }

std::vector<std::string> vocabulary_title_words(std::string_view title) {
  std::vector<std::string> words = reference::content_words(title);
  spell_out(words);
  keep_job_words(words);
  return stems(std::move(words), true);
}

std::vector<std::string> offer_title_words(std::string_view title, std::string_view town) {
  std::vector<std::string> words = reference::content_words(title);
  remove_run(words, reference::content_words(town));
  spell_out(words);
  keep_job_words(words);
  std::vector<std::string> said = words;
  std::erase_if(said, [](const std::string& word) { return holds(kAdvertWords, word); });
  return stems(said.empty() ? std::move(words) : std::move(said), true);
}

std::vector<std::string> prose_words(std::string_view text, std::size_t most) {
  std::vector<std::string> words = reference::content_words(text);
  keep_job_words(words);
  if (words.size() > most) words.resize(most);
  return stems(std::move(words), false);
}

}  // namespace passerelle::occupation
