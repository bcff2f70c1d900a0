#include "support/lists.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "unit/scoring/small_world.hpp"

namespace passerelle::testing {
namespace {

// Offers o00 … o19 for a baker, every third for a diver; persons p00 … p19 alike, with more months the higher the
// number.
struct Lists {
  std::shared_ptr<const Corpus> corpus;
  Policy policy;
  TravelModel travel;

  explicit Lists(const char* name) : policy(shipped_policy(name)), travel(policy.travel) {
    CorpusBuilder builder(small_reference());
    for (int i = 0; i < 20; ++i) {
      Offer offer = plain_offer();
      offer.id = fmt::format("o{:02}", i);
      if (i % 3 == 2) offer.occupation = "t:far";
      if (i == 4) offer.closing = Day{19'999};
      if (i == 6) offer.occupation = "t:no-such";
      offer.experience = ExperienceRequirement{static_cast<std::uint16_t>(12 + i), Level::kRequired, false, ""};
      builder.add(offer);
    }
    for (int i = 0; i < 20; ++i) {
      Candidate person = plain_person();
      person.id = fmt::format("p{:02}", i);
      if (i % 3 == 2) person.sought = {"t:far"};
      else person.practised = {{"t:baker", static_cast<std::uint16_t>(i)}};
      builder.add(person);
    }
    corpus = builder.finish("lists");
  }
  ScoringContext context() const { return {*corpus, policy, travel, Day{20'000}}; }
  /// The person of this number among the ids.
  CandidateId person(std::size_t number) const { return corpus->candidates_by_id[number]; }
  /// Numbers of a list's lines.
  template <class Id>
  std::vector<std::uint32_t> ids(const RankedLines<Id>& list) const {
    std::vector<std::uint32_t> out;
    for (const auto& line : list.lines) out.push_back(corpus->order_of(line.id));
    return out;
  }
};

TEST(Suggest, CountsWhatItLookedAtAndWhatWasEligible) {
  const Lists lists("adviser");
  const auto list = suggest(lists.context(), lists.person(0), 100, 0);
  // 14 baker's offers (one closed, one of unknown occupation among them), 6 diver's out of reach
  EXPECT_EQ(list.considered, 14U);
  EXPECT_EQ(list.eligible, 13U);
  EXPECT_EQ(list.lines.size(), 13U);
  for (const auto& line : list.lines) EXPECT_NE(line.id, OfferId{4});
}

TEST(Suggest, TheTopIsThePrefixOfTheWholeList) {
  const Lists lists("adviser");
  const auto whole = lists.ids(suggest(lists.context(), lists.person(13), 100, 0));
  for (std::size_t top = 0; top <= whole.size() + 1; ++top) {
    const auto list = suggest(lists.context(), lists.person(13), top, 0);
    EXPECT_EQ(lists.ids(list),
              std::vector(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(std::min(top, whole.size()))));
    EXPECT_EQ(list.eligible, whole.size());  // counted before the cut
  }
}

TEST(Shortlist, SortsBySuitsForARecruiterTiesById) {
  const Lists lists("recruiter");
  const auto list = shortlist(lists.context(), OfferId{0}, 100, 0);  // asks 12 months
  const auto found = lists.ids(list);
  ASSERT_EQ(found.size(), 14U);
  // 12 months and more are all met: on a par, in the order of their ids; below, the more the better
  EXPECT_EQ(std::vector(found.begin(), found.begin() + 5), (std::vector<std::uint32_t>{12, 13, 15, 16, 18}));
  EXPECT_EQ(found.back(), 0U);
  for (std::size_t i = 1; i < list.lines.size(); ++i)
    EXPECT_GE(list.lines[i - 1].score.suits, list.lines[i].score.suits);
}

TEST(Shortlist, OfUnknownOccupationLooksAtEverybody) {
  const Lists lists("adviser");
  EXPECT_EQ(shortlist(lists.context(), OfferId{6}, 100, 0).considered, 20U);
}

TEST(Shortlist, LeavesOutWhoSuitsTooLittleBeforeTheCut) {
  const Lists lists("recruiter");
  const auto all = shortlist(lists.context(), OfferId{0}, 100, 0);
  const std::int32_t least = all.lines[6].score.suits;
  const auto some = shortlist(lists.context(), OfferId{0}, 100, least);
  EXPECT_GE(some.lines.size(), 7U);
  EXPECT_LT(some.lines.size(), all.lines.size());
  for (const auto& line : some.lines) EXPECT_GE(line.score.suits, least);
  EXPECT_TRUE(shortlist(lists.context(), OfferId{0}, 100, 10'001).lines.empty());
}

TEST(Lists, OfEverybodyAreTheSingleOnesForAnyNumberOfThreads) {
  const Lists lists("operations");
  const Matcher matcher(lists.context());
  const ListRequest request{9, 0, false};
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    std::vector<std::vector<std::uint32_t>> offers(lists.corpus->candidates.size()), people(lists.corpus->offers.size());
    matcher.suggest_all(request, Threads{threads}, [&](CandidateId person, std::span<const BatchLine<OfferId>> lines) {
      for (const auto& line : lines) offers[lists.corpus->order_of(person)].push_back(lists.corpus->order_of(line.id));
    });
    matcher.shortlist_all(request, Threads{threads}, [&](OfferId offer, std::span<const BatchLine<CandidateId>> lines) {
      for (const auto& line : lines) people[offer.value].push_back(lists.corpus->order_of(line.id));
    });
    for (std::uint32_t c = 0; c < offers.size(); ++c) EXPECT_EQ(offers[c], lists.ids(suggest(lists.context(), lists.person(c), 9)));
    for (std::uint32_t o = 0; o < people.size(); ++o) EXPECT_EQ(people[o], lists.ids(shortlist(lists.context(), OfferId{o}, 9)));
  }
}

TEST(Lists, LinesCarryTheScoreStatesAndTierOfTheirPair) {
  const Lists lists("adviser");
  ProfileTables profile(*lists.corpus);
  for (const auto& line : suggest(lists.context(), lists.person(1), 100, 0).lines) {
    profile.load(lists.policy, lists.person(1));
    const PairScore score = score_pair(lists.context(), profile, lists.person(1), line.id);
    EXPECT_EQ(line.score.score, score.score);
    EXPECT_EQ(line.score.points, score.points);
    EXPECT_EQ(line.constraints, constraint_states(lists.context(), lists.person(1), line.id));
    EXPECT_EQ(line.tier, tier_of(lists.policy, line.constraints));
  }
}

}  // namespace
}  // namespace passerelle::testing
