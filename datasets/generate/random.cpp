#include "generate/random.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"

namespace passerelle::generate {
namespace {

/// Mixes the three numbers, byte by byte so that the byte order of the machine does not matter.
std::uint64_t stream_seed(std::uint64_t seed, StreamKind kind, std::uint64_t index) {
  std::array<char, 17> bytes{};
  for (unsigned i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(seed >> (8 * i));
    bytes[8 + i] = static_cast<char>(index >> (8 * i));
  }
  bytes[16] = static_cast<char>(kind);
  return fingerprint({bytes.data(), bytes.size()}).low;
}

}  // namespace

Random::Random(std::uint64_t seed, StreamKind kind, std::uint64_t index) : engine_(stream_seed(seed, kind, index)) {}

WeightedTable::WeightedTable(std::span<const std::uint64_t> weights) {
  cumulated_.reserve(weights.size());
  std::uint64_t sum = 0;
  for (const std::uint64_t weight : weights) cumulated_.push_back(sum += weight);
}

std::size_t WeightedTable::draw(Random& random) const {
  const std::uint64_t at = random.below(cumulated_.back());
  return static_cast<std::size_t>(std::upper_bound(cumulated_.begin(), cumulated_.end(), at) - cumulated_.begin());
}

}  // namespace passerelle::generate
