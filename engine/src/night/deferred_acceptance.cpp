#include "night/deferred_acceptance.hpp"

#include <algorithm>
#include <deque>
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
      : pools_(pools), lists_(lists), caps_(caps), prices_(prices), most_price_(most_price), holders_(caps.size()), loads_(caps.size(), 0) {}

  Accepted run() {
    for (std::size_t person = 0; person < pools_.persons(); ++person)
      for (const std::uint16_t place : lists_.of(person)) ++loads_[pools_.of(person)[place].offer];
    // Nothing to turn away, nothing to copy.
    bool any = false;
    for (std::size_t o = 0; o < caps_.size(); ++o) any = any || loads_[o] > caps_[o];
    result_.lists = lists_;
    if (!any) return std::move(result_);
    for (std::size_t o = 0; o < caps_.size(); ++o) holders_[o].reserve(loads_[o]);
    asked_.assign(pools_.lines.size(), false);
    waits_.assign(caps_.size(), false);
    for (std::size_t person = 0; person < pools_.persons(); ++person)
      for (const std::uint16_t place : lists_.of(person)) {
        const PoolLine& line = pools_.of(person)[place];
        asked_[pools_.begin(person) + place] = true;
        holders_[line.offer].push_back({line.value, place, static_cast<std::uint32_t>(person)});
      }
    const auto better = [this](const Holder& a, const Holder& b) { return preferred(a, b); };
    for (std::size_t o = 0; o < caps_.size(); ++o) {
      std::make_heap(holders_[o].begin(), holders_[o].end(), better);  // the least preferred on top
      wait(static_cast<std::uint32_t>(o));
    }
    while (!waiting_.empty()) {
      const std::uint32_t offer = waiting_.front();
      waiting_.pop_front();
      waits_[offer] = false;
      relieve(offer);
    }
    for (std::size_t person = 0; person < pools_.persons(); ++person) {
      const auto of = result_.lists.of(person);
      std::sort(result_.lists.places.begin() + (of.data() - result_.lists.places.data()), result_.lists.places.begin() + (of.data() - result_.lists.places.data()) + static_cast<std::ptrdiff_t>(of.size()));
    }
    return std::move(result_);
  }

 private:
  bool preferred(const Holder& a, const Holder& b) const noexcept {
    return a.value != b.value ? a.value > b.value : pools_.order[a.person] < pools_.order[b.person];
  }

  void wait(std::uint32_t offer) {
    if (loads_[offer] <= caps_[offer] || waits_[offer]) return;
    waits_[offer] = true;
    waiting_.push_back(offer);
  }

  // Lines that are guaranteed leave the heap: they count, and can no more be turned away.
  void relieve(std::uint32_t offer) {
    std::vector<Holder>& heap = holders_[offer];
    const auto better = [this](const Holder& a, const Holder& b) { return preferred(a, b); };
    while (loads_[offer] > caps_[offer] && !heap.empty()) {
      std::pop_heap(heap.begin(), heap.end(), better);
      const Holder least = heap.back();
      heap.pop_back();
      const std::optional<std::uint16_t> next = next_of(least);
      if (!next) {
        ++result_.guaranteed;
        continue;
      }
      ++result_.turned_away;
      --loads_[offer];
      const PoolLine& line = pools_.of(least.person)[*next];
      asked_[pools_.begin(least.person) + *next] = true;
      put(least.person, least.place, *next);
      std::vector<Holder>& there = holders_[line.offer];
      there.push_back({line.value, *next, least.person});
      std::push_heap(there.begin(), there.end(), better);
      ++loads_[line.offer];
      wait(line.offer);
    }
  }

  std::span<std::uint16_t> list(std::size_t person) {
    const auto of = result_.lists.of(person);
    return {result_.lists.places.data() + (of.data() - result_.lists.places.data()), of.size()};
  }
  void put(std::size_t person, std::uint16_t out, std::uint16_t in) { *std::ranges::find(list(person), out) = in; }

  // The best offer of the pool that never had this person, would take them, and may stand in for this line.
  std::optional<std::uint16_t> next_of(const Holder& holder) {
    const auto pool = pools_.of(holder.person);
    std::optional<std::uint16_t> best;
    std::uint64_t best_key = 0;
    for (std::size_t place = 0; place < pool.size(); ++place) {
      const PoolLine& line = pool[place];
      if (line.tier_class != pool[holder.place].tier_class || asked_[pools_.begin(holder.person) + place]) continue;
      const std::uint64_t key = priced_key(line, prices_[line.offer], place);
      if (best && key < best_key) continue;
      // An exchange may not cost more than a line beyond a cap does.
      if (pool[holder.place].value > line.value + most_price_) continue;
      if (!welcome(holder, line)) continue;
      if (!may_stand_in(holder, static_cast<std::uint16_t>(place))) continue;
      best = static_cast<std::uint16_t>(place);
      best_key = key;
    }
    return best;
  }

  // Offers with room take anybody; full ones whom they prefer to the least of those they can still turn away.
  bool welcome(const Holder& holder, const PoolLine& line) const {
    if (loads_[line.offer] < caps_[line.offer]) return true;
    const std::vector<Holder>& there = holders_[line.offer];
    return !there.empty() && preferred({line.value, 0, holder.person}, there.front());
  }

  bool may_stand_in(const Holder& holder, std::uint16_t in) {
    places_.assign(list(holder.person).begin(), list(holder.person).end());
    *std::ranges::find(places_, holder.place) = in;
    std::sort(places_.begin(), places_.end());
    return worst_slot_loss(pools_.of(holder.person), places_) <= most_price_;
  }

  const Pools& pools_;
  const ChosenLines& lists_;
  const std::vector<std::uint32_t>& caps_;
  const std::vector<std::uint16_t>& prices_;
  const std::uint16_t most_price_;
  Accepted result_;
  std::vector<std::vector<Holder>> holders_;   // by offer: a heap of lines that may be turned away
  std::vector<std::uint32_t> loads_;
  std::vector<bool> asked_;                    // by line of the pools
  std::deque<std::uint32_t> waiting_;          // offers over their cap, first come first served
  std::vector<bool> waits_;
  std::vector<std::uint16_t> places_;
};

}  // namespace

Accepted deferred_acceptance(const Pools& pools, const ChosenLines& lists, const std::vector<std::uint32_t>& caps, const std::vector<std::uint16_t>& prices,
                             std::uint16_t most_price) {
  return Exchange(pools, lists, caps, prices, most_price).run();
}

}  // namespace passerelle::night
