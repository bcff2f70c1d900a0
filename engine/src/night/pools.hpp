// What sharing out works on: each person's pool, their best offers in the order of their list. A line's class is what comes
// before points in that order (the verdict's tier) and is never traded; its value is the points that prices are taken off.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace passerelle::night {

struct PoolLine {
  std::uint32_t offer = 0;
  std::uint16_t value = 0;      ///< 0…10,000
  std::uint16_t tier_class = 0; ///< 0 best
  friend bool operator==(const PoolLine&, const PoolLine&) = default;
};

/// Persons in any fixed order. Within a pool: class ascending, then value descending.
struct Pools {
  std::size_t top = 20;               ///< length of a list
  std::size_t depth = 60;             ///< most lines of a pool; a pool of that many may have been cut
  std::vector<std::uint64_t> ends;    ///< by person: end of their lines in `lines`
  std::vector<PoolLine> lines;
  std::vector<std::uint32_t> order;   ///< by person: place in external-id order, which decides ties between persons

  std::size_t persons() const noexcept { return ends.size(); }
  std::uint64_t begin(std::size_t person) const noexcept { return person == 0 ? 0 : ends[person - 1]; }
  std::span<const PoolLine> of(std::size_t person) const noexcept {
    return {lines.data() + begin(person), static_cast<std::size_t>(ends[person] - begin(person))};
  }
};

/// Lists as places in the pools, ascending (so in the order of the plain list), person after person.
struct ChosenLines {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint16_t> places;
  std::span<const std::uint16_t> of(std::size_t person) const noexcept {
    const std::uint64_t begin = person == 0 ? 0 : ends[person - 1];
    return {places.data() + begin, static_cast<std::size_t>(ends[person] - begin)};
  }
  friend bool operator==(const ChosenLines&, const ChosenLines&) = default;
};

}  // namespace passerelle::night
