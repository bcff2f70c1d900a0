// Communes that an offer's title and text name: partners misread places, and many give none.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "reference/reference.hpp"

namespace passerelle {

struct StatedPlaces {
  std::vector<std::uint64_t> as_workplace;  ///< « basé à Massy », « Lieu : Dourdan », a part of the title; hashes of names, ascending
  std::vector<std::uint64_t> named;         ///< these, and any « à Lyon »
  friend bool operator==(const StatedPlaces&, const StatedPlaces&) = default;
};

/// The name of a commune, as the sets above hold it.
std::uint64_t place_name(std::string_view name);
StatedPlaces stated_places(std::string_view title, std::string_view text, const reference::Reference& reference);

}  // namespace passerelle
