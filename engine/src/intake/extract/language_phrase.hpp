// « anglais courant », « maîtrise de l'allemand (B2) »: languages named in a text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "intake/extract/modality.hpp"

namespace passerelle::extract {

/// Names of languages that stand beside a word of knowing them (« courant », « parler », « niveau », B2 …): the name alone
/// may be a dish, a client or a country's people. English alone is enough when the sentence asks for something.
class LanguagePhrases {
 public:
  explicit LanguagePhrases(WordNumbers& numbers);
  using Take = std::function<void(std::string_view iso639, LanguageLevel level, std::size_t begin, std::size_t end)>;
  /// In the sentence of words [first, last).
  void find(const NumberedText& text, std::size_t first, std::size_t last, const Take& take) const;

 private:
  PhraseTable names_;
  std::vector<std::string_view> codes_;
  std::unordered_set<WordId> beside_;
};

}  // namespace passerelle::extract
