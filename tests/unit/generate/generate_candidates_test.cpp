#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "generate/candidate_maker.hpp"
#include "generate/generate.hpp"
#include "generate/population_plan.hpp"
#include "generate/restricted_maker.hpp"
#include "records/record_json.hpp"
#include "sensitive/restricted_json.hpp"
#include "unit/generate/worlds.hpp"

namespace passerelle::generate {
namespace {

using testing::candidate_lines;

struct Read {
  Candidate candidate;
  RestrictedRecord restricted;
};

std::vector<Read> decoded(const std::vector<std::string>& lines) {
  std::vector<Read> all;
  for (const std::string& line : lines) {
    const auto [open, restricted] = testing::split_restricted(line);
    auto candidate = decode_stored_candidate(open);
    auto record = read_restricted(restricted);
    EXPECT_TRUE(candidate.ok()) << line;
    EXPECT_TRUE(record.ok()) << line;
    if (!candidate || !record) continue;
    EXPECT_EQ(encode(*candidate), open) << "not canonical";
    EXPECT_EQ(encode(*record), restricted) << "not canonical";
    all.push_back({std::move(*candidate), std::move(*record)});
  }
  return all;
}

bool has_public(const RestrictedRecord& record, const char* code) {
  return std::find(record.publics.begin(), record.publics.end(), code) != record.publics.end();
}
std::vector<unsigned> declared(const RestrictedRecord& record) {
  std::vector<unsigned> codes;
  for (const Barrier& barrier : record.barriers)
    if (barrier.state == BarrierState::kYes) codes.push_back(barrier.constraint);
  return codes;
}

/// 20,000 candidates of the shipped region, made once.
class Population : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    reference_ = testing::shipped_reference();
    request_.candidates = 20'000;
    people_ = new std::vector<Read>(decoded(candidate_lines(request_, *reference_, 2)));
  }
  static void TearDownTestSuite() {
    delete people_;
    people_ = nullptr;
    reference_.reset();
  }
  template <class Test>
  static double share(Test test) {
    return static_cast<double>(std::count_if(people_->begin(), people_->end(), test)) /
           static_cast<double>(people_->size());
  }
  static inline GenerateRequest request_;
  static inline testing::ReferencePtr reference_;
  static inline std::vector<Read>* people_ = nullptr;
};

