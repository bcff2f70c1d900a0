#include "intake/normalise/education.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace passerelle {
namespace {

EducationLevel of_years_after_bac(unsigned years) {
  if (years >= 8) return 8;
  if (years >= 5) return 7;
  if (years >= 3) return 6;
  return years >= 1 ? 5 : 4;
}

// Whole words, the first line that is found counts.
constexpr struct { std::string_view words; EducationLevel level;
} kLabels[] = {
    {"aucune formation", 2},
    {"sans diplome", 2},
    {"aucun diplome", 2},
    {"primaire", 2},
    {"4eme achevee", 2},
    {"3eme achevee", 2},
    {"2nd ou 1ere", 3},
    {"2nde ou 1ere", 3},
    {"doctorat", 8},
    {"doctorate", 8},
    {"phd", 8},
    {"ph d", 8},
    {"doctor", 8},
    {"master", 7},
    {"masters", 7},
    {"ingenieur", 7},
    {"msc", 7},
    {"ma", 7},
    {"mba", 7},
    {"dea", 7},
    {"dess", 7},
    {"m2", 7},
    {"m sc", 7},
    {"maitrise", 6},
    {"licence", 6},
    {"bachelor", 6},
    {"bachelors", 6},
    {"bsc", 6},
    {"b sc", 6},
    {"bs", 6},
    {"ba", 6},
    {"but", 6},
    {"undergraduate", 6},
    {"bts", 5},
    {"btsa", 5},
    {"dut", 5},
    {"deug", 5},
    {"deust", 5},
    {"associate", 5},
    {"associates", 5},
    {"foundation degree", 5},
    {"hnd", 5},
    {"baccalaureat", 4},
    {"bac", 4},
    {"brevet professionnel", 4},
    {"high school", 4},
    {"a level", 4},
    {"a levels", 4},
    {"secondary", 4},
    {"ged", 4},
    {"cap", 3},
    {"bep", 3},
    {"capa", 3},
    {"bepa", 3},
    {"vocational", 3},
    {"brevet", 2},
    {"dnb", 2},
    {"certificat d etudes primaires", 2},
};

bool has_words(std::string_view folded, std::string_view words) {
  for (std::size_t at = folded.find(words); at != std::string_view::npos; at = folded.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || folded[at - 1] == ' ') && (end == folded.size() || folded[end] == ' ')) return true;
  }
  return false;
}

}  // namespace

EducationLevel read_education(std::string_view label) {
  const std::vector<std::string> words = folded_words(label);
  // « Bac+3, Bac+4 »: the lowest named.
  EducationLevel lowest = 0;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "bac" || words[i + 1].size() != 1 || words[i + 1][0] < '1' || words[i + 1][0] > '9') continue;
    const EducationLevel level = of_years_after_bac(static_cast<unsigned>(words[i + 1][0] - '0'));
    lowest = lowest == 0 ? level : std::min(lowest, level);
  }
  if (lowest != 0) return lowest;
  const std::string folded = fold(label);
  for (const auto& line : kLabels)
    if (has_words(folded, line.words)) return line.level;
  return 0;
}

}  // namespace passerelle
