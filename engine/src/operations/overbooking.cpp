#include "operations/overbooking.hpp"

#include <algorithm>
#include <vector>

namespace passerelle::operations {
namespace {

constexpr std::uint64_t kOne = std::uint64_t{1} << 60U;

// Chances that exactly 0…seats come, rounded down, so that what is left is never less than the chance of more. Invited one
// after the other.
class Comers {
 public:
  Comers(std::uint32_t seats, std::uint32_t no_show) : stays_(no_show), chances_(seats + std::size_t{1}, 0) { chances_[0] = kOne; }
  void invite() {
    for (std::size_t k = chances_.size(); k-- > 0;) {
      __extension__ using Wide = unsigned __int128;
      const Wide before = k == 0 ? 0 : Wide{chances_[k - 1]} * (kWhole - stays_);
      chances_[k] = static_cast<std::uint64_t>((Wide{chances_[k]} * stays_ + before) / kWhole);
    }
  }
  std::uint64_t overflow() const {
    std::uint64_t left = kOne;
    for (const std::uint64_t chance : chances_) left -= chance;
    return left;
  }

 private:
  std::uint32_t stays_;
  std::vector<std::uint64_t> chances_;
};

}  // namespace

std::uint64_t overflow_bound(std::uint32_t invited, std::uint32_t seats, std::uint32_t no_show) {
  // Nobody more can come than were invited: not a matter of roundings.
  if (invited <= seats) return 0;
  Comers comers(seats, no_show);
  for (std::uint32_t i = 0; i < invited; ++i) comers.invite();
  return comers.overflow();
}

std::uint32_t overflow_probability(std::uint32_t invited, std::uint32_t seats, std::uint32_t no_show) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint32_t>((Wide{overflow_bound(invited, seats, no_show)} * kWhole + kOne - 1) / kOne);
}

std::uint32_t invitations_for(std::uint32_t seats, std::uint32_t no_show, const OverbookingRule& rule) {
  if (no_show == 0 || seats == 0) return seats;
  __extension__ using Wide = unsigned __int128;
  const auto limit = static_cast<std::uint64_t>(Wide{kOne} * rule.overflow / kWhole);
  const std::uint64_t most = std::uint64_t{seats} * rule.most_percent / 100;
  Comers comers(seats, no_show);
  for (std::uint32_t i = 0; i < seats; ++i) comers.invite();
  std::uint32_t invited = seats;
  while (invited < most) {
    comers.invite();
    const bool expected_fit = (invited + std::uint64_t{1}) * (kWhole - no_show) <= std::uint64_t{seats} * kWhole;
    if (!expected_fit || comers.overflow() > limit) break;
    ++invited;
  }
  return invited;
}

}  // namespace passerelle::operations
