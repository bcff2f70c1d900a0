#pragma once

#include <cstdint>

namespace passerelle {

/// WGS84 in microdegrees.
struct Coordinates {
  std::int32_t latitude_udeg = 0;
  std::int32_t longitude_udeg = 0;
  friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

}  // namespace passerelle
