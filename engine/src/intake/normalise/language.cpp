#include "intake/normalise/language.hpp"

#include <map>
#include <vector>

#include "base/text.hpp"
#include "records/languages.hpp"

namespace passerelle {
namespace {

/// Folded names and codes → code.
const std::map<std::string, std::string_view, std::less<>>& names() {
  static const auto kNames = [] {
    std::map<std::string, std::string_view, std::less<>> map;
    for (const LanguageName& language : known_languages()) {
      map.emplace(language.code, language.code);
      for (std::string_view all : {language.french, language.english})
        for (std::size_t begin = 0; begin <= all.size();) {
          const std::size_t end = std::min(all.find('|', begin), all.size());
          map.emplace(fold(all.substr(begin, end - begin)), language.code);
          begin = end + 1;
        }
    }
    return map;
  }();
  return kNames;
}

// The first line whose words are in the text counts: the longer wording stands before the shorter.
constexpr struct { std::string_view words; LanguageLevel level;
} kFluencies[] = {
    {"bilingue", 6},
    {"bilingual", 6},
    {"maternel", 6},
    {"native", 6},
    {"mother tongue", 6},
    {"limited working", 3},
    {"full professional", 5},
    {"professional working", 4},
    {"elementary", 2},
    {"professionnel complet", 5},
    {"professionnel limite", 3},
    {"upper intermediate", 4},
    {"tres bon", 5},
    {"very good", 5},
    {"courant", 5},
    {"fluent", 5},
    {"lu ecrit parle", 5},
    {"advanced", 5},
    {"avance", 5},
    {"proficient", 5},
    {"expert", 6},
    {"master", 6},
    {"professionnel", 4},
    {"professional", 4},
    {"operationnel", 4},
    {"technique", 4},
    {"bon niveau", 4},
    {"bonne", 4},
    {"good", 4},
    {"bon", 4},
    {"intermediaire", 3},
    {"intermediate", 3},
    {"conversation", 3},
    {"independant", 3},
    {"moyen", 3},
    {"working knowledge", 3},
    {"scolaire", 2},
    {"pre intermediate", 2},
    {"elementaire", 2},
    {"notion", 1},
    {"debutant", 1},
    {"beginner", 1},
    {"basic", 1},
    {"base", 1},
    {"novice", 1},
};

}  // namespace

LanguageLevel read_fluency(std::string_view text) {
  const std::string folded = fold(text);
  std::size_t begin = 0;
  while (begin < folded.size()) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    if (auto level = cefr_from_code(std::string_view(folded).substr(begin, end - begin))) return *level;
    begin = end + 1;
  }
  for (const auto& line : kFluencies)
    if (const std::size_t at = folded.find(line.words); at != std::string::npos && (at == 0 || folded[at - 1] == ' '))
      return line.level;
  return 0;
}

std::optional<ReadLanguage> read_language(std::string_view text) {
  std::vector<std::string> words = folded_words(text);
  if (!words.empty() && words.front() == "langue" && words.size() > 1 && words[1] != "des") words.erase(words.begin());
  // The longest beginning that is a name; what follows may say how well.
  for (std::size_t count = words.size(); count > 0; --count) {
    std::string name;
    for (std::size_t i = 0; i < count; ++i) name += (i ? " " : "") + words[i];
    const auto found = names().find(name);
    if (found == names().end()) continue;
    std::string rest;
    for (std::size_t i = count; i < words.size(); ++i) rest += words[i] + " ";
    return ReadLanguage{std::string(found->second), read_fluency(rest)};
  }
  return std::nullopt;
}

}  // namespace passerelle
