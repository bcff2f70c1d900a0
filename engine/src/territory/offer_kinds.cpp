#include "territory/offer_kinds.hpp"

#include <algorithm>
#include <map>

namespace passerelle::territory {

OfferKinds::OfferKinds(const adviser::Ground& ground, const MatchPlan& plan) : at(plan.offer_at.size(), Place{0, 0}) {
  const Corpus& corpus = plan.context.corpus;
  const OfferColumns& offers = corpus.offers;
  const reference::Reference& reference = *corpus.reference;
  std::map<std::vector<std::uint64_t>, std::uint32_t> known;
  std::vector<std::uint64_t> key;
  std::vector<std::uint32_t> group;
  const auto end_group = [&] {
    std::sort(group.begin(), group.end());
    group.erase(std::unique(group.begin(), group.end()), group.end());
    of_group.push_row(group);
    group.clear();
  };
  for (std::size_t place = 0; place < at.size(); ++place) {
    if (place != 0 && place % kernel::kGroup == 0) end_group();
    if ((plan.offer_blocks[place / kernel::kLanes].kinds[place % kernel::kLanes] & kernel::kLane) == 0) continue;
    const OfferId offer = plan.offer_at[place];
    const std::uint32_t o = offer.value;
    OfferKind kind;
    kind.example = offer;
    if (offers.occupation[o].set() && reference.occupation_regulated[offers.occupation[o].value]) kind.regulated = offers.occupation[o];
    kind.licences = offers.licences_required[o];
    kind.reserved = offers.reserved[o];
    kind.unnamed = !offers.certificates_unnamed[o].empty();
    kind.stated = ground.jobs[o].stated;
    kind.usual = ground.jobs[o].usual;
    key = {kind.regulated.set() ? std::uint64_t{kind.regulated.value} + 1 : 0, std::uint64_t{kind.licences} << 32U | std::uint64_t{kind.reserved} << 1U | (kind.unnamed ? 1U : 0U),
           kind.stated, kind.usual};
    for (const ExactId id : offers.certificates_required[o]) key.push_back(id);
    const auto [entry, added] = known.try_emplace(key, static_cast<std::uint32_t>(kinds.size()));
    if (added) kinds.push_back(kind);
    const CommuneId commune = offers.commune[o];
    at[place].kind = entry->second & 0x7FFFFFFFU;
    at[place].urban = commune.set() && plan.context.travel.urban(reference.communes[commune.value].population) ? 1U : 0U;
    group.push_back(entry->second);
  }
  if (!at.empty()) end_group();
}

}  // namespace passerelle::territory
