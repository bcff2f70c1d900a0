// Random draws that give the same bytes everywhere: the raw output of std::mt19937_64 is fixed by the standard, the
// distributions of <random> are not, so ranges and weights are mapped here, in integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace passerelle::generate {

/// What a stream is for. Two streams of one (seed, index) are independent.
enum class StreamKind : std::uint8_t { kOfferPlan = 1, kCandidatePlan, kOffer, kCandidate, kRestricted };

/// One stream of draws. Not thread-safe: each record has its own.
class Random {
 public:
  Random(std::uint64_t seed, StreamKind kind, std::uint64_t index);

  std::uint64_t next() { return engine_(); }
  /// 0 … n−1, n > 0. The bias, below n / 2^64, cannot be seen.
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  /// low … high, both included.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) {
    return low + static_cast<std::uint32_t>(below(std::uint64_t{high} - low + 1));
  }
  /// True `per_mille` times in 1,000.
  bool chance(std::uint32_t per_mille) { return below(1000) < per_mille; }

 private:
  std::mt19937_64 engine_;
};

/// A value and how often it comes, relative to the others of its table.
template <class T>
struct Weighted {
  T value;
  std::uint32_t weight;
};

/// One value of a short constant table whose weights do not sum to zero.
template <class T, std::size_t N>
T pick(Random& random, const Weighted<T> (&table)[N]) {
  std::uint64_t total = 0;
  for (const Weighted<T>& line : table) total += line.weight;
  std::uint64_t at = random.below(total);
  for (const Weighted<T>& line : table) {
    if (at < line.weight) return line.value;
    at -= line.weight;
  }
  return table[N - 1].value;
}

/// One of the elements of a table that is not empty.
template <class T>
const T& pick_one(Random& random, std::span<const T> table) {
  return table[random.below(table.size())];
}
template <class T>
const T& pick_one(Random& random, const std::vector<T>& table) {
  return table[random.below(table.size())];
}
template <class T, std::size_t N>
const T& pick_one(Random& random, const T (&table)[N]) {
  return table[random.below(N)];
}

/// Positions drawn in proportion of their weights, for long tables.
class WeightedTable {
 public:
  WeightedTable() = default;
  explicit WeightedTable(std::span<const std::uint64_t> weights);
  bool empty() const noexcept { return cumulated_.empty() || cumulated_.back() == 0; }
  std::uint64_t total() const noexcept { return cumulated_.empty() ? 0 : cumulated_.back(); }
  /// Requires !empty().
  std::size_t draw(Random& random) const;

 private:
  std::vector<std::uint64_t> cumulated_;
};

}  // namespace passerelle::generate
