// The sharing-out of weights for every combination of applicable criteria, worked out once for a policy: a score is then
// thirteen products. The same figures as shared_weights() gives, to the unit.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "scoring/pair_score.hpp"

namespace passerelle {

/// Immutable after construction; safe to share.
class WeightTables {
 public:
  explicit WeightTables(const Policy& policy);
  /// Like add_up(): fills weights, score, suits and wanted from the points.
  void add_up(bool from_card, PairScore& score) const noexcept;

 private:
  using Row = std::array<std::uint16_t, 16>;  // thirteen and padding
  std::vector<Row> total_;                    // by applicability of all criteria, and of the stand-in card
  std::vector<Row> suits_, wanted_;           // by applicability of their group's
};

}  // namespace passerelle
