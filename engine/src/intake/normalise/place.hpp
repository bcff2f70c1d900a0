// A place as a source writes it → commune and coordinates.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/offer.hpp"
#include "records/place.hpp"
#include "reference/reference.hpp"

namespace passerelle {

struct PlaceDraft {
  std::string insee, postal_code, name;
  std::optional<double> latitude, longitude;   ///< degrees, as given
};

/// Commune, in this order: the INSEE code (current or old; a leading zero may be lost; a postal code written there is
/// recognised, also where it is the code of another commune too, when name, department, postal code or coordinates
/// support that reading); postal code and name; name within the department it begins with (« 59 - LILLE ») or alone when it is
/// unique; a postal code of one commune; coordinates alone, by the nearest commune. « St », « Ste », CEDEX,
/// arrondissement numbers and « (Dept.) » do not matter.
/// Coordinates: those given when plausible and within 50 km of the commune, else the commune's.
/// Flags (on `field`): kPlaceMissing, kPlaceUnknown (a department, region or country, or nothing known; given
/// coordinates are kept), kPlaceImplausible (0/0, out of range, latitude and longitude swapped, far from the
/// commune), kValueEstimated (a postal code of several communes and no name: its most populous one is taken; a
/// commune code read as the postal code).
Place normalise_place(const PlaceDraft& draft, const reference::Reference& reference, std::string_view field,
                      std::vector<Flag>& flags);

}  // namespace passerelle
