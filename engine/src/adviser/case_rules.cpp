#include "adviser/case_rules.hpp"

#include <algorithm>

namespace passerelle::adviser {

CaseRules::CaseRules(const levers::LeverTables& tables) {
  const auto place_of_constraint = [&](std::uint16_t code) {
    const levers::ConstraintEntry* entry = tables.barriers.find_constraint(code);
    return entry == nullptr ? kNone : static_cast<std::uint16_t>(entry - tables.barriers.constraints.data());
  };
  for (const levers::SituationEntry& situation : tables.barriers.situations) situations.push_back({place_of_constraint(situation.constraint)});
  for (const levers::Conflict& conflict : tables.conflicts.rows) {
    RowRule row;
    if (conflict.situation != 0) {
      const levers::SituationEntry* entry = tables.barriers.find_situation(conflict.situation);
      row.known = entry != nullptr;
      if (row.known) {
        row.situation = static_cast<std::uint16_t>(entry - tables.barriers.situations.data());
        row.situation_constraint = place_of_constraint(entry->constraint);
      }
    } else {
      row.constraint = place_of_constraint(conflict.constraint);
      row.known = row.constraint != kNone;
    }
    for (const std::string& code : conflict.demands) {
      const levers::Demand* demand = tables.demands.find(code);
      if (demand == nullptr) continue;
      const levers::DemandMask bit = levers::bit(static_cast<levers::DemandId>(demand - tables.demands.demands.data()));
      row.demands |= bit;
      if (demand->computed != levers::Computed::kNo) row.computed |= bit;
    }
    rows.push_back(row);
  }
  for (const levers::Lever& lever : tables.levers) {
    LeverRule& rule = levers.emplace_back();
    rule.for_everybody = lever.publics.empty() || std::find(lever.publics.begin(), lever.publics.end(), "tous-publics") != lever.publics.end();
    for (const std::string& code : lever.publics) rule.publics.push_back(publics_.try_emplace(code, static_cast<std::uint32_t>(publics_.size())).first->second);
    std::sort(rule.publics.begin(), rule.publics.end());
  }
}

std::uint32_t CaseRules::public_of(std::string_view code) const {
  const auto at = publics_.find(code);
  return at == publics_.end() ? kNoPublic : at->second;
}

}  // namespace passerelle::adviser
