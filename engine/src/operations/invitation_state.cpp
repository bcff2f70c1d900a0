#include "operations/invitation_state.hpp"

#include <iterator>

#include "base/text.hpp"

namespace passerelle::operations {
namespace {

struct Entry { std::string_view code, french, english; };
constexpr Entry kTable[] = {
    {"invited", "invité", "invited"},
    {"registered", "inscrit", "registered"},
    {"prerequisite-missing", "prérequis non validé", "prerequisite missing"},
    {"waiting", "en attente", "waiting"},
    {"cancelled", "annulé", "cancelled"},
    {"present", "présent", "present"},
    {"absent", "absent", "absent"},
};
const Entry& entry_of(InvitationState state) noexcept { return kTable[static_cast<std::size_t>(state) % std::size(kTable)]; }

}  // namespace

std::string_view code(InvitationState state) noexcept { return entry_of(state).code; }

std::string_view label(InvitationState state, Language language) noexcept {
  return language == Language::kFrench ? entry_of(state).french : entry_of(state).english;
}

std::optional<InvitationState> invitation_state_from(std::string_view text) {
  const std::string folded = fold(text);
  for (std::size_t i = 0; i < std::size(kTable); ++i)
    for (const std::string_view name : {kTable[i].code, kTable[i].french, kTable[i].english})
      if (folded == fold(name)) return static_cast<InvitationState>(i);
  return std::nullopt;
}

bool counts(InvitationState state) noexcept {
  using enum InvitationState;
  return state == kInvited || state == kRegistered || state == kPresent || state == kAbsent;
}

bool may_become(std::optional<InvitationState> before, InvitationState after) noexcept {
  using enum InvitationState;
  if (!before) return after == kWaiting || after == kInvited || after == kRegistered;
  if (*before == after) return true;
  switch (*before) {
    case kWaiting: return after != kPresent && after != kAbsent;
    case kPresent: return after == kAbsent;
    case kAbsent: return after == kPresent;
    default: return after != kWaiting;
  }
}

}  // namespace passerelle::operations
