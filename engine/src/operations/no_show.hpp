// How many of those invited do not come: what was recorded, over a prior, per kind of operation and basin.
#pragma once

#include <cstdint>

namespace passerelle::operations {

/// Of those whose presence was recorded.
struct Attendance {
  std::uint64_t known = 0, absent = 0;
  friend bool operator==(const Attendance&, const Attendance&) = default;
};

struct NoShowPrior {
  std::uint32_t rate = 3'000;       ///< of the kind, in ten-thousandths
  std::uint32_t kind_weight = 40;   ///< counts as so many persons against what was recorded of the kind
  std::uint32_t basin_weight = 40;  ///< the kind's own rate counts as so many against what was recorded in the basin
  friend bool operator==(const NoShowPrior&, const NoShowPrior&) = default;
};

/// In ten-thousandths, rounded to nearest: the prior moved by what was recorded of the kind everywhere, and this in turn by
/// what was recorded of it in the basin. Never beyond `kMostNoShow`.
inline constexpr std::uint32_t kMostNoShow = 9'500;
std::uint32_t no_show_rate(const NoShowPrior& prior, const Attendance& kind, const Attendance& basin);

}  // namespace passerelle::operations
