#include "merging/offer_view.hpp"

#include <algorithm>
#include <set>

#include "merging/best_source.hpp"
#include "merging/merge_offers.hpp"
#include "records/record_json.hpp"

namespace passerelle::merging {
namespace {

Result<PostingView> read_posting(MergeTables& tables, std::string_view id) {
  auto stored = tables.posting(id);
  if (!stored) return std::move(stored).problem();
  auto offer = decode_stored_offer(stored->record);
  if (!offer) return std::move(offer).problem();
  return PostingView{std::move(*offer), std::move(stored->closed_at)};
}

/// Ids of all that share the offer, `id` among them even when it stands alone.
Result<std::vector<std::string>> postings_with(MergeTables& tables, std::string_view id) {
  auto offer = tables.offer_of(id);
  if (!offer) return std::move(offer).problem();
  if (!offer->empty()) return tables.members_of(*offer);
  auto posting = tables.posting(id);
  if (!posting) return std::move(posting).problem();
  return std::vector<std::string>{std::move(posting->id)};
}

bool named(const Offer& posting, std::string_view source) {
  return posting.id == source || std::any_of(posting.sources.begin(), posting.sources.end(), [&](const OfferSource& each) { return each.source + ":" + each.id == source; });
}

/// Groups the postings anew and says where each is shown.
Result<PartReport> regrouped(MergeTables& tables, std::vector<std::string> postings, std::uint64_t pairs, const reference::Reference& reference,
                             Threads threads) {
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  auto outcome = merge_again(tables, postings, reference, threads);
  if (!outcome) return std::move(outcome).problem();
  PartReport report;
  report.pairs = pairs;
  for (std::string& posting : postings) {
    auto offer = tables.offer_of(posting);
    if (!offer) return std::move(offer).problem();
    std::string shown = offer->empty() ? posting : std::move(*offer);
    report.shown_as.emplace_back(std::move(posting), std::move(shown));
  }
  return report;
}

}  // namespace

Result<OfferView> view_offer(MergeTables& tables, std::string_view id) {
  auto ids = postings_with(tables, id);
  if (!ids) return std::move(ids).problem();
  OfferView view;
  bool open = false;
  for (const std::string& each : *ids) {
    auto posting = read_posting(tables, each);
    if (!posting) return std::move(posting).problem();
    open |= posting->closed_at.empty();
    view.closed_at = std::max(view.closed_at, posting->closed_at);
    view.postings.push_back(std::move(*posting));
  }
  if (open) view.closed_at.clear();
  std::vector<Posting> given;
  for (const PostingView& each : view.postings) given.push_back({&each.offer, each.closed_at.empty()});
  BestOffer best = best_of(given);
  for (const FieldOrigin& origin : best.origins) {
    if (view.fields.empty() || view.fields.back().first != origin.field) view.fields.push_back({std::string(origin.field), {}});
    std::vector<std::string>& from = view.fields.back().second;
    if (const std::string& posting = view.postings[origin.posting].offer.id; std::find(from.begin(), from.end(), posting) == from.end()) from.push_back(posting);
  }
  if (view.postings.size() == 1) {
    view.offer = view.postings.front().offer;
  } else {
    view.offer = std::move(best.offer);
    auto joins = tables.joins_of(view.offer.id);
    if (!joins) return std::move(joins).problem();
    view.joins = std::move(*joins);
  }
  PASSERELLE_TRY(tables.for_each_apart([&](std::string_view a, std::string_view b) -> Status {
    for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)})
      if (std::binary_search(ids->begin(), ids->end(), one)) view.kept_apart.emplace_back(one, other);
    return {};
  }));
  return view;
}

Result<PartReport> unmerge(MergeTables& tables, std::string_view id, std::string_view source, const reference::Reference& reference, Threads threads) {
  auto ids = postings_with(tables, id);
  if (!ids) return std::move(ids).problem();
  if (ids->size() < 2) return Problem(ProblemCode::kRequestInvalid, std::string(id), "one source only: nothing to part");
  std::uint64_t pairs = 0;
  std::optional<std::string> out;
  if (!source.empty()) {
    for (const std::string& each : *ids) {
      auto posting = read_posting(tables, each);
      if (!posting) return std::move(posting).problem();
      // A posting's own id before what its record says of partners.
      if (each == source || (!out && named(posting->offer, source))) out = each;
    }
    if (!out) return Problem(ProblemCode::kNotFound, std::string(source));
  }
  for (std::size_t i = 0; i < ids->size(); ++i)
    for (std::size_t j = i + 1; j < ids->size(); ++j) {
      if (out && (*ids)[i] != *out && (*ids)[j] != *out) continue;
      PASSERELLE_TRY(tables.keep_apart((*ids)[i], (*ids)[j]));
      ++pairs;
    }
  return regrouped(tables, std::move(*ids), pairs, reference, threads);
}

Result<PartReport> let_together(MergeTables& tables, std::string_view id, std::string_view source, const reference::Reference& reference, Threads threads) {
  auto ids = postings_with(tables, id);
  if (!ids) return std::move(ids).problem();
  std::set<MergeTables::Pair> pairs;
  std::set<std::string> others;
  PASSERELLE_TRY(tables.for_each_apart([&](std::string_view a, std::string_view b) -> Status {
    for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)})
      if (std::binary_search(ids->begin(), ids->end(), one)) others.emplace(other);
    return {};
  }));
  for (const std::string& other : others) {
    if (!source.empty() && other != source) {
      auto posting = read_posting(tables, other);
      if (!posting) return std::move(posting).problem();
      if (!named(posting->offer, source)) continue;
    }
    for (const std::string& each : *ids) {
      auto gone = tables.let_together(each, other);
      if (!gone) return std::move(gone).problem();
      pairs.insert(gone->begin(), gone->end());
    }
  }
  if (pairs.empty()) return Problem(ProblemCode::kRequestInvalid, std::string(source.empty() ? id : source), "nothing is kept apart");
  std::vector<std::string> postings;
  for (const auto& [a, b] : pairs) postings.insert(postings.end(), {a, b});
  return regrouped(tables, std::move(postings), pairs.size(), reference, threads);
}

}  // namespace passerelle::merging
