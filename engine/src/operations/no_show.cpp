#include "operations/no_show.hpp"

#include <algorithm>

namespace passerelle::operations {
namespace {

std::uint64_t moved(std::uint64_t rate, std::uint64_t weight, const Attendance& seen) {
  const std::uint64_t persons = weight + seen.known;
  if (persons == 0) return rate;
  return (rate * weight + seen.absent * 10'000 + persons / 2) / persons;
}

}  // namespace

std::uint32_t no_show_rate(const NoShowPrior& prior, const Attendance& kind, const Attendance& basin) {
  const std::uint64_t of_kind = moved(prior.rate, prior.kind_weight, kind);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(kMostNoShow, moved(of_kind, prior.basin_weight, basin)));
}

}  // namespace passerelle::operations
