// From imported rows to the Reference that matching reads.
#pragma once

#include <memory>
#include <vector>

#include "base/parallel.hpp"
#include "reference/derived.hpp"
#include "reference/reference.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

/// All that was imported. Vocabularies stand in the order of their import: where two define the same item or
/// occupation key, the later one's row counts, whole (label, card, proximities …; nothing is mixed).
struct ReferenceInputs {
  std::vector<VocabularyData> vocabularies;
  std::vector<CommuneRow> communes;  ///< any order; a repeated code: the later row counts
  std::vector<CommuneAlias> aliases;
  std::vector<BasinRow> basins;
  std::vector<CommuneBasin> basin_members;
  std::vector<TensionRow> tension;
  std::vector<TravelTimeRow> travel_times;    ///< a repeated pair and means: the later row counts
};

struct BuiltReference {
  std::shared_ptr<const Reference> reference;
  /// What could not be linked: card items, certificates, communes or basins that nothing defines. Not failures.
  std::vector<Problem> notes;
  bool derived_reused = false;
};

/// Dense ids ascend by key over the union of the vocabularies. `derived` (may be null) is what an earlier build kept:
/// used when it was computed from the same input, else replaced by the fresh one for the caller to keep. Empty inputs
/// give an empty reference. Never fails.
BuiltReference build_reference(const ReferenceInputs& inputs, Derived* derived = nullptr, Threads threads = {});

}  // namespace passerelle::reference
