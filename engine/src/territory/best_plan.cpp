#include "territory/best_plan.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <numeric>
#include <set>
#include <utility>

namespace passerelle::territory {
namespace {

__extension__ using Wide = unsigned __int128;

enum class Order { kGainForMoney, kGain };

/// A problem with its offers turned round: which items open each.
struct Prepared {
  explicit Prepared(const PlanProblem& p) : problem(p), end(p.posts.size() + 1, 0), gain(p.items.size(), 0) {
    for (const PlanItem& item : p.items)
      for (const std::uint32_t offer : item.offers) ++end[offer + 1];
    std::partial_sum(end.begin(), end.end(), end.begin());
    items.resize(end.back());
    std::vector<std::uint32_t> order(p.items.size());
    std::iota(order.begin(), order.end(), 0U);
    // Those of one person stand together.
    const auto by_person = [&](std::uint32_t i, std::uint32_t j) { return p.items[i].person < p.items[j].person; };
    if (!std::is_sorted(order.begin(), order.end(), by_person)) std::stable_sort(order.begin(), order.end(), by_person);
    std::vector<std::size_t> next(end.begin(), end.end() - 1);
    first_place.push_back(0);
    for (const PlanItem& item : p.items) {
      persons.push_back(item.person);
      first_place.push_back(first_place.back() + item.offers.size());
    }
    places.resize(end.back());
    for (const std::uint32_t item : order)
      for (std::size_t i = 0; i < p.items[item].offers.size(); ++i) {
        const std::uint32_t offer = p.items[item].offers[i];
        places[first_place[item] + i] = static_cast<std::uint32_t>(next[offer] - end[offer]);
        items[next[offer]++] = item;
        if (p.posts[offer] != 0) ++gain[item];
      }
  }
  std::uint32_t person(std::size_t place) const { return persons[items[place]]; }
  /// Everything for everybody.
  std::uint64_t value_of_all() const {
    std::uint64_t value = 0;
    for (std::size_t offer = 0; offer + 1 < end.size(); ++offer) {
      std::uint64_t found = 0;
      for (std::size_t at = end[offer]; at < end[offer + 1] && found < problem.posts[offer]; ++at)
        if (at == end[offer] || person(at) != person(at - 1)) ++found;
      value += found;
    }
    return value;
  }

  const PlanProblem& problem;
  std::vector<std::size_t> end;        // by offer: where its items begin, and the end of all
  std::vector<std::uint32_t> items;    // by offer, then by person
  std::vector<std::size_t> first_place;  // by item: where its places begin, and the end of all
  std::vector<std::uint32_t> places;   // by item, then by offer: where the item stands among those of the offer
  std::vector<std::uint32_t> persons;  // by item
  std::vector<std::uint32_t> gain;     // by item, when nothing was bought
};

/// What was bought so far, and what one more item would add: kept up to date, so that asking costs nothing.
class Purchase {
 public:
  explicit Purchase(const Prepared& prepared)
      : prepared_(prepared), problem_(prepared.problem), left_(problem_.posts), gain_(prepared.gain), spent_(prepared.items.size(), false), places_(problem_.places) {}

  std::uint64_t gain(std::uint32_t item) const { return gain_[item]; }
  bool fits(std::uint32_t item) const { return bundle_fits(problem_.items[item].bundle); }
  bool bundle_fits(std::size_t which) const {
    const Bundle& bundle = problem_.bundles[which];
    if (problem_.budget_cents != kNoBudget && bundle.cost_cents > problem_.budget_cents - plan_.cost_cents) return false;
    return std::all_of(bundle.levers.begin(), bundle.levers.end(), [&](std::uint32_t lever) { return places_[lever] != 0; });
  }
  void take(std::uint32_t item) {
    const PlanItem& one = problem_.items[item];
    const Bundle& bundle = problem_.bundles[one.bundle];
    std::uint64_t gain = 0;
    for (std::size_t i = 0; i < one.offers.size(); ++i) gain += open(one.offers[i], prepared_.places[prepared_.first_place[item] + i]);
    for (const std::uint32_t lever : bundle.levers)
      if (places_[lever] != kNoLimit && places_[lever] != 0) --places_[lever];
    plan_.cost_cents += bundle.cost_cents;
    plan_.value += gain;
    plan_.items.push_back(item);
    plan_.gains.push_back(gain);
  }
  const Plan& plan() const { return plan_; }

