#include "corpus/merge_corpora.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <type_traits>
#include <utility>

#include "corpus/finish_columns.hpp"

namespace passerelle {
namespace {

/// A row of one of the two.
struct Row { std::uint32_t of, at; };

template <class T>
void gather(std::string_view, std::vector<T>& into, std::span<const T>& one, std::span<const T>& other, const std::vector<Row>& rows, const std::vector<ExactId>*) {
  into.reserve(rows.size());
  for (const Row row : rows) into.push_back((row.of == 0 ? one : other)[row.at]);
}
void gather(std::string_view, StringList& into, StringsView& one, StringsView& other, const std::vector<Row>& rows, const std::vector<ExactId>*) {
  for (const Row row : rows) into.push_back((row.of == 0 ? one : other)[row.at]);
}
template <class T>
void gather(std::string_view, Csr<T>& into, CsrView<T>& one, CsrView<T>& other, const std::vector<Row>& rows, const std::vector<ExactId>*) {
  for (const Row row : rows) into.push_row((row.of == 0 ? one : other)[row.at]);
}
// Keys: by what they are called.
void gather(std::string_view name, Csr<ExactId>& into, CsrView<ExactId>& one, CsrView<ExactId>& other, const std::vector<Row>& rows,
            const std::vector<ExactId>* number) {
  std::vector<ExactId> keys;
  for (const Row row : rows) {
    keys.clear();
    for (const ExactId key : (row.of == 0 ? one : other)[row.at]) keys.push_back(number[row.of][key]);
    if (searched_keys(name)) std::sort(keys.begin(), keys.end());
    into.push_row(keys);
  }
}

// What remains of both, by external id. `at`: row of the n-th id of a corpus.
template <class At>
std::vector<Row> rows_of(const StringsView* const ids[2], const Gone* const gone[2], const At& at) {
  std::vector<Row> rows[2];
  for (std::uint32_t of = 0; of < 2; ++of)
    for (std::uint32_t n = 0; n < ids[of]->size(); ++n)
      if (const std::uint32_t row = at(of, n); gone[of] == nullptr || !gone[of]->has(row)) rows[of].push_back({of, row});
  std::vector<Row> merged;
  merged.reserve(rows[0].size() + rows[1].size());
  const auto before = [&](const Row& a, const Row& b) { return (*ids[a.of])[a.at] < (*ids[b.of])[b.at]; };
  std::merge(rows[0].begin(), rows[0].end(), rows[1].begin(), rows[1].end(), std::back_inserter(merged), before);
  assert(std::adjacent_find(merged.begin(), merged.end(), [&](const Row& a, const Row& b) { return !before(a, b); }) == merged.end());
  return merged;
}

}  // namespace

std::shared_ptr<const Corpus> merge_corpora(const Remains& one, const Remains& other, const SegmentGround* ground, std::string snapshot) {
  const Corpus* const from[2] = {one.corpus.get(), other.corpus.get()};
  const SegmentGround own = ground != nullptr ? *ground : SegmentGround{from[0]->reference, nullptr, std::make_shared<ExactKeys>()};
  // Only what is still named gets a number.
  std::vector<ExactId> number[2];
  CorpusColumnsOf<Views> a = *from[0], b = *from[1];
  const StringsView* const offer_ids[2] = {&a.offers.ids, &b.offers.ids};
  const StringsView* const people_ids[2] = {&a.candidates.ids, &b.candidates.ids};
  const Gone* const gone_offers[2] = {one.offers.get(), other.offers.get()};
  const Gone* const gone_people[2] = {one.people.get(), other.people.get()};
  const std::vector<Row> offers = rows_of(offer_ids, gone_offers, [](std::uint32_t, std::uint32_t n) { return n; });
  const std::vector<Row> people = rows_of(people_ids, gone_people, [&](std::uint32_t of, std::uint32_t n) { return from[of]->candidates_by_id[n].value; });
  std::vector<bool> named[2];
  for (std::size_t of = 0; of < 2; ++of) named[of].resize(from[of]->exact_keys.size());
  const auto name = [&](const std::vector<Row>& rows) {
    return [&](std::string_view, auto& first, auto& second) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(first)>, CsrView<ExactId>>)
        for (const Row row : rows)
          for (const ExactId key : (row.of == 0 ? first : second)[row.at]) named[row.of][key] = true;
    };
  };
  for_each_offer_column(name(offers), a.offers, b.offers);
  for_each_candidate_column(name(people), a.candidates, b.candidates);
  for (std::size_t of = 0; of < 2; ++of) {
    number[of].resize(named[of].size());
    for (ExactId key = 0; key < named[of].size(); ++key)
      if (named[of][key]) number[of][key] = own.keys->id_of(from[of]->exact_keys[key]);
  }
  CorpusColumnsOf<Building> built;
  for_each_offer_column([&](std::string_view column, auto& into, auto& first, auto& second) { gather(column, into, first, second, offers, number); },
                        built.offers, a.offers, b.offers);
  for_each_candidate_column([&](std::string_view column, auto& into, auto& first, auto& second) { gather(column, into, first, second, people, number); },
                            built.candidates, a.candidates, b.candidates);
  return finish_columns(std::move(built), own, ground == nullptr, std::move(snapshot));
}

std::shared_ptr<const Corpus> cross_corpus(const std::shared_ptr<const Corpus>& offers, const std::shared_ptr<const Corpus>& people) {
  if (offers == people) return offers;
  const auto cross = std::make_shared<Corpus>(*people);
  cross->offers = offers->offers;
  cross->offers_of_occupation = offers->offers_of_occupation;
  if (offers->exact_keys.size() > people->exact_keys.size()) cross->exact_keys = offers->exact_keys;
  cross->memory = std::make_shared<const std::pair<std::shared_ptr<const Corpus>, std::shared_ptr<const Corpus>>>(offers, people);
  return cross;
}

}  // namespace passerelle
