// Strong dense ids: positions in columns, each its own type so that an occupation cannot index an item.
// Dense ids are assigned in external-key order: comparing two of the same kind compares their keys. Candidates alone lie in
// the order of retrieval (corpus/columns.hpp): which of two comes first their ids do not say, and asking does not compile.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>

namespace passerelle {

struct CandidateTag;

template <class Tag>
struct DenseId {
  std::uint32_t value = kNone;
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  constexpr DenseId() = default;
  constexpr explicit DenseId(std::uint32_t v) : value(v) {}
  constexpr bool set() const noexcept { return value != kNone; }
  friend constexpr bool operator==(const DenseId&, const DenseId&) = default;
  friend constexpr auto operator<=>(const DenseId& a, const DenseId& b) noexcept
    requires(!std::same_as<Tag, CandidateTag>)
  {
    return a.value <=> b.value;
  }
};

using ItemId = DenseId<struct ItemTag>;
using OccupationId = DenseId<struct OccupationTag>;
using CommuneId = DenseId<struct CommuneTag>;
using BasinId = DenseId<struct BasinTag>;
using OfferId = DenseId<struct OfferTag>;
using CandidateId = DenseId<CandidateTag>;

}  // namespace passerelle
