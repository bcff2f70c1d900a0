// What the tables say that a person's case is made of, looked up once for all persons: rows with the places of their situations
// and demands, levers with their publics as numbers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levers/lever_tables.hpp"

namespace passerelle::adviser {

/// Immutable after construction; safe to share. Places are those in the tables.
class CaseRules {
 public:
  static constexpr std::uint16_t kNone = 0xFFFF;
  struct SituationRule { std::uint16_t constraint = kNone; };       ///< place among the constraints; kNone: of none that is known
  struct RowRule {
    std::uint16_t situation = kNone, constraint = kNone;            ///< places; of a row of a constraint the first is kNone
    std::uint16_t situation_constraint = kNone;                     ///< place of the constraint that the situation belongs to
    levers::DemandMask demands = 0;
    levers::DemandMask computed = 0;                                ///< of them, those that depend on the pair
    bool known = true;                                              ///< whether the situation, if any, is in the vocabulary
  };
  struct LeverRule {
    bool for_everybody = false;
    std::vector<std::uint32_t> publics;                             ///< ascending
  };

  CaseRules() = default;
  explicit CaseRules(const levers::LeverTables& tables);

  std::vector<SituationRule> situations;
  std::vector<RowRule> rows;
  std::vector<LeverRule> levers;
  /// kNoPublic when no lever is for that public.
  static constexpr std::uint32_t kNoPublic = 0xFFFFFFFF;
  std::uint32_t public_of(std::string_view code) const;

 private:
  std::map<std::string, std::uint32_t, std::less<>> publics_;
};

}  // namespace passerelle::adviser
