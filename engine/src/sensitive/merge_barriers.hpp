// A new diagnosis over what is already recorded.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "sensitive/restricted_record.hpp"

namespace passerelle {

/// Constraints that `incoming` has replace those of the record; the others, and the publics, stay. A correction that is
/// newer than the incoming exploration stands: its state is kept. Constraints end up ascending by code.
void merge_barriers(RestrictedRecord& record, std::vector<Barrier> incoming);

/// What an adviser sets right: of a situation, or with `situation` 0 of the constraint itself.
struct BarrierCorrection {
  std::uint16_t constraint = 0, situation = 0;
  BarrierState state = BarrierState::kNotExplored;
  Day date;
  std::string agent, reason;
};
/// Problem kRequestInvalid without reason, agent or date.
Status correct_barrier(RestrictedRecord& record, const BarrierCorrection& correction);

}  // namespace passerelle
