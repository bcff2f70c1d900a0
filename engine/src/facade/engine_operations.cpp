#include "facade/engine_impl.hpp"
#include "operations/operations_desk.hpp"
#include "operations/read_operations.hpp"

namespace passerelle {

Status OperationsRequest::validate() const {
  const auto refuse = [](const char* field, const char* why) { return Problem(ProblemCode::kRequestInvalid, field, why); };
  if (!date.set()) return refuse("date", "a date is needed");
  // What a recruiter's policy hides would be told.
  if (!policy.shows_wishes) return refuse("policy", "not for whoever plans operations");
  return policy.validate();
}

Result<OperationsAnswer> Engine::plan_operations(const OperationsRequest& request) {
  PASSERELLE_TRY(request.validate());
  auto operations = operations::read_operations(request.file);
  if (!operations) return std::move(operations).problem();
  auto prepared = impl_->get_prepared(request.policy, request.date);
  if (!prepared) return std::move(prepared).problem();
  const std::string source = request.file.substr(request.file.find_last_of('/') + 1);
  auto plan = operations::plan_operations(impl_->store, (*prepared)->context, request.rules, *operations, source, request.plan, impl_->threads);
  if (!plan) return std::move(plan).problem();
  return OperationsAnswer{{request.policy.name, request.policy.version, (*prepared)->corpus->snapshot, std::string(build_name()), request.date}, std::move(*plan)};
}

Result<InvitationChanges> Engine::record_invitations(const std::string& file, Day today) { return operations::record_invitations(impl_->store, file, today); }

Result<operations::OperationsShown> Engine::show_operations(const operations::InvitationRules& rules, const std::string& id, Language language) const {
  return operations::show_operations(impl_->store, rules, id, language);
}

}  // namespace passerelle
