#include "evaluation/requirement_prediction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "reference/stable_log.hpp"
#include "reference/content_words.hpp"

namespace passerelle::evaluation {
namespace {

using reference::Core;
using reference::ItemKind;

/// Words of titles that speak of the contract or of the person sought, not of the work; as stems, ascending.
constexpr std::array<std::string_view, 23> kBesideTheWork = {
    "alternanc", "alternant", "an",    "ans",    "apprenti", "apprentissag", "cdd",    "cdi",
    "debutant",  "etc",       "fh",    "hf",     "interim",  "jour",         "junior", "mois",
    "nuit",      "partiel",   "plein", "senior", "stag",     "stagiair",     "urgent"};
static_assert(std::is_sorted(kBesideTheWork.begin(), kBesideTheWork.end()));

std::vector<std::string> title_stems(std::string_view title) {
  std::vector<std::string> stems = word_set(title);
  std::erase_if(stems, [](const std::string& word) {
    return word.find_first_not_of("0123456789") == std::string::npos ||
           std::binary_search(kBesideTheWork.begin(), kBesideTheWork.end(), word);
  });
  return stems;
}

double power_of(double base, int exponent) {
  double out = 1;
  for (int i = 0; i < exponent; ++i) out *= base;
  return out;
}

/// The number of "rome:100023"; 0 when the key is of another scheme or not a number.
std::uint64_t rome_number(std::string_view key) {
  constexpr std::string_view kScheme = "rome:";
  if (!key.starts_with(kScheme)) return 0;
  key.remove_prefix(kScheme.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
  return error == std::errc{} && end == key.data() + key.size() ? number : 0;
}

}  // namespace

std::vector<std::string> word_set(std::string_view text) {
  std::vector<std::string> words = reference::content_words(text);
  for (std::string& word : words) word = reference::common_form(std::move(word));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::string_view name_of(PredictFrom from) noexcept {
  switch (from) {
    case PredictFrom::kCard:
      return "card";
    case PredictFrom::kTitle:
      return "title";
    case PredictFrom::kTitleAndCard:
      return "title + card";
    case PredictFrom::kTitleCardAndText:
      break;
  }
  return "title + card + text";
}

void RequirementPrediction::WordIndex::add(const std::vector<std::string>& stems, std::uint32_t owner) {
  if (stems.empty()) return;
  const auto id = static_cast<std::uint32_t>(owners_.size());
  for (const std::string& word : stems) words_[word].texts.push_back(id);
  owners_.push_back(owner);
}

void RequirementPrediction::WordIndex::finish() {
  // Added up in the order of the words, not of the hash table: the same sums on every build.
  std::map<std::string_view, Word*> ordered;
  for (auto& [text, word] : words_) ordered.emplace(text, &word);
  roots_.assign(owners_.size(), 0);
  for (auto& [text, word] : ordered) {
    word->idf = reference::stable_log(static_cast<double>(owners_.size()) / static_cast<double>(word->texts.size()));
    for (const std::uint32_t id : word->texts) roots_[id] += word->idf;
  }
  for (double& root : roots_) root = std::sqrt(root);
}

std::vector<std::pair<std::uint32_t, double>> RequirementPrediction::WordIndex::matches(
    const std::vector<std::string>& stems) const {
  std::map<std::uint32_t, double> common;  // text → Σ idf
  double own = 0;
  for (const std::string& stem : stems) {
    const auto found = words_.find(stem);
    if (found == words_.end()) continue;
    own += found->second.idf;
    for (const std::uint32_t text : found->second.texts) common[text] += found->second.idf;
  }
  const double root = std::sqrt(own);
  std::map<std::uint32_t, double> best;  // by owner
  for (const auto& [text, sum] : common) {
    if (sum <= 0) continue;
    double& match = best[owners_[text]];
    match = std::max(match, sum / (root * roots_[text]));
  }
  return {best.begin(), best.end()};
}

std::vector<std::pair<std::uint32_t, double>> RequirementPrediction::WordIndex::shares(const std::vector<std::string>& stems) const {
  std::map<std::uint32_t, double> common;  // text → Σ idf
  for (const std::string& stem : stems) {
    const auto found = words_.find(stem);
    if (found == words_.end()) continue;
    for (const std::uint32_t text : found->second.texts) common[text] += found->second.idf;
  }
  std::vector<std::pair<std::uint32_t, double>> shares;
  for (const auto& [text, sum] : common)
    if (sum > 0) shares.emplace_back(owners_[text], sum / (roots_[text] * roots_[text]));
  return shares;
}

RequirementPrediction::RequirementPrediction(const reference::Reference& reference,
                                             const PredictionParameters& parameters)
    : reference_(reference), parameters_(parameters) {
  for (std::uint32_t o = 0; o < reference.occupation_keys.size(); ++o) {
    const std::vector<std::string>& titles = reference.titles[o];
    for (const std::string& title : titles) titles_.add(title_stems(title), o);
    if (std::find(titles.begin(), titles.end(), reference.occupation_labels[o]) == titles.end())
      titles_.add(title_stems(reference.occupation_labels[o]), o);
  }
  titles_.finish();
  for (std::uint32_t i = 0; i < reference.item_keys.size(); ++i) {
    const ItemKind kind = reference.item_kinds[i];
    double factor = kind == ItemKind::kKnowledge || kind == ItemKind::kCertificate ? parameters.knowledge : 1.0;
    if (kind == ItemKind::kBehaviour) factor = 0;
    if (rome_number(reference.item_keys[i]) >= parameters.recent_from) factor *= parameters.recent;
    factors_.push_back(factor);
    if (kind != ItemKind::kBehaviour) labels_.add(word_set(reference.item_labels[i]), i);
  }
  labels_.finish();
}

void RequirementPrediction::add_card(Scores& scores, OccupationId occupation, double weight) const {
  for (const reference::CardItem& line : reference_.cards[occupation.value]) {
    const double mark = line.core == Core::kPrincipal ? parameters_.core : line.core == Core::kEmerging ? 0.0 : 1.0;
    scores[line.item.value] += weight * mark * factors_[line.item.value];
  }
}

void RequirementPrediction::add_title_occupations(Scores& scores, const std::vector<std::string>& stems, double weight,
                                                  int power) const {
  std::vector<std::pair<std::uint32_t, double>> found = titles_.matches(stems);
  if (found.empty()) return;
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (found.size() > parameters_.titles) found.resize(parameters_.titles);
  const double best = found.front().second;
  std::sort(found.begin(), found.end());  // cards are added up by occupation, whatever the match
  for (const auto& [occupation, match] : found)
    add_card(scores, OccupationId(occupation), weight * power_of(match / best, power));
}

void RequirementPrediction::add_label_matches(Scores& scores, const std::vector<std::string>& stems) const {
  double most = 0;
  for (const double score : scores) most = std::max(most, score);
  if (most <= 0) most = 1;
  for (const auto& [item, match] : labels_.matches(stems)) {
    const bool recent = rome_number(reference_.item_keys[item]) >= parameters_.recent_from;
    scores[item] += parameters_.label_words * most * match * (recent ? parameters_.recent : 1.0);
  }
}

std::vector<PredictedItem> RequirementPrediction::predict(std::string_view title, OccupationId occupation,
                                                          PredictFrom from, const TextKnown& text) const {
  Scores scores(factors_.size(), 0);
  if (from != PredictFrom::kTitle && occupation.set()) add_card(scores, occupation, 1);
  if (from != PredictFrom::kCard) {
    const std::vector<std::string> stems = title_stems(title);
    const bool alone = from == PredictFrom::kTitle;
    add_title_occupations(scores, stems, alone ? 1.0 : parameters_.title_weight,
                          alone ? parameters_.title_alone_power : parameters_.title_power);
    add_label_matches(scores, stems);
  }
  if (from == PredictFrom::kTitleCardAndText) {
    double most = 0;
    for (const double score : scores) most = std::max(most, score);
    if (most <= 0) most = 1;
    for (const auto& [item, share] : labels_.shares(text.words)) scores[item] *= 1 + parameters_.text_words * share * share;
    for (const TextItem& stated : text.items) scores[stated.item.value] += parameters_.text * most * stated.share / 1000.0 * factors_[stated.item.value];
  }
  constexpr double kMillionths = 1e6;  // integers decide the order
  std::vector<PredictedItem> predicted;
  for (std::uint32_t i = 0; i < scores.size(); ++i)
    if (const auto score = static_cast<std::int64_t>(scores[i] * kMillionths + 0.5); score > 0)
      predicted.push_back({ItemId(i), score});
  std::sort(predicted.begin(), predicted.end(), [](const PredictedItem& a, const PredictedItem& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  });
  return predicted;
}

}  // namespace passerelle::evaluation
