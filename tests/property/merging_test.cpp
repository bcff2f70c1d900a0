// One offer, many sources, over a store: what it holds depends on the postings, not on how they came.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "merging/merge_offers.hpp"
#include "property/import_files.hpp"
#include "records/record_json.hpp"

namespace passerelle::testing {
namespace {

/// Few texts, titles, towns, boards and dates: much is nearly one job.
rc::Gen<Offer> any_posting() {
  return rc::gen::apply(
      [](int text, int cut, int title, int town, int board, int day, int contract) {
        Offer offer;
        offer.title = title == 0 ? "Cariste (H/F)" : title == 1 ? "Cariste - nuit" : "Préparateur de commandes";
        for (int i = 0; i < 90 - cut * 12; ++i)
          offer.description += std::string("mot") + static_cast<char>('a' + i % 26) + static_cast<char>('a' + i / 26) + static_cast<char>('a' + (i > 60 ? text : 0)) + " ";
        const char* const towns[] = {"", "59350", "59512"};
        offer.place.insee = towns[town];
        offer.sources = {{std::string("board") + static_cast<char>('a' + board), "", ""}};
        offer.published = day_of(2025, 1, 1);
        offer.published.since_epoch += day * 90;
        offer.contract = contract == 0 ? Contract::kUnknown : contract == 1 ? Contract::kCdi : Contract::kCdd;
        return offer;
      },
      rc::gen::inRange(0, 3), rc::gen::inRange(0, 4), rc::gen::inRange(0, 3), rc::gen::inRange(0, 3), rc::gen::inRange(0, 3), rc::gen::inRange(0, 4),
      rc::gen::inRange(0, 3));
}

Offer named(Offer offer, std::size_t number) {
  offer.id = fmt::format("o{:02}", number);
  offer.sources.front().id = offer.id;
  return offer;
}

/// Imports the offers in the order given, some at a time.
void import_in(ImportStore& store, const std::vector<Offer>& offers) {
  for (std::size_t begin = 0; begin < offers.size();) {
    const std::size_t end = std::min(offers.size(), begin + *rc::gen::inRange<std::size_t>(1, 6));
    std::string bytes;
    for (std::size_t i = begin; i < end; ++i) bytes += encode(offers[i]) + "\n";
    const auto report = store.offers("offres.ndjson", bytes);
    if (!report) RC_FAIL(describe(report.problem(), Language::kEnglish));
    begin = end;
  }
}

std::vector<Offer> in_some_order(const std::vector<Offer>& offers) {
  const auto order = *rc::gen::container<std::vector<std::uint32_t>>(offers.size(), rc::gen::arbitrary<std::uint32_t>());
  std::vector<std::size_t> places(offers.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });
  std::vector<Offer> mixed;
  for (const std::size_t place : places) mixed.push_back(offers[place]);
  return mixed;
}

/// Lists, snapshot, and each offer with its sources, joins and origins.
std::string all_of(ImportStore& store) {
  std::string text = store.everything();
  for (const std::string& id : store.open_offers()) {
    const auto view = store.engine().offer_view(id);
    if (!view) RC_FAIL(describe(view.problem(), Language::kEnglish));
    for (const merging::PostingView& each : view->postings) text += "  " + encode(each.offer) + (each.closed_at.empty() ? "\n" : " closed\n");
    for (const StoredJoin& each : view->joins)
      text += fmt::format("  {} + {} {} {} {} {} {} {} {}\n", each.a, each.b, each.reason, each.employer, each.title, each.same_place, each.same_board, each.text_shared, each.text_contained);
    for (const auto& [field, postings] : view->fields) text += fmt::format("  {} {}\n", field, fmt::join(postings, " "));
    for (const auto& [posting, other] : view->kept_apart) text += fmt::format("  {} not {}\n", posting, other);
  }
  return text;
}

/// Everything merged at once, as the slow twin does it: nothing may change.
void stands_as_if_merged_at_once(ImportStore& store) {
  const std::string before = all_of(store);
  auto twin = Store::open(store.directory().file("test.db"), Store::Mode::kWrite);
  RC_ASSERT(twin.ok());
  const auto reference = twin->load_reference(Threads{1});
  RC_ASSERT(reference.ok());
  bool changed = true;
  RC_ASSERT(twin->in_merging([&](MergeTables& tables) -> Status {
    auto outcome = merging::merge_everything(tables, **reference, Threads{1});
    if (!outcome) return std::move(outcome).problem();
    changed = outcome->changed;
    return {};
  }).ok());
  RC_ASSERT(!changed);
  RC_ASSERT(twin->check().ok());
  RC_ASSERT(all_of(store) == before);
}

RC_GTEST_PROP(Merging, DoesNotDependOnTheOrderOfImportsNorOnFormerVersions, ()) {
  auto offers = *rc::gen::container<std::vector<Offer>>(any_posting());
  if (offers.size() > 24) offers.resize(24);
  for (std::size_t i = 0; i < offers.size(); ++i) offers[i] = named(offers[i], i);
  ImportStore one, other;
  import_in(one, in_some_order(offers));
  // Some were something else before.
  std::vector<Offer> former;
  for (std::size_t i = 0; i < offers.size(); ++i)
    if (*rc::gen::inRange(0, 3) == 0) {
      Offer before = named(*any_posting(), i);
      before.sources = offers[i].sources;
      former.push_back(std::move(before));
    }
  import_in(other, former);
  import_in(other, in_some_order(offers));
  RC_ASSERT(all_of(one) == all_of(other));
  stands_as_if_merged_at_once(other);
  RC_CLASSIFY(one.open_offers().size() < offers.size(), "some were merged");
  // The same again changes nothing.
  const std::string before = all_of(one);
  import_in(one, offers);
  RC_ASSERT(all_of(one) == before);
}

RC_GTEST_PROP(Merging, KeepsApartWhatAPersonPartedWhateverComes, ()) {
  auto offers = *rc::gen::container<std::vector<Offer>>(any_posting());
  if (offers.size() > 20) offers.resize(20);
  for (std::size_t i = 0; i < offers.size(); ++i) offers[i] = named(offers[i], i);
  ImportStore store;
  import_in(store, offers);
  std::vector<std::pair<std::string, std::string>> parted;
  for (const std::string& id : store.open_offers()) {
    const auto view = store.engine().offer_view(id);
    RC_ASSERT(view.ok());
    if (view->postings.size() < 2) continue;
    const std::string out = view->postings[*rc::gen::inRange<std::size_t>(0, view->postings.size())].offer.id;
    RC_ASSERT(store.engine().unmerge_offer(id, out).ok());
    for (const auto& each : view->postings)
      if (each.offer.id != out) parted.emplace_back(out, each.offer.id);
  }
  std::vector<Offer> more;
  for (std::size_t i = 0; i < 4; ++i) more.push_back(named(*any_posting(), 50 + i));
  more.insert(more.end(), offers.begin(), offers.end());
  import_in(store, in_some_order(more));
  for (const auto& [a, b] : parted) {
    std::string shown_a, shown_b;
    RC_ASSERT(store.engine().offer(a, [&](const Offer& offer) { shown_a = offer.id; }).ok());
    RC_ASSERT(store.engine().offer(b, [&](const Offer& offer) { shown_b = offer.id; }).ok());
    RC_ASSERT(shown_a != shown_b);
  }
  stands_as_if_merged_at_once(store);
  RC_CLASSIFY(!parted.empty(), "some were parted");
}

}  // namespace
}  // namespace passerelle::testing
