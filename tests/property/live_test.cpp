// Law 1: whatever was put and removed, in any order, a corpus that followed gives the answers of one built at once: both
// directions, several policies, ties and counts.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <type_traits>

#include "corpus/build_corpus.hpp"
#include "live/live_corpus.hpp"
#include "live/live_matcher.hpp"
#include "property/world.hpp"
#include "ranking/explain.hpp"

namespace passerelle::testing {
namespace {

/// What a store would hold.
struct Records {
  std::map<std::string, Offer> offers;
  std::map<std::string, Candidate> people;
  std::shared_ptr<const Corpus> corpus(const std::shared_ptr<const reference::Reference>& reference) const {
    CorpusBuilder builder(reference);
    for (const auto& [id, offer] : offers) builder.add(offer);
    for (const auto& [id, person] : people) builder.add(person);
    return builder.finish("s");
  }
};

std::string words_of(const Fact& fact) { return text(fact, Language::kFrench) + fact.a_key + fact.b_key; }

// All that an answer shows of its reasons.
std::string words_of(const ScoringContext& context, CandidateId candidate, OfferId offer, const PairScore& score, const ConstraintStates& states) {
  std::string words;
  const Explanation why = explain(context, candidate, offer, score, states, Language::kFrench);
  for (const Contribution& part : why.contributions) {
    words += std::to_string(part.contribution) + '\n';
    for (const auto* facts : {&part.evidence, &part.missing})
      for (const Fact& fact : *facts) words += words_of(fact) + '\n';
  }
  for (const VerdictReason& reason : why.verdict.reasons) words += words_of(reason.fact) + '\n';
  return words;
}

template <class Id, class Ids, class Pair>
void expect_same(const LiveList& live, const RankedLines<Id>& built, const ScoringContext& context, const Ids& id_of, const Pair& pair_of, bool in_words) {
  RC_ASSERT(live.eligible == built.eligible);
  RC_ASSERT(live.drawn == built.drawn);
  RC_ASSERT(live.lines.size() == built.lines.size());
  for (std::size_t i = 0; i < built.lines.size(); ++i) {
    RC_ASSERT(id_of(live.lines[i]) == id_of(context.corpus, built.lines[i].id));
    RC_ASSERT(live.lines[i].score.points == built.lines[i].score.points);
    RC_ASSERT(live.lines[i].score.score == built.lines[i].score.score);
    RC_ASSERT(live.lines[i].score.suits == built.lines[i].score.suits);
    RC_ASSERT(live.lines[i].score.wanted == built.lines[i].score.wanted);
    RC_ASSERT(live.lines[i].constraints == built.lines[i].constraints);
    RC_ASSERT(live.lines[i].tier == built.lines[i].tier);
    if (!in_words || i > 5) continue;
    const auto [candidate, offer] = pair_of(built.lines[i].id);
    RC_ASSERT(words_of(live.lines[i].where->context, live.lines[i].candidate, live.lines[i].offer, live.lines[i].score, live.lines[i].constraints) ==
              words_of(context, candidate, offer, built.lines[i].score, built.lines[i].constraints));
  }
}

struct OfferIds {
  std::string_view operator()(const LiveLine& line) const { return line.where->corpus->offers.ids[line.offer.value]; }
  std::string_view operator()(const Corpus& corpus, OfferId id) const { return corpus.offers.ids[id.value]; }
};
struct PeopleIds {
  std::string_view operator()(const LiveLine& line) const { return line.where->corpus->candidates.ids[line.candidate.value]; }
  std::string_view operator()(const Corpus& corpus, CandidateId id) const { return corpus.candidates.ids[id.value]; }
};

void expect_answers_of_a_rebuild(const LiveCorpus& live, const Records& records, const std::vector<std::shared_ptr<const PolicyOfDay>>& policies,
                                 std::vector<LiveMatcher::Before>& before, Dice& dice, Day date) {
  const auto state = live.state();
  const auto built = records.corpus(state->reference());
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const auto matcher = std::make_shared<const LiveMatcher>(state, policies[p], before[p]);
    before[p] = {matcher};
    std::uint64_t open = 0;
    for (const Day closing : built->offers.closing) open += !closing.set() || closing >= date ? 1U : 0U;
    RC_ASSERT(matcher->open_offers() == open);
    const TravelModel travel(policies[p]->policy.travel);
    const ScoringContext context{*built, policies[p]->policy, travel, date};
    const Matcher whole(context);
    for (int i = 0; i < 3; ++i) {
      const ListRequest request{1 + dice.below(40), dice.chance(20) ? 4'000 : 0, true};
      const bool in_words = i == 0;
      if (!records.people.empty()) {
        const CandidateId person = built->candidates_by_id[dice.below(static_cast<std::uint32_t>(records.people.size()))];
        const auto at = state->find_candidate(built->candidates.ids[person.value]);
        RC_ASSERT(at.has_value());
        expect_same(matcher->suggest(*at, request), whole.suggest(person, request), context, OfferIds{}, [&](OfferId id) { return std::pair(person, id); }, in_words);
      }
      if (!records.offers.empty()) {
        const OfferId offer{dice.below(static_cast<std::uint32_t>(records.offers.size()))};
        const auto at = state->find_offer(built->offers.ids[offer.value]);
        RC_ASSERT(at.has_value());
        expect_same(matcher->shortlist(*at, request), whole.shortlist(offer, request), context, PeopleIds{}, [&](CandidateId id) { return std::pair(id, offer); }, in_words);
      }
    }
  }
}

RC_GTEST_PROP(Law1Live, AnswersAreThoseOfARebuildAfterEveryStep, (std::uint64_t seed)) {
  Dice dice(seed + 11);
  const World world = random_world(seed, 50, 50);
  Records records;
  for (const Offer& offer : world.offers) records.offers.emplace(offer.id, offer);
  for (const Candidate& person : world.candidates) records.people.emplace(person.id, person);
  std::vector<std::shared_ptr<const PolicyOfDay>> rules;
  for (const Policy& policy : policies()) rules.push_back(std::make_shared<const PolicyOfDay>(policy, world.date));
  std::vector<LiveMatcher::Before> before(rules.size());
  LiveCorpus live(records.corpus(world.reference), 0);
  for (int step = 0; step < 10; ++step) {
    std::map<std::pair<bool, std::string>, RecordChange> changes;
    // Now and then more than the newest part holds.
    for (std::uint32_t n = dice.chance(15) ? 80 : 1 + dice.below(6); n > 0; --n) {
      const bool of_offer = dice.chance(50);
      const std::uint32_t number = dice.below(90);
      RecordChange change{of_offer, {}, {}, {}};
      if (of_offer) {
        Offer offer = random_offer(dice, *world.reference, number);
        change.id = offer.id;
        if (dice.chance(70)) change.offer = offer;
        if (change.offer) records.offers.insert_or_assign(change.id, *change.offer);
        else records.offers.erase(change.id);
      } else {
        Candidate person = random_candidate(dice, *world.reference, number);
        change.id = person.id;
        if (dice.chance(70)) change.person = person;
        if (change.person) records.people.insert_or_assign(change.id, *change.person);
        else records.people.erase(change.id);
      }
      changes.insert_or_assign({of_offer, change.id}, std::move(change));
    }
    std::vector<RecordChange> list;
    for (auto& [id, change] : changes) list.push_back(std::move(change));
    if (dice.chance(25)) {
      // While a merge is under way: what it did not see stands beside it.
      live.merge([&](const auto&) { live.apply(std::move(list), std::to_string(step), step); });
    } else {
      live.apply(std::move(list), std::to_string(step), step);
      if (dice.chance(10)) live.merge();
    }
    RC_ASSERT(live.state()->snapshot() == std::to_string(step));
    expect_answers_of_a_rebuild(live, records, rules, before, dice, world.date);
  }
}

RC_GTEST_PROP(Law1Live, AMergedCorpusIsTheOneThatIsBuilt, (std::uint64_t seed)) {
  Dice dice(seed + 12);
  const World world = random_world(seed, 30, 30);
  Records first, all;
  for (const Offer& offer : world.offers) (dice.chance(60) ? first : all).offers.emplace(offer.id, offer);
  for (const Candidate& person : world.candidates) (dice.chance(60) ? first : all).people.emplace(person.id, person);
  const auto built_first = first.corpus(world.reference);
  const SegmentGround ground = SegmentGround::beside(*built_first);
  CorpusBuilder rest(ground);
  for (const auto& [id, offer] : all.offers) rest.add(offer);
  for (const auto& [id, person] : all.people) rest.add(person);
  const auto merged = merge_corpora({built_first, nullptr, nullptr}, {rest.finish({}), nullptr, nullptr}, nullptr, "s");
  all.offers.merge(first.offers);
  all.people.merge(first.people);
  const auto built = all.corpus(world.reference);
  // What lies between the fields of a value says nothing.
  const auto same_bytes = []<class T>(std::span<const T> a, std::span<const T> b) {
    if constexpr (std::has_unique_object_representations_v<T>) return std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
    return true;
  };
  const auto same = [&](std::string_view, const auto& a, const auto& b) {
    if constexpr (requires { a.rows().offsets(); }) {
      RC_ASSERT(std::ranges::equal(a.rows().offsets(), b.rows().offsets()));
      RC_ASSERT(std::ranges::equal(a.rows().values(), b.rows().values()));
    } else if constexpr (requires { a.offsets(); }) {
      RC_ASSERT(std::ranges::equal(a.offsets(), b.offsets()));
      RC_ASSERT(a.values().size_bytes() == b.values().size_bytes());
      RC_ASSERT(a.size() == 0 || same_bytes(a.values(), b.values()));
    } else {
      RC_ASSERT(a.size() == b.size());
      RC_ASSERT(a.empty() || same_bytes(a, b));
    }
  };
  for_each_offer_column(same, merged->offers, built->offers);
  for_each_candidate_column(same, merged->candidates, built->candidates);
  for_each_index_column(same, *merged, *built);
}

}  // namespace
}  // namespace passerelle::testing
