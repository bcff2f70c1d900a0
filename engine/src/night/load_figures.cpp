#include "night/load_figures.hpp"

#include <algorithm>

namespace passerelle::night {

LoadFigures load_figures(std::vector<std::uint32_t> loads, const std::vector<std::uint32_t>& caps, const std::vector<std::uint8_t>& counted) {
  LoadFigures figures;
  std::size_t kept = 0;
  for (std::size_t o = 0; o < loads.size(); ++o) {
    if (counted[o] == 0) continue;
    ++figures.offers;
    figures.covered += loads[o] > 0 ? 1 : 0;
    figures.lines += loads[o];
    if (loads[o] > caps[o]) ++figures.over_cap, figures.beyond_cap += loads[o] - caps[o];
    figures.largest = std::max(figures.largest, loads[o]);
    loads[kept++] = loads[o];
  }
  loads.resize(kept);
  if (figures.lines == 0) return figures;
  // G = (2 Σ i·xᵢ − (n + 1) Σ x) / (n Σ x), x ascending, i from 1; the sums stay below 2⁶³ up to a million offers of a
  // million lines each.
  std::sort(loads.begin(), loads.end());
  std::uint64_t weighted = 0;
  for (std::size_t i = 0; i < kept; ++i) weighted += (i + 1) * std::uint64_t{loads[i]};
  const std::uint64_t least = (kept + 1) * figures.lines;
  const std::uint64_t above = 2 * weighted - least, whole = kept * figures.lines;
  constexpr std::uint64_t kMillion = 1'000'000;
  figures.gini_ppm = static_cast<std::uint32_t>(whole < UINT64_MAX / kMillion ? above * kMillion / whole : above / (whole / kMillion));
  return figures;
}

}  // namespace passerelle::night
