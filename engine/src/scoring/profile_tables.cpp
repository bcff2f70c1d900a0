#include <algorithm>

#include "scoring/pair_score.hpp"

namespace passerelle {

ProfileTables::ProfileTables(const Corpus& corpus)
    : corpus_(corpus), item_(corpus.reference->item_keys.size(), 0), group_(corpus.reference->group_count, 0) {}

void ProfileTables::set(ItemId id, std::uint8_t confidence) {
  std::uint8_t& held = item_[id.value];
  if (confidence <= held) return;
  if (held == 0) touched_.push_back(id);
  held = confidence;
  const std::uint32_t group = corpus_.reference->item_groups[id.value];
  if (group == ItemId::kNone || corpus_.reference->item_kinds[id.value] == reference::ItemKind::kCertificate) return;
  if (group_[group] == 0) touched_groups_.push_back(group);
  group_[group] = std::max(group_[group], confidence);
}

void ProfileTables::load(const Policy& policy, CandidateId candidate) {
  for (const ItemId id : touched_) item_[id.value] = 0;
  for (const std::uint32_t group : touched_groups_) group_[group] = 0;
  touched_.clear();
  touched_groups_.clear();
  candidate_ = candidate;
  const CompetenceRule& rule = policy.competences;
  const CandidateColumns& candidates = corpus_.candidates;
  for (const HeldItem& held : candidates.items[candidate.value])
    set(held.item(), held.origin() == ItemOrigin::kCertified ? rule.certified : rule.declared);
  // What a practised occupation usually involves is inferred, with less confidence, shared by all who practised it.
  for (const PractisedOccupation& practised : candidates.practised[candidate.value]) {
    const bool brief = practised.months() < rule.inferred_min_months;
    for (const reference::CardItem& line : corpus_.reference->cards[practised.occupation().value]) {
      if (corpus_.reference->item_kinds[line.item.value] == reference::ItemKind::kCertificate) continue;
      const std::uint8_t full = line.core == reference::Core::kPrincipal ? rule.inferred_core : rule.inferred_other;
      set(line.item, static_cast<std::uint8_t>(brief ? full / 2 : full));
    }
  }
}

}  // namespace passerelle
