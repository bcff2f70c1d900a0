#include "intake/extract/language_phrase.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "intake/normalise/language.hpp"
#include "records/languages.hpp"
#include "reference/content_words.hpp"

namespace passerelle::extract {
namespace {

constexpr std::size_t kReach = 6;  // words between a language's name and the word of knowing it

constexpr std::string_view kBeside[] = {"langue",  "courant", "couramment", "bilingue", "maitrise", "maitriser", "maitrisez", "niveau",   "parle",     "parler",
                                        "parlez",  "lu",      "ecrit",      "oral",     "notion",   "pratique",  "pratiquer", "pratiquez", "connaissance", "operationnel",
                                        "fluent",  "scolaire", "technique", "conversationnel", "linguistique", "toeic", "intermediaire", "bases", "a1", "a2", "b1", "b2",
                                        "c1",      "c2",      "comprendre", "exige",    "indispensable", "obligatoire", "apprecie", "souhaite", "professionnel", "professionel", "requis", "requise"};
constexpr std::string_view kPeople[] = {"entreprise", "leader", "groupe", "societe", "client", "marche", "territoire", "cuisine", "marque", "etat", "armee", "federation"};

}  // namespace

LanguagePhrases::LanguagePhrases(WordNumbers& numbers) {
  for (const LanguageName& language : known_languages()) {
    std::string_view names = language.french;
    while (!names.empty()) {
      const std::size_t end = std::min(names.find('|'), names.size());
      const std::string name(names.substr(0, end));
      names_.add(name, static_cast<std::uint32_t>(codes_.size()), numbers);
      // « langue anglaise », « langue espagnole »
      names_.add(name + "e", static_cast<std::uint32_t>(codes_.size()), numbers);
      names.remove_prefix(std::min(names.size(), end + 1));
    }
    codes_.push_back(language.code);
  }
  for (const std::string_view word : kBeside) beside_.insert(numbers.add(form_of(std::string(word))));
}

void LanguagePhrases::find(const NumberedText& text, std::size_t first, std::size_t last, const Take& take) const {
  for (std::size_t at = first; at < last;) {
    const auto name = names_.longest(text.ids, text.article_flags, at, last);
    if (name.end == 0) {
      ++at;
      continue;
    }
    const std::size_t from = at > first + kReach ? at - kReach : first, to = std::min(last, name.end + kReach);
    bool beside = false, people = false;
    for (std::size_t i = from; i < to; ++i) {
      if (i >= at && i < name.end) continue;
      beside = beside || (text.ids[i] != 0 && beside_.contains(text.ids[i]));
    }
    if (at > first)
      for (const std::string_view word : kPeople) people = people || text.text.word(at - 1).starts_with(word);
    if (beside && !people) {
      // The level stands behind the name, or before it (« bon niveau d'anglais »).
      std::string after, before;
      for (std::size_t i = name.end; i < std::min(last, name.end + 4); ++i) after += std::string(text.text.word(i)) + ' ';
      for (std::size_t i = at > first + 4 ? at - 4 : first; i < at; ++i) before += std::string(text.text.word(i)) + ' ';
      LanguageLevel level = read_fluency(after);
      if (level == 0) level = read_fluency(before);
      take(codes_[name.value], level, at, name.end);
    }
    at = name.end;
  }
}

}  // namespace passerelle::extract
