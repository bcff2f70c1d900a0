// Must, wish or nothing: what the words around a requirement say of it.
#pragma once

#include "intake/extract/expressions.hpp"
#include "intake/extract/phrase_table.hpp"
#include "intake/extract/text_words.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::extract {

/// A text's words with their numbers.
struct NumberedText {
  TextWords text;
  std::vector<WordId> ids;
  std::vector<char> article_flags;  ///< by word: passed over within wordings

};

struct Modality {
  Level level = Level::kRequired;
  bool negated = false;
  bool said = false;   ///< a cue was there; otherwise the level is the default
};

/// Cues of a text, found once; then asked for each requirement.
class CueTable {
 public:
  CueTable(const Cues& cues, WordNumbers& numbers);

  enum class Cue : std::uint8_t { kMust, kNice, kNoneAfter, kNoneBefore, kAside };
  struct Place { Cue cue = Cue::kMust; std::size_t begin = 0, end = 0; };
  /// Of the whole text, ascending.
  std::vector<Place> places(const NumberedText& text) const;
  /// For the words [begin, end). Rules, in order: a « none » cue that ends right before it, or that begins within four words
  /// after it (then « non exigé mais apprécié » is a wish); the nearest cue of its clause; the nearest of its
  /// sentence; `otherwise`.
  static Modality of(const std::vector<Place>& places, const NumberedText& text, std::size_t begin, std::size_t end, Level otherwise);

 private:
  PhraseTable table_;
};

}  // namespace passerelle::extract
