#include "base/geodesy.hpp"

#include <cmath>
#include <numbers>

namespace passerelle {
namespace {

constexpr double kRadiusMetres = 6371008.8;
constexpr double kUnit = 1073741824.0;  // 2^30

}  // namespace

UnitVector unit_vector(const Coordinates& at) noexcept {
  const double lat = at.latitude_udeg * 1e-6 * std::numbers::pi / 180.0;
  const double lon = at.longitude_udeg * 1e-6 * std::numbers::pi / 180.0;
  const double c = std::cos(lat);
  return {static_cast<std::int32_t>(std::lround(c * std::cos(lon) * kUnit)), static_cast<std::int32_t>(std::lround(c * std::sin(lon) * kUnit)),
          static_cast<std::int32_t>(std::lround(std::sin(lat) * kUnit))};
}

std::uint32_t metres_of_chord(std::uint64_t squared_chord) noexcept {
  double half = std::sqrt(static_cast<double>(squared_chord)) / (2.0 * kUnit);
  if (half > 1.0) half = 1.0;  // antipodes, after rounding of the vectors
  return static_cast<std::uint32_t>(std::lround(2.0 * kRadiusMetres * std::asin(half)));
}

std::uint64_t chord_within(std::uint32_t metres) noexcept {
  // metres_of_chord() is monotone: bisect on it, so that both say the same for every pair.
  std::uint64_t low = 0, high = std::uint64_t{1} << 62;
  if (metres_of_chord(high) <= metres) return high;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (metres_of_chord(middle) <= metres ? low : high) = middle;
  }
  return low;
}

bool plausible(const Coordinates& at) noexcept {
  if (at.latitude_udeg < -90'000'000 || at.latitude_udeg > 90'000'000) return false;
  if (at.longitude_udeg < -180'000'000 || at.longitude_udeg > 180'000'000) return false;
  return at.latitude_udeg != 0 || at.longitude_udeg != 0;
}

}  // namespace passerelle
