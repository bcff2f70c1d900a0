// Which offers are looked at together: 80 keys of text, place and title for each, so that nobody compares all with all.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/parallel.hpp"
#include "intake/deduplicate/same_job.hpp"

namespace passerelle {

inline constexpr std::size_t kMinimaClasses = 32;
/// Each pass gives an offer one key at most: text and place, text and title, text alone.
inline constexpr std::size_t kKeyPasses = kMinimaClasses * 2 + kMinimaClasses / 2;
/// Keys shared by more offers than this compare neighbours only, so that time is linear for an employer of thousands.
inline constexpr std::size_t kCrowded = 24;
inline constexpr std::size_t kNeighbours = 8;

/// The smallest hash of each class of hashes of a text: equal for two texts as often as the share of what they have in common.
using Minima = std::array<std::uint32_t, kMinimaClasses>;

Minima minima_of(const TextSketch& text);
std::vector<Minima> minima_of(std::span<const OfferTraits> offers, Threads threads);
/// The key of one offer in one pass; 0 = none.
std::uint64_t key_in(const OfferTraits& offer, const Minima& minima, std::size_t pass);

/// An offer where its key puts it: equal keys stand together, by title and text within.
struct Keyed {
  std::uint64_t key = 0, title = 0;
  std::uint32_t next = 0, offer = 0;
  friend auto operator<=>(const Keyed&, const Keyed&) = default;
};
/// `key` must not be 0.
Keyed keyed_in(const OfferTraits& offer, const Minima& minima, std::size_t pass, std::uint64_t key, std::uint32_t index);
/// How many places apart two offers of a key of `size` offers may stand to be compared.
constexpr std::size_t reach_of(std::size_t size) noexcept { return size > kCrowded ? kNeighbours : kCrowded; }

}  // namespace passerelle
