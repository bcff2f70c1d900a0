#include "evaluation/recovery.hpp"

#include <algorithm>
#include <utility>

#include "intake/extract/apply_findings.hpp"

namespace passerelle::evaluation {
namespace {

/// How one offer's items were found.
struct Outcome {
  std::size_t hidden = 0, predicted = 0, found = 0;
  std::vector<std::size_t> ranks;
};

Outcome outcome_of(const std::vector<PredictedItem>& prediction, const std::vector<ItemId>& hidden) {
  Outcome outcome;
  outcome.hidden = hidden.size();
  outcome.predicted = std::min(prediction.size(), hidden.size());
  for (std::size_t place = 0; place < prediction.size(); ++place) {
    if (!std::binary_search(hidden.begin(), hidden.end(), prediction[place].item)) continue;
    outcome.ranks.push_back(place + 1);
    if (place < hidden.size()) ++outcome.found;
  }
  return outcome;
}

class Sums {
 public:
  void add(const Outcome& outcome) {
    ++sums_.offers;
    sums_.hidden += outcome.hidden;
    sums_.predicted += outcome.predicted;
    sums_.found += outcome.found;
    sums_.macro_precision += share(outcome.found, outcome.predicted);
    sums_.macro_recall += share(outcome.found, outcome.hidden);
    ranking_.add(outcome.ranks, outcome.hidden);
  }
  RecoveryFigures figures() const {
    RecoveryFigures out = sums_;
    out.precision = share(out.found, out.predicted);
    out.recall = share(out.found, out.hidden);
    if (out.offers > 0) {
      out.macro_precision /= static_cast<double>(out.offers);
      out.macro_recall /= static_cast<double>(out.offers);
    }
    out.ranking = ranking_.figures();
    return out;
  }

 private:
  static double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  }
  RecoveryFigures sums_;
  RankingMean ranking_;
};

}  // namespace

bool RecoveryEvaluation::names(OccupationId occupation, const std::string& title) const {
  if (!occupation.set()) return false;
  const std::vector<std::string>& titles = reference_.titles[occupation.value];
  return title == reference_.occupation_labels[occupation.value] ||
         std::find(titles.begin(), titles.end(), title) != titles.end();
}

void RecoveryEvaluation::add(const Offer& offer) {
  ++counts_.read;
  Hidden hidden;
  bool lists = false;
  for (const std::vector<ItemRequirement>* list : {&offer.items, &offer.certificates})
    for (const ItemRequirement& entry : *list) {
      if (entry.provenance != Provenance::kField) continue;
      const auto item = reference_.find_item(entry.item);
      if (item && reference_.item_kinds[item->value] == reference::ItemKind::kBehaviour) continue;
      lists = true;
      ++counts_.entries;
      if (item)
        hidden.items.push_back(*item);
      else
        ++(entry.item.empty() ? counts_.without_code : counts_.unknown);
    }
  if (lists) ++counts_.listing;
  if (hidden.items.empty()) return;
  std::sort(hidden.items.begin(), hidden.items.end());
  hidden.items.erase(std::unique(hidden.items.begin(), hidden.items.end()), hidden.items.end());
  hidden.occupation = reference_.find_occupation(offer.occupation).value_or(OccupationId());
  if (!names(hidden.occupation, offer.title)) hidden.title = offer.title;
  if (hidden.occupation.set())
    for (const reference::CardItem& line : reference_.cards[hidden.occupation.value])
      if (std::binary_search(hidden.items.begin(), hidden.items.end(), line.item)) ++counts_.on_card;
  if (text_ != nullptr) {
    hidden.text.words = word_set(offer.description);
    for (const extract::Finding& finding : extract::decided(text_->find(offer.description, offer.title, hidden.occupation))) {
      const bool item = finding.kind == extract::Kind::kCompetence || finding.kind == extract::Kind::kCertificate;
      if (!item || finding.negated) continue;
      if (const auto id = reference_.find_item(finding.code)) hidden.text.items.push_back({*id, finding.share});
    }
  }
  std::pair<std::string, std::vector<ItemId>> list(offer.occupation, hidden.items);
  const auto at = std::lower_bound(seen_.begin(), seen_.end(), list);
  hidden.repeats = at != seen_.end() && *at == list;
  if (!hidden.repeats) seen_.insert(at, std::move(list));
  hidden_.push_back(std::move(hidden));
}

Result<RecoveryReport> RecoveryEvaluation::report(Threads threads) const {
  if (hidden_.empty())
    return Problem(ProblemCode::kReferenceMissing, "no offer lists a competence that a vocabulary of the store knows");
  RecoveryReport report = counts_;
  report.parameters = prediction_.parameters();
  std::size_t line = 0;
  for (const PredictFrom from : {PredictFrom::kCard, PredictFrom::kTitle, PredictFrom::kTitleAndCard, PredictFrom::kTitleCardAndText}) {
    std::vector<Outcome> outcomes(hidden_.size());
    constexpr std::size_t kBlock = 16;
    parallel_blocks(hidden_.size(), kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i)
        outcomes[i] = outcome_of(prediction_.predict(hidden_[i].title, hidden_[i].occupation, from, hidden_[i].text), hidden_[i].items);
    });
    Sums all, distinct;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      all.add(outcomes[i]);
      if (!hidden_[i].repeats) distinct.add(outcomes[i]);
    }
    report.lines[line++] = {from, all.figures(), distinct.figures()};
  }
  return report;
}

}  // namespace passerelle::evaluation
