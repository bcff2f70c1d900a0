#include <algorithm>
#include <map>

#include "corpus/build_corpus.hpp"
#include "corpus/card_index.hpp"

namespace passerelle {

CardIndex::CardIndex(const reference::Reference& reference) {
  const std::size_t occupations = reference.occupation_keys.size();
  core_weight_.assign(occupations, 0);
  std::vector<std::vector<OccupationId>> of_item(reference.item_keys.size());
  for (std::uint32_t o = 0; o < occupations; ++o) {
    const auto card = reference.cards[o];
    const bool has_core = std::any_of(card.begin(), card.end(), [](const auto& line) { return line.core == reference::Core::kPrincipal; });
    for (const reference::CardItem& line : card) {
      if (has_core && line.core != reference::Core::kPrincipal) continue;
      of_item[line.item.value].push_back(OccupationId{o});
      core_weight_[o] += reference.item_weights[line.item.value];
    }
  }
  for (const auto& row : of_item) occupations_of_item_.push_row(row);
}

std::vector<CardCover> CardIndex::cover(std::span<const HeldItem> items, const reference::Reference& reference) const {
  std::map<OccupationId, std::uint64_t> met;
  for (const HeldItem& held : items)
    for (const OccupationId occupation : occupations_of_item_[held.item().value]) met[occupation] += reference.item_weights[held.item().value];
  std::vector<CardCover> covers;
  for (const auto& [occupation, weight] : met) {
    const auto points = static_cast<std::uint16_t>(weight * 10'000 / core_weight_[occupation.value]);
    if (points >= kCardCoverFloor) covers.emplace_back(occupation, points);
  }
  return covers;
}

std::vector<CardCover> card_cover(const std::vector<HeldItem>& items, const reference::Reference& reference) {
  return CardIndex(reference).cover(items, reference);
}

}  // namespace passerelle
