#include <gtest/gtest.h>

#include "scoring/suits.hpp"
#include "scoring/wanted.hpp"
#include "unit/scoring/small_world.hpp"

namespace passerelle::testing {
namespace {

const Day kDate{20'000};
Day later(int days) { return Day{kDate.since_epoch + days}; }

Points points_of(const Candidate& person, const Offer& offer, Criterion criterion) {
  return PairUnderTest(person, offer).points(criterion);
}

TEST(Relation, SameThenFamilyThenListedInOrderThenNothing) {
  const auto& ref = *small_reference();
  const auto id = [&](const char* key) { return *ref.find_occupation(key); };
  const auto to_baker = [&](const char* from) { return relation_points(ref, id(from), id("t:baker")); };
  EXPECT_EQ(to_baker("t:baker"), 10'000);
  EXPECT_EQ(to_baker("t:pastry"), 8'000);
  // Each way by the list of the one practised; what only the other lists is nothing (the diver does not list the waiter).
  EXPECT_EQ(relation_points(ref, id("t:baker"), id("t:cook")), 7'500);
  EXPECT_EQ(relation_points(ref, id("t:baker"), id("t:waiter")), 7'150);
  EXPECT_EQ(to_baker("t:cook"), 7'500);
  EXPECT_EQ(to_baker("t:waiter"), 7'150);
  EXPECT_EQ(relation_points(ref, id("t:waiter"), id("t:far")), 7'500);
  EXPECT_EQ(relation_points(ref, id("t:far"), id("t:waiter")), 0);
  EXPECT_EQ(to_baker("t:far"), 0);
}

TEST(Occupation, TheClosestPractisedOneCounts) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  EXPECT_EQ(points_of(person, offer, Criterion::kOccupation), 0);  // applies by the offer alone
  person.practised = {{"t:far", 100}, {"t:cook", 1}};
  EXPECT_EQ(points_of(person, offer, Criterion::kOccupation), 7'500);
  person.practised.push_back({"t:baker", 1});
  EXPECT_EQ(points_of(person, offer, Criterion::kOccupation), 10'000);
  offer.occupation = "t:no-such";
  EXPECT_EQ(points_of(person, offer, Criterion::kOccupation), kNotApplicable);
}

TEST(Sought, AppliesByTheWishesAlone) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  EXPECT_EQ(points_of(person, offer, Criterion::kSought), 10'000);
  offer.occupation.clear();
  EXPECT_EQ(points_of(person, offer, Criterion::kSought), WishRule{}.when_silent);
  person.sought = {"t:no-such"};
  EXPECT_EQ(points_of(person, offer, Criterion::kSought), kNotApplicable);
}

TEST(Experience, CountsCloseMonthsInPart) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  person.practised = {{"t:baker", 10}, {"t:pastry", 10}, {"t:far", 90}};
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), kNotApplicable);
  offer.experience = ExperienceRequirement{36, Level::kRequired, false, ""};
  const PairUnderTest pair(person, offer);
  EXPECT_EQ(counted_months(pair.context(), pair.person(), pair.offer()), 18U);
  EXPECT_EQ(pair.points(Criterion::kExperience), 5'000);
  offer.experience->months = 18;
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), 10'000);
  offer.experience->months = 6;
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), 10'000);
  offer.experience = ExperienceRequirement{24, Level::kRequired, true, ""};
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), kNotApplicable);
}

TEST(Experience, WithoutFigureIsAYearByDefault) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.experience = ExperienceRequirement{};
  person.practised = {{"t:baker", 3}, {"t:baker", 6}};
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), 7'500);
}

TEST(Experience, AnyMonthCountsHalfWhenTheOccupationIsUnknown) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.occupation.clear();
  offer.experience = ExperienceRequirement{10, Level::kRequired, false, ""};
  person.practised = {{"t:far", 10}};
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), 5'000);
}

TEST(Experience, AnAgeOfMonthsDoesNotOverflow) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.experience = ExperienceRequirement{0xFFFF, Level::kRequired, false, ""};
  person.practised = {{"t:baker", 0xFFFF}, {"t:baker", 0xFFFF}};
  EXPECT_EQ(points_of(person, offer, Criterion::kExperience), 10'000);
}

TEST(Education, OneLevelShortIsHalf) {
  EXPECT_EQ(one_education_points(5, 5), 10'000);
  EXPECT_EQ(one_education_points(7, 5), 10'000);
  EXPECT_EQ(one_education_points(4, 5), 5'000);
  EXPECT_EQ(one_education_points(3, 5), 2'000);
  EXPECT_EQ(one_education_points(2, 5), 0);
  EXPECT_EQ(one_education_points(0, 2), 2'000);  // not stated is not worse than two levels short
  Offer offer = plain_offer();
  EXPECT_EQ(points_of(plain_person(), offer, Criterion::kEducation), kNotApplicable);
  offer.education = EducationRequirement{4, Level::kRequired, ""};
  EXPECT_EQ(points_of(plain_person(), offer, Criterion::kEducation), 2'000);
}

TEST(Language, LevelsInProportionUnstatedOnesAsB1) {
  EXPECT_EQ(one_language_points(4, 4), 10'000);
  EXPECT_EQ(one_language_points(6, 4), 10'000);
  EXPECT_EQ(one_language_points(2, 4), 5'000);
  EXPECT_EQ(one_language_points(0, 4), 7'500);
  EXPECT_EQ(one_language_points(0, 0), 10'000);
  EXPECT_EQ(one_language_points(2, 0), 6'666);
}

TEST(Language, RequiredCountsTwiceDesiredAndTheBestLevelHeldCounts) {
  Offer offer = plain_offer();
  offer.languages = {{"en", 4, Level::kRequired}, {"nl", 3, Level::kDesired}};
  Candidate person = plain_person();
  EXPECT_EQ(points_of(person, offer, Criterion::kLanguages), 0);
  person.languages = {{"nl", 6}};
  EXPECT_EQ(points_of(person, offer, Criterion::kLanguages), 3'333);
  person.languages = {{"en", 1}, {"en", 4}};
  EXPECT_EQ(points_of(person, offer, Criterion::kLanguages), 6'666);
}

TEST(Travel, AppliesWhenHomeAndRadiusAreKnown) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  person.home.insee = "10001";
  EXPECT_EQ(points_of(person, offer, Criterion::kTravel), kNotApplicable);
  person.mobility.radius_km = 20;
  EXPECT_EQ(points_of(person, offer, Criterion::kTravel), 10'000);
  offer.place = {};
  EXPECT_EQ(points_of(person, offer, Criterion::kTravel), WishRule{}.when_silent);
  person.home = {};
  EXPECT_EQ(points_of(person, offer, Criterion::kTravel), kNotApplicable);
}

TEST(Contract, LosesByRankDownToTheFloor) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.contract = Contract::kTemp;
  EXPECT_EQ(points_of(person, offer, Criterion::kContract), kNotApplicable);
  person.contracts = {Contract::kTemp};
  EXPECT_EQ(points_of(person, offer, Criterion::kContract), 10'000);
  person.contracts = {Contract::kCdi, Contract::kTemp};
  EXPECT_EQ(points_of(person, offer, Criterion::kContract), 8'500);
  person.contracts = {
      Contract::kCdi, Contract::kCdd, Contract::kSeasonal, Contract::kOpenTemp, Contract::kApprenticeship,
      Contract::kTemp};
  EXPECT_EQ(points_of(person, offer, Criterion::kContract), 4'000);
  person.contracts = {Contract::kCdi};
  EXPECT_EQ(points_of(person, offer, Criterion::kContract), 0);
  offer.contract = Contract::kUnknown;
  EXPECT_EQ(points_of(person, offer, Criterion::kContract), 5'000);
}

TEST(Hours, FallOutsideTheWish) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.weekly_minutes = 35 * 60;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), kNotApplicable);
  person.weekly_minutes_min = 24 * 60;
  person.weekly_minutes_max = 30 * 60;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), 5'000);  // five hours too many, ten would be 0
  offer.weekly_minutes = 30 * 60;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), 10'000);
  offer.weekly_minutes = 23 * 60;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), 9'000);
  offer.weekly_minutes = 60;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), 0);
  offer.weekly_minutes = 0;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), 5'000);
  person.weekly_minutes_max = 0;  // no upper limit
  offer.weekly_minutes = 60 * 60;
  EXPECT_EQ(points_of(person, offer, Criterion::kHours), 10'000);
}

TEST(SchedulePoints, AllOrNothing) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.schedules = bit(Schedule::kNight);
  EXPECT_EQ(points_of(person, offer, Criterion::kSchedule), kNotApplicable);
  person.schedules_accepted = bit(Schedule::kDay);
  EXPECT_EQ(points_of(person, offer, Criterion::kSchedule), 0);
  person.schedules_accepted = static_cast<ScheduleMask>(person.schedules_accepted | bit(Schedule::kNight));
  EXPECT_EQ(points_of(person, offer, Criterion::kSchedule), 10'000);
  offer.schedules = 0;
  EXPECT_EQ(points_of(person, offer, Criterion::kSchedule), 5'000);
}

TEST(SalaryPoints, FallToNoughtAtAFifthBelow) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.salary.monthly_min_cents = 180'000;
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), kNotApplicable);
  person.salary_min_cents = 200'000;
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), 5'000);
  offer.salary.monthly_max_cents = 200'000;  // what one can count on is the least
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), 5'000);
  offer.salary.monthly_min_cents = 0;
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), 10'000);
  offer.salary = {};
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), 5'000);
  offer.salary.monthly_min_cents = 1;
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), 0);
  person.salary_min_cents = 4'000'000'000;
  offer.salary.monthly_min_cents = 3'600'000'000;
  EXPECT_EQ(points_of(person, offer, Criterion::kSalary), 5'000);
}

TEST(Start, WaitingAndComingLateBothCost) {
  Candidate person = plain_person();
  Offer offer = plain_offer();
  offer.start = later(90);
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), kNotApplicable);
  person.available = kDate;
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), 5'000);
  offer.start = later(1'000);
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), 0);
  offer.start = kDate;
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), 10'000);
  person.available = later(31);
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), 0);
  person.available = later(1);
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), 10'000 - 10'000 / 31);
  offer.start = {};
  EXPECT_EQ(points_of(person, offer, Criterion::kStart), 5'000);
}

