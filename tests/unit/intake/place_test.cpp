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

TEST(Place, ANumberThatIsACommuneAndAPostalCodeIsReadAsTheRestSays) {
  const std::optional<double> none;
  const struct {
    const char* why;
    PlaceDraft draft;
    const char* found;
    std::vector<std::string> estimated;
  } kTable[] = {
      {"nothing else is known", {"59123", "", "", none, none}, "59123", {}},
      {"name of the commune", {"59123", "", "59 - CAMPHIN EN PEVELE", none, none}, "59123", {}},
      {"name of the other", {"59123", "", "59 - BRAY DUNES", none, none}, "59107", {"place: 59123 → 59107 Bray-Dunes"}},
      {"a name outweighs coordinates", {"59123", "", "Camphin-en-Pévèle", 51.07, 2.50}, "59123", {}},
      {"a name that says nothing", {"59123", "", "59 - Nord", none, none}, "59123", {}},
      {"postal code of the commune", {"59123", "59780", "", none, none}, "59123", {}},
      {"the same in both fields", {"59123", "59123", "Zuydcoote", none, none}, "59668", {"place: 59123 → 59668 Zuydcoote"}},
      {"the same in both fields, no name",
       {"59123", "59123", "", none, none},
       "59107",
       {"place: 59123 → 59107 Bray-Dunes", "place: 59123 → Bray-Dunes"}},
      {"coordinates of the commune", {"59123", "", "", 50.60, 3.25}, "59123", {}},
      {"coordinates of the other", {"59123", "", "", 51.068, 2.488}, "59668", {"place: 59123 → 59668 Zuydcoote"}},
      {"coordinates between the two", {"59123", "", "", 50.80, 2.95}, "59123", {}},
  };
  for (const auto& row : kTable) {
    const Settled settled = settle(row.draft);
    EXPECT_EQ(settled.place.insee, row.found) << row.why;
    EXPECT_THAT(flags_of(settled.flags, ProblemCode::kValueEstimated), ::testing::UnorderedElementsAreArray(row.estimated))
        << row.why;
  }
  // Read again as it was stored, it stays where it was put.
  const Place once = settle({"59123", "", "Zuydcoote", none, none}).place;
  EXPECT_EQ(settle({once.insee, once.postal_code, once.name, none, none}).place, once);
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
