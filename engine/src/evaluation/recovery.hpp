// `evaluate recovery`: hides the competences of the offers that list them and finds them again from what is left.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "base/result.hpp"
#include "evaluation/metrics.hpp"
#include "evaluation/requirement_prediction.hpp"
#include "intake/extract/extractor.hpp"
#include "records/offer.hpp"

namespace passerelle::evaluation {

struct RecoveryFigures {
  std::size_t offers = 0;
  std::size_t hidden = 0;     ///< items of all offers together
  std::size_t predicted = 0;  ///< as many as were hidden of each offer, fewer where the prediction ends before
  std::size_t found = 0;
  double precision = 0;                          ///< found / predicted
  double recall = 0;                             ///< found / hidden
  double macro_precision = 0, macro_recall = 0;  ///< means over the offers
  RankingFigures ranking;                        ///< of the whole prediction
};

struct RecoveryLine {
  PredictFrom from = PredictFrom::kCard;
  RecoveryFigures all;
  RecoveryFigures distinct;  ///< only the first, by id, of the offers of one occupation that list the same
};

struct RecoveryReport {
  std::size_t read = 0;          ///< offers given
  std::size_t listing = 0;       ///< … that list at least one item other than a behaviour in a field
  std::size_t entries = 0;       ///< listed by them
  std::size_t without_code = 0;  ///< entries given by a label that no vocabulary has
  std::size_t unknown = 0;       ///< entries whose code no vocabulary has
  std::size_t on_card = 0;       ///< hidden items that the card of the offer's own occupation holds
  std::array<RecoveryLine, 4> lines;
  PredictionParameters parameters;
};

/// Give it the offers in the order of their ids, then ask for the report. What is hidden of an offer: the skills,
/// knowledge and certificates known to the vocabulary that its source gave in a field, each once; behaviours are not
/// hidden, since any offer may ask any of them. A title that is letter for letter one of the occupation's own is not
/// used: intake puts that where the source gave none, and the occupation must not be known by the title alone.
/// Not thread-safe; `prediction` and `reference` must outlive it.
class RecoveryEvaluation {
 public:
  /// `text`: reads the offers' texts for the last line; without it that line equals the one before.
  RecoveryEvaluation(const reference::Reference& reference, const RequirementPrediction& prediction, const extract::Extractor* text = nullptr)
      : reference_(reference), prediction_(prediction), text_(text) {}

  /// Keeps the title, the occupation, the known items and those that the text states; nothing else of the offer.
  void add(const Offer& offer);
  /// The same figures for any number of threads. Problem: kReferenceMissing when no offer lists a known item.
  Result<RecoveryReport> report(Threads threads = {}) const;

 private:
  struct Hidden {
    std::string title;
    OccupationId occupation;
    std::vector<ItemId> items;  // ascending
    TextKnown text;             // its items each once
    bool repeats = false;       // an earlier one has the same occupation and items
  };
  /// Whether the title is, letter for letter, one that the vocabulary has for the occupation.
  bool names(OccupationId occupation, const std::string& title) const;

  const reference::Reference& reference_;
  const RequirementPrediction& prediction_;
  const extract::Extractor* text_;
  RecoveryReport counts_;
  std::vector<Hidden> hidden_;
  std::vector<std::pair<std::string, std::vector<ItemId>>> seen_;  // ascending
};

}  // namespace passerelle::evaluation
