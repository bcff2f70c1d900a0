#include "corpus/scored_requirements.hpp"

#include <algorithm>
#include <set>

namespace passerelle {
namespace {

bool is_core(const reference::Reference& reference, OccupationId occupation, ItemId item) {
  if (!occupation.set()) return false;
  for (const reference::CardItem& line : reference.cards[occupation.value])
    if (line.item == item) return line.core == reference::Core::kPrincipal;
  return false;
}

std::set<ItemId> items_of(const RequirementList& list) {
  std::set<ItemId> items;
  for (const Requirement& requirement : list.items) items.insert(requirement.item);
  return items;
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
  const bool only_text = std::all_of(list.items.begin(), list.items.end(), [](const Requirement& r) { return r.provenance == Provenance::kText; });
  if (only_text && occupation.set()) {
    // No usable competence listed (three offers in four): the core of the occupation's card stands in, as S; the
    // whole card where the vocabulary marks no core. Where the text names some, the card stands beneath them at half its
    // weight: a text seldom says all that the work asks, and what it is read to say may be read wrongly.
    const bool beneath = !list.items.empty();
    const std::set<ItemId> named = items_of(list);
    const auto card = reference.cards[occupation.value];
    const bool has_core = std::any_of(card.begin(), card.end(), [](const auto& line) { return line.core == reference::Core::kPrincipal; });
    for (const reference::CardItem& line : card) {
      if (has_core && line.core != reference::Core::kPrincipal) continue;
      if (reference.item_kinds[line.item.value] == reference::ItemKind::kCertificate) continue;
      if (named.contains(line.item)) continue;
      const std::uint16_t weight = reference.item_weights[line.item.value];
      list.items.push_back({line.item, beneath ? static_cast<std::uint16_t>(std::max(1, weight / 2)) : weight, Level::kDesired, Provenance::kCard, has_core});
    }
    list.from_card = !beneath && !list.items.empty();
  }
  std::sort(list.items.begin(), list.items.end(), [](const Requirement& a, const Requirement& b) {
    return a.item != b.item ? a.item < b.item : a.level != b.level ? a.level < b.level : a.base_weight > b.base_weight;
  });
  list.items.erase(std::unique(list.items.begin(), list.items.end(), [](const Requirement& a, const Requirement& b) { return a.item == b.item; }),
                   list.items.end());
  return list;
}

}  // namespace passerelle
