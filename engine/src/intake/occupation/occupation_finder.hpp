// Which occupation an offer is of when its source gives no code: from the offer's title and text alone, against the titles and
// cards of the vocabulary.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "intake/occupation/cosine_index.hpp"
#include "intake/occupation/okapi_index.hpp"
#include "reference/reference.hpp"

namespace passerelle::occupation {

/// An occupation that an offer may be of.
struct OccupationGuess {
  OccupationId occupation;
  std::uint32_t points = 0;      ///< orders the alternatives; of one offer only
  /// 0…100: in how many of a hundred such cases the occupation, or another one of its parent, is the offer's.
  std::uint8_t confidence = 0;
};

/// None is surer than this: sources' own codes are not always those of their title.
inline constexpr std::uint8_t kMostConfidence = 95;
/// At or above this confidence the best guess becomes the offer's occupation; below it the offer is left without.
inline constexpr std::uint8_t kTrustedConfidence = 50;

/// Points of what an offer and an occupation share, in ten-thousandths of the title's alikeness. Set by hand on one half
/// of the offers of `evaluate occupation` (README.md has both halves' figures); nothing is learnt.
struct FinderWeights {
  std::uint32_t words = 5'000;       ///< cosine of the words of the nearest title
  std::uint32_t grams = 10'000;      ///< cosine of its groups of three and four letters
  std::uint32_t whole = 2'000;       ///< the offer's title holds all its words
  std::uint32_t share = 1'000;       ///< share of the offer's title that it covers
  std::uint32_t label = 1'000;       ///< it is the occupation's own label
  std::uint32_t head = 1'000;        ///< its first word is one of the first two of the offer's title
  std::uint32_t all_titles = 10'000; ///< words of the offer's title among all of the occupation's titles
  std::uint32_t text = 10'000;       ///< words of the offer's text among titles and card
};

/// Immutable once built (a third of a second with all of ROME), safe to share between threads.
class OccupationFinder {
 public:
  /// `reference` must outlive the finder.
  explicit OccupationFinder(const reference::Reference& reference, FinderWeights weights = {});

  /// The best `most` occupations, by points, then key. None when the vocabulary knows no word of title and text
  /// and no group of letters of the title.
  /// `town`: the workplace's name, which titles often repeat.
  std::vector<OccupationGuess> find(std::string_view title, std::string_view text, std::string_view town = {}, std::size_t most = 5) const;

  /// Occupations of one parent have one number.
  std::uint32_t family(OccupationId occupation) const { return families_[occupation.value]; }

 private:
  /// A way of saying a title.
  struct Variant {
    std::uint32_t occupation = 0;
    std::uint32_t words = 0;        // how many
    std::uint32_t first_word = 0;   // term of the word index
    bool label = false;
  };
  struct Documents;
  /// The code that a whole family goes by stands beside its members, since sources that still publish coarser codes (ROME 3) use it
  /// for all of them.
  void raise_heads(std::vector<OccupationGuess>& guesses) const;
  OccupationFinder(const reference::Reference& reference, FinderWeights weights, Documents documents);

  const reference::Reference& reference_;
  FinderWeights weights_;
  std::vector<Variant> variants_;
  CosineIndex words_, grams_;      // documents: variants
  OkapiIndex titles_, cards_;      // documents: occupations
  std::vector<std::uint32_t> families_;  // by occupation: dense id of its parent's key
  std::vector<OccupationId> heads_;      // by family: the occupation of that key, unset when there is none
};

}  // namespace passerelle::occupation
