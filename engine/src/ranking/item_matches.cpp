#include "ranking/item_matches.hpp"

#include <algorithm>
#include <map>

namespace passerelle {
namespace {

template <class T>
Csr<T> csr_of(const std::vector<std::vector<T>>& lists) {
  Csr<T> csr;
  for (const auto& list : lists) csr.push_row(list);
  return csr;
}

std::uint32_t inferred_confidence(const CompetenceRule& rule, const reference::CardItem& line, bool brief) noexcept {
  const std::uint32_t full = line.core == reference::Core::kPrincipal ? rule.inferred_core : rule.inferred_other;
  return brief ? full / 2 : full;
}

}  // namespace

MatchRows::MatchRows(const reference::Reference& reference, const CompetenceRule& rule) {
  using reference::ItemKind;
  const std::size_t items = reference.item_keys.size();
  std::vector<std::vector<ItemId>> members(reference.group_count);
  for (std::uint32_t i = 0; i < items; ++i)
    if (reference.item_groups[i] != ItemId::kNone && reference.item_kinds[i] != ItemKind::kCertificate)
      members[reference.item_groups[i]].push_back(ItemId{i});
  std::vector<std::vector<ItemSimilarity>> by_held(items);
  std::map<ItemId, std::uint32_t> row;
  for (std::uint32_t asked = 0; asked < items; ++asked) {
    row.clear();
    row[ItemId{asked}] = 255;
    const auto raise = [&](ItemId held, std::uint32_t similarity) {
      if (similarity == 0) return;
      std::uint32_t& known = row[held];
      known = std::max(known, similarity);
    };
    if (reference.item_kinds[asked] != ItemKind::kCertificate) {
      if (const std::uint32_t group = reference.item_groups[asked]; group != ItemId::kNone) {
        const bool as_group = reference.item_kinds[asked] == ItemKind::kMacro, family = reference.group_sizes[group] <= rule.small_group;
        if (as_group || family)
          for (const ItemId held : members[group]) raise(held, as_group ? rule.group_asked : rule.same_group);
      }
      for (const reference::ItemNeighbour& neighbour : reference.item_neighbours[asked]) {
        if (neighbour.sim8 < rule.min_neighbour) break;
        raise(neighbour.item, neighbour.sim8);
      }
    }
    std::vector<ItemSimilarity> line;
    for (const auto& [held, similarity] : row) {
      line.push_back({held, similarity});
      by_held[held.value].push_back({ItemId{asked}, similarity});
    }
    met_by.push_row(line);
  }
  meets = csr_of(by_held);

  std::vector<std::uint32_t> best(items, 0);
  std::vector<ItemId> touched;
  for (const bool brief : {false, true}) {
    for (std::uint32_t o = 0; o < reference.occupation_keys.size(); ++o) {
      for (const reference::CardItem& line : reference.cards[o]) {
        if (reference.item_kinds[line.item.value] == ItemKind::kCertificate) continue;
        for (const ItemSimilarity& meet : meets[line.item.value]) {
          const std::uint32_t match = meet.similarity * inferred_confidence(rule, line, brief);
          if (best[meet.item.value] == 0 && match != 0) touched.push_back(meet.item);
          best[meet.item.value] = std::max(best[meet.item.value], match);
        }
      }
      std::sort(touched.begin(), touched.end());
      std::vector<ItemMatch> matches;
      for (const ItemId item : touched) {
        matches.push_back({item, best[item.value]});
        best[item.value] = 0;
      }
      touched.clear();
      of_practice[brief ? 1 : 0].push_row(matches);
    }
  }
}

void ItemMatches::load(const Corpus& corpus, const CompetenceRule& rule, const MatchRows& rows, CandidateId candidate) {
  for (const ItemId item : touched_) match_[item.value] = 0;
  touched_.clear();
  for (const PractisedOccupation& practised : corpus.candidates.practised[candidate.value])
    for (const ItemMatch& inferred : rows.of_practice[practised.months() < rule.inferred_min_months ? 1 : 0][practised.occupation().value])
      raise(inferred.item, inferred.match);
  for (const HeldItem& held : corpus.candidates.items[candidate.value]) {
    const std::uint32_t sure = confidence(rule, held.origin());
    for (const ItemSimilarity& meet : rows.meets[held.item().value]) raise(meet.item, meet.similarity * sure);
  }
}

void RequirementMatcher::load(const MatchRows& rows, std::span<const Requirement> requirements, std::span<const std::uint32_t> weights) {
  for (const ItemId item : touched_) first_[item.value] = 0;
  for (const std::uint32_t at : memoised_) memo_[at] = 0;
  touched_.clear();
  memoised_.clear();
  hits_.clear();
  rows_.clear();
  weights_ = weights;
  best_.assign(requirements.size(), 0);
  for (std::uint32_t r = 0; r < requirements.size(); ++r)
    for (const ItemSimilarity& source : rows.met_by[requirements[r].item.value]) {
      std::uint32_t& first = first_[source.item.value];
      if (first == 0) touched_.push_back(source.item);
      hits_.push_back({r, source.similarity, first});
      first = static_cast<std::uint32_t>(hits_.size());
    }
}

std::span<const std::uint16_t> RequirementMatcher::inferred(const Corpus& corpus, const CompetenceRule& rule, OccupationId practised, bool brief) {
  const std::size_t n = best_.size();
  const std::uint32_t at = 2 * practised.value + (brief ? 1U : 0U);
  if (memo_[at] == 0) {
    memoised_.push_back(at);
    rows_.resize(rows_.size() + n, 0);
    memo_[at] = static_cast<std::uint32_t>(rows_.size() / n);
    std::uint16_t* row = rows_.data() + rows_.size() - n;
    for (const reference::CardItem& line : corpus.reference->cards[practised.value]) {
      if (corpus.reference->item_kinds[line.item.value] == reference::ItemKind::kCertificate) continue;
      const std::uint32_t sure = inferred_confidence(rule, line, brief);
      for (std::uint32_t hit = first_[line.item.value]; hit != 0; hit = hits_[hit - 1].next) {
        std::uint16_t& best = row[hits_[hit - 1].requirement];
        best = std::max(best, static_cast<std::uint16_t>(hits_[hit - 1].similarity * sure));
      }
    }
  }
  return {rows_.data() + (memo_[at] - 1) * n, n};
}

std::uint64_t RequirementMatcher::met(const Corpus& corpus, const CompetenceRule& rule, const MatchRows&, CandidateId candidate) {
  const std::size_t n = best_.size();
  if (n == 0) return 0;
  std::fill(best_.begin(), best_.end(), std::uint16_t{0});
  for (const PractisedOccupation& practised : corpus.candidates.practised[candidate.value]) {
    const auto row = inferred(corpus, rule, practised.occupation(), practised.months() < rule.inferred_min_months);
    for (std::size_t i = 0; i < n; ++i) best_[i] = std::max(best_[i], row[i]);
  }
  for (const HeldItem& held : corpus.candidates.items[candidate.value]) {
    std::uint32_t hit = first_[held.item().value];
    if (hit == 0) continue;
    const std::uint32_t sure = confidence(rule, held.origin());
    for (; hit != 0; hit = hits_[hit - 1].next) {
      std::uint16_t& best = best_[hits_[hit - 1].requirement];
      best = std::max(best, static_cast<std::uint16_t>(hits_[hit - 1].similarity * sure));
    }
  }
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += std::uint64_t{weights_[i]} * best_[i];
  return sum;
}

}  // namespace passerelle
