// The door of this folder: plans invitations, records what became of them, shows where they stand.
#pragma once

#include <string_view>
#include <vector>

#include "base/parallel.hpp"
#include "operations/invitation_rules.hpp"
#include "operations/operation.hpp"
#include "operations/operations_answer.hpp"
#include "scoring/pair_score.hpp"
#include "store/store.hpp"

namespace passerelle::operations {

/// `operations` ascending by id, as read from `source`; `context.date` is the day of the plan. Problems: those of look_up(),
/// kRequestInvalid (a policy that hides wishes), kAccessRefused (quotas: no agent, no purpose, a store that cannot be written).
Result<OperationsPlan> plan_operations(Store& store, const ScoringContext& context, const InvitationRules& rules, const std::vector<Operation>& operations,
                                       std::string_view source, const PlanRequest& request, Threads threads);

/// A CSV file with the columns operation, session, candidate, state and hired (0 or 1; may be left out). All of it or nothing; reading
/// it twice changes nothing. Problems, with source, row and field: kColumnMissing, kFieldMissing, kFieldValue (a state that is none, one
/// that cannot follow on what it was, a presence before the day, a hire of somebody absent), kNotFound (an operation that was not
/// kept, a session or person that is not there), kDuplicateId (two rows of one invitation, two invitations to one operation).
Result<InvitationChanges> record_invitations(Store& store, const std::string& path, Day today);

/// `id` empty: all of them, without persons. Problem kNotFound.
Result<OperationsShown> show_operations(const Store& store, const InvitationRules& rules, const std::string& id, Language language);

}  // namespace passerelle::operations
