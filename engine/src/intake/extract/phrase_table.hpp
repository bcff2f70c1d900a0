// Many wordings looked for at once, word by word.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace passerelle::extract {

/// Number of a folded word in its common form (plural and feminine endings gone); 0 = in no table.
using WordId = std::uint32_t;

/// Common form of a folded word, feminine participles included: « exigée », « exigées », « exigé » → « exig ».
std::string form_of(std::string word);

/// Numbers for the words of all tables of one extractor.
class WordNumbers {
 public:
  /// The word's number, a new one if need be. Not thread-safe.
  WordId add(std::string_view form);
  WordId find(std::string_view form) const noexcept;
  std::size_t size() const noexcept { return numbers_.size() + 1; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, WordId, Hash, std::equal_to<>> numbers_;
};

/// Wordings with a value each, as a tree of words: a text is read once, with at most the longest wording looked ahead
/// from each word. Articles and « de » between two words of a wording may be there or not.
class PhraseTable {
 public:
  /// Of equal wordings the first one's value stays.
  void add(std::string_view wording, std::uint32_t value, WordNumbers& numbers);
  struct Found { std::uint32_t value = 0; std::size_t end = 0; };  ///< words [begin, end); end 0 = nothing
  /// The longest wording that begins at `begin`, within [begin, limit).
  Found longest(std::span<const WordId> words, std::span<const char> articles, std::size_t begin, std::size_t limit) const;

 private:
  static constexpr std::uint32_t kNoValue = 0xFFFFFFFFU;
  std::unordered_map<std::uint64_t, std::uint32_t> steps_;  // node and word → node
  std::vector<std::uint32_t> values_{kNoValue};             // by node; 0 is the root
  void add_words(const std::vector<WordId>& words, std::uint32_t value);
};

/// « le », « de », « d », « l », « un » …: passed over between the words of a wording.
bool is_article(std::string_view folded) noexcept;

}  // namespace passerelle::extract
