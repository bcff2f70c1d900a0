#include "operations/attendance_record.hpp"

#include "operations/invitation_state.hpp"

namespace passerelle::operations {

AttendanceRecord::AttendanceRecord(const std::vector<OperationRow>& operations, const std::vector<InvitationRow>& invitations) {
  std::map<std::string_view, const OperationRow*> by_id;
  for (const OperationRow& operation : operations) by_id[operation.id] = &operation;
  for (const InvitationRow& row : invitations) {
    const auto state = invitation_state_from(row.state);
    const auto operation = by_id.find(row.operation);
    if (operation == by_id.end() || (state != InvitationState::kPresent && state != InvitationState::kAbsent)) continue;
    Attendance& seen = seen_[{operation->second->kind, operation->second->basin}];
    ++seen.known;
    seen.absent += state == InvitationState::kAbsent ? 1 : 0;
  }
}

Attendance AttendanceRecord::of_kind(const std::string& kind) const {
  Attendance sum;
  for (const auto& [key, seen] : seen_) {
    if (key.first != kind) continue;
    sum.known += seen.known;
    sum.absent += seen.absent;
  }
  return sum;
}

Attendance AttendanceRecord::of_basin(const std::string& kind, const std::string& basin) const {
  const auto at = seen_.find({kind, basin});
  return basin.empty() || at == seen_.end() ? Attendance{} : at->second;
}

}  // namespace passerelle::operations
