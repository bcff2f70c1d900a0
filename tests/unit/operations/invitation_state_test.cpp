#include "operations/invitation_state.hpp"

#include <gtest/gtest.h>

namespace passerelle::operations {
namespace {

using enum InvitationState;
constexpr InvitationState kAll[] = {kInvited, kRegistered, kPrerequisiteMissing, kWaiting, kCancelled, kPresent, kAbsent};

TEST(InvitationState, IsReadByCodeAndByEitherLabel) {
  for (const InvitationState state : kAll) {
    EXPECT_EQ(invitation_state_from(code(state)), state);
    EXPECT_EQ(invitation_state_from(label(state, Language::kFrench)), state);
    EXPECT_EQ(invitation_state_from(label(state, Language::kEnglish)), state);
  }
  EXPECT_EQ(invitation_state_from("  PRÉREQUIS non validé "), kPrerequisiteMissing);
  EXPECT_EQ(invitation_state_from("present"), kPresent);
  EXPECT_FALSE(invitation_state_from("venu"));
  EXPECT_FALSE(invitation_state_from(""));
}

TEST(InvitationState, WhoCountsAsInvited) {
  for (const InvitationState state : kAll) EXPECT_EQ(counts(state), state == kInvited || state == kRegistered || state == kPresent || state == kAbsent);
}

TEST(InvitationState, StepsThatThereAre) {
  for (const InvitationState state : kAll) {
    EXPECT_TRUE(may_become(state, state));
    EXPECT_EQ(may_become({}, state), state == kWaiting || state == kInvited || state == kRegistered) << code(state);
    // Nobody comes from the waiting list without being invited first, nor goes back to it.
    EXPECT_EQ(may_become(kWaiting, state), state != kPresent && state != kAbsent) << code(state);
    EXPECT_EQ(may_become(kInvited, state), state != kWaiting) << code(state);
    // What was is only set right.
    EXPECT_EQ(may_become(kPresent, state), state == kPresent || state == kAbsent) << code(state);
    EXPECT_EQ(may_become(kAbsent, state), state == kPresent || state == kAbsent) << code(state);
  }
}

}  // namespace
}  // namespace passerelle::operations
