#include "intake/normalise/place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::flags_of;
using testing::sample_reference;

struct Settled {
  Place place;
  std::vector<Flag> flags;
};

Settled settle(const PlaceDraft& draft) {
  Settled result;
  result.place = normalise_place(draft, sample_reference(), "place", result.flags);
  return result;
}

TEST(Place, IsFoundHoweverItIsWritten) {
  const struct { const char* insee; const char* postal; const char* name; const char* found; } kTable[] = {
      {"59350", "", "", "59350"},
      {"59298", "", "Hellemmes", "59350"},               // an old code
      {"75115", "75015", "75 - PARIS 15", "75056"},      // an arrondissement
      {"1004", "", "", "01004"},                         // a leading zero lost
      {"2a004", "", "", "2A004"},
      {"59100", "", "", "59512"},                        // a postal code in the wrong field
      {"", "59000", "Lille", "59350"},
      {"", "59000", "", "59350"},
      {"", "62500", "ST OMER", "62765"},                 // of several communes, by name
      {"", "62500", "Saint Martin lez Tatinghem", "62757"},
      {"", "", "59 - LILLE", "59350"},
      {"", "", "59 - Villeneuve d'Ascq", "59009"},
      {"", "", "59 - VILLENEUVE D ASCQ", "59009"},
      {"", "", "07 - VALLON PONT D ARC", "07330"},
      {"", "", "7 - Vallon-Pont-d'Arc", "07330"},
      {"", "", "Roubaix", "59512"},                      // unique in the country
      {"", "", "60 - ST MAXIMIN", "60600"},              // one of two of that name
      {"", "30700", "Saint-Maximin", "30282"},
      {"", "30999", "Saint-Maximin", "30282"},           // CEDEX: the department decides
      {"", "59033", "LILLE CEDEX", "59350"},
      {"", "", "13 - MARSEILLE 15", "13055"},
      {"", "", "75 - Paris 15e  Arrondissement", "75056"},
      {"", "", "75 - Paris (Dept.)", "75056"},
      {"", "", "974 - ST DENIS", "97411"},
      {"", "", "2A - Ajaccio", "2A004"},
      {"", "20090", "Ajaccio", "2A004"},
      {"99999", "59000", "Lille", "59350"},              // an unknown code, but the rest is clear
  };
  for (const auto& row : kTable) {
    const Settled settled = settle({row.insee, row.postal, row.name, {}, {}});
    EXPECT_EQ(settled.place.insee, row.found) << row.insee << "|" << row.postal << "|" << row.name;
    EXPECT_TRUE(settled.place.coordinates.has_value()) << row.name;
    EXPECT_EQ(settled.place.name, row.name);
    EXPECT_THAT(settled.flags, IsEmpty()) << row.insee << "|" << row.postal << "|" << row.name;
  }
}

TEST(Place, WhatIsNoCommuneIsFlagged) {
  const struct { const char* insee; const char* postal; const char* name; const char* detail; } kTable[] = {
      {"", "", "59 - Nord", "place: 59 - Nord"},
      {"", "", "France", "place: France"},
      {"", "", "Hauts-de-France", "place: Hauts-de-France"},
      {"", "", "Luxembourg (Frontalier)", "place: Luxembourg (Frontalier)"},
      {"", "", "Saint-Maximin", "place: Saint-Maximin"},  // two of that name
      {"99999", "", "", "place: 99999"},
      {"", "99999", "Nulle-Part", "place: Nulle-Part 99999"},
  };
  for (const auto& row : kTable) {
    const Settled settled = settle({row.insee, row.postal, row.name, {}, {}});
    EXPECT_EQ(settled.place.insee, row.insee) << row.name;
    EXPECT_FALSE(settled.place.coordinates.has_value());
    EXPECT_THAT(flags_of(settled.flags, ProblemCode::kPlaceUnknown), ElementsAre(row.detail));
  }
  const Settled nowhere = settle({});
  EXPECT_THAT(flags_of(nowhere.flags, ProblemCode::kPlaceMissing), ElementsAre("place: "));
}

TEST(Place, CoordinatesOfAnUnknownPlaceAreKept) {
  const Settled settled = settle({"", "", "59 - Nord", 50.4, 3.1});
  EXPECT_EQ(settled.place.insee, "");
  EXPECT_EQ(settled.place.coordinates, (Coordinates{50400000, 3100000}));
  EXPECT_EQ(flags_of(settled.flags, ProblemCode::kPlaceUnknown).size(), 1U);
}

TEST(Place, CoordinatesAloneFindTheNearestCommune) {
  const Settled near_arras = settle({"", "", "", 50.29, 2.77});
  EXPECT_EQ(near_arras.place.insee, "62041");
  EXPECT_EQ(near_arras.place.coordinates, (Coordinates{50290000, 2770000}));
  EXPECT_THAT(near_arras.flags, IsEmpty());
  const Settled abroad = settle({"", "", "", 35.68, 139.69});
  EXPECT_EQ(abroad.place.insee, "");
  EXPECT_TRUE(abroad.place.coordinates.has_value());
  EXPECT_THAT(abroad.flags, IsEmpty());
}

TEST(Place, ImplausibleCoordinatesGiveWayToTheCommune) {
  const Coordinates lille{50631100, 3046800}, blangy{49932000, 1629000};
  const struct {
    const char* why;
    const char* insee;
    double latitude, longitude;
    std::optional<Coordinates> used;
  } kTable[] = {
      {"zero, zero", "59350", 0, 0, lille},
      {"out of range", "59350", 950, 3, lille},
      {"not a number", "59350", NAN, 3, lille},
      {"swapped", "76101", 1.629493, 49.932607, blangy},
      {"another town", "59350", 48.85, 2.35, lille},
      {"zero, zero and nothing else", "", 0, 0, {}},
      {"out of range and nothing else", "", 91, 181, {}},
  };
  for (const auto& row : kTable) {
    const Settled settled = settle({row.insee, "", "", row.latitude, row.longitude});
    EXPECT_EQ(settled.place.coordinates, row.used) << row.why;
    EXPECT_EQ(flags_of(settled.flags, ProblemCode::kPlaceImplausible).size(), 1U) << row.why;
  }
  EXPECT_THAT(flags_of(settle({"76101", "", "", 1.629493, 49.932607}).flags, ProblemCode::kPlaceImplausible),
              ElementsAre("place: latitude ↔ longitude"));
}

TEST(Place, GoodCoordinatesWinOverTheCommunesCentre) {
  const Settled settled = settle({"59350", "", "", 50.60, 3.00});
  EXPECT_EQ(settled.place.coordinates, (Coordinates{50600000, 3000000}));
  EXPECT_THAT(settled.flags, IsEmpty());
}

TEST(Place, ASharedPostalCodeAlone) {
  const Settled near = settle({"", "62500", "", 50.746, 2.221});
  EXPECT_EQ(near.place.insee, "62757");
  EXPECT_THAT(near.flags, IsEmpty());
  const Settled largest = settle({"", "62500", "", {}, {}});
  EXPECT_EQ(largest.place.insee, "62765");
  EXPECT_EQ(flags_of(largest.flags, ProblemCode::kValueEstimated).size(), 1U);
}

}  // namespace
}  // namespace passerelle
