// A text of an offer as folded words that know where they stand: bytes, sentence, clause.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::extract {

struct TextWord {
  std::uint32_t begin = 0, end = 0;   ///< bytes of the text
  std::uint32_t at = 0;               ///< in TextWords::folded
  std::uint16_t size = 0;
  std::uint32_t sentence = 0;         ///< ascending from 0
  std::uint32_t clause = 0;           ///< ascending from 0; commas, brackets and dashes part clauses of a sentence
  bool elided = false;                ///< « l' », « d' », « c' »: never a code of one letter
  bool capital = false;               ///< begins with a capital letter A…Z
};

struct TextWords {
  std::string folded;                 ///< the folded words, end to end
  std::vector<TextWord> words;
  /// Bytes of each sentence, from its first word to the end of its last.
  struct Bounds { std::uint32_t begin = 0, end = 0, first = 0, last = 0; };  ///< words [first, last)
  std::vector<Bounds> sentences;

  std::string_view word(std::size_t i) const noexcept { return std::string_view(folded).substr(words[i].at, words[i].size); }
  std::size_t size() const noexcept { return words.size(); }
};

/// Words folded as by fold(), one pass over the text. « C++ » and « C# » are words; the endings of inclusive writing
/// (« infirmier(ère) », « motivé.e ») and character references (« &nbsp; ») are none. Sentences end at . ! ? ; and at line
/// breaks, bullets and « *** »; a point within a word, a number or an abbreviation does not end one. Total: any bytes.
TextWords read_words(std::string_view text);

}  // namespace passerelle::extract
