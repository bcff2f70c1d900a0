// What an offer that lists no competence most likely asks: from its title and the card of its occupation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reference/reference.hpp"

namespace passerelle::evaluation {

/// Factors of the prediction. All were chosen on 314 real offers that list ROME competences, the same that `evaluate
/// recovery` was measured on: they describe those offers and may not suit others.
struct PredictionParameters {
  double core = 2.0;       ///< a card item of the core, against 1 for others; emerging ones count 0
  double knowledge = 0.5;  ///< factor of savoirs and certificates; behaviours are never predicted
  /// Factor of ROME items whose number is `recent_from` or higher, the younger part of the tree: 9 % of the items that
  /// those offers list, against 47 % of those on the cards. An observation, no rule.
  double recent = 0.4;
  std::uint64_t recent_from = 400'000;
  std::size_t titles = 10;    ///< occupations taken from the title
  double title_weight = 0.2;  ///< of them beside the offer's own occupation, which has 1 …
  int title_power = 4;        ///< … times (match / best match) to this power
  int title_alone_power = 3;  ///< the same where the title stands alone and its occupations count in full
  double text = 0.1;          ///< of items that the text states, times the best score so far and the share of the label that stands there
  /// An item whose label's words stand anywhere in the text gains this share of its score, times the square of the share of the
  /// words' information content that stands there. This and `text` were chosen on the offers that are evaluated.
  double text_words = 0.25;
  double label_words = 0.5;   ///< of items whose label shares words with the title, times the best score so far
};

enum class PredictFrom : std::uint8_t { kCard, kTitle, kTitleAndCard, kTitleCardAndText };
/// "card", "title", "title + card", "title + card + text".
std::string_view name_of(PredictFrom from) noexcept;

struct PredictedItem {
  ItemId item;
  std::int64_t score = 0;  ///< millionths; only the order means something
};

/// An item that the offer's text states; share of its label in thousandths.
struct TextItem { ItemId item; std::uint16_t share = 1000; };

/// What is known of an offer's text: the items it states, and its words as word_set() gives them.
struct TextKnown {
  std::vector<TextItem> items;
  std::vector<std::string> words;
};
/// The content words of a text in their common form, ascending, each once.
std::vector<std::string> word_set(std::string_view text);

/// Word indexes over titles and labels, built once. Immutable; safe to read from any thread. `reference` must outlive
/// it.
class RequirementPrediction {
 public:
  explicit RequirementPrediction(const reference::Reference& reference, const PredictionParameters& parameters = {});

  /// Items by score descending, then key; only those with a score. `occupation` may be unset (nothing from a card
  /// then). `text` counts for kTitleCardAndText alone.
  std::vector<PredictedItem> predict(std::string_view title, OccupationId occupation, PredictFrom from, const TextKnown& text = {}) const;

  const PredictionParameters& parameters() const noexcept { return parameters_; }

 private:
  /// Texts by their stems: the similarity of item_similarity.hpp between a title and each text.
  class WordIndex {
   public:
    void add(const std::vector<std::string>& stems, std::uint32_t owner);
    void finish();
    /// Owners with their best match 0…1, ascending by owner; words that no text has are ignored.
    std::vector<std::pair<std::uint32_t, double>> matches(const std::vector<std::string>& stems) const;
    /// Owners with the share 0…1 of a text's weight whose words are among these, text by text.
    std::vector<std::pair<std::uint32_t, double>> shares(const std::vector<std::string>& stems) const;

   private:
    struct Word {
      double idf = 0;
      std::vector<std::uint32_t> texts;
    };
    std::unordered_map<std::string, Word> words_;
    std::vector<std::uint32_t> owners_;  // by text
    std::vector<double> roots_;          // by text: √Σ idf
  };
  using Scores = std::vector<double>;  // by item

  void add_card(Scores& scores, OccupationId occupation, double weight) const;
  void add_title_occupations(Scores& scores, const std::vector<std::string>& stems, double weight, int power) const;
  void add_label_matches(Scores& scores, const std::vector<std::string>& stems) const;

  const reference::Reference& reference_;
  PredictionParameters parameters_;
  WordIndex titles_, labels_;
  std::vector<double> factors_;  // by item: kind and age; 0 for behaviours
};

}  // namespace passerelle::evaluation
