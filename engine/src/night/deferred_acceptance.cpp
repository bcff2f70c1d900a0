#include "night/deferred_acceptance.hpp"

#include <algorithm>
#include <optional>

#include "night/priced_choice.hpp"
#include "night/slot_loss.hpp"

namespace passerelle::night {
namespace {

struct Holder {
  std::uint16_t value = 0, place = 0;
  std::uint32_t person = 0;
};

class Exchange {
 public:
  Exchange(const Pools& pools, const ChosenLines& lists, const std::vector<std::uint32_t>& caps, const std::vector<std::uint16_t>& prices, std::uint16_t most_price)
      : pools_(pools), caps_(caps), prices_(prices), most_price_(most_price), loads_(caps.size(), 0) {
    result_.lists = lists;
  }

  Accepted run() {
    for (std::size_t person = 0; person < pools_.persons(); ++person)
      for (const std::uint16_t place : result_.lists.of(person)) ++loads_[pools_.of(person)[place].offer];
    // Who holds what is over its cap; an offer with room never gets over it here.
    std::vector<std::vector<Holder>> holders(caps_.size());
    for (std::size_t o = 0; o < caps_.size(); ++o)
      if (loads_[o] > caps_[o]) holders[o].reserve(loads_[o]);
    for (std::size_t person = 0; person < pools_.persons(); ++person)
      for (const std::uint16_t place : result_.lists.of(person)) {
        const PoolLine& line = pools_.of(person)[place];
        if (loads_[line.offer] > caps_[line.offer]) holders[line.offer].push_back({line.value, place, static_cast<std::uint32_t>(person)});
      }
    for (std::uint32_t o = 0; o < caps_.size(); ++o) {
      if (holders[o].empty()) continue;
      relieve(o, holders[o]);
      holders[o] = {};
    }
    return std::move(result_);
  }

 private:
  // The least preferred goes first.
  void relieve(std::uint32_t offer, std::vector<Holder>& holders) {
    std::sort(holders.begin(), holders.end(), [this](const Holder& a, const Holder& b) {
      return a.value != b.value ? a.value < b.value : pools_.order[a.person] > pools_.order[b.person];
    });
    for (const Holder& least : holders) {
      if (loads_[offer] <= caps_[offer]) return;
      const std::optional<std::uint16_t> next = next_of(least);
      if (!next) {
        ++result_.guaranteed;
        continue;
      }
      ++result_.turned_away;
      --loads_[offer];
      ++loads_[pools_.of(least.person)[*next].offer];
      put(list(least.person), least.place, *next);
    }
  }

  std::span<std::uint16_t> list(std::size_t person) {
    const auto of = result_.lists.of(person);
    return {result_.lists.places.data() + (of.data() - result_.lists.places.data()), of.size()};
  }
  static void put(std::span<std::uint16_t> places, std::uint16_t out, std::uint16_t in) {
    *std::ranges::find(places, out) = in;
    std::ranges::sort(places);
  }

  // The best offer of the pool that has room, is not on the list, and may stand in for this line.
  std::optional<std::uint16_t> next_of(const Holder& holder) {
    const auto pool = pools_.of(holder.person);
    const auto places = list(holder.person);
    std::optional<std::uint16_t> best;
    std::uint64_t best_key = 0;
    std::size_t listed = 0;
    for (std::size_t place = 0; place < pool.size(); ++place) {
      if (listed < places.size() && places[listed] == place) { ++listed; continue; }
      const PoolLine& line = pool[place];
      if (line.tier_class != pool[holder.place].tier_class || loads_[line.offer] >= caps_[line.offer]) continue;
      // An exchange may not cost more than a line beyond a cap does.
      if (pool[holder.place].value > line.value + most_price_) continue;
      const std::uint64_t key = priced_key(line, prices_[line.offer], place);
      if (best && key < best_key) continue;
      if (!may_stand_in(holder, static_cast<std::uint16_t>(place))) continue;
      best = static_cast<std::uint16_t>(place);
      best_key = key;
    }
    return best;
  }

  bool may_stand_in(const Holder& holder, std::uint16_t in) {
    const auto places = list(holder.person);
    places_.assign(places.begin(), places.end());
    put(places_, holder.place, in);
    return worst_slot_loss(pools_.of(holder.person), places_) <= most_price_;
  }

  const Pools& pools_;
  const std::vector<std::uint32_t>& caps_;
  const std::vector<std::uint16_t>& prices_;
  const std::uint16_t most_price_;
  Accepted result_;
  std::vector<std::uint32_t> loads_;
  std::vector<std::uint16_t> places_;
};

}  // namespace

Accepted deferred_acceptance(const Pools& pools, const ChosenLines& lists, const std::vector<std::uint32_t>& caps, const std::vector<std::uint16_t>& prices,
                             std::uint16_t most_price) {
  return Exchange(pools, lists, caps, prices, most_price).run();
}

}  // namespace passerelle::night
