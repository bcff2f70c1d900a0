// Groups of offers that are one job: the same whatever order the records came in, each offer in one group at most, and never
// two offers together that something speaks against.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "intake/deduplicate/group_offers.hpp"
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

}  // namespace
}  // namespace passerelle
