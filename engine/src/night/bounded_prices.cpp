#include "night/bounded_prices.hpp"

#include "night/priced_choice.hpp"

namespace passerelle::night {
namespace {

constexpr std::size_t kBlock = 4'096;
constexpr std::uint32_t kParts = 256;   // prices move in parts of a point

std::uint64_t root(std::uint64_t n) noexcept {
  std::uint64_t low = 0, high = std::uint64_t{1} << 32U;
  while (high - low > 1) {
    const std::uint64_t middle = (low + high) / 2;
    (middle * middle <= n ? low : high) = middle;
  }
  return low;
}

// What one round sums up; the sums of workers are added in any order.
struct Tally {
  std::vector<std::uint32_t> loads;
  std::uint64_t value = 0;        // of the lines chosen
  std::uint64_t dual = 0;         // less their prices, never below 0
  std::uint64_t full_dual = 0;
  PricedChoice choice;
};

class Descent {
 public:
  Descent(const Pools& pools, const std::vector<std::uint32_t>& caps, const CongestionRule& rule, Threads threads)
      : pools_(pools), caps_(caps), rule_(rule), threads_(threads), price_parts_(caps.size(), 0), prices_(caps.size(), 0), tallies_(threads.resolved()) {}

  Prices run() {
    Prices best;
    bool first = true;
    std::int64_t best_worth = 0;
    for (std::uint32_t round = 0; round <= rule_.rounds; ++round) {
      look();
      std::uint64_t dual = sum_.dual, full_dual = sum_.full_dual, beyond = 0;
      for (std::size_t o = 0; o < caps_.size(); ++o) {
        const std::uint64_t paid = std::uint64_t{caps_[o]} * prices_[o];
        dual += paid, full_dual += paid;
        beyond += sum_.loads[o] > caps_[o] ? sum_.loads[o] - caps_[o] : 0;
      }
      const std::int64_t worth = static_cast<std::int64_t>(sum_.value) - static_cast<std::int64_t>(beyond * rule_.most_price);
      best.bound = first ? dual : std::min(best.bound, dual);
      best.full_bound = first ? full_dual : std::min(best.full_bound, full_dual);
      if (first || worth > best_worth) best_worth = worth, best.of_offer = prices_;
      first = false;
      best.rounds = round;
      if (round < rule_.rounds) move(round);
    }
    return best;
  }

 private:
  void look() {
    for (Tally& tally : tallies_) {
      tally.loads.assign(caps_.size(), 0);
      tally.value = tally.dual = tally.full_dual = 0;
    }
    parallel_blocks(pools_.persons(), kBlock, threads_, [&](std::size_t begin, std::size_t end, unsigned worker) {
      Tally& tally = tallies_[worker];
      for (std::size_t person = begin; person < end; ++person) take(pools_.of(person), tally);
    });
    sum_.loads.assign(caps_.size(), 0);
    sum_.value = sum_.dual = sum_.full_dual = 0;
    for (const Tally& tally : tallies_) {
      for (std::size_t o = 0; o < caps_.size(); ++o) sum_.loads[o] += tally.loads[o];
      sum_.value += tally.value, sum_.dual += tally.dual, sum_.full_dual += tally.full_dual;
    }
  }

  void take(std::span<const PoolLine> pool, Tally& tally) const {
    const auto chosen = tally.choice.choose(pool, pools_.top, [&](std::uint32_t offer) { return std::uint32_t{prices_[offer]}; });
    // Beyond a pool that was cut lie offers of at most its last line's class and value, and their prices are not below 0.
    const bool cut = pool.size() == pools_.depth;
    for (const std::uint64_t key : chosen) {
      const PoolLine& line = pool[place_of(key)];
      ++tally.loads[line.offer];
      tally.value += line.value;
      const std::uint32_t left = line.value > prices_[line.offer] ? std::uint32_t{line.value} - prices_[line.offer] : 0;
      tally.dual += left;
      tally.full_dual += cut && pool.back().tier_class == line.tier_class ? std::max<std::uint32_t>(left, pool.back().value) : left;
    }
  }

  // η/√(1 + t/2) · clip((load − cap)/cap, −1, 1)
  void move(std::uint32_t round) {
    const std::uint64_t first = std::uint64_t{rule_.first_step} * kParts;
    const auto step = static_cast<std::int64_t>(root(first * first * 2 / (2 + round)));
    const std::int64_t most = std::int64_t{rule_.most_price} * kParts;
    for (std::size_t o = 0; o < caps_.size(); ++o) {
      const std::int64_t cap = std::max<std::int64_t>(1, caps_[o]);
      const std::int64_t over = std::clamp<std::int64_t>(std::int64_t{sum_.loads[o]} - std::int64_t{caps_[o]}, -cap, cap);
      price_parts_[o] = std::clamp<std::int64_t>(price_parts_[o] + step * over / cap, 0, most);
      prices_[o] = static_cast<std::uint16_t>(price_parts_[o] / kParts);
    }
  }

  const Pools& pools_;
  const std::vector<std::uint32_t>& caps_;
  const CongestionRule rule_;
  const Threads threads_;
  std::vector<std::int64_t> price_parts_;
  std::vector<std::uint16_t> prices_;
  std::vector<Tally> tallies_;
  Tally sum_;
};

}  // namespace

Prices bounded_prices(const Pools& pools, const std::vector<std::uint32_t>& caps, const CongestionRule& rule, Threads threads) {
  return Descent(pools, caps, rule, threads).run();
}

ChosenLines lists_at(const Pools& pools, const std::vector<std::uint16_t>& prices, Threads threads) {
  ChosenLines lists;
  lists.ends.resize(pools.persons());
  std::uint64_t end = 0;
  for (std::size_t person = 0; person < pools.persons(); ++person)
    lists.ends[person] = end += std::min(pools.top, pools.of(person).size());
  lists.places.resize(end);
  std::vector<PricedChoice> choices(threads.resolved());
  parallel_blocks(pools.persons(), kBlock, threads, [&](std::size_t begin, std::size_t finish, unsigned worker) {
    for (std::size_t person = begin; person < finish; ++person) {
      std::uint16_t* out = lists.places.data() + (person == 0 ? 0 : lists.ends[person - 1]);
      std::uint16_t* const start = out;
      for (const std::uint64_t key : choices[worker].choose(pools.of(person), pools.top, [&](std::uint32_t offer) { return std::uint32_t{prices[offer]}; }))
        *out++ = static_cast<std::uint16_t>(place_of(key));
      std::sort(start, out);
    }
  });
  return lists;
}

}  // namespace passerelle::night
