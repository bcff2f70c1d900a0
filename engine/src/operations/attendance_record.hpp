// What was recorded of presences, by kind of operation and basin: the ground of the no-show estimates.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "operations/no_show.hpp"
#include "store/operation_rows.hpp"

namespace passerelle::operations {

class AttendanceRecord {
 public:
  AttendanceRecord(const std::vector<OperationRow>& operations, const std::vector<InvitationRow>& invitations);
  Attendance of_kind(const std::string& kind) const;
  /// Of a basin that is not known: nothing, so that the kind's own rate stands.
  Attendance of_basin(const std::string& kind, const std::string& basin) const;

 private:
  std::map<std::pair<std::string, std::string>, Attendance> seen_;  // by kind and basin
};

}  // namespace passerelle::operations
