#include "intake/extract/label_index.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "intake/extract/word_forms.hpp"
#include "reference/content_words.hpp"
#include "reference/stable_log.hpp"

namespace passerelle::extract {
namespace {

using reference::ItemKind;

/// Words that labels are built with rather than about: « Procédures d'encaissement », « Techniques de reporting ». Texts leave them out.
constexpr std::string_view kLight[] = {
    "procedure", "technique", "methode",  "maitrise", "maitriser", "connaissance", "connaitre", "utilisation", "utiliser", "realiser", "realisation", "effectuer", "assurer",
    "participer", "participation", "veiller", "respecter", "respect", "principe", "regle",  "norme",     "modalite",     "pratique",  "outil",       "appliquer", "application",
    "mettre",  "mise",     "oeuvre",    "place",    "notion",   "base",      "fondamentaux", "garantir", "proceder",    "elaborer", "elaboration", "gestion",  "gerer",
    "suivi",   "suivre",   "logiciel",  "systeme",  "organiser", "organisation", "activite", "domaine", "type",        "specifique", "caracteristique", "lie", "different", "proposer", "developper", "avance"};
constexpr std::uint32_t kLightDivisor = 4;

std::string stem_of(std::string_view folded) { return word_family(reference::common_form(std::string(folded))); }

bool counts(std::string_view folded) { return folded.size() >= 2 && !reference::is_function_word(folded); }

}  // namespace

LabelIndex::LabelIndex(const reference::Reference& reference, const LabelThresholds& thresholds) : reference_(reference), thresholds_(thresholds) {
  const auto count = static_cast<std::uint32_t>(reference.item_keys.size());
  std::vector<std::uint32_t> uses{0};
  for (std::uint32_t i = 0; i < count; ++i) {
    const ItemKind kind = reference.item_kinds[i];
    if (kind != ItemKind::kSkill && kind != ItemKind::kKnowledge && kind != ItemKind::kMacro) continue;
    const auto add = [&](std::string_view wording) {
      Label label{ItemId(i), static_cast<std::uint32_t>(label_words_.size()), 0, 0, 0};
      const TextWords words = read_words(wording);  // as texts are: « C++ » is a word
      for (std::size_t place = 0; place < words.size(); ++place) {
        const std::string_view word = words.word(place);
        if (!counts(word)) continue;
        const auto [at, fresh] = numbers_.try_emplace(stem_of(word), static_cast<std::uint32_t>(uses.size()));
        if (fresh) uses.push_back(0);
        if (std::find(label_words_.begin() + label.begin, label_words_.end(), at->second) != label_words_.end()) continue;
        label_words_.push_back(at->second);
        ++uses[at->second];
      }
      label.end = static_cast<std::uint32_t>(label_words_.size());
      if (label.begin != label.end) labels_.push_back(label);
    };
    add(reference.item_labels[i]);
    if (i < reference.item_aliases.size())
      for (const std::string& alias : reference.item_aliases[i]) add(alias);
  }
  weights_.assign(uses.size(), 0);
  light_.assign(uses.size(), false);
  const double labels = static_cast<double>(labels_.size()) + 1;
  for (std::size_t w = 1; w < uses.size(); ++w)
    weights_[w] = static_cast<std::uint32_t>(std::lround(1000 * reference::stable_log(labels / static_cast<double>(uses[w]))));
  for (const std::string_view word : kLight)
    if (const auto found = numbers_.find(stem_of(word)); found != numbers_.end()) light_[found->second] = true;
  for (std::size_t w = 1; w < uses.size(); ++w)
    if (light_[w]) weights_[w] /= kLightDivisor;
  by_word_.resize(uses.size());
  for (std::uint32_t l = 0; l < labels_.size(); ++l) {
    Label& label = labels_[l];
    std::uint32_t rarest = label_words_[label.begin];
    for (std::uint32_t w = label.begin; w < label.end; ++w) {
      label.weight += weights_[label_words_[w]];
      label.heavy += light_[label_words_[w]] ? 0 : 1;
      if (weights_[label_words_[w]] > weights_[rarest]) rarest = label_words_[w];
    }
    by_word_[rarest].push_back(l);
  }
  cards_.resize(count);
  for (std::uint32_t o = 0; o < reference.occupation_keys.size(); ++o)
    for (const reference::CardItem& line : reference.cards[o]) cards_[line.item.value].push_back(OccupationId(o));
}

std::vector<std::uint32_t> LabelIndex::stems(const TextWords& text) const {
  std::vector<std::uint32_t> out(text.size(), 0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view word = text.word(i);
    if (!counts(word)) continue;
    if (const auto found = numbers_.find(stem_of(word)); found != numbers_.end()) out[i] = found->second;
  }
  return out;
}

std::uint8_t LabelIndex::nearness(ItemId item, OccupationId occupation) const {
  if (!occupation.set()) return 0;
  std::uint8_t near = 0;
  const auto related = reference_.related[occupation.value];
  for (const OccupationId card : cards_[item.value]) {
    if (card == occupation) return 2;
    if (near != 0) continue;
    const auto at = std::lower_bound(related.begin(), related.end(), card, [](const auto& r, OccupationId o) { return r.from < o; });
    if (at != related.end() && at->from == card && at->points >= thresholds_.related_points) near = 1;
  }
  return near;
}

void LabelIndex::matches(std::span<const std::uint32_t> stems, std::size_t first, std::size_t last, OccupationId occupation,
                         std::vector<LabelMatch>& out) const {
  struct Found { LabelMatch match; std::uint32_t label; };
  std::vector<Found> found;
  for (std::size_t at = first; at < last; ++at) {
    if (stems[at] == 0) continue;
    for (const std::uint32_t l : by_word_[stems[at]]) {
      const Label& label = labels_[l];
      const std::size_t size = label.end - label.begin;
      const std::size_t reach = 2 * size + thresholds_.slack;
      const std::size_t from = at > first + reach ? at - reach : first, to = std::min(last, at + reach + 1);
      LabelMatch match;
      match.item = label.item;
      match.begin = at;
      match.end = at + 1;
      std::size_t words = 0, heavy = 0;
      for (std::uint32_t w = label.begin; w < label.end; ++w) {
        const std::uint32_t stem = label_words_[w];
        // The nearest place of the word.
        std::size_t best = last;
        for (std::size_t i = from; i < to; ++i)
          if (stems[i] == stem && (best == last || (i > at ? i - at : at - i) < (best > at ? best - at : at - best))) best = i;
        if (best == last) continue;
        ++words;
        if (!light_[stem]) ++heavy;
        match.weight += weights_[stem];
        match.begin = std::min(match.begin, best);
        match.end = std::max(match.end, best + 1);
      }
      if (match.end - match.begin > 2 * words + thresholds_.slack) continue;
      match.share = static_cast<std::uint16_t>(label.weight == 0 ? 0 : std::uint64_t{1000} * match.weight / label.weight);
      if (match.share < thresholds_.own_card) continue;
      match.nearness = nearness(label.item, occupation);
      const std::uint16_t least = match.nearness == 2 ? thresholds_.own_card : match.nearness == 1 ? thresholds_.related_card : thresholds_.elsewhere;
      if (match.share < least) continue;
      if (label.heavy <= 1 ? match.weight < (match.nearness == 2 ? thresholds_.single_word_own : thresholds_.single_word_else)
                    : heavy < 2 || match.weight < (match.nearness > 0 ? thresholds_.least_weight : thresholds_.least_weight_else))
        continue;
      found.push_back({match, l});
    }
  }
  // The best first: nearer occupations, then more of the text explained, then a larger share, then the key.
  const auto rank = [](const LabelMatch& m) { return std::uint64_t{m.weight} * m.share * (m.nearness == 2 ? 14 : m.nearness == 1 ? 11 : 9); };
  std::sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
    const std::uint64_t left = rank(a.match), right = rank(b.match);
    return left != right ? left > right : a.match.item != b.match.item ? a.match.item < b.match.item : a.match.begin < b.match.begin;
  });
  // The same words name few things: each word is given to at most `per_place` items.
  std::vector<std::uint8_t> taken(last - first, 0);
  std::vector<LabelMatch> chosen;
  for (const Found& each : found) {
    if (std::any_of(chosen.begin(), chosen.end(), [&](const LabelMatch& m) { return m.item == each.match.item; })) continue;
    const Label& label = labels_[each.label];
    bool free = true;
    std::vector<std::size_t> used;
    for (std::size_t i = each.match.begin; i < each.match.end; ++i) {
      if (stems[i] == 0 || std::find(label_words_.begin() + label.begin, label_words_.begin() + label.end, stems[i]) == label_words_.begin() + label.end) continue;
      used.push_back(i - first);
    }
    // Words shared by a list (« entretien des sols et des vitres ») may serve again; the rare ones may not.
    std::size_t busy = 0;
    for (const std::size_t i : used) busy += taken[i] >= thresholds_.per_place ? 1 : 0;
    free = busy * 2 < used.size() || busy == 0;
    if (!free) continue;
    for (const std::size_t i : used) ++taken[i];
    chosen.push_back(each.match);
  }
  std::sort(chosen.begin(), chosen.end(), [](const LabelMatch& a, const LabelMatch& b) { return a.begin != b.begin ? a.begin < b.begin : a.item < b.item; });
  out.insert(out.end(), chosen.begin(), chosen.end());
}

}  // namespace passerelle::extract
