// Groups of offers that are one job: the same whatever order the records came in, each offer in one group at most, and never
// two offers together that something speaks against.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "intake/deduplicate/group_offers.hpp"
#include "intake/deduplicate/regroup_offers.hpp"
#include "intake/deduplicate/traits_bytes.hpp"
#include "reference/build_reference.hpp"

namespace passerelle {
namespace {

using Named = std::pair<std::string, OfferTraits>;
using Groups = std::set<std::vector<std::string>>;

const reference::Reference& no_reference() {
  static const auto empty = reference::build_reference({}).reference;
  return *empty;
}

/// Few texts, titles, towns, boards and dates, so that many offers are nearly one another and chains of likeness arise.
rc::Gen<Offer> any_offer() {
  return rc::gen::apply(
      [](int text, int cut, int title, int town, int board, int day, bool open_ended) {
        Offer offer;
        offer.title = title == 0 ? "Cariste (H/F)" : title == 1 ? "Cariste - nuit" : "Préparateur de commandes";
        for (int i = 0; i < 100 - cut * 12; ++i)
          offer.description += std::string("mot") + static_cast<char>('a' + i % 26) + static_cast<char>('a' + i / 26) + static_cast<char>('a' + (i > 80 ? text : 0)) + " ";
        if (town > 0) offer.place.insee = std::string("5935") + static_cast<char>('0' + town);
        offer.sources = {{std::string("board") + static_cast<char>('a' + board), "", ""}};
        offer.published = day_of(2025, 1, 1);
        offer.published.since_epoch += day * 100;
        offer.contract = open_ended ? Contract::kCdi : Contract::kCdd;
        return offer;
      },
      rc::gen::inRange(0, 3), rc::gen::inRange(0, 4), rc::gen::inRange(0, 3), rc::gen::inRange(0, 3), rc::gen::inRange(0, 3), rc::gen::inRange(0, 4),
      rc::gen::arbitrary<bool>());
}

/// As an import would: records in the order they came, looked at by name.
Groups groups_of(const std::vector<Named>& records, Threads threads) {
  std::map<std::string, OfferTraits> by_name(records.begin(), records.end());
  std::vector<std::string> names;
  std::vector<OfferTraits> offers;
  for (auto& [name, traits] : by_name) {
    names.push_back(name);
    offers.push_back(traits);
  }
  Groups groups;
  std::set<std::uint32_t> seen;
  for (const OfferGroup& group : group_offers(offers, {}, threads)) {
    std::vector<std::string> members;
    for (const std::uint32_t member : group.members) {
      RC_ASSERT(seen.insert(member).second);
      for (const std::uint32_t other : group.members) RC_ASSERT(member == other || compare(offers[member], offers[other]).same != SameJob::kApart);
      members.push_back(names[member]);
    }
    groups.insert(members);
  }
  return groups;
}

RC_GTEST_PROP(Groups, AreTheSameInAnyOrderOfTheRecordsAndForAnyThreads, ()) {
  const auto offers = *rc::gen::container<std::vector<Offer>>(any_offer());
  std::vector<Named> records;
  for (std::size_t i = 0; i < offers.size(); ++i) records.emplace_back("offer" + std::to_string(i), traits_of(offers[i], no_reference()));
  const Groups first = groups_of(records, Threads{1});
  const auto order = *rc::gen::container<std::vector<std::uint32_t>>(records.size(), rc::gen::arbitrary<std::uint32_t>());
  std::vector<std::size_t> places(records.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });
  std::vector<Named> mixed;
  for (const std::size_t place : places) mixed.push_back(records[place]);
  RC_ASSERT(groups_of(mixed, Threads{2}) == first);
  RC_CLASSIFY(!first.empty(), "some group");
}

/// Some offers come or change, some pairs are parted: who is looked at again stands exactly as if all were grouped anew, and
/// nobody else has moved. Many offers of one text, so that keys are crowded.
RC_GTEST_PROP(Groups, AfterAFewChangesAreThoseOfAllTogether, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(2, 120);
  const int families = *rc::gen::element(1, 4, 40);
  const auto traits = [&] {
    Offer offer = *any_offer();
    const int family = *rc::gen::inRange(0, families), variant = *rc::gen::inRange(0, 3);
    offer.description.clear();
    for (int i = 0; i < 70; ++i) {
      const int of = i < 50 ? family : 100 + family * 3 + variant;
      offer.description += std::string("mot") + static_cast<char>('a' + i % 26) + static_cast<char>('a' + of % 26) + static_cast<char>('a' + of / 26) + " ";
    }
    return traits_of(offer, no_reference());
  };
  std::vector<OfferTraits> before, after;
  std::vector<FormerTraits> former;
  std::vector<std::uint32_t> changed, new_place;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> parted_before, parted;
  const auto share = *rc::gen::element(3, 20, 60);
  for (std::uint32_t i = 0; i < count; ++i) {
    const int fate = *rc::gen::inRange(0, share);
    after.push_back(traits());
    if (fate == 0) {
      changed.push_back(i);  // new
      continue;
    }
    before.push_back(after.back());
    new_place.push_back(i);
    if (fate != 1) continue;
    before.back() = traits();
    changed.push_back(i);
    former.push_back({i, before.back()});
  }
  if (*rc::gen::arbitrary<bool>()) {
    parted.emplace_back(0, static_cast<std::uint32_t>(count - 1));
    changed.insert(changed.end(), {0, static_cast<std::uint32_t>(count - 1)});
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  }
  std::vector<OfferGroup> old_groups = group_offers(before, parted_before, Threads{1});
  for (OfferGroup& group : old_groups) {
    for (std::uint32_t& member : group.members) member = new_place[member];
    for (OfferJoin& join : group.joins) join.a = new_place[join.a], join.b = new_place[join.b];
  }
  const Regrouped again = regroup_offers(after, changed, former, parted, Threads{2});
  const auto looked_at = [&](const OfferGroup& group) {
    const auto among = [&](std::uint32_t member) { return std::binary_search(again.looked_at.begin(), again.looked_at.end(), member); };
    const bool any = std::any_of(group.members.begin(), group.members.end(), among);
    RC_ASSERT(any == std::all_of(group.members.begin(), group.members.end(), among));
    return any;
  };
  std::vector<OfferGroup> made = again.groups;
  for (const OfferGroup& group : old_groups)
    if (!looked_at(group)) made.push_back(group);
  std::sort(made.begin(), made.end(), [](const OfferGroup& x, const OfferGroup& y) { return x.members.front() < y.members.front(); });
  RC_ASSERT(made == group_offers(after, parted, Threads{1}));
  RC_CLASSIFY(again.looked_at.size() < count, "some were left alone");
  RC_CLASSIFY(!again.groups.empty(), "some group was made");
}

RC_GTEST_PROP(Traits, ComeBackFromTheirBytes, ()) {
  const OfferTraits traits = traits_of(*any_offer(), no_reference());
  const std::string bytes = to_bytes(traits);
  RC_ASSERT(traits_from(bytes) == traits);
  const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
  RC_ASSERT(!traits_from(std::string_view(bytes).substr(0, cut)));
}

}  // namespace
}  // namespace passerelle
