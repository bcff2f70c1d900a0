#include "reference/occupation_features.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "base/text.hpp"

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

class FeatureRow {
 public:
  void add(std::uint32_t feature, Core core = Core::kOther) {
    FeatureCount& entry = entries_.try_emplace(feature, FeatureCount{feature, 0, Core::kOther}).first->second;
    if (entry.count < UINT16_MAX) ++entry.count;
    entry.core = std::max(entry.core, core);
  }
  void flush_into(Csr<FeatureCount>& rows) {
    std::vector<FeatureCount> row;
    row.reserve(entries_.size());
    for (const auto& [feature, entry] : entries_) row.push_back(entry);
    rows.push_row(row);
    entries_.clear();
  }

 private:
  std::map<std::uint32_t, FeatureCount> entries_;
};

bool is_sector(std::string_view trait) {
  return trait.starts_with("naf:") || trait.starts_with("sector:") || trait.starts_with("subsector:") || trait.starts_with("sector-main:");
}

}  // namespace

const char* ingredient_name(Ingredient ingredient) noexcept {
  constexpr std::array<const char*, kIngredients> kNames = {"items",    "groups",  "title words", "definition words",
                                                            "contexts", "sectors", "traits",      "code prefix"};
  return kNames[static_cast<std::size_t>(ingredient)];
}

OccupationFeatures occupation_features(const MergedVocabulary& merged, std::size_t word_prefix) {
  OccupationFeatures features;
  std::array<FeatureSpace, kIngredients> spaces;
  std::array<FeatureRow, kIngredients> rows;
  const auto row = [&](Ingredient i) -> FeatureRow& { return rows[static_cast<std::size_t>(i)]; };
  const auto space = [&](Ingredient i) -> FeatureSpace& { return spaces[static_cast<std::size_t>(i)]; };
  const auto add_words = [&](Ingredient ingredient, std::string_view text) {
    constexpr std::size_t kShortest = 3;
    for (std::string_view word : folded_words(text)) {
      if (word.size() < kShortest) continue;
      if (word_prefix != 0) word = word.substr(0, word_prefix);
      row(ingredient).add(space(ingredient).id(word));
    }
  };
  for (std::size_t o = 0; o < merged.occupations.size(); ++o) {
    const OccupationRow& occupation = *merged.occupations[o];
    features.keys.push_back(occupation.key);
    for (const CardItem& line : merged.cards[o]) {
      row(Ingredient::kItems).add(line.item.value, line.core);
      const std::uint32_t group = merged.item_groups[line.item.value];
      if (group != ItemId::kNone) row(Ingredient::kGroups).add(group, line.core);
    }
    add_words(Ingredient::kTitleWords, occupation.label);
    for (const std::string& title : occupation.titles) add_words(Ingredient::kTitleWords, title);
    add_words(Ingredient::kDefinitionWords, occupation.definition);
    for (const std::string& context : occupation.contexts) row(Ingredient::kContexts).add(space(Ingredient::kContexts).id(context));
    for (const std::string& trait : occupation.traits) {
      const Ingredient ingredient = is_sector(trait) ? Ingredient::kSectors : Ingredient::kTraits;
      row(ingredient).add(space(ingredient).id(trait));
    }
    const std::string_view key = occupation.key;
    const std::size_t colon = key.find(':');
    for (std::size_t length = colon == std::string_view::npos ? 1 : colon + 2; length <= key.size(); ++length)
      row(Ingredient::kCodePrefix).add(space(Ingredient::kCodePrefix).id(key.substr(0, length)));
    for (std::size_t i = 0; i < kIngredients; ++i) rows[i].flush_into(features.counts[i]);
  }
  for (std::size_t i = 0; i < kIngredients; ++i) features.widths[i] = spaces[i].size();
  features.widths[static_cast<std::size_t>(Ingredient::kItems)] = static_cast<std::uint32_t>(merged.items.size());
  features.widths[static_cast<std::size_t>(Ingredient::kGroups)] = merged.group_count;
  return features;
}

}  // namespace passerelle::reference
