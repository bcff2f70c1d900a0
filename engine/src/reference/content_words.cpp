#include "reference/content_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace passerelle::reference {
namespace {

// Folded and in order, for the binary search.
constexpr std::array<std::string_view, 72> kFunctionWords = {
    "afin", "ainsi", "au",   "autre", "autres", "aux",   "avec",  "ce",   "ces",     "cet",   "cette", "chez",
    "dans", "de",    "des",  "du",    "elle",   "en",    "entre", "est",  "et",      "etre",  "eu",    "il",
    "ils",  "la",    "le",   "les",   "leur",   "leurs", "lui",   "mais", "me",      "meme",  "mes",   "ne",
    "nos",  "notre", "nous", "on",    "ou",     "par",   "pas",   "peut", "peuvent", "pour",  "qu",    "que",
    "qui",  "sa",    "sans", "se",    "selon",  "ses",   "son",   "sont", "sous",    "sur",   "ta",    "te",
    "tes",  "tous",  "tout", "toute", "toutes", "un",    "une",   "vers", "vos",     "votre", "vous",  "y"};
static_assert(std::is_sorted(kFunctionWords.begin(), kFunctionWords.end()));

constexpr std::size_t kShortestStem = 4;  // endings go only from words longer than this

}  // namespace

bool is_function_word(std::string_view folded) noexcept {
  return std::binary_search(kFunctionWords.begin(), kFunctionWords.end(), folded);
}

std::vector<std::string> content_words(std::string_view text) {
  std::vector<std::string> words = folded_words(text);
  std::erase_if(words, [](const std::string& word) {
    return word.size() < 2 || is_function_word(word);
  });
  return words;
}

std::string common_form(std::string word) {
  if (word.size() > kShortestStem && (word.back() == 's' || word.back() == 'x')) word.pop_back();
  if (word.size() > kShortestStem && word.back() == 'e') word.pop_back();
  // After the final e is gone: -euse → -eus, -trice → -tric, -ienne → -ienn.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kFeminine = {
      {{"eus", "eur"}, {"tric", "teur"}, {"ienn", "ien"}}};
  for (const auto& [ending, masculine] : kFeminine) {
    if (!word.ends_with(ending) || word.size() <= ending.size() + 2) continue;
    word.resize(word.size() - ending.size());
    word += masculine;
    break;
  }
  return word;
}

}  // namespace passerelle::reference
