#include <gtest/gtest.h>

#include <cmath>

#include "scoring/travel.hpp"
#include "unit/scoring/small_world.hpp"

namespace passerelle {
namespace {

const TravelRule kRule;

double detoured(double metres) { return metres * (1.2 + 0.3 * std::exp(-metres / 5'000)); }
double survival(double metres) { return std::exp(-std::pow(metres / 13'500, 0.82)); }

TEST(RoadMetres, FollowTheDetourFormulaBetweenTableEntriesToo) {
  const TravelModel model(kRule);
  for (const std::uint32_t metres : {2'000U, 5'000U, 5'050U, 9'999U, 20'000U, 123'456U, 499'850U})
    EXPECT_NEAR(model.road_metres(metres), detoured(metres), 2.0) << metres;
}

TEST(RoadMetres, NeverBelowTheDistanceInOnesOwnCommune) {
  const TravelModel model(kRule);
  EXPECT_EQ(model.road_metres(0), kRule.same_commune_metres);
  EXPECT_EQ(model.road_metres(400), kRule.same_commune_metres);
  EXPECT_GT(model.road_metres(1'000), kRule.same_commune_metres);
}

TEST(RoadMetres, GrowAcrossTheEndOfTheTable) {
  const TravelModel model(kRule);
  std::uint32_t before = 0;
  for (std::uint32_t metres = 1'000; metres < 520'000; metres += 37) {
    const std::uint32_t road = model.road_metres(metres);
    EXPECT_GT(road, before) << metres;
    before = road;
  }
  EXPECT_NEAR(model.road_metres(20'000'000), 20'000'000 * 1.2, 10);  // the other side of the Earth
}

TEST(Minutes, AccessPlusTravelRoundedUp) {
  const TravelModel model(kRule);
  // car: 4 min, then 55 km/h; at a town's end the first 3 km at 25 km/h
  EXPECT_EQ(model.minutes(11'000, Means::kCar, false, false), 4 + 12);
  EXPECT_EQ(model.minutes(11'001, Means::kCar, false, false), 4 + 13);
  EXPECT_EQ(model.minutes(14'000, Means::kCar, true, false), 4 + 8 + 12);
  EXPECT_EQ(model.minutes(14'000, Means::kCar, false, true), 4 + 8 + 12);
  EXPECT_EQ(model.minutes(17'000, Means::kCar, true, true), 4 + 15 + 12);
  EXPECT_EQ(model.minutes(2'500, Means::kCar, true, false), 4 + 6);   // never left the town
  EXPECT_EQ(model.minutes(4'500, Means::kWalk, false, false), 60);
}

TEST(Minutes, UnknownMeansCountAsACar) {
  const TravelModel model(kRule);
  EXPECT_EQ(model.minutes(33'000, Means::kUnknown, true, false), model.minutes(33'000, Means::kCar, true, false));
}

TEST(Minutes, AreCappedNotWrapped) {
  const TravelModel model(kRule);
  EXPECT_EQ(model.minutes(20'000'000, Means::kWalk, false, false), 0xFFFF);
}

TEST(Urban, FromThePopulationOfTheRule) {
  const TravelModel model(kRule);
  EXPECT_TRUE(model.urban(kRule.urban_population));
  EXPECT_FALSE(model.urban(kRule.urban_population - 1));
}

TEST(TravelPoints, FullAtTheDoorNoneAtTheEdge) {
  const TravelModel model(kRule);
  EXPECT_EQ(model.points(0, 20'000), kFullPoints);
  EXPECT_EQ(model.points(kRule.same_commune_metres, 20'000), kFullPoints);
  EXPECT_LT(model.points(kRule.same_commune_metres + 100, 20'000), kFullPoints);
  EXPECT_EQ(model.points(20'000, 20'000), 0);
  EXPECT_EQ(model.points(20'001, 20'000), 0);
  EXPECT_EQ(model.points(4'000'000'000U, 20'000), 0);
}

TEST(TravelPoints, FollowTheSurveysDecayCutAtTheRadius) {
  const TravelModel model(kRule);
  for (const std::uint32_t radius : {5'000U, 20'000U, 60'000U})
    for (std::uint32_t metres = 1'500; metres < radius; metres += 777) {
      const double expected = 10'000 * (survival(metres) - survival(radius)) / (survival(1'000) - survival(radius));
      EXPECT_NEAR(model.points(metres, radius), expected, 6) << metres << " of " << radius;
    }
}

TEST(TravelPoints, NeverRiseWithDistanceNorFallWithTheRadius) {
  const TravelModel model(kRule);
  for (std::uint32_t metres = 0; metres < 40'000; metres += 333) {
    EXPECT_GE(model.points(metres, 30'000), model.points(metres + 333, 30'000));
    EXPECT_LE(model.points(metres, 30'000), model.points(metres, 31'000));
  }
}

TEST(TravelPoints, ARadiusBelowTheDoorIsAllDoor) {
  const TravelModel model(kRule);
  EXPECT_EQ(model.points(500, 500), kFullPoints);
  EXPECT_EQ(model.points(501, 500), 0);
}

TEST(TravelPoints, RadiiInMinutesUseTheRulesScale) {
  const TravelModel model(kRule);
  EXPECT_EQ(model.points_for_minutes(20, 40, Means::kWalk),
            model.points(20U * kRule.metres_per_minute, 40U * kRule.metres_per_minute));
  EXPECT_EQ(model.points_for_minutes(40, 40, Means::kWalk), 0);
  EXPECT_EQ(model.points_for_minutes(1, 40, Means::kWalk), kFullPoints);
  // Ten minutes to get to the bus are not distance.
  EXPECT_EQ(model.points_for_minutes(20, 40, Means::kPublicTransport),
            model.points(10U * kRule.metres_per_minute, 30U * kRule.metres_per_minute));
  EXPECT_EQ(model.points_for_minutes(10, 40, Means::kPublicTransport), kFullPoints);
  EXPECT_EQ(model.points_for_minutes(41, 40, Means::kPublicTransport), 0);
}

// The trip of a person who would travel 15 minutes from Southville to the offer in Northtown.
Trip measured_trip(Means means, std::vector<reference::TravelTimeRow> times) {
  Candidate person = testing::plain_person();
  person.home.insee = "10002";
  person.mobility = {0, 15, means};
  const testing::PairUnderTest pair(person, testing::plain_offer(), testing::shipped_policy("adviser"),
                                    testing::small_reference(std::move(times)));
  const Trip trip = trip_of(pair.corpus(), pair.context().travel, pair.person(), pair.offer());
  EXPECT_EQ(pair.state(Constraint::kRadius), trip.minutes <= 15 ? ConstraintState::kHolds : ConstraintState::kFails);
  return trip;
}

TEST(TravelTable, DecidesTheRadiusInMinutes) {
  const Trip estimated = measured_trip(Means::kCar, {});
  EXPECT_FALSE(estimated.measured);
  EXPECT_GT(estimated.minutes, 15);
  const Trip measured = measured_trip(Means::kCar, {{"10002", "10001", Means::kCar, 15}});
  EXPECT_TRUE(measured.measured);
  EXPECT_EQ(measured.minutes, 15);
  EXPECT_EQ(measured.metres, estimated.metres);
}

TEST(TravelTable, HoldsForItsDirectionAndMeansOnly) {
  EXPECT_FALSE(measured_trip(Means::kCar, {{"10001", "10002", Means::kCar, 15}}).measured);
  EXPECT_FALSE(measured_trip(Means::kBike, {{"10002", "10001", Means::kCar, 15}}).measured);
  EXPECT_TRUE(measured_trip(Means::kUnknown, {{"10002", "10001", Means::kCar, 15}}).measured);  // counts as a car
}

TEST(Trip, NeedsBothEnds) {
  Candidate person = testing::plain_person();
  Offer offer = testing::plain_offer();
  const auto trip = [&] {
    const testing::PairUnderTest pair(person, offer);
    return trip_of(pair.corpus(), pair.context().travel, pair.person(), pair.offer());
  };
  EXPECT_FALSE(trip().home_known);
  EXPECT_TRUE(trip().workplace_known);
  person.home.insee = "10003";  // a commune without position
  EXPECT_FALSE(trip().home_known);
  person.home.coordinates = Coordinates{50'000'000, 3'000'000};  // the position given wins
  EXPECT_TRUE(trip().known());
  EXPECT_EQ(trip().metres, 1'000U);
  offer.place = {};
  EXPECT_FALSE(trip().workplace_known);
  EXPECT_FALSE(trip().known());
}

}  // namespace
}  // namespace passerelle
