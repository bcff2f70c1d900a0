// Strong dense ids: positions in columns, each its own type so that an occupation cannot index an item.
// Dense ids are assigned in external-key order: comparing two of the same kind compares their keys.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>

namespace passerelle {

template <class Tag>
struct DenseId {
  std::uint32_t value = kNone;
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  constexpr DenseId() = default;
  constexpr explicit DenseId(std::uint32_t v) : value(v) {}
  constexpr bool set() const noexcept { return value != kNone; }
  friend constexpr auto operator<=>(const DenseId&, const DenseId&) = default;
};

using ItemId = DenseId<struct ItemTag>;
using OccupationId = DenseId<struct OccupationTag>;
using CommuneId = DenseId<struct CommuneTag>;
using BasinId = DenseId<struct BasinTag>;
using OfferId = DenseId<struct OfferTag>;
using CandidateId = DenseId<struct CandidateTag>;

}  // namespace passerelle