 private:
  /// 1 when a post is counted: one is left, and the offer was not open to the person of the item that stands in `place`.
  std::uint64_t open(std::uint32_t offer, std::uint32_t place) {
    if (left_[offer] == 0) return 0;
    const std::size_t begin = prepared_.end[offer], end = prepared_.end[offer + 1];
    std::size_t at = begin + place;
    if (spent_[at]) return 0;
    const std::uint32_t person = prepared_.person(at);
    while (at > begin && prepared_.person(at - 1) == person) --at;
    for (; at < end && prepared_.person(at) == person; ++at) spend(at);
    if (--left_[offer] == 0)
      for (at = begin; at < end; ++at)
        if (!spent_[at]) spend(at);
    return 1;
  }
  void spend(std::size_t at) {
    spent_[at] = true;
    --gain_[prepared_.items[at]];
  }
  const Prepared& prepared_;
  const PlanProblem& problem_;
  std::vector<std::uint32_t> left_, gain_;
  std::vector<bool> spent_;           // by place in Prepared::items: adds nothing any more
  std::vector<std::uint64_t> places_;
  Plan plan_;
};

std::uint64_t cost_of(const PlanProblem& problem, std::uint32_t item) { return problem.bundles[problem.items[item].bundle].cost_cents; }

/// Greater gain for money; without cost is infinitely good.
bool better_rate(std::uint64_t gain_a, std::uint64_t cost_a, std::uint64_t gain_b, std::uint64_t cost_b) {
  return static_cast<Wide>(gain_a) * cost_b > static_cast<Wide>(gain_b) * cost_a;
}

/// The items of a bundle that may still be taken, the best on top: they cost the same, so that gain decides, then the number.
struct Waiting {
  struct Entry { std::uint32_t gain, item; };
  struct Worse { bool operator()(const Entry& a, const Entry& b) const { return a.gain != b.gain ? a.gain < b.gain : a.item > b.item; } };
  std::uint64_t cost = 0;
  std::vector<Entry> entries;
  const Entry& top() const { return entries.front(); }
  void pop() { std::pop_heap(entries.begin(), entries.end(), Worse{}), entries.pop_back(); }
  void lower_top(std::uint32_t gain) {
    std::pop_heap(entries.begin(), entries.end(), Worse{});
    entries.back().gain = gain;
    std::push_heap(entries.begin(), entries.end(), Worse{});
  }
};

bool worse(const Waiting& a, const Waiting& b, Order order) {
  const Waiting::Entry &one = a.top(), &other = b.top();
  if (order == Order::kGainForMoney) {
    if (better_rate(other.gain, b.cost, one.gain, a.cost)) return true;
    if (better_rate(one.gain, a.cost, other.gain, b.cost)) return false;
  }
  if (one.gain != other.gain) return one.gain < other.gain;
  if (a.cost != b.cost) return a.cost > b.cost;
  return one.item > other.item;
}

// Gains only fall as more is bought, so that an old gain is a bound: the first that is still what it was is the best.
void complete(const PlanProblem& problem, Purchase& purchase, Order order, const std::vector<bool>& forbidden) {
  std::vector<Waiting> waiting(problem.bundles.size());
  for (std::size_t b = 0; b < waiting.size(); ++b) waiting[b].cost = problem.bundles[b].cost_cents;
  for (std::uint32_t item = 0; item < problem.items.size(); ++item) {
    const std::uint32_t bundle = problem.items[item].bundle;
    if (!forbidden.empty() && forbidden[bundle]) continue;
    if (const std::uint64_t gain = purchase.gain(item); gain != 0) waiting[bundle].entries.push_back({static_cast<std::uint32_t>(gain), item});
  }
  std::vector<std::uint32_t> bundles;  // with something waiting, the best on top
  for (std::uint32_t b = 0; b < waiting.size(); ++b) {
    std::make_heap(waiting[b].entries.begin(), waiting[b].entries.end(), Waiting::Worse{});
    if (!waiting[b].entries.empty()) bundles.push_back(b);
  }
  const auto by_top = [&](std::uint32_t a, std::uint32_t b) { return worse(waiting[a], waiting[b], order); };
  std::make_heap(bundles.begin(), bundles.end(), by_top);
  while (!bundles.empty()) {
    std::pop_heap(bundles.begin(), bundles.end(), by_top);
    const std::uint32_t bundle = bundles.back();
    Waiting& best = waiting[bundle];
    if (!purchase.bundle_fits(bundle)) {  // neither money nor places come back
      bundles.pop_back();
      continue;
    }
    const Waiting::Entry top = best.top();
    const auto gain = static_cast<std::uint32_t>(purchase.gain(top.item));
    if (gain != 0 && gain != top.gain) {
      best.lower_top(gain);
    } else {
      if (gain != 0) purchase.take(top.item);
      best.pop();
    }
    if (best.entries.empty()) bundles.pop_back();
    else std::push_heap(bundles.begin(), bundles.end(), by_top);
  }
}

// No plan is worth more than what is bought plus the best that could be added if gains did not overlap, items could be cut
// in pieces, and each bundle had the places of its scarcest lever to itself.
std::uint64_t bound_from(const PlanProblem& problem, const Purchase& purchase) {
  std::vector<std::vector<std::uint64_t>> gains(problem.bundles.size());
  for (std::uint32_t item = 0; item < problem.items.size(); ++item)
    if (const std::uint64_t gain = purchase.gain(item); gain != 0 && cost_of(problem, item) <= problem.budget_cents)
      gains[problem.items[item].bundle].push_back(gain);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pieces;  // gain, cost
  for (std::size_t b = 0; b < gains.size(); ++b) {
    std::uint64_t places = kNoLimit;
    for (const std::uint32_t lever : problem.bundles[b].levers) places = std::min(places, problem.places[lever]);
    std::sort(gains[b].begin(), gains[b].end(), std::greater<>());
    for (std::size_t i = 0; i < gains[b].size() && i < places; ++i) pieces.emplace_back(gains[b][i], problem.bundles[b].cost_cents);
  }
  std::sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return better_rate(a.first, a.second, b.first, b.second); });
  std::uint64_t bound = purchase.plan().value, money = problem.budget_cents;
  for (const auto& [gain, cost] : pieces) {
    if (problem.budget_cents == kNoBudget || cost <= money) {
      bound += gain;
      if (problem.budget_cents != kNoBudget) money -= cost;
      continue;
    }
    bound += static_cast<std::uint64_t>(static_cast<Wide>(gain) * money / cost) + 1;  // rounded up, for sure
    break;
  }
  return bound;
}

