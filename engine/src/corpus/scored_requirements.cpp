#include "corpus/scored_requirements.hpp"

#include <algorithm>

namespace passerelle {
namespace {

bool is_core(const reference::Reference& reference, OccupationId occupation, ItemId item) {
  if (!occupation.set()) return false;
  for (const reference::CardItem& line : reference.cards[occupation.value])
    if (line.item == item) return line.core == reference::Core::kPrincipal;
  return false;
}

}  // namespace

RequirementList scored_requirements(const Offer& offer, const reference::Reference& reference) {
  RequirementList list;
  const OccupationId occupation = reference.find_occupation(offer.occupation).value_or(OccupationId{});
  for (const ItemRequirement& asked : offer.items) {
    if (asked.item.empty()) continue;
    const std::optional<ItemId> item = reference.find_item(asked.item);
    if (!item) continue;
    list.items.push_back({*item, asked.weight.value_or(reference.item_weights[item->value]), asked.level, asked.provenance,
                          is_core(reference, occupation, *item)});
  }
  if (list.items.empty() && occupation.set()) {
    // No usable competence listed (three offers in four): the core of the occupation's card stands in, as S; the
    // whole card where the vocabulary marks no core.
    const auto card = reference.cards[occupation.value];
    const bool has_core = std::any_of(card.begin(), card.end(), [](const auto& line) { return line.core == reference::Core::kPrincipal; });
    for (const reference::CardItem& line : card) {
      if (has_core && line.core != reference::Core::kPrincipal) continue;
      if (reference.item_kinds[line.item.value] == reference::ItemKind::kCertificate) continue;
      list.items.push_back({line.item, reference.item_weights[line.item.value], Level::kDesired, Provenance::kCard, has_core});
    }
    list.from_card = !list.items.empty();
  }
  std::sort(list.items.begin(), list.items.end(), [](const Requirement& a, const Requirement& b) {
    return a.item != b.item ? a.item < b.item : a.level != b.level ? a.level < b.level : a.base_weight > b.base_weight;
  });
  list.items.erase(std::unique(list.items.begin(), list.items.end(), [](const Requirement& a, const Requirement& b) { return a.item == b.item; }),
                   list.items.end());
  return list;
}

}  // namespace passerelle
