#include "intake/deduplicate/blocking_keys.hpp"

#include <numeric>

namespace passerelle {
namespace {

constexpr std::uint32_t kNothing = UINT32_MAX;

std::uint64_t key_of(std::uint64_t a, std::uint64_t b) noexcept {
  std::uint64_t h = (a ^ 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U ^ (b + 0x632BE59BD9B4E019U) * 0xC2B2AE3D27D4EB4FU;
  return h ^ (h >> 31);
}

}  // namespace

Minima minima_of(const TextSketch& text) {
  Minima minima;
  minima.fill(kNothing);
  for (const std::uint32_t hash : text.hashes) {
    std::uint32_t& least = minima[hash % kMinimaClasses];
    if (least == kNothing) least = hash;  // hashes ascend
  }
  return minima;
}

std::vector<Minima> minima_of(std::span<const OfferTraits> offers, Threads threads) {
  std::vector<Minima> minima(offers.size());
  parallel_blocks(offers.size(), 1024, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) minima[i] = minima_of(offers[i].text);
  });
  return minima;
}

std::uint64_t key_in(const OfferTraits& offer, const Minima& minima, std::size_t pass) {
  if (pass < kMinimaClasses) return minima[pass] == kNothing || offer.commune == 0 ? 0 : key_of(minima[pass], offer.commune);
  if (pass < kMinimaClasses * 2) {
    const std::uint32_t least = minima[pass - kMinimaClasses];
    if (least == kNothing || offer.title.head.empty()) return 0;
    return key_of(least, std::accumulate(offer.title.head.begin(), offer.title.head.end(), std::uint64_t{0}));
  }
  const std::size_t band = (pass - kMinimaClasses * 2) * 2;
  return minima[band] == kNothing || minima[band + 1] == kNothing ? 0 : key_of(minima[band], minima[band + 1]);
}

Keyed keyed_in(const OfferTraits& offer, const Minima& minima, std::size_t pass, std::uint64_t key, std::uint32_t index) {
  return {key, offer.title.joined, minima[(pass + 7) % kMinimaClasses], index};
}

}  // namespace passerelle
