// What levers bring within reach of persons: for one as the definition says it, for many in a form that shares what is alike.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace passerelle::territory {

/// Places in LeverTables::levers; the second kNoLever for one alone. A certificate no lever of the catalogue gives stands
/// with kNoLever twice.
inline constexpr std::uint32_t kNoLever = 0xFFFFFFFF;
struct Opener {
  std::array<std::uint32_t, 2> levers = {kNoLever, kNoLever};
  std::uint32_t certificate = kNoLever;
  friend auto operator<=>(const Opener&, const Opener&) = default;
};

struct Opened {
  Opener by;
  std::vector<std::uint32_t> offers;   ///< ascending
  std::vector<bool> strong;            ///< would enter both the person's and the offer's current list
  friend bool operator==(const Opened&, const Opened&) = default;
};

/// What is opened to some persons, one after the other. Offers that the same openers open stand once, as a group; the offers of
/// a person's groups are distinct.
class Unlocks {
 public:
  struct Opening { Opener by; bool strong = false; };
  struct Group { std::span<const Opening> openings; std::span<const std::uint32_t> offers; };  ///< offers ascending

  std::size_t persons() const noexcept { return person_end_.size(); }
  std::size_t groups(std::size_t person) const noexcept { return person_end_[person] - first_group(person); }
  Group group(std::size_t person, std::size_t i) const noexcept {
    const std::size_t g = first_group(person) + i;
    const End from = g == 0 ? End{} : group_end_[g - 1], to = group_end_[g];
    return {{openings_.data() + from.opening, to.opening - from.opening}, {offers_.data() + from.offer, to.offer - from.offer}};
  }
  std::size_t pairs() const noexcept { return offers_.size(); }

  void add_opening(const Opener& by, bool strong) { openings_.push_back({by, strong}); }
  void add_offer(std::uint32_t offer) { offers_.push_back(offer); }
  void end_group() { group_end_.push_back({static_cast<std::uint32_t>(openings_.size()), static_cast<std::uint32_t>(offers_.size())}); }
  void end_person() { person_end_.push_back(static_cast<std::uint32_t>(group_end_.size())); }

 private:
  struct End { std::uint32_t opening = 0, offer = 0; };
  std::size_t first_group(std::size_t person) const noexcept { return person == 0 ? 0 : person_end_[person - 1]; }
  std::vector<Opening> openings_;
  std::vector<std::uint32_t> offers_;
  std::vector<End> group_end_;
  std::vector<std::uint32_t> person_end_;
};

/// One person's, by opener ascending.
std::vector<Opened> opened_of(const Unlocks& unlocks, std::size_t person);

}  // namespace passerelle::territory
