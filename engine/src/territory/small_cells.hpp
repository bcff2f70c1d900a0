// Which figures may be told: no count of 1 to 4 persons, and none that follows from a total by subtraction.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace passerelle::territory {

inline constexpr std::uint32_t kLeastPersons = 5;

/// Counts of persons are told rounded down to a multiple of it: a person may be in several sectors, so that the exact sum less
/// one sector would tell who is in no other.
constexpr std::uint64_t rounded(std::uint64_t persons) noexcept { return persons - persons % kLeastPersons; }

/// For the cells of one group whose sum is told too: which are hidden. A cell of 1 to kLeastPersons − 1 is; and as long as
/// those hidden are a single cell or add up to less than kLeastPersons, so is the smallest that is still told.
inline std::vector<bool> hidden_cells(const std::vector<std::uint64_t>& persons) {
  std::vector<bool> hidden(persons.size(), false);
  std::uint64_t sum = 0, cells = 0;
  const auto hide = [&](std::size_t i) { hidden[i] = true, sum += persons[i], ++cells; };
  for (std::size_t i = 0; i < persons.size(); ++i)
    if (persons[i] != 0 && persons[i] < kLeastPersons) hide(i);
  std::vector<std::size_t> order(persons.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return persons[a] < persons[b]; });
  for (const std::size_t i : order) {
    if (cells == 0 || (cells > 1 && sum >= kLeastPersons)) break;
    if (!hidden[i] && persons[i] != 0) hide(i);
  }
  return hidden;
}

}  // namespace passerelle::territory