TEST_F(Population, BarriersComeAtThePublishedRates) {
  ASSERT_EQ(people_->size(), 20'000U);
  std::map<unsigned, int> seen;
  int declaring = 0, several = 0;
  for (const Read& person : *people_) {
    const auto codes = declared(person.restricted);
    declaring += codes.empty() ? 0 : 1;
    several += codes.size() > 1 ? 1 : 0;
    for (const unsigned code : codes) ++seen[code];
  }
  EXPECT_NEAR(declaring / 20'000.0, 0.35, 0.02);
  EXPECT_NEAR(several / static_cast<double>(declaring), 0.47, 0.02);
  const std::map<unsigned, double> want{{22, 0.55}, {25, 0.28}, {23, 0.23}, {28, 0.19},
                                        {24, 0.14}, {26, 0.13}, {29, 0.08}, {27, 0.07}};
  for (const auto& [code, part] : want) EXPECT_NEAR(seen[code] / static_cast<double>(declaring), part, 0.025) << code;
}

TEST_F(Population, LicencesAndMobilityAreThoseOfSeekers) {
  const double known = share([](const Read& p) { return p.candidate.licences.has_value(); });
  const double holders =
      share([](const Read& p) { return p.candidate.licences && (*p.candidate.licences & bit(Licence::kB)); });
  EXPECT_NEAR(known, 0.92, 0.02);
  EXPECT_NEAR(holders / known, 0.65, 0.035);
  EXPECT_NEAR(share([](const Read& p) { return p.candidate.mobility.radius_minutes != 0; }), 0.18, 0.02);
  // 42.8 % stay close, and so do those on foot or by bike.
  EXPECT_NEAR(share([](const Read& p) {
                const Mobility& m = p.candidate.mobility;
                return m.radius_km != 0 ? m.radius_km <= 10 : m.radius_minutes < 30;
              }),
              0.45, 0.04);
  for (const Read& person : *people_) {
    const Mobility& mobility = person.candidate.mobility;
    EXPECT_NE(mobility.radius_km == 0, mobility.radius_minutes == 0) << person.candidate.id;
    if (!person.candidate.licences) continue;
    const LicenceMask held = with_implied(*person.candidate.licences);
    EXPECT_TRUE(mobility.means != Means::kCar || (held & bit(Licence::kB))) << person.candidate.id;
    EXPECT_TRUE(mobility.means != Means::kMoped || (held & bit(Licence::kAM))) << person.candidate.id;
  }
}

TEST_F(Population, ProfilesHangTogether) {
  std::size_t first_practised = 0, regulated = 0, with_diploma = 0;
  for (const Read& person : *people_) {
    const Candidate& c = person.candidate;
    ASSERT_FALSE(c.sought.empty());
    EXPECT_LE(c.sought.size(), 3U);
    EXPECT_LE(c.practised.size(), 3U);
    EXPECT_EQ(std::set<Key>(c.sought.begin(), c.sought.end()).size(), c.sought.size());
    std::set<Key> on_cards;
    const auto add_card = [&](const Key& key) {
      const auto occupation = reference_->find_occupation(key);
      ASSERT_TRUE(occupation) << key;
      for (const auto& line : reference_->cards[occupation->value])
        on_cards.insert(reference_->item_keys[line.item.value]);
    };
    for (const Practised& p : c.practised) {
      add_card(p.occupation);
      EXPECT_GT(p.months, 0U);
      if (p.occupation == c.sought.front()) ++first_practised;
      const auto& diplomas = reference_->diplomas[reference_->find_occupation(p.occupation)->value];
      if (!diplomas.empty()) {
        ++regulated;
        with_diploma += c.certificates && std::any_of(diplomas.begin(), diplomas.end(),
                                                      [&](ItemId item) {
                                                        return std::find(c.certificates->begin(), c.certificates->end(),
                                                                         reference_->item_keys[item.value]) !=
                                                               c.certificates->end();
                                                      })
                            ? 1
                            : 0;
      }
    }
    if (c.practised.empty()) add_card(c.sought.front());
    EXPECT_GE(c.items.size(), 3U) << c.id;
    EXPECT_LE(c.items.size(), 15U);
    for (const ProfileItem& item : c.items) {
      EXPECT_TRUE(on_cards.contains(item.item)) << item.item;
      EXPECT_NE(item.origin, ItemOrigin::kInferred);
    }
    for (const Key& key : c.certificates.value_or(std::vector<Key>{})) EXPECT_TRUE(reference_->find_item(key)) << key;
    EXPECT_TRUE(reference_->find_commune(c.home.insee));
    EXPECT_TRUE(c.salary_min_cents == 0 || c.salary_min_cents >= kMinimumWageCents);
    EXPECT_TRUE(c.weekly_minutes_max == 0 || c.weekly_minutes_min <= c.weekly_minutes_max);
    EXPECT_TRUE(!c.available.set() || c.available > request_.today);
    EXPECT_TRUE(c.flags.empty());
  }
  EXPECT_NEAR(static_cast<double>(first_practised) / 20'000, 0.70, 0.03);
  ASSERT_GT(regulated, 100U);
  EXPECT_GT(static_cast<double>(with_diploma) / static_cast<double>(regulated), 0.93);
}

TEST_F(Population, BarriersFollowTheFacts) {
  const auto with_mobility_barrier = [](bool car) {
    double people = 0, barriers = 0;
    for (const Read& person : *people_) {
      if (person.candidate.mobility.means == Means::kUnknown || (person.candidate.mobility.means == Means::kCar) != car)
        continue;
      ++people;
      const auto codes = declared(person.restricted);
      barriers += std::find(codes.begin(), codes.end(), 23U) != codes.end() ? 1 : 0;
    }
    return barriers / people;
  };
  EXPECT_GT(with_mobility_barrier(false), 3 * with_mobility_barrier(true));
  for (const Read& person : *people_) {
    const bool adapted = (person.candidate.attestations & bit(Reserved::kAdaptedCompany)) != 0;
    EXPECT_TRUE(!adapted || has_public(person.restricted, "rqth"));
    EXPECT_FALSE(has_public(person.restricted, "under-26") && has_public(person.restricted, "over-50"));
    int priorities = 0;
    for (const Barrier& barrier : person.restricted.barriers) {
      EXPECT_GE(barrier.constraint, 22);
      EXPECT_LE(barrier.constraint, 29);
      EXPECT_TRUE(barrier.explored.set());
      EXPECT_LT(barrier.explored, request_.today);
      EXPECT_TRUE(barrier.agent.starts_with("agent-")) << "no person's name";
      priorities += barrier.priority ? 1 : 0;
      for (const BarrierSituation& situation : barrier.situations)
        EXPECT_FALSE(situation.code == 6 && situation.state == BarrierState::kYes &&
                     person.candidate.mobility.means == Means::kCar);
    }
    EXPECT_LE(priorities, 1);
  }
  EXPECT_NEAR(share([](const Read& p) { return has_public(p.restricted, "under-26"); }), 0.155, 0.02);
  EXPECT_NEAR(share([](const Read& p) { return has_public(p.restricted, "over-50"); }), 0.27, 0.02);
}

TEST(Restricted, SituationsBelongToTheirConstraint) {
  const std::map<unsigned, std::set<unsigned>> known{{22, {}},
                                                     {23, {6, 7, 8, 40}},
                                                     {24, {9, 10, 11, 12, 13, 14}},
                                                     {25, {15, 16, 17, 18, 19}},
                                                     {26, {20, 21, 22, 23}},
                                                     {27, {24, 25, 26, 27, 28, 41}},
                                                     {28, {29, 30, 31, 32, 33, 34}},
                                                     {29, {35, 36, 37, 38, 39}}};
  std::map<unsigned, std::set<unsigned>> seen;
  PersonFacts facts;
  facts.education = 2;
  facts.french = 3;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    facts.means = i % 2 == 0 ? Means::kPublicTransport : Means::kWalk;
    facts.habitat = i % 3 == 0 ? Habitat::kRural : Habitat::kCity;
    Random random(9, StreamKind::kRestricted, i);
    for (const Barrier& barrier : make_restricted(facts, kDefaultToday, random).barriers) {
      seen[barrier.constraint];
      for (const BarrierSituation& situation : barrier.situations) seen[barrier.constraint].insert(situation.code);
    }
  }
  EXPECT_EQ(seen, known);
}

TEST(GenerateCandidates, TheRestrictedPartTouchesNothingElse) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.candidates = 400;
  const auto lines = candidate_lines(request, *reference);
  const auto profiles = occupation_profiles(*reference);
  const auto plan = plan_candidates(request, *reference, profiles);
  ASSERT_TRUE(plan.ok());
  const World world{*reference, profiles, request.today};
  std::size_t restricted = 0;
  for (std::uint32_t i = 0; i < 400; ++i) {
    // The same person made without ever drawing a barrier.
    Random random(request.seed, StreamKind::kCandidate, i);
    const CommuneId commune = plan->draw_commune(i, random);
    const OccupationId occupation = plan->draw_occupation(i, random);
    const Person person = make_candidate(world, i + 1, occupation, commune, random);
    const auto [open, apart] = testing::split_restricted(lines[i]);
    EXPECT_EQ(open, encode(person.candidate));
    restricted += apart.empty() ? 0 : 1;
  }
  EXPECT_GT(restricted, 100U);
}

TEST(GenerateCandidates, FollowsTheSeekersOfTheBasins) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.tension = {{"rome:N1103", "3201", 3, {}, 0, 7'500}, {"rome:J1506", "3202", 3, {}, 0, 2'500}};
  request.candidates = 1000;
  int nurses = 0;
  for (const Read& person : decoded(candidate_lines(request, *reference))) {
    const bool nurse = person.candidate.sought.front() == "rome:J1506";
    nurses += nurse ? 1 : 0;
    EXPECT_EQ(person.candidate.home.insee == "80001" || person.candidate.home.insee == "02001", nurse);
  }
  EXPECT_EQ(nurses, 250);
}

