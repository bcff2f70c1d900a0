#include "corpus/build_corpus.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "unit/scoring/small_world.hpp"

namespace passerelle {
namespace {

using testing::plain_offer;
using testing::plain_person;
using testing::small_reference;

template <class Record>
Record named(Record record, std::string id) {
  record.id = std::move(id);
  return record;
}

// What of a corpus depends on how it was put together.
std::string dump(const Corpus& corpus) {
  std::string all;
  const auto keys = [&](char mark, std::span<const ExactId> row) {
    for (const ExactId key : row) all += fmt::format(" {}{}={}", mark, key, corpus.exact_keys[key]);
  };
  for (std::size_t o = 0; o < corpus.offers.size(); ++o) {
    all += fmt::format("\n{} {} {}", corpus.offers.ids[o], corpus.offers.occupation[o].value, corpus.offers.tension[o]);
    for (const Requirement& requirement : corpus.offers.requirements[o]) all += fmt::format(" {}", requirement.item.value);
    keys('+', corpus.offers.certificates_required[o]);
    keys('?', corpus.offers.unknown_items[o]);
  }
  for (std::size_t c = 0; c < corpus.candidates.size(); ++c) {
    all += fmt::format("\n{} {}", corpus.candidates.ids[c], corpus.candidates.order[c]);
    for (const HeldItem held : corpus.candidates.items[c]) all += fmt::format(" {}", held.item().value);
    keys('+', corpus.candidates.certificates[c]);
    EXPECT_TRUE(std::ranges::is_sorted(corpus.candidates.certificates[c]));
  }
  return all;
}

TEST(BuildCorpus, PartsPutTogetherAreTheCorpusOfTheirRecords) {
  std::vector<Offer> offers;
  std::vector<Candidate> people;
  for (int i = 0; i < 9; ++i) {
    Offer offer = named(plain_offer(), fmt::format("o{}", i));
    // Keys of no vocabulary, some common to several parts: each gets one number, in the order of its first use.
    offer.certificates.push_back({.item = fmt::format("x:key-{}", i % 4), .label = {}, .level = Level::kRequired, .weight = {}, .evidence = {}});
    offer.items.push_back({.item = {}, .label = fmt::format("label {}", i % 3), .weight = {}, .evidence = {}});
    offers.push_back(offer);
    Candidate person = named(plain_person(), fmt::format("p{}", i));
    person.certificates = std::vector<Key>{fmt::format("x:key-{}", i % 5), "x:own"};
    person.items.push_back({.item = "t:bake", .label = {}});
    people.push_back(person);
  }
  CorpusBuilder whole(small_reference()), parts(small_reference());
  for (const Offer& offer : offers) whole.add(offer);
  for (const Candidate& person : people) whole.add(person);
  for (std::size_t begin = 0; begin < 9; begin += 4) {
    CorpusPart part = parts.part();
    for (std::size_t i = begin; i < std::min<std::size_t>(9, begin + 4); ++i) part.add(offers[i]);
    parts.append(std::move(part));
  }
  for (std::size_t begin = 0; begin < 9; begin += 2) {
    CorpusPart part = parts.part();
    for (std::size_t i = begin; i < std::min<std::size_t>(9, begin + 2); ++i) part.add(people[i]);
    parts.append(std::move(part));
  }
  // In one part all offers come before all persons, and so do their keys: the same order as here.
  EXPECT_EQ(dump(*whole.finish("s")), dump(*parts.finish("s")));
}

TEST(BuildCorpus, PersonsLieByOccupationAndKeepTheOrderOfTheirIds) {
  CorpusBuilder builder(small_reference());
  const char* const seeks[] = {"t:pastry", "t:baker", "t:pastry", "t:baker", "t:no-such"};
  for (int i = 0; i < 5; ++i) {
    Candidate person = named(plain_person(), fmt::format("p{}", i));
    person.sought = {seeks[i]};
    builder.add(person);
  }
  const auto corpus = builder.finish("s");
  std::vector<std::string> found;
  for (std::uint32_t c = 0; c < 5; ++c) {
    found.emplace_back(corpus->candidates.ids[c]);
    EXPECT_EQ(corpus->candidates_by_id[corpus->order_of(CandidateId{c})], CandidateId{c});
    EXPECT_EQ(corpus->find_candidate(corpus->candidates.ids[c]), CandidateId{c});
  }
  EXPECT_EQ(found, (std::vector<std::string>{"p1", "p3", "p0", "p2", "p4"}));
  for (const char* const nobody : {"", "p", "p00", "p9", "q"}) EXPECT_EQ(corpus->find_candidate(nobody), std::nullopt);
}

TEST(BuildCorpus, SaysHowMuchMemoryEachSideTakes) {
  CorpusBuilder builder(small_reference());
  const CorpusBytes none = bytes_of(*CorpusBuilder(small_reference()).finish("s"));
  for (int i = 0; i < 100; ++i) builder.add(named(plain_person(), fmt::format("p{}", 100 + i)));
  const CorpusBytes some = bytes_of(*builder.finish("s"));
  EXPECT_EQ(some.offers, none.offers);
  EXPECT_GE(some.candidates - none.candidates, 100 * sizeof(CandidateFacts));
  EXPECT_LE(some.candidates - none.candidates, 100 * 220U);
}

}  // namespace
}  // namespace passerelle
