// Great-circle metres from integers. Verified against the haversine formula in double precision first: within a metre.
#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "base/geodesy.hpp"

namespace {

using namespace passerelle;

constexpr std::size_t kPlaces = 4'096;

// Anywhere in the mainland's bounding box.
std::vector<Coordinates> places() {
  std::mt19937_64 random(3);
  std::vector<Coordinates> all;
  for (std::size_t i = 0; i < kPlaces; ++i)
    all.push_back({42'000'000 + static_cast<std::int32_t>(random() % 9'000'000), -4'500'000 + static_cast<std::int32_t>(random() % 12'500'000)});
  return all;
}

double haversine(const Coordinates& a, const Coordinates& b) {
  constexpr double kRadius = 6'371'008.8, kRadian = std::numbers::pi / 180e6;
  const double south = std::sin((b.latitude_udeg - a.latitude_udeg) * kRadian / 2), east = std::sin((b.longitude_udeg - a.longitude_udeg) * kRadian / 2);
  return 2 * kRadius * std::asin(std::sqrt(south * south + std::cos(a.latitude_udeg * kRadian) * std::cos(b.latitude_udeg * kRadian) * east * east));
}

void great_circle(benchmark::State& state) {
  const std::vector<Coordinates> at = places();
  std::vector<UnitVector> vectors;
  for (const Coordinates& place : at) vectors.push_back(unit_vector(place));
  for (std::size_t i = 1; i < kPlaces; ++i)
    if (std::abs(great_circle_metres(vectors[i - 1], vectors[i]) - haversine(at[i - 1], at[i])) > 1) return state.SkipWithError("differs from the haversine formula");
  std::uint64_t pairs = 0;
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (std::size_t i = 1; i < kPlaces; ++i) sum += great_circle_metres(vectors[i - 1], vectors[i]);
    benchmark::DoNotOptimize(sum);
    pairs += kPlaces - 1;
  }
  state.counters["pairs/s"] = benchmark::Counter(static_cast<double>(pairs), benchmark::Counter::kIsRate);
}
BENCHMARK(great_circle);

void squared_chords(benchmark::State& state) {
  std::vector<UnitVector> vectors;
  for (const Coordinates& place : places()) vectors.push_back(unit_vector(place));
  const std::uint64_t limit = chord_within(30'000);
  std::size_t by_chord = 0, by_metres = 0;
  for (std::size_t i = 1; i < kPlaces; ++i) {
    by_chord += squared_chord(vectors[i - 1], vectors[i]) <= limit ? 1 : 0;
    by_metres += great_circle_metres(vectors[i - 1], vectors[i]) <= 30'000 ? 1 : 0;
  }
  if (by_chord != by_metres) return state.SkipWithError("the chord's limit is not the radius");
  std::uint64_t pairs = 0;
  for (auto _ : state) {
    std::size_t within = 0;
    for (std::size_t i = 1; i < kPlaces; ++i) within += squared_chord(vectors[i - 1], vectors[i]) <= limit ? 1 : 0;
    benchmark::DoNotOptimize(within);
    pairs += kPlaces - 1;
  }
  state.counters["pairs/s"] = benchmark::Counter(static_cast<double>(pairs), benchmark::Counter::kIsRate);
}
BENCHMARK(squared_chords);

}  // namespace

BENCHMARK_MAIN();
