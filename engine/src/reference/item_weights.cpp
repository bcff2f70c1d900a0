#include "reference/item_weights.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "reference/stable_log.hpp"

namespace passerelle::reference {
namespace {

constexpr std::uint16_t kHeaviest = 1000;
constexpr std::uint16_t kUnknown = 500;

std::string_view scheme_of(std::string_view key) { return key.substr(0, key.find(':')); }

std::uint16_t information(std::uint32_t cards, std::uint32_t holding) {
  const double most = stable_log((cards + 1.0) / 2.0);
  if (most <= 0) return kUnknown;  // one card: nothing can be told apart
  const double share = stable_log((cards + 1.0) / (holding + 1.0)) / most;
  return static_cast<std::uint16_t>(1 + static_cast<int>((kHeaviest - 1) * share + 0.5));
}

}  // namespace

std::vector<std::uint16_t> item_weights(const MergedVocabulary& merged) {
  const std::size_t n = merged.items.size();
  // Items ascend by key, so a scheme's items are neighbours: number the schemes in passing.
  std::vector<std::uint32_t> scheme(n, 0);
  std::uint32_t schemes = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0 && scheme_of(merged.items[i]->key) != scheme_of(merged.items[i - 1]->key)) ++schemes;
    scheme[i] = schemes;
  }
  if (n > 0) ++schemes;
  std::vector<std::uint32_t> holding(n, 0), cards(schemes, 0);
  std::vector<std::uint32_t> seen(schemes, ItemId::kNone);
  for (std::uint32_t o = 0; o < merged.cards.rows(); ++o) {
    for (const CardItem& line : merged.cards[o]) {
      ++holding[line.item.value];
      if (std::uint32_t& last = seen[scheme[line.item.value]]; last != o) {
        last = o;
        ++cards[scheme[line.item.value]];
      }
    }
  }
  std::vector<std::uint16_t> weights(n, 0);
  std::vector<std::vector<std::uint16_t>> of_scheme(schemes);
  for (std::size_t i = 0; i < n; ++i) {
    if (holding[i] == 0) continue;
    weights[i] = information(cards[scheme[i]], holding[i]);
    of_scheme[scheme[i]].push_back(weights[i]);
  }
  std::vector<std::uint16_t> median(schemes, kUnknown);
  for (std::uint32_t s = 0; s < schemes; ++s) {
    if (of_scheme[s].empty()) continue;
    const auto middle = of_scheme[s].begin() + static_cast<std::ptrdiff_t>(of_scheme[s].size() / 2);
    std::nth_element(of_scheme[s].begin(), middle, of_scheme[s].end());
    median[s] = *middle;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (merged.items[i]->weight != 0) weights[i] = std::min(merged.items[i]->weight, kHeaviest);
    else if (weights[i] == 0) weights[i] = median[scheme[i]];
  }
  return weights;
}

}  // namespace passerelle::reference