TEST(GenerateCandidates, DriversHoldTheirLicence) {
  const auto reference = testing::tiny_reference();
  GenerateRequest request;
  request.tension = {{"rome:N4101", "3201", 3, {}, 0, 1'000}};
  request.candidates = 500;
  int practising = 0, lorry = 0;
  for (const Read& person : decoded(candidate_lines(request, *reference))) {
    if (person.candidate.practised.empty() || person.candidate.practised.front().occupation != "rome:N4101" ||
        !person.candidate.licences)
      continue;
    ++practising;
    const LicenceMask held = *person.candidate.licences;
    if (held & bit(Licence::kC)) {
      ++lorry;
      EXPECT_TRUE(held & bit(Licence::kB));
    }
  }
  EXPECT_GT(lorry, practising * 9 / 10);
}

TEST(GenerateCandidates, SameSeedSameBytesForAnyThreads) {
  const auto reference = testing::shipped_reference();
  GenerateRequest request;
  request.candidates = 9'000;
  const auto one = candidate_lines(request, *reference, 1);
  EXPECT_EQ(one, candidate_lines(request, *reference, 2));
  request.seed = 2;
  const auto other = candidate_lines(request, *reference, 2);
  std::size_t same = 0;
  for (std::size_t i = 0; i < one.size(); ++i) same += one[i] == other[i] ? 1 : 0;
  EXPECT_EQ(same, 0U);
}

}  // namespace
}  // namespace passerelle::generate
