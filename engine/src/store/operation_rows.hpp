// Recruitment operations and who was invited to them, as the store keeps them. What the words mean is operations/' matter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.hpp"

namespace passerelle {

struct OperationSessionRow {
  std::string id;
  Day date;
  std::uint16_t from = 0, to = 0;    ///< minutes from midnight
  std::uint32_t seats = 0;
  friend bool operator==(const OperationSessionRow&, const OperationSessionRow&) = default;
};

struct OperationRow {
  std::string id, kind, title, basin;          ///< basin: code, "" when not known
  std::vector<OperationSessionRow> sessions;   ///< in the operation's order
  friend bool operator==(const OperationRow&, const OperationRow&) = default;
};

struct InvitationRow {
  std::string operation, session, candidate;
  std::string state;                           ///< code
  std::uint32_t rank = 0;                      ///< on the waiting list, from 1; 0 = not on it
  bool hired = false;
  std::string position;                        ///< where it was read, for Problems; not stored
};

struct InvitationChanges {
  std::uint64_t read = 0, added = 0, changed = 0, unchanged = 0;
  friend bool operator==(const InvitationChanges&, const InvitationChanges&) = default;
};

}  // namespace passerelle
