// How evenly suggestions lie on offers. Integers only.
#pragma once

#include <cstdint>
#include <vector>

namespace passerelle::night {

struct LoadFigures {
  std::uint64_t offers = 0, covered = 0;   ///< offers counted; those suggested to somebody
  std::uint64_t lines = 0, beyond_cap = 0; ///< suggestions; those beyond the caps of their offers
  std::uint64_t over_cap = 0;              ///< offers that have such
  std::uint32_t largest = 0;               ///< most suggestions of one offer
  std::uint32_t gini_ppm = 0;              ///< of suggestions over offers, in millionths
  std::uint64_t value = 0;                 ///< sum of the lines' points, filled in by who knows them
  friend bool operator==(const LoadFigures&, const LoadFigures&) = default;
};

/// `counted`: by offer, whether it is open on the day.
LoadFigures load_figures(std::vector<std::uint32_t> loads, const std::vector<std::uint32_t>& caps, const std::vector<std::uint8_t>& counted);

}  // namespace passerelle::night
