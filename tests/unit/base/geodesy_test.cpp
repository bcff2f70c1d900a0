#include "base/geodesy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace passerelle {
namespace {

constexpr double kHalfCircle = 6371008.8 * 3.14159265358979;

constexpr Coordinates at(double latitude, double longitude) {
  const auto round = [](double degrees) {
    return static_cast<std::int32_t>(degrees * 1e6 + (degrees < 0 ? -0.5 : 0.5));
  };
  return {round(latitude), round(longitude)};
}
std::uint32_t metres(const Coordinates& a, const Coordinates& b) {
  return great_circle_metres(unit_vector(a), unit_vector(b));
}

struct Known {
  const char* what;
  Coordinates a, b;
  double geodesic;  ///< metres on the WGS84 ellipsoid, by Vincenty's inverse formula
};
const Known kKnown[] = {
    {"Lille–Paris", at(50.6292, 3.0573), at(48.8566, 2.3522), 203'598},
    {"Lille–Dunkerque", at(50.6292, 3.0573), at(51.0343, 2.3768), 65'797},
    {"Suva–Apia, across the antimeridian", at(-18.1248, 178.4501), at(-13.8333, -171.7667), 1'149'527},
    {"Paris–Tokyo", at(48.8566, 2.3522), at(35.6762, 139.6503), 9'735'309},
    {"Lille–Montréal", at(50.6292, 3.0573), at(45.5019, -73.5674), 5'479'847},
    {"Lille–Fort-de-France", at(50.6292, 3.0573), at(14.6098, -61.0673), 6'945'283},
    {"Paris–Sydney", at(48.8566, 2.3522), at(-33.8688, 151.2093), 16'957'527},
    {"both sides of the antimeridian", at(0, 179.9), at(0, -179.9), 22'264},
    {"both sides of the pole", at(89.999, 0), at(89.999, 179.9), 223.4},
    {"a quarter of a meridian", at(90, 0), at(0, 0.0001), 10'001'966},
};

TEST(Geodesy, known_distances_within_six_parts_in_a_thousand) {
  for (const Known& known : kKnown) {
    EXPECT_NEAR(metres(known.a, known.b), known.geodesic, known.geodesic * 0.006 + 0.5) << known.what;
    EXPECT_EQ(metres(known.a, known.b), metres(known.b, known.a)) << known.what;
  }
}

TEST(Geodesy, the_same_place_is_at_no_distance) {
  for (const Known& known : kKnown) EXPECT_EQ(metres(known.a, known.a), 0U);
  EXPECT_EQ(metres(at(90, 0), at(90, 120)), 0U) << "a pole has no longitude";
  EXPECT_EQ(metres(at(-90, 0), at(-90, -77)), 0U);
  EXPECT_EQ(metres(at(12, 180), at(12, -180)), 0U) << "the antimeridian has two names";
}

TEST(Geodesy, antipodes_are_half_a_circle_away) {
  EXPECT_NEAR(metres(at(90, 0), at(-90, 0)), kHalfCircle, 1.0);
  for (const auto& [a, b] : {std::pair{at(50.6292, 3.0573), at(-50.6292, -176.9427)}, std::pair{at(0, 90), at(0, -90)}})
    EXPECT_NEAR(metres(a, b), kHalfCircle, 500.0) << "2^-30 of the radius, where the chord hardly changes";
  EXPECT_LE(metres_of_chord(~std::uint64_t{0}), static_cast<std::uint32_t>(kHalfCircle) + 1) << "more than any chord";
}

TEST(Geodesy, neighbours_are_told_apart_to_the_metre) {
  const Coordinates lille = at(50.6292, 3.0573);
  EXPECT_NEAR(metres(lille, {lille.latitude_udeg + 9, lille.longitude_udeg}), 1.0, 0.6);
  EXPECT_NEAR(metres(lille, {lille.latitude_udeg + 900, lille.longitude_udeg}), 100.0, 1.0);
  EXPECT_NEAR(metres(lille, {lille.latitude_udeg, lille.longitude_udeg + 1'000'000}), 70'530, 300)
      << "a degree of longitude";
}

TEST(Geodesy, metres_grow_with_the_chord) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t chord = random() >> (2 + random() % 62);
    EXPECT_LE(metres_of_chord(chord), metres_of_chord(chord + 1 + random() % 1000));
  }
  EXPECT_EQ(metres_of_chord(0), 0U);
}

TEST(Geodesy, the_chord_within_a_radius_ends_exactly_at_it) {
  for (const std::uint32_t radius :
       {0U, 1U, 2U, 499U, 500U, 1'000U, 5'000U, 20'000U, 30'000U, 99'999U, 1'000'000U, 10'000'000U, 20'000'000U}) {
    const std::uint64_t chord = chord_within(radius);
    EXPECT_LE(metres_of_chord(chord), radius);
    EXPECT_GT(metres_of_chord(chord + 1), radius);
  }
  EXPECT_EQ(chord_within(20'100'000), std::uint64_t{1} << 62) << "everywhere";
  EXPECT_EQ(chord_within(4'000'000'000), std::uint64_t{1} << 62);
}

TEST(Geodesy, comparing_chords_is_comparing_metres) {
  std::mt19937 random(3);
  const auto somewhere = [&] {
    return Coordinates{static_cast<std::int32_t>(random() % 180'000'001) - 90'000'000,
                       static_cast<std::int32_t>(random() % 360'000'001) - 180'000'000};
  };
  for (int i = 0; i < 5'000; ++i) {
    const UnitVector a = unit_vector(somewhere()), b = unit_vector(somewhere());
    const std::uint32_t distance = great_circle_metres(a, b);
    EXPECT_LE(squared_chord(a, b), chord_within(distance));
    if (distance > 0) {
      EXPECT_GT(squared_chord(a, b), chord_within(distance - 1));
    }
  }
}

TEST(Geodesy, places_are_in_range_and_not_at_zero) {
  EXPECT_TRUE(plausible(at(50.6292, 3.0573)));
  EXPECT_TRUE(plausible(at(90, 180)));
  EXPECT_TRUE(plausible(at(-90, -180)));
  EXPECT_TRUE(plausible({0, 1}));
  EXPECT_TRUE(plausible({-1, 0}));
  EXPECT_FALSE(plausible({0, 0}));
  EXPECT_FALSE(plausible({90'000'001, 0}));
  EXPECT_FALSE(plausible({-90'000'001, 3}));
  EXPECT_FALSE(plausible({3, 180'000'001}));
  EXPECT_FALSE(plausible({3, -180'000'001}));
}

}  // namespace
}  // namespace passerelle
