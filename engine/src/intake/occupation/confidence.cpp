#include "intake/occupation/confidence.hpp"

#include <algorithm>
#include <array>

namespace passerelle::occupation {
namespace {

constexpr unsigned kShift = 30;
/// 2³⁰ · e^(−2ⁿ / 4,000), n = 0 … 16. The 4,000 made shares agree best with outcomes on the half « tuning » of the offers of
/// `evaluate occupation`; no more was read off offers than this, kNonePoints and kShown.
constexpr std::array<std::uint64_t, 17> kDecay = {1'073'473'422, 1'073'205'087, 1'072'668'619, 1'071'596'486, 1'069'455'435, 1'065'186'158,
                                                  1'056'698'664, 1'039'926'024, 1'007'175'199, 944'735'372,   831'228'610,   643'488'952,
                                                  385'640'219,   138'504'783,   17'866'096,    297'276,       82};
/// What « none of these » is worth: a title that shares little with any is not sure of the best of them.
constexpr std::uint32_t kNonePoints = 20'000;

/// What the best family's share (percent) came to on that half, straight in between: large shares promise too much.
struct Knot {
  unsigned share, shown;
};
constexpr std::array<Knot, 11> kShown = {{{0, 0}, {5, 10}, {13, 24}, {27, 33}, {42, 42}, {50, 50}, {57, 64}, {72, 70}, {84, 73}, {93, 82}, {95, 92}}};
constexpr unsigned kMostShare = kShown.back().share;

std::uint8_t shown(unsigned share) {
  for (std::size_t k = 1; k < kShown.size(); ++k) {
    const Knot &from = kShown[k - 1], &to = kShown[k];
    if (share > to.share) continue;
    const unsigned width = to.share - from.share;
    return static_cast<std::uint8_t>(from.shown + ((to.shown - from.shown) * (share - from.share) + width / 2) / width);
  }
  return static_cast<std::uint8_t>(kShown.back().shown);
}

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
  const std::uint32_t best = families[guesses.front().occupation.value];
  for (OccupationGuess& guess : guesses) {
    std::uint64_t family = 0;
    for (const OccupationGuess& other : guesses)
      if (families[other.occupation.value] == families[guess.occupation.value]) family += weight(top - other.points);
    const unsigned share = std::min(static_cast<unsigned>((family * 100 + all / 2) / all), kMostShare);
    guess.confidence = families[guess.occupation.value] == best ? shown(share) : static_cast<std::uint8_t>(share);
  }
}

}  // namespace passerelle::occupation
