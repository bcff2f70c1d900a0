#include "evaluation/merging.hpp"

#include "intake/deduplicate/group_offers.hpp"

namespace passerelle::evaluation {

void MergingEvaluation::add(const Offer& offer) { offers_.insert_or_assign(offer.id, traits_of(offer, reference_)); }

MergingReport MergingEvaluation::report(Threads threads) const {
  std::map<std::string, std::uint32_t> index;
  std::vector<OfferTraits> traits;
  for (const auto& [id, each] : offers_) {
    index.emplace(id, static_cast<std::uint32_t>(traits.size()));
    traits.push_back(each);
  }
  MergingReport report;
  report.offers = traits.size();
  std::vector<std::uint32_t> group_of(traits.size(), 0);  // 0 = alone
  for (const OfferGroup& group : group_offers(traits, {}, threads)) {
    ++report.groups;
    report.grouped_offers += group.members.size();
    for (const std::uint32_t member : group.members) group_of[member] = static_cast<std::uint32_t>(report.groups);
  }
  for (const SameJobLabel& label : labels_) {
    MergingFigures& half = report.halves[label.reported ? 1 : 0];
    const auto a = index.find(label.a), b = index.find(label.b);
    if (a == index.end() || b == index.end()) {
      ++half.absent;
      continue;
    }
    if (label.same == SameJobLabel::Same::kUnclear) {
      ++half.unclear;
      continue;
    }
    const bool same = label.same == SameJobLabel::Same::kYes;
    ++(same ? half.same : half.other);
    const auto count = [&](JoinFigures& figures, bool joined) {
      if (joined) ++figures.found;
      if (joined && same) ++figures.right;
    };
    count(half.pairs, compare(traits[a->second], traits[b->second]).same == SameJob::kSame);
    const bool together = group_of[a->second] != 0 && group_of[a->second] == group_of[b->second];
    count(half.groups, together);
    if (together != same) report.differences.push_back({label});
  }
  return report;
}

}  // namespace passerelle::evaluation
