#include "reference/merged_vocabulary.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

namespace passerelle::reference {
namespace {

/// Position of `key` in rows sorted by key.
template <class Row>
std::optional<std::uint32_t> position_of(const std::vector<const Row*>& rows, std::string_view key) {
  const auto at =
      std::lower_bound(rows.begin(), rows.end(), key, [](const Row* row, std::string_view k) { return row->key < k; });
  if (at == rows.end() || (*at)->key != key) return {};
  return static_cast<std::uint32_t>(at - rows.begin());
}

void merge_items(const std::vector<VocabularyData>& vocabularies, MergedVocabulary& merged) {
  std::map<std::string_view, const ItemRow*> rows;
  for (const VocabularyData& vocabulary : vocabularies)
    for (const ItemRow& item : vocabulary.items) rows.insert_or_assign(item.key, &item);
  std::map<std::string_view, std::uint32_t> groups;
  for (const auto& [key, item] : rows) {
    merged.items.push_back(item);
    if (!item->group.empty()) groups.emplace(item->group, 0);
  }
  for (auto& [key, group] : groups) group = merged.group_count++;
  for (const ItemRow* item : merged.items) {
    const auto found = groups.find(item->group.empty() ? std::string_view(item->key) : std::string_view(item->group));
    merged.item_groups.push_back(found == groups.end() ? ItemId::kNone : found->second);
  }
}

void merge_occupations(const std::vector<VocabularyData>& vocabularies, MergedVocabulary& merged) {
  struct Owned {
    const OccupationRow* row;
    std::uint32_t vocabulary;
  };
  std::map<std::string_view, Owned> rows;
  for (std::uint32_t v = 0; v < vocabularies.size(); ++v) {
    bool lists = false;
    for (const OccupationRow& occupation : vocabularies[v].occupations) {
      rows.insert_or_assign(occupation.key, Owned{&occupation, v});
      lists = lists || !occupation.proximities.empty();
    }
    merged.vocabulary_lists_proximities.push_back(lists);
  }
  for (const auto& [key, owned] : rows) {
    merged.occupations.push_back(owned.row);
    merged.occupation_vocabulary.push_back(owned.vocabulary);
  }
  for (const OccupationRow* occupation : merged.occupations)
    merged.occupation_parents.push_back(merged.find_occupation(occupation->parent).value_or(OccupationId()));
}

/// Item keys that no vocabulary defines: how many cards name them, and the first such occupation.
struct Unknown {
  std::size_t cards = 0;
  std::string_view first;
};

void merge_cards(MergedVocabulary& merged) {
  std::unordered_map<std::string_view, std::uint32_t> id_of;
  id_of.reserve(merged.items.size());
  for (std::uint32_t i = 0; i < merged.items.size(); ++i) id_of.emplace(merged.items[i]->key, i);
  std::map<std::string_view, Unknown> unknown;
  std::vector<CardItem> card;
  for (const OccupationRow* occupation : merged.occupations) {
    card.clear();
    for (const CardLine& line : occupation->card) {
      if (const auto found = id_of.find(line.item); found != id_of.end()) {
        card.push_back({ItemId(found->second), line.core});
      } else if (Unknown& entry = unknown[line.item]; ++entry.cards == 1) {
        entry.first = occupation->key;
      }
    }
    std::sort(card.begin(), card.end(), [](const CardItem& a, const CardItem& b) {
      return a.item != b.item ? a.item < b.item : a.core > b.core;
    });
    card.erase(
        std::unique(card.begin(), card.end(), [](const CardItem& a, const CardItem& b) { return a.item == b.item; }),
        card.end());
    merged.cards.push_row(card);
  }
  constexpr std::size_t kMostNotes = 50;
  std::size_t noted = 0;
  for (const auto& [key, entry] : unknown) {
    if (++noted > kMostNotes) break;
    merged.notes.push_back(
        Problem(ProblemCode::kItemUnknown, "items", fmt::format("{} ({} occupations)", key, entry.cards))
            .at(entry.first));
  }
  if (unknown.size() > kMostNotes)
    merged.notes.push_back(
        Problem(ProblemCode::kItemUnknown, "items", fmt::format("{} more items", unknown.size() - kMostNotes)));
}

}  // namespace

std::optional<ItemId> MergedVocabulary::find_item(std::string_view key) const {
  if (const auto at = position_of(items, key)) return ItemId(*at);
  return {};
}

std::optional<OccupationId> MergedVocabulary::find_occupation(std::string_view key) const {
  if (const auto at = position_of(occupations, key)) return OccupationId(*at);
  return {};
}

MergedVocabulary merge_vocabularies(const std::vector<VocabularyData>& vocabularies) {
  MergedVocabulary merged;
  merge_items(vocabularies, merged);
  merge_occupations(vocabularies, merged);
  merge_cards(merged);
  return merged;
}

}  // namespace passerelle::reference
