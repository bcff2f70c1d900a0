#include "evaluation/proximity.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "evaluation/ingredient_tables.hpp"
#include "evaluation/weight_search.hpp"

namespace passerelle::evaluation {
namespace {

using reference::Ingredient;
using reference::kIngredients;
using reference::SimilarityWeights;

std::string_view scheme_of(std::string_view key) { return key.substr(0, key.find(':')); }

/// The rows of joined occupations that stand for codes of one scheme.
struct Codes {
  std::vector<std::size_t> rows;                   // by code, ascending by key
  std::vector<std::optional<std::size_t>> of_row;  // code by row
  std::map<std::string_view, std::size_t> of_key;
};

Codes codes_of(const reference::OccupationRows& rows, std::string_view scheme) {
  Codes codes;
  for (std::size_t r = 0; r < rows.keys.size(); ++r) {
    codes.of_row.emplace_back();
    if (scheme_of(rows.keys[r]) != scheme) continue;
    codes.of_row.back() = codes.rows.size();
    codes.of_key.emplace(rows.keys[r], codes.rows.size());
    codes.rows.push_back(r);
  }
  return codes;
}

/// From code → near codes to queries in the order of the codes.
std::vector<ProximitySource> as_sources(const std::map<std::size_t, std::set<std::size_t>>& near) {
  std::vector<ProximitySource> sources;
  for (const auto& [code, targets] : near) sources.push_back({code, {targets.begin(), targets.end()}});
  return sources;
}

/// `report` receives the counts of pairs.
std::vector<ProximitySource> typed_sources(const ProximityTruth& truth, const Codes& codes, ProximityReport& report) {
  std::map<std::size_t, std::set<std::size_t>> near;
  for (const ProximityPair& pair : truth.pairs) {
    const auto from = codes.of_key.find(pair.from), to = codes.of_key.find(pair.to);
    if (from == codes.of_key.end() || to == codes.of_key.end()) {
      ++report.unknown_pairs;
      continue;
    }
    near[from->second].insert(to->second);
    ++report.pairs;
  }
  return as_sources(near);
}

std::vector<ProximitySource> listed_sources(const reference::MergedVocabulary& merged,
                                            const reference::OccupationRows& rows, const Codes& codes) {
  std::map<std::size_t, std::set<std::size_t>> near;
  for (std::size_t o = 0; o < merged.occupations.size(); ++o) {
    const auto from = codes.of_row[rows.row_of[o]];
    if (!from) continue;
    for (const reference::Proximity& proximity : merged.occupations[o]->proximities) {
      const auto target = merged.find_occupation(proximity.occupation);
      if (!target) continue;
      if (const auto to = codes.of_row[rows.row_of[target->value]]; to && *to != *from) near[*from].insert(*to);
    }
  }
  return as_sources(near);
}

std::vector<IngredientWeight> named(const SimilarityWeights& weights) {
  std::vector<IngredientWeight> out;
  for (std::size_t i = 0; i < kIngredients; ++i)
    if (weights.of[i] > 0) out.push_back({reference::ingredient_name(static_cast<Ingredient>(i)), weights.of[i]});
  return out;
}

std::vector<AblationLine> ablation_of(const IngredientTables& tables, const ProximitySources& sources,
                                      const SimilarityWeights& weights) {
  std::vector<AblationLine> lines;
  const auto measure = [&](std::string name, const SimilarityWeights& tried) {
    lines.push_back({std::move(name), figures_of(tables.mixed(tried), sources)});
  };
  const auto name = [](std::size_t i) { return reference::ingredient_name(static_cast<Ingredient>(i)); };
  for (std::size_t i = 0; i < kIngredients; ++i) {
    if (weights.of[i] <= 0) continue;
    SimilarityWeights without = weights;
    without.of[i] = 0;
    measure(fmt::format("without {}", name(i)), without);
  }
  SimilarityWeights without_code = weights;
  without_code[Ingredient::kCodeLetter] = without_code[Ingredient::kCodeDomain] = 0;
  measure("without code letter and code domain", without_code);
  for (std::size_t i = 0; i < kIngredients; ++i) {
    if (weights.of[i] > 0) continue;
    constexpr double kTrace = 0.1;
    SimilarityWeights with = weights;
    with.of[i] = kTrace;
    measure(fmt::format("with {} at {}", name(i), kTrace), with);
  }
  for (const Ingredient i :
       {Ingredient::kItems, Ingredient::kTitleWords, Ingredient::kItemWords, Ingredient::kGroups}) {
    SimilarityWeights only;
    only[i] = 1;
    measure(fmt::format("only {}", reference::ingredient_name(i)), only);
  }
  // What a list of items and occupations of one's own gives, without titles, groups or a hierarchy of codes.
  SimilarityWeights own;
  own[Ingredient::kItems] = weights[Ingredient::kItems];
  own[Ingredient::kItemWords] = weights[Ingredient::kItemWords];
  measure("only items and item words", own);
  return lines;
}

}  // namespace

Result<ProximityReport> evaluate_proximity(const reference::MergedVocabulary& merged, const ProximityTruth& truth) {
  ProximityReport report;
  report.truth_file = truth.file;
  report.truth_version = truth.version;
  const SimilarityWeights weights = reference::default_similarity_weights();
  report.weights = named(weights);

  const reference::OccupationRows rows = reference::rows_by_parent(merged);
  const Codes codes = codes_of(rows, truth.pairs.empty() ? std::string_view() : scheme_of(truth.pairs.front().from));
  const ProximitySources sources{typed_sources(truth, codes, report), listed_sources(merged, rows, codes)};
  if (sources.typed.empty())
    return Problem(ProblemCode::kReferenceMissing, "no proximity between occupations that the store knows")
        .from(truth.file);
  report.codes = codes.rows.size();
  for (const std::uint32_t row : rows.row_of)
    if (codes.of_row[row]) ++report.occupations;

  const reference::OccupationFeatures features = reference::occupation_features(merged, weights.core_count);
  report.engine = figures_of(table_of(reference::OccupationSimilarity(features, weights, rows), codes.rows), sources);
  const IngredientTables tables(features, rows, codes.rows);
  report.ablation = ablation_of(tables, sources, weights);
  SimilarityWeights plain;
  plain[Ingredient::kItems] = 1;
  plain.scale = SimilarityWeights::Scale::kLogarithm;
  report.ablation.push_back(
      {"plain TF-IDF of items",
       figures_of(table_of(reference::OccupationSimilarity(features, plain, rows), codes.rows), sources)});

  std::array<std::vector<ProximitySource>, 2> halves;
  for (std::size_t s = 0; s < sources.typed.size(); ++s) halves[s % 2].push_back(sources.typed[s]);
  for (std::size_t half = 0; half < 2; ++half) {
    LearntFold& fold = report.folds[half];
    fold.learnt_on = half == 0 ? "even" : "odd";
    const SimilarityWeights learnt = search_weights(tables, halves[half]);
    fold.weights = named(learnt);
    fold.learnt = figures_on(tables, halves[half], learnt);
    fold.held_out = figures_on(tables, halves[1 - half], learnt);
  }
  report.held_out = pooled(report.folds[0].held_out, report.folds[1].held_out);
  return report;
}

}  // namespace passerelle::evaluation
