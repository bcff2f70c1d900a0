#include "sensitive/merge_barriers.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace passerelle {
namespace {

Barrier* find(RestrictedRecord& record, std::uint16_t constraint) {
  for (Barrier& barrier : record.barriers)
    if (barrier.constraint == constraint) return &barrier;
  return nullptr;
}
BarrierSituation* find(Barrier& barrier, std::uint16_t code) {
  for (BarrierSituation& situation : barrier.situations)
    if (situation.code == code) return &situation;
  return nullptr;
}

bool newer(const Correction& correction, Day explored) { return correction.set() && (!explored.set() || correction.date > explored); }

void sort(RestrictedRecord& record) {
  std::stable_sort(record.barriers.begin(), record.barriers.end(), [](const Barrier& a, const Barrier& b) { return a.constraint < b.constraint; });
}

}  // namespace

void merge_barriers(RestrictedRecord& record, std::vector<Barrier> incoming) {
  for (Barrier& barrier : incoming) {
    Barrier* known = find(record, barrier.constraint);
    if (known == nullptr) {
      record.barriers.push_back(std::move(barrier));
      continue;
    }
    if (newer(known->correction, barrier.explored)) {
      barrier.state = known->state;
      barrier.correction = known->correction;
    }
    for (const BarrierSituation& before : known->situations) {
      if (!newer(before.correction, barrier.explored)) continue;
      if (BarrierSituation* now = find(barrier, before.code)) *now = before;
      else barrier.situations.push_back(before);
    }
    *known = std::move(barrier);
  }
  sort(record);
}

Status correct_barrier(RestrictedRecord& record, const BarrierCorrection& correction) {
  if (!correction.date.set()) return Problem(ProblemCode::kRequestInvalid, "date", "a date is needed");
  if (trim(correction.agent).empty()) return Problem(ProblemCode::kRequestInvalid, "agent", "an agent is needed");
  if (trim(correction.reason).empty()) return Problem(ProblemCode::kRequestInvalid, "reason", "a reason is needed");
  Barrier* barrier = find(record, correction.constraint);
  if (barrier == nullptr) {
    barrier = &record.barriers.emplace_back();
    barrier->constraint = correction.constraint;
  }
  Correction made{correction.date, correction.agent, correction.reason, BarrierState::kNotExplored};
  if (correction.situation == 0) {
    made.was = barrier->state;
    barrier->state = correction.state;
    barrier->correction = std::move(made);
  } else {
    BarrierSituation* situation = find(*barrier, correction.situation);
    if (situation == nullptr) {
      situation = &barrier->situations.emplace_back();
      situation->code = correction.situation;
    }
    made.was = situation->state;
    situation->state = correction.state;
    situation->correction = std::move(made);
    // A situation that is there after all opens its constraint again.
    if (correction.state == BarrierState::kYes && barrier->state != BarrierState::kYes) {
      barrier->correction = situation->correction;
      barrier->correction.was = barrier->state;
      barrier->state = BarrierState::kYes;
    }
  }
  sort(record);
  return {};
}

}  // namespace passerelle
