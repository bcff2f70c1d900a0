#include "corpus/build_corpus.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "corpus/column_store.hpp"
#include "corpus/finish_columns.hpp"
#include "corpus/spatial_order.hpp"

namespace passerelle {
namespace {

// Rows of the values, in their order: counted, then placed.
template <class T, class RowsOf>
Csr<T> postings(std::size_t rows, std::span<const T> values, const RowsOf& rows_of) {
  std::vector<std::uint32_t> ends(rows + 1, 0);
  for (const T value : values) rows_of(value, [&](T, std::size_t row) { ++ends[row + 1]; });
  for (std::size_t row = 0; row < rows; ++row) ends[row + 1] += ends[row];
  std::vector<std::uint32_t> next(ends.begin(), ends.end() - 1);
  std::vector<T> placed(ends.back());
  for (const T value : values) rows_of(value, [&](T v, std::size_t row) { placed[next[row]++] = v; });
  return Csr<T>(std::move(ends), std::move(placed));
}

// Appends the rows or values of a part; keys of a part become those of the whole.
template <class Column>
void append(std::string_view, Column& whole, Column& part, std::span<const ExactId>) {
  if constexpr (requires { whole.append(part); }) whole.append(part);
  else whole.insert(whole.end(), part.begin(), part.end());
}
// Of offers and persons, rows of numbers without a type of their own are keys.
void append(std::string_view name, Csr<ExactId>& whole, Csr<ExactId>& part, std::span<const ExactId> key_of) {
  for (ExactId& key : part.values()) key = key_of[key];
  // Those that are searched ascend; what was merely listed keeps its order.
  if (searched_keys(name))
    for (std::size_t row = 0; row < part.rows(); ++row) std::ranges::sort(part.row(row));
  whole.append(part);
}

// Places in external-id order, by occupation (the first sought, else the first practised, else last), then by near_key.
std::vector<std::uint32_t> retrieval_order(const CandidateColumnsOf<Building>& candidates, std::size_t occupations) {
  const auto occupation_of = [&](std::size_t c) -> std::uint64_t {
    if (const auto sought = candidates.sought[c]; !sought.empty()) return sought.front().value;
    if (const auto practised = candidates.practised[c]; !practised.empty()) return practised.front().occupation().value;
    return occupations;
  };
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed(candidates.size());
  for (std::uint32_t c = 0; c < keyed.size(); ++c) keyed[c] = {occupation_of(c) << 32U | candidates.near_key[c], c};
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::uint32_t> order(keyed.size());
  for (std::size_t c = 0; c < keyed.size(); ++c) order[c] = keyed[c].second;
  return order;
}

template <class T>
std::vector<T> reordered(std::vector<T>&& column, const std::vector<std::uint32_t>& order) {
  std::vector<T> result;
  result.reserve(column.size());
  for (const std::uint32_t at : order) result.push_back(column[at]);
  return result;
}
template <class T>
Csr<T> reordered(Csr<T>&& rows, const std::vector<std::uint32_t>& order) {
  Csr<T> result;
  for (const std::uint32_t at : order) result.push_row(rows[at]);
  return result;
}
StringList reordered(StringList&& strings, const std::vector<std::uint32_t>& order) {
  StringList result;
  for (const std::uint32_t at : order) result.push_back(strings[at]);
  return result;
}

}  // namespace

ExactKeys::ExactKeys(const StringsView& known) {
  for (std::size_t i = 0; i < known.size(); ++i) (void)id_of(known[i]);
}

ExactId ExactKeys::id_of(std::string_view key) {
  const auto [at, added] = ids_.emplace(key, static_cast<ExactId>(keys_.size()));
  if (added) keys_.push_back(key);
  return at->second;
}

SegmentGround SegmentGround::beside(const Corpus& base) {
  return {base.reference, std::make_shared<const CardIndex>(*base.reference), std::make_shared<ExactKeys>(base.exact_keys)};
}

struct CorpusBuilder::Impl {
  SegmentGround ground;
  bool alone;
  CorpusColumnsOf<Building> columns;
  CorpusPart own;  // of add()