bool better(const Plan& a, const Plan& b) { return a.value != b.value ? a.value > b.value : a.cost_cents < b.cost_cents; }

}  // namespace

std::uint64_t value_of(const PlanProblem& problem, std::span<const std::uint32_t> items) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const std::uint32_t item : items)
    for (const std::uint32_t offer : problem.items[item].offers) pairs.emplace(offer, problem.items[item].person);
  std::vector<std::uint32_t> persons(problem.posts.size(), 0);
  for (const auto& [offer, person] : pairs) ++persons[offer];
  std::uint64_t value = 0;
  for (std::size_t offer = 0; offer < persons.size(); ++offer) value += std::min(persons[offer], problem.posts[offer]);
  return value;
}

namespace {

/// `bounded`: whether the runs besides lower the bound, which has a look at every item.
Plan best_of(const Prepared& prepared, const std::vector<bool>& forbidden, bool bounded, std::uint64_t& bound) {
  const PlanProblem& problem = prepared.problem;
  const auto allowed = [&](std::uint32_t item) { return forbidden.empty() || !forbidden[problem.items[item].bundle]; };
  Plan best;
  const auto keep = [&](const Purchase& purchase) {
    if (bounded) bound = std::min(bound, bound_from(problem, purchase));
    if (best.items.empty() || better(purchase.plan(), best)) best = purchase.plan();
  };
  for (const Order order : {Order::kGainForMoney, Order::kGain}) {
    Purchase purchase(prepared);
    complete(problem, purchase, order, forbidden);
    keep(purchase);
    if (problem.budget_cents == kNoBudget) break;
  }
  const auto count = static_cast<std::uint32_t>(problem.items.size());
  if (problem.budget_cents != kNoBudget) {
    const Purchase nothing(prepared);
    for (std::uint32_t item = 0; item < count; ++item) {
      if (!allowed(item) || !nothing.fits(item) || nothing.gain(item) <= best.value) continue;
      Purchase single(prepared);
      single.take(item);
      best = single.plan();
    }
  }
  if (count <= kSeeded) {
    const auto from = [&](std::initializer_list<std::uint32_t> seed) {
      Purchase purchase(prepared);
      for (const std::uint32_t item : seed) {
        if (!allowed(item) || !purchase.fits(item)) return;
        purchase.take(item);
      }
      complete(problem, purchase, Order::kGainForMoney, forbidden);
      keep(purchase);
    };
    for (std::uint32_t a = 0; a < count; ++a) {
      from({a});
      for (std::uint32_t b = a + 1; b < count; ++b) {
        from({a, b});
        for (std::uint32_t c = b + 1; c < count; ++c) from({a, b, c});
      }
    }
  }
  return best;
}

std::uint64_t first_bound(const Prepared& prepared) { return std::min(prepared.value_of_all(), bound_from(prepared.problem, Purchase(prepared))); }

}  // namespace

Plan best_plan(const PlanProblem& problem, const std::vector<bool>& forbidden) {
  const Prepared prepared(problem);
  std::uint64_t bound = first_bound(prepared);
  Plan best = best_of(prepared, forbidden, true, bound);
  best.bound = std::max(bound, best.value);
  return best;
}

Plan best_plan_without_small(const PlanProblem& problem, std::uint32_t least) {
  const Prepared prepared(problem);
  std::vector<bool> forbidden(problem.bundles.size(), false);
  std::uint64_t bound = first_bound(prepared);
  for (bool first = true;; first = false) {
    // The bound is over all plans, and the first run's says most: those that follow buy less.
    Plan plan = best_of(prepared, forbidden, first, bound);
    std::vector<std::uint64_t> bought(problem.bundles.size(), 0);
    for (const std::uint32_t item : plan.items) ++bought[problem.items[item].bundle];
    bool small = false;
    for (std::size_t b = 0; b < bought.size(); ++b)
      if (bought[b] != 0 && bought[b] < least) small = forbidden[b] = true;
    if (small) continue;
    plan.bound = std::max(bound, plan.value);
    return plan;
  }
}

}  // namespace passerelle::territory
