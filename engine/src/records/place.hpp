// A place as a record gives it, and as the normaliser resolved it.
#pragma once

#include <optional>
#include <string>

#include "base/coordinates.hpp"

namespace passerelle {

struct Place {
  std::string insee;        ///< commune code as published; current code after normalisation
  std::string postal_code;
  std::string name;         ///< as the source wrote it
  std::optional<Coordinates> coordinates;  ///< given, or the commune's after normalisation
  friend bool operator==(const Place&, const Place&) = default;
};

}  // namespace passerelle