  Impl(SegmentGround g, bool a) : ground(std::move(g)), alone(a), own(ground.reference, ground.cards) {}
};

CorpusBuilder::CorpusBuilder(std::shared_ptr<const reference::Reference> reference)
    : impl_(std::make_unique<Impl>(SegmentGround{reference, std::make_shared<const CardIndex>(*reference), std::make_shared<ExactKeys>()}, true)) {
  if (reference->item_keys.size() > kMostItems || reference->occupation_keys.size() > kMostOccupations)
    throw std::length_error("a corpus holds at most 16,777,216 items and 262,144 occupations");
}
CorpusBuilder::CorpusBuilder(const SegmentGround& ground) : impl_(std::make_unique<Impl>(ground, false)) {}
CorpusBuilder::~CorpusBuilder() = default;
CorpusPart CorpusBuilder::part() const { return {impl_->ground.reference, impl_->ground.cards}; }
void CorpusBuilder::add(const Offer& offer) { impl_->own.add(offer); }
void CorpusBuilder::add(const Candidate& candidate) { impl_->own.add(candidate); }

void CorpusBuilder::append(CorpusPart part) {
  CorpusColumnsOf<Building>& whole = impl_->columns;
  CorpusColumnsOf<Building>& more = part.columns_;
  assert(whole.offers.ids.empty() || more.offers.ids.empty() || whole.offers.ids.back() < more.offers.ids[0]);
  assert(whole.candidates.ids.empty() || more.candidates.ids.empty() || whole.candidates.ids.back() < more.candidates.ids[0]);
  std::vector<ExactId> key_of;
  for (std::size_t i = 0; i < more.exact_keys.size(); ++i) key_of.push_back(impl_->ground.keys->id_of(more.exact_keys[i]));
  const auto put = [&](std::string_view name, auto& into, auto& from) { passerelle::append(name, into, from, std::span<const ExactId>(key_of)); };
  for_each_offer_column(put, whole.offers, more.offers);
  for_each_candidate_column(put, whole.candidates, more.candidates);
}

std::shared_ptr<const Corpus> CorpusBuilder::finish(std::string snapshot) {
  append(std::move(impl_->own));
  return finish_columns(std::move(impl_->columns), impl_->ground, impl_->alone, std::move(snapshot));
}

// Keys in their own order: how a row of them is read out, and how they are numbered, then depends on nothing but what they are.
void renumber_keys(CorpusColumnsOf<Building>& columns, ExactKeys& keys) {
  std::vector<ExactId> order(keys.keys().size()), number(order.size());
  for (ExactId id = 0; id < order.size(); ++id) order[id] = id;
  std::sort(order.begin(), order.end(), [&](ExactId a, ExactId b) { return keys.keys()[a] < keys.keys()[b]; });
  ExactKeys ordered;
  for (ExactId id = 0; id < order.size(); ++id) {
    number[order[id]] = id;
    (void)ordered.id_of(keys.keys()[order[id]]);
  }
  const auto renumber = [&](std::string_view name, auto& column) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(column)>, Csr<ExactId>>) {
      for (ExactId& key : column.values()) key = number[key];
      if (searched_keys(name))
        for (std::size_t row = 0; row < column.rows(); ++row) std::ranges::sort(column.row(row));
    }
  };
  for_each_offer_column(renumber, columns.offers);
  for_each_candidate_column(renumber, columns.candidates);
  renumber("diplomas", columns.diplomas);
  keys = std::move(ordered);
}

std::shared_ptr<const Corpus> finish_columns(CorpusColumnsOf<Building> built, const SegmentGround& ground, bool alone, std::string snapshot) {
  const reference::Reference& reference = *ground.reference;
  const std::size_t occupations = reference.occupation_keys.size();
  for (std::uint32_t o = 0; o < occupations; ++o) {
    std::vector<ExactId> any_of;
    for (const ItemId diploma : reference.diplomas[o]) any_of.push_back(ground.keys->id_of(reference.item_keys[diploma.value]));
    built.diplomas.push_row(any_of);
  }
  if (alone) renumber_keys(built, *ground.keys);
  built.exact_keys = ground.keys->keys();
  const auto store = std::make_shared<ColumnStore>();
  const auto corpus = std::make_shared<Corpus>();
  const auto keep = [&](std::string_view, auto& from, auto& as) { as = store->keep(std::move(from)); };
  for_each_offer_column(keep, built.offers, corpus->offers);
  built.offers_of_occupation = postings<OfferId>(occupations + 1, offers_along_curve(corpus->offers), [&](OfferId offer, auto&& into) {
    const OccupationId occupation = corpus->offers.occupation[offer.value];
    into(offer, occupation.set() ? occupation.value : occupations);
  });

  // Records came in external-id order; from here on persons lie in the order of retrieval.
  const std::vector<std::uint32_t> retrieval = retrieval_order(built.candidates, occupations);
  built.candidates.order = retrieval;
  built.candidates_by_id.resize(retrieval.size());
  for (std::uint32_t c = 0; c < retrieval.size(); ++c) built.candidates_by_id[retrieval[c]] = CandidateId{c};
  for_each_candidate_column(
      [&](std::string_view name, auto& from, auto& as) {
        if (name == "order") as = store->keep(std::move(from));
        else as = store->keep(reordered(std::move(from), retrieval));
      },
      built.candidates, corpus->candidates);
  std::vector<CandidateId> people(retrieval.size());
  for (std::uint32_t c = 0; c < people.size(); ++c) people[c] = CandidateId{c};
  built.candidates_practising = postings<CandidateId>(occupations, people, [&](CandidateId candidate, auto&& into) {
    for (const PractisedOccupation& practised : corpus->candidates.practised[candidate.value]) into(candidate, practised.occupation().value);
  });
  built.candidates_seeking = postings<CandidateId>(occupations, people, [&](CandidateId candidate, auto&& into) {
    const auto practised = corpus->candidates.practised[candidate.value];
    for (const OccupationId sought : corpus->candidates.sought[candidate.value])
      if (std::none_of(practised.begin(), practised.end(), [&](const PractisedOccupation& p) { return p.occupation() == sought; })) into(candidate, sought.value);
  });
  built.candidates_by_cover = postings<CandidateId>(occupations, people, [&](CandidateId candidate, auto&& into) {
    for (const CardCover& cover : corpus->candidates.card_cover[candidate.value]) into(candidate, cover.occupation().value);
  });
  for_each_index_column(keep, built, *corpus);
  corpus->reference = ground.reference;
  corpus->snapshot = std::move(snapshot);
  corpus->memory = store;
  return corpus;
}

}  // namespace passerelle
