#include "sensitive/barrier_standing.hpp"

#include <algorithm>

namespace passerelle {
namespace {

const Barrier* find(const RestrictedRecord& record, std::uint16_t constraint) {
  const auto at = std::find_if(record.barriers.begin(), record.barriers.end(), [&](const Barrier& b) { return b.constraint == constraint; });
  return at == record.barriers.end() ? nullptr : &*at;
}

SituationStanding judged(BarrierState state, Day noted, Day date, unsigned validity_months) {
  // months_between() counts whole months: one day beyond the last counts already.
  const bool fresh = noted.set() && (months_between(noted, date) < static_cast<int>(validity_months) ||
                                     months_between(Day{noted.since_epoch + 1}, date) < static_cast<int>(validity_months));
  switch (state) {
    case BarrierState::kYes: return {fresh ? Standing::kActive : Standing::kToConfirm, noted};
    case BarrierState::kNo:
    case BarrierState::kClosed: return {fresh ? Standing::kAbsent : Standing::kUnknown, noted};
    case BarrierState::kNotExplored: break;
  }
  return {Standing::kUnknown, {}};
}

Day noted_of(Day explored, const Correction& correction) {
  return correction.set() && (!explored.set() || correction.date > explored) ? correction.date : explored;
}

}  // namespace

SituationStanding standing_of(const RestrictedRecord& record, std::uint16_t constraint, Day date, unsigned validity_months) {
  const Barrier* barrier = find(record, constraint);
  return barrier == nullptr ? SituationStanding{} : judged(barrier->state, noted_of(barrier->explored, barrier->correction), date, validity_months);
}

SituationStanding standing_of(const RestrictedRecord& record, std::uint16_t constraint, std::uint16_t situation, Day date, unsigned validity_months) {
  const Barrier* barrier = find(record, constraint);
  if (barrier == nullptr) return {};
  if (barrier->state == BarrierState::kNo || barrier->state == BarrierState::kClosed)
    return judged(barrier->state, noted_of(barrier->explored, barrier->correction), date, validity_months);
  for (const BarrierSituation& s : barrier->situations)
    if (s.code == situation) return judged(s.state, noted_of(barrier->explored, s.correction), date, validity_months);
  return {};
}

}  // namespace passerelle