TEST(Tension, ByOccupationAndBasinOfTheOffer) {
  Offer offer = plain_offer();
  EXPECT_EQ(points_of(plain_person(), offer, Criterion::kTension), 7'500);
  offer.place.insee = "10002";
  EXPECT_EQ(points_of(plain_person(), offer, Criterion::kTension), 0);
  offer.place.insee = "10003";
  EXPECT_EQ(points_of(plain_person(), offer, Criterion::kTension), kNotApplicable);
  offer.place.insee = "10001";
  offer.occupation = "t:far";
  EXPECT_EQ(points_of(plain_person(), offer, Criterion::kTension), kNotApplicable);
}

TEST(Suits, ApplicabilityDependsOnTheOfferAlone) {
  Offer offer = plain_offer();
  offer.education = EducationRequirement{4, Level::kDesired, ""};
  offer.languages = {{"en", 3, Level::kDesired}};
  offer.experience = ExperienceRequirement{12, Level::kRequired, false, ""};
  Candidate nobody;
  nobody.id = "p";
  Candidate full = plain_person();
  full.practised = {{"t:baker", 24}};
  full.items = {{"t:knead", "", ItemOrigin::kDeclared}};
  full.languages = {{"en", 6}};
  full.education = 7;
  const CriterionPoints without = PairUnderTest(nobody, offer).score().points,
                        with = PairUnderTest(full, offer).score().points;
  for (std::size_t i = 0; i < kCriteria; ++i) {
    if (group_of(static_cast<Criterion>(i)) != Group::kSuits) continue;
    EXPECT_EQ(without[i], static_cast<Criterion>(i) == Criterion::kEducation ? 2'000 : 0) << code(static_cast<Criterion>(i));
    EXPECT_GT(with[i], 0) << code(static_cast<Criterion>(i));
  }
}

}  // namespace
}  // namespace passerelle::testing
