// Distances on the sphere, from integers: the same metres on every build.
//
// A coordinate becomes a unit vector of 2^30 parts once; the squared chord between two is exact in 64 bits, so
// radius tests compare integers. Metres come from one scalar function compiled without fused multiply-add.
// Sphere of mean radius 6,371,008.8 m (IUGG); against the WGS84 ellipsoid the error is at most 0.56 %.
#pragma once

#include <array>
#include <cstdint>

#include "base/coordinates.hpp"

namespace passerelle {

struct UnitVector {
  std::int32_t x = 0, y = 0, z = 0;  ///< 2^30 = 1
  friend bool operator==(const UnitVector&, const UnitVector&) = default;
};

UnitVector unit_vector(const Coordinates& at) noexcept;

/// Squared chord in units of (radius / 2^30)²; at most 2^62.
inline std::uint64_t squared_chord(const UnitVector& a, const UnitVector& b) noexcept {
  const std::int64_t dx = std::int64_t{a.x} - b.x, dy = std::int64_t{a.y} - b.y, dz = std::int64_t{a.z} - b.z;
  return static_cast<std::uint64_t>(dx * dx) + static_cast<std::uint64_t>(dy * dy) + static_cast<std::uint64_t>(dz * dz);
}

/// Great-circle metres for a squared chord, rounded to nearest; monotone.
std::uint32_t metres_of_chord(std::uint64_t squared_chord) noexcept;

/// Great-circle metres.
inline std::uint32_t great_circle_metres(const UnitVector& a, const UnitVector& b) noexcept {
  return metres_of_chord(squared_chord(a, b));
}

/// The largest squared chord whose metres_of_chord() is at most `metres`.
std::uint64_t chord_within(std::uint32_t metres) noexcept;

/// Whether a coordinate can be a place of work or a home: in range and not 0/0.
bool plausible(const Coordinates& at) noexcept;

}  // namespace passerelle
