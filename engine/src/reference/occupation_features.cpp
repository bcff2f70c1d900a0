#include "reference/occupation_features.hpp"

#include <map>
#include <string_view>
#include <unordered_map>

#include "reference/content_words.hpp"

namespace passerelle::reference {
namespace {

/// Numbers the features of one ingredient in the order of their first appearance: rows ascend by occupation key, so
/// the numbers are the same whatever the order of imports.
class FeatureSpace {
 public:
  std::uint32_t id(std::string_view name) {
    return ids_.emplace(std::string(name), static_cast<std::uint32_t>(ids_.size())).first->second;
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }

 private:
  std::unordered_map<std::string, std::uint32_t> ids_;
};

/// One ingredient: its features, and the row being counted.
class Counter {
 public:
  void add(std::string_view name, std::uint32_t times = 1) { row_[space_.id(name)] += times; }
  void end_row(Csr<FeatureCount>& rows) {
    std::vector<FeatureCount> out;
    out.reserve(row_.size());
    for (const auto& [feature, count] : row_) out.push_back({feature, count});
    rows.push_row(out);
    row_.clear();
  }
  std::uint32_t width() const { return space_.size(); }

 private:
  FeatureSpace space_;
  std::map<std::uint32_t, std::uint32_t> row_;
};

bool is_sector(std::string_view trait) {
  return trait.starts_with("naf:") || trait.starts_with("sector:") || trait.starts_with("subsector:") ||
         trait.starts_with("sector-main:");
}

/// The group an item stands for: its own, or itself when it is a macro-competence or a behaviour. "" for others, and
/// for knowledge: shelves of knowledge say little of the work.
std::string_view group_of(const ItemRow& item) {
  if (item.kind == ItemKind::kKnowledge || item.kind == ItemKind::kCertificate) return {};
  if (!item.group.empty()) return item.group;
  return item.kind == ItemKind::kMacro || item.kind == ItemKind::kBehaviour ? std::string_view(item.key)
                                                                            : std::string_view();
}

}  // namespace

const char* ingredient_name(Ingredient ingredient) noexcept {
  constexpr std::array<const char*, kIngredients> kNames = {
      "items",       "title words",      "item words", "groups",  "code letter",
      "code domain", "definition words", "contexts",   "sectors", "traits"};
  return kNames[static_cast<std::size_t>(ingredient)];
}

OccupationFeatures occupation_features(const MergedVocabulary& merged, std::uint32_t core_count) {
  std::vector<std::vector<std::string>> label_words;
  label_words.reserve(merged.items.size());
  for (const ItemRow* item : merged.items) label_words.push_back(content_words(item->label));

  OccupationFeatures features;
  std::array<Counter, kIngredients> counters;
  const auto counter = [&](Ingredient i) -> Counter& { return counters[static_cast<std::size_t>(i)]; };
  for (std::size_t o = 0; o < merged.occupations.size(); ++o) {
    const OccupationRow& occupation = *merged.occupations[o];
    features.keys.push_back(occupation.key);
    const std::string_view code = std::string_view(occupation.key).substr(occupation.key.find(':') + 1);
    features.coded.push_back(!occupation.domain.empty() && code.starts_with(occupation.domain));
    for (const CardItem& line : merged.cards[o]) {
      const ItemRow& item = *merged.items[line.item.value];
      const std::uint32_t times = line.core == Core::kPrincipal ? core_count : 1;
      counter(Ingredient::kItems).add(item.key, times);
      for (const std::string& word : label_words[line.item.value]) counter(Ingredient::kItemWords).add(word, times);
      if (const std::string_view group = group_of(item); !group.empty()) counter(Ingredient::kGroups).add(group, times);
    }
    for (const std::string& title : occupation.titles)
      for (const std::string& word : content_words(title)) counter(Ingredient::kTitleWords).add(word);
    if (occupation.titles.empty())
      for (const std::string& word : content_words(occupation.label)) counter(Ingredient::kTitleWords).add(word);
    for (const std::string& word : content_words(occupation.definition))
      counter(Ingredient::kDefinitionWords).add(word);
    for (const std::string& context : occupation.contexts) counter(Ingredient::kContexts).add(context);
    for (const std::string& trait : occupation.traits)
      counter(is_sector(trait) ? Ingredient::kSectors : Ingredient::kTraits).add(trait);
    for (std::size_t i = 0; i < kIngredients; ++i) counters[i].end_row(features.counts[i]);
  }
  for (std::size_t i = 0; i < kIngredients; ++i) features.widths[i] = counters[i].width();
  return features;
}

}  // namespace passerelle::reference
