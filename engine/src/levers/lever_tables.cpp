#include "levers/lever_tables.hpp"

#include <algorithm>

namespace passerelle::levers {
namespace {

template <class Entry, class Code>
const Entry* by_code(const std::vector<Entry>& entries, Code code) noexcept {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.code == code; });
  return at == entries.end() ? nullptr : &*at;
}

}  // namespace

const ConstraintEntry* BarrierVocabulary::find_constraint(std::uint16_t code) const noexcept { return by_code(constraints, code); }
const SituationEntry* BarrierVocabulary::find_situation(std::uint16_t code) const noexcept { return by_code(situations, code); }
const Demand* DemandTable::find(std::string_view code) const noexcept { return by_code(demands, code); }
const LeverKind* ConflictTable::find_kind(std::string_view code) const noexcept { return by_code(kinds, code); }

std::string_view code(Severity severity) noexcept {
  switch (severity) {
    case Severity::kBlocks: return "blocks";
    case Severity::kAsk: return "ask";
    case Severity::kCare: return "care";
    case Severity::kNone: break;
  }
  return "none";
}

}  // namespace passerelle::levers
