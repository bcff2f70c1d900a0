// Competences and knowledge that a sentence names by most of their label's words.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intake/extract/text_words.hpp"
#include "reference/reference.hpp"

namespace passerelle::extract {

/// How much of a label a sentence must hold, by how near the item is to the offer's occupation: thousandths of the
/// label's weight (the sum of its words' information content among all labels).
struct LabelThresholds {
  std::uint16_t own_card = 640, related_card = 760, elsewhere = 900;
  std::uint16_t related_points = 5'000;   ///< occupations at least this near are relatives (RelatedOccupation::points)
  std::uint32_t single_word_own = 4'000, single_word_else = 7'500;  ///< least weight of a label of one word, thousandths of a nat
  std::uint32_t least_weight = 7'000;     ///< of what is matched of longer labels
  std::uint32_t least_weight_else = 9'000;
  std::uint8_t slack = 4;                 ///< words that may stand between those of a label, in all
  std::uint8_t per_place = 1;             ///< items that the same words may name
};

struct LabelMatch {
  ItemId item;
  std::size_t begin = 0, end = 0;   ///< words
  std::uint16_t share = 0;          ///< thousandths of the label's weight
  std::uint8_t nearness = 0;        ///< 2 own card, 1 a relative's, 0 elsewhere
  std::uint32_t weight = 0;         ///< matched, thousandths of a nat
};

/// Built from the labels of skills and knowledge; immutable and safe to read from any thread. Each label is entered under
/// its rarest word alone, so a text costs its length times the few labels that share a rare word.
class LabelIndex {
 public:
  explicit LabelIndex(const reference::Reference& reference, const LabelThresholds& thresholds = {});
  /// Of one sentence, ascending by begin, then item. `occupation` may be unset.
  void matches(std::span<const std::uint32_t> stems, std::size_t first, std::size_t last, OccupationId occupation,
               std::vector<LabelMatch>& out) const;
  /// Numbers of the words' families, 0 = in no label.
  std::vector<std::uint32_t> stems(const TextWords& text) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  struct Label { ItemId item; std::uint32_t begin = 0, end = 0, weight = 0, heavy = 0; };  // words [begin, end) of label_words_
  std::uint8_t nearness(ItemId item, OccupationId occupation) const;

  const reference::Reference& reference_;
  LabelThresholds thresholds_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<std::uint32_t> weights_;              // by word: thousandths of a nat
  std::vector<bool> light_;                         // by word: adds a quarter of its weight, and does not count as a word of its own
  std::vector<Label> labels_;
  std::vector<std::uint32_t> label_words_;          // each once
  std::vector<std::vector<std::uint32_t>> by_word_; // labels whose rarest word it is
  std::vector<std::vector<OccupationId>> cards_;    // by item: occupations, ascending
};

}  // namespace passerelle::extract
