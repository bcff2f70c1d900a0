// `evaluate proximity`: does the engine's similarity of occupations rank first those that experts hold for near?
//
// The similarity is computed from cards, titles, labels, groups and codes alone, without any table of proximities:
// neither the truth's, nor the one that the vocabulary itself lists.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "evaluation/metrics.hpp"
#include "evaluation/proximity_truth.hpp"
#include "reference/merged_vocabulary.hpp"

namespace passerelle::evaluation {

struct ProximityFigures {
  RankingFigures all;        ///< every source of the truth
  RankingFigures even, odd;  ///< those of even and of odd place in the order of their keys
  /// A second opinion: the proximities that the vocabulary itself lists, brought to the same codes. n = 0 when it lists
  /// none. They are read for these figures only.
  RankingFigures listed;
};

/// An ingredient of the similarity and what its cosine counts for.
struct IngredientWeight {
  std::string_view ingredient;  ///< reference::ingredient_name()
  double weight = 0;
};

/// The figures with ingredients switched off or added, or in another form.
struct AblationLine {
  std::string name;  ///< "without items", "only groups", "with contexts at 0.1", "plain TF-IDF of items" …
  ProximityFigures figures;
};

/// Weights found on one half of the sources, and their figures on the other half, which the search has not seen.
struct LearntFold {
  std::string_view learnt_on;  ///< "even" or "odd"
  std::vector<IngredientWeight> weights;
  RankingFigures learnt, held_out;
};

struct ProximityReport {
  std::string truth_file, truth_version;
  std::size_t occupations = 0;    ///< of the vocabulary that stand for one of the codes
  std::size_t codes = 0;          ///< coarse codes (ROME 3); each source ranks all the others
  std::size_t pairs = 0;          ///< that counted
  std::size_t unknown_pairs = 0;  ///< of which an end is not among the codes
  std::vector<IngredientWeight> weights;
  ProximityFigures engine;  ///< what the product computes with
  std::vector<AblationLine> ablation;
  std::array<LearntFold, 2> folds;
  RankingFigures held_out;  ///< both held-out halves together: what to expect of pairs never seen
};

/// Occupations whose parent, or who themselves when they have none, are of the truth's scheme stand for that code:
/// their vectors are added up. Each code that the truth has as a source ranks all other codes by similarity, ties by
/// key. Deterministic; a few seconds for ROME. Problem: kReferenceMissing when no pair lies within the vocabulary.
Result<ProximityReport> evaluate_proximity(const reference::MergedVocabulary& merged, const ProximityTruth& truth);

}  // namespace passerelle::evaluation
