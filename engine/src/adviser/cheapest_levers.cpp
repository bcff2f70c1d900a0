#include "adviser/cheapest_levers.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace passerelle::adviser {
namespace {

constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

class Search {
 public:
  Search(std::span<const LeverOption> options, std::span<const std::vector<LeverIndex>> needs, LicenceMask held)
      : options_(options), needs_(needs), held_(held) {}

  LeverChoice run() {
    extend(0);
    return best_;
  }

 private:
  bool chosen(LeverIndex lever) const { return std::find(set_.begin(), set_.end(), lever) != set_.end(); }

  void with(LeverIndex lever, std::uint64_t cost) {
    const std::uint64_t total = cost + options_[lever].cost_cents;
    if (best_.found && total > best_.cost_cents) return;
    set_.push_back(lever);
    extend(total);
    set_.pop_back();
  }

  void extend(std::uint64_t cost) {
    // As many levers as needs and licences could ever ask for; beyond that a set cannot be irredundant.
    if (set_.size() > needs_.size() + static_cast<std::size_t>(Licence::kCount)) return;
    for (const std::vector<LeverIndex>& need : needs_) {
      if (std::any_of(need.begin(), need.end(), [this](LeverIndex lever) { return chosen(lever); })) continue;
      for (const LeverIndex lever : need) with(lever, cost);
      return;
    }
    std::uint32_t days = 0;
    std::vector<LeverIndex> waiting;
    if (!levers_work(options_, set_, held_, days, &waiting)) {
      // Any licence that one of the waiting levers lacks may be what sets them going.
      for (LeverIndex lever = 0; lever < options_.size(); ++lever) {
        if (chosen(lever)) continue;
        const bool helps = std::any_of(waiting.begin(), waiting.end(), [&](LeverIndex one) {
          return (options_[one].requires_licence & ~held_ & options_[lever].gives) != 0;
        });
        if (helps) with(lever, cost);
      }
      return;
    }
    std::vector<LeverIndex> sorted = set_;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t count = sorted.size(), best_count = best_.levers.size();
    if (!best_.found || std::tie(cost, days, count, sorted) < std::tie(best_.cost_cents, best_.delay_days, best_count, best_.levers))
      best_ = {true, std::move(sorted), cost, days};
    // One more lever that costs nothing may give a licence sooner than the one that is waited for.
    LicenceMask waited = 0;
    for (const LeverIndex lever : set_) waited = static_cast<LicenceMask>(waited | (options_[lever].requires_licence & ~held_));
    for (LeverIndex lever = 0; waited != 0 && lever < options_.size(); ++lever)
      if (options_[lever].cost_cents == 0 && (options_[lever].gives & waited) != 0 && !chosen(lever)) with(lever, cost);
  }

  std::span<const LeverOption> options_;
  std::span<const std::vector<LeverIndex>> needs_;
  LicenceMask held_;
  std::vector<LeverIndex> set_;
  LeverChoice best_;
};

}  // namespace

bool levers_work(std::span<const LeverOption> options, std::span<const LeverIndex> levers, LicenceMask held, std::uint32_t& days,
                 std::vector<LeverIndex>* waiting) {
  constexpr std::size_t kLicences = static_cast<std::size_t>(Licence::kCount);
  std::array<std::uint32_t, kLicences> since{};
  for (std::size_t i = 0; i < kLicences; ++i) since[i] = (held >> i & 1U) != 0 ? 0 : kNever;
  std::vector<std::uint32_t> done(levers.size(), kNever);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t l = 0; l < levers.size(); ++l) {
      const LeverOption& option = options[levers[l]];
      std::uint32_t start = 0;
      for (std::size_t i = 0; i < kLicences; ++i)
        if ((option.requires_licence >> i & 1U) != 0) start = std::max(start, since[i]);
      if (start == kNever || start + option.delay_days >= done[l]) continue;
      done[l] = start + option.delay_days;
      changed = true;
      for (std::size_t i = 0; i < kLicences; ++i)
        if ((option.gives >> i & 1U) != 0) since[i] = std::min(since[i], done[l]);
    }
  }
  days = 0;
  bool all = true;
  for (std::size_t l = 0; l < levers.size(); ++l) {
    if (done[l] != kNever) days = std::max(days, done[l]);
    else {
      all = false;
      if (waiting != nullptr) waiting->push_back(levers[l]);
    }
  }
  return all;
}

LeverChoice cheapest_levers(std::span<const LeverOption> options, std::span<const std::vector<LeverIndex>> needs, LicenceMask held) {
  return Search(options, needs, held).run();
}

}  // namespace passerelle::adviser
