// Where an invitation stands, and which steps there are.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle::operations {

enum class InvitationState : std::uint8_t {
  kInvited,              ///< invité
  kRegistered,           ///< inscrit
  kPrerequisiteMissing,  ///< prérequis non validé
  kWaiting,              ///< en attente
  kCancelled,            ///< annulé
  kPresent,              ///< présent
  kAbsent,               ///< absent
};

std::string_view code(InvitationState) noexcept;
std::string_view label(InvitationState, Language) noexcept;
/// The code, or the French or English label whatever its case and accents.
std::optional<InvitationState> invitation_state_from(std::string_view text);

/// Whether the person counts as invited: takes a place, and a week.
bool counts(InvitationState) noexcept;
/// Whether an invitation may go from `before` (nothing: there was none) to `after`. What was present or absent is only set right.
bool may_become(std::optional<InvitationState> before, InvitationState after) noexcept;

}  // namespace passerelle::operations
