#include "intake/occupation/confidence.hpp"

#include <algorithm>
#include <array>

namespace passerelle::occupation {
namespace {

constexpr unsigned kShift = 30;
/// 2³⁰ · e^(−2ⁿ / 4,000), n = 0 … 16. The 4,000 made shares agree with outcomes on one half of the offers of
/// `evaluate occupation`.
constexpr std::array<std::uint64_t, 17> kDecay = {1'073'473'422, 1'073'205'087, 1'072'668'619, 1'071'596'486, 1'069'455'435, 1'065'186'158,
                                                  1'056'698'664, 1'039'926'024, 1'007'175'199, 944'735'372,   831'228'610,   643'488'952,
                                                  385'640'219,   138'504'783,   17'866'096,    297'276,       82};
/// What « none of these » is worth: a title that shares little with any is not sure of the best of them.
constexpr std::uint32_t kNonePoints = 20'000;

/// 2³⁰ · e^(−behind / 4,000), to a few parts in 2³⁰.
std::uint64_t weight(std::uint32_t behind) {
  if (behind >> kDecay.size() != 0) return 0;
  std::uint64_t result = std::uint64_t{1} << kShift;
  for (std::size_t bit = 0; bit < kDecay.size(); ++bit)
    if ((behind >> bit & 1U) != 0) result = result * kDecay[bit] >> kShift;
  return result;
}

}  // namespace

void set_confidence(std::span<OccupationGuess> guesses, std::span<const std::uint32_t> families) {
  if (guesses.empty()) return;
  const std::uint32_t top = std::max(guesses.front().points, kNonePoints);
  std::uint64_t all = weight(top - kNonePoints);
  for (const OccupationGuess& guess : guesses) all += weight(top - guess.points);
  for (OccupationGuess& guess : guesses) {
    std::uint64_t family = 0;
    for (const OccupationGuess& other : guesses)
      if (families[other.occupation.value] == families[guess.occupation.value]) family += weight(top - other.points);
    guess.confidence = static_cast<std::uint8_t>(std::min<std::uint64_t>((family * 100 + all / 2) / all, kMostConfidence));
  }
}

}  // namespace passerelle::occupation
