#include "territory/opened.hpp"

#include <algorithm>
#include <map>

namespace passerelle::territory {

std::vector<Opened> opened_of(const Unlocks& unlocks, std::size_t person) {
  std::map<Opener, std::vector<std::pair<std::uint32_t, bool>>> by_opener;
  for (std::size_t g = 0; g < unlocks.groups(person); ++g) {
    const Unlocks::Group group = unlocks.group(person, g);
    for (const Unlocks::Opening& opening : group.openings)
      for (const std::uint32_t offer : group.offers) by_opener[opening.by].emplace_back(offer, opening.strong);
  }
  std::vector<Opened> result;
  for (auto& [by, offers] : by_opener) {
    std::sort(offers.begin(), offers.end());
    Opened& opened = result.emplace_back();
    opened.by = by;
    for (const auto& [offer, strong] : offers) {
      opened.offers.push_back(offer);
      opened.strong.push_back(strong);
    }
  }
  return result;
}

}  // namespace passerelle::territory
