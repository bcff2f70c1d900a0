#include <algorithm>
#include <map>
#include <set>

#include "oracle/oracle.hpp"

namespace passerelle::oracle {
namespace {

using reference::Core;
using reference::ItemKind;
using reference::Reference;

bool card_has_core(const Reference& reference, OccupationId occupation) {
  for (const reference::CardItem& line : reference.cards[occupation.value])
    if (line.core == Core::kPrincipal) return true;
  return false;
}

// item → confidence that the person has it
std::map<ItemId, int> confidences(const World& world, const Candidate& candidate) {
  std::map<ItemId, int> held;
  const CompetenceRule& rule = world.policy.competences;
  for (const ProfileItem& item : candidate.items) {
    const auto id = world.reference.find_item(item.item);
    if (id) held[*id] = std::max<int>(held[*id], item.origin == ItemOrigin::kCertified ? rule.certified : rule.declared);
  }
  std::map<OccupationId, int> months;
  for (const Practised& practised : candidate.practised)
    if (const auto id = world.reference.find_occupation(practised.occupation)) months[*id] += practised.months;
  for (const auto& [occupation, count] : months)
    for (const reference::CardItem& line : world.reference.cards[occupation.value]) {
      if (world.reference.item_kinds[line.item.value] == ItemKind::kCertificate) continue;
      int confidence = line.core == Core::kPrincipal ? rule.inferred_core : rule.inferred_other;
      if (count < rule.inferred_min_months) confidence /= 2;
      held[line.item] = std::max(held[line.item], confidence);
    }
  return held;
}

// best similarity × confidence over all that the person has, item by item
int best_match(const World& world, const std::map<ItemId, int>& held, ItemId asked) {
  const Reference& ref = world.reference;
  const CompetenceRule& rule = world.policy.competences;
  int best = 0;
  for (const auto& [item, confidence] : held) {
    int similarity = 0;
    if (item == asked) similarity = 255;
    const bool certificate = ref.item_kinds[asked.value] == ItemKind::kCertificate || ref.item_kinds[item.value] == ItemKind::kCertificate;
    for (const reference::ItemNeighbour& neighbour : ref.item_neighbours[asked.value])
      if (!certificate && neighbour.item == item && neighbour.sim8 >= rule.min_neighbour) similarity = std::max<int>(similarity, neighbour.sim8);
    const std::uint32_t group = ref.item_groups[asked.value];
    if (!certificate && group != ItemId::kNone && ref.item_groups[item.value] == group)
    {
      const auto members = std::count(ref.item_groups.begin(), ref.item_groups.end(), group);
      const int of_family = members <= rule.small_group ? rule.same_group : 0;
      similarity = std::max<int>(similarity, ref.item_kinds[asked.value] == ItemKind::kMacro ? rule.group_asked : of_family);
    }
    best = std::max(best, similarity * confidence);
  }
  return best;
}

}  // namespace

bool holds_certificate(const World& world, const Candidate& candidate, const Key& key) {
  if (candidate.certificates && std::count(candidate.certificates->begin(), candidate.certificates->end(), key) > 0) return true;
  const auto id = world.reference.find_item(key);
  if (!id || world.reference.item_kinds[id->value] != ItemKind::kCertificate) return false;
  return std::any_of(candidate.items.begin(), candidate.items.end(), [&](const ProfileItem& item) { return item.item == key; });
}

bool card_stands_in(const World& world, const Offer& offer) {
  for (const ItemRequirement& item : offer.items)
    if (world.reference.find_item(item.item)) return false;
  const auto occupation = world.reference.find_occupation(offer.occupation);
  if (!occupation) return false;
  const bool has_core = card_has_core(world.reference, *occupation);
  for (const reference::CardItem& line : world.reference.cards[occupation->value])
    if ((!has_core || line.core == Core::kPrincipal) && world.reference.item_kinds[line.item.value] != ItemKind::kCertificate) return true;
  return false;
}

Points competence_points(const World& world, const Candidate& candidate, const Offer& offer) {
  const Reference& ref = world.reference;
  const CompetenceRule& rule = world.policy.competences;
  const auto occupation = ref.find_occupation(offer.occupation);

  struct Asked { bool required = false; std::uint64_t base = 0; bool core = false; };
  std::map<ItemId, Asked> asked;
  if (card_stands_in(world, offer)) {
    const bool has_core = card_has_core(ref, *occupation);
    for (const reference::CardItem& line : ref.cards[occupation->value])
      if ((!has_core || line.core == Core::kPrincipal) && ref.item_kinds[line.item.value] != ItemKind::kCertificate)
        asked[line.item] = {false, ref.item_weights[line.item.value], has_core};
  } else {
    for (const ItemRequirement& item : offer.items) {
      const auto id = ref.find_item(item.item);
      if (!id) continue;
      Asked line{item.level == Level::kRequired, item.weight.value_or(ref.item_weights[id->value]), false};
      if (occupation)
        for (const reference::CardItem& on_card : ref.cards[occupation->value])
          if (on_card.item == *id && on_card.core == Core::kPrincipal) line.core = true;
      const auto before = asked.find(*id);
      // Asked twice: the stricter level, then the heavier weight.
      if (before == asked.end() || (line.required && !before->second.required) ||
          (line.required == before->second.required && line.base > before->second.base))
        asked[*id] = line;
    }
    // What the text alone names stands above the card, which keeps half its weight.
    const bool only_text = std::all_of(offer.items.begin(), offer.items.end(),
                                       [&](const ItemRequirement& item) { return !ref.find_item(item.item) || item.provenance == Provenance::kText; });
    if (only_text && occupation) {
      const bool has_core = card_has_core(ref, *occupation);
      for (const reference::CardItem& line : ref.cards[occupation->value])
        if ((!has_core || line.core == Core::kPrincipal) && ref.item_kinds[line.item.value] != ItemKind::kCertificate)
          asked.try_emplace(line.item, Asked{false, std::max<std::uint64_t>(1, ref.item_weights[line.item.value] / 2U), has_core});
    }
  }

  const std::map<ItemId, int> held = confidences(world, candidate);
  std::uint64_t total = 0, met = 0;
  for (const auto& [item, line] : asked) {
    std::uint64_t weight = line.base * 100;
    if (line.required) weight = weight / 100 * rule.required_percent;
    if (line.core) weight = weight / 100 * rule.core_percent;
    total += weight;
    met += weight * static_cast<std::uint64_t>(best_match(world, held, item));
  }

  const std::uint64_t exact = rule.licence_weight * 100ULL;
  std::set<Licence> required, desired;
  for (const LicenceRequirement& licence : offer.licences) (licence.level == Level::kRequired ? required : desired).insert(licence.licence);
  for (const Licence licence : desired) {
    if (required.contains(licence)) continue;
    total += exact;
    if ((with_implied(candidate.licences.value_or(0)) & bit(licence)) != 0) met += exact * 255 * 255;
  }
  std::set<Key> certificates_required, certificates_desired;
  for (const ItemRequirement& certificate : offer.certificates)
    if (!certificate.item.empty()) (certificate.level == Level::kRequired ? certificates_required : certificates_desired).insert(certificate.item);
  for (const Key& key : certificates_desired) {
    if (certificates_required.contains(key)) continue;
    total += exact;
    if (holds_certificate(world, candidate, key)) met += exact * 255 * 255;
  }
  if (total == 0) return kNotApplicable;
  return static_cast<Points>(met / (255 * 255) * 10'000 / total);
}

int card_cover_points(const World& world, const Candidate& candidate, OccupationId occupation) {
  const Reference& ref = world.reference;
  const bool has_core = card_has_core(ref, occupation);
  std::set<ItemId> declared;
  for (const ProfileItem& item : candidate.items)
    if (const auto id = ref.find_item(item.item)) declared.insert(*id);
  std::uint64_t total = 0, covered = 0;
  for (const reference::CardItem& line : ref.cards[occupation.value]) {
    if (has_core && line.core != Core::kPrincipal) continue;
    total += ref.item_weights[line.item.value];
    if (declared.contains(line.item)) covered += ref.item_weights[line.item.value];
  }
  return total == 0 ? 0 : static_cast<int>(covered * 10'000 / total);
}

}  // namespace passerelle::oracle
