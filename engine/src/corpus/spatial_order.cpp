#include "corpus/spatial_order.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace passerelle {
namespace {

constexpr unsigned kBits = 16;  // of each axis: 600 m of longitude at the equator, 300 m of latitude

// Index along the Hilbert curve of order kBits (Skilling 2004, two dimensions by quadrant rotation).
std::uint32_t hilbert(std::uint32_t x, std::uint32_t y) {
  std::uint32_t index = 0;
  for (std::uint32_t side = 1U << (kBits - 1); side > 0; side >>= 1U) {
    const std::uint32_t rx = (x & side) != 0 ? 1 : 0, ry = (y & side) != 0 ? 1 : 0;
    index = index << 2U | ((3U * rx) ^ ry);
    if (ry == 0) {
      if (rx == 1) {
        x = side * 2 - 1 - (x & (side * 2 - 1));
        y = side * 2 - 1 - (y & (side * 2 - 1));
      }
      std::swap(x, y);
    }
  }
  return index;
}

std::uint32_t curve_key(const UnitVector& at) {
  constexpr double kUnit = 1073741824.0;
  const double latitude = std::asin(std::clamp(at.z / kUnit, -1.0, 1.0)), longitude = std::atan2(at.y, at.x);
  const auto cell = [](double part) { return static_cast<std::uint32_t>(std::clamp(part, 0.0, 1.0) * ((1U << kBits) - 1)); };
  return hilbert(cell(longitude / (2 * std::numbers::pi) + 0.5), cell(latitude / std::numbers::pi + 0.5));
}

template <class Id, class KeyOf>
std::vector<Id> ordered(std::size_t n, const KeyOf& key_of) {
  std::vector<std::pair<std::uint64_t, Id>> keyed(n);
  for (std::uint32_t i = 0; i < n; ++i) keyed[i] = {key_of(i), Id{i}};
  std::sort(keyed.begin(), keyed.end());
  std::vector<Id> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = keyed[i].second;
  return order;
}

// A minute is taken for half a kilometre: this only sorts into classes.
std::uint32_t radius_class(const CandidateFacts& facts) {
  const unsigned km = facts.radius_km != 0 ? facts.radius_km : facts.radius_minutes / 2U;
  if (facts.located == 0) return 5;
  return km == 0 ? 4 : km <= 12 ? 0 : km <= 25 ? 1 : km <= 50 ? 2 : 3;
}

}  // namespace

std::vector<OfferId> offers_along_curve(const OfferColumns& offers) {
  return ordered<OfferId>(offers.size(), [&](std::uint32_t i) {
    return offers.located[i] != 0 ? std::uint64_t{curve_key(offers.position[i])} : std::uint64_t{1} << 32U;
  });
}

std::uint32_t near_key(const CandidateFacts& facts) {
  return radius_class(facts) << 29U | (facts.located != 0 ? curve_key(facts.position) >> 3U : 0U);
}

}  // namespace passerelle
