#include "facade/engine_impl.hpp"
#include "territory/territory_desk.hpp"

namespace passerelle {

Status TerritoryRequest::validate() const {
  const auto refuse = [](const char* field, const char* why) { return Problem(ProblemCode::kRequestInvalid, field, why); };
  if (plan.top < 1 || plan.top > kMaxTop) return refuse("top", "1 to 10000");
  if (!date.set()) return refuse("date", "a date is needed");
  // What a recruiter's policy hides would not be judged.
  if (!policy.shows_wishes) return refuse("policy", "not for advisers");
  PASSERELLE_TRY(policy.validate());
  return shortlist_policy.validate();
}

Result<TerritoryAnswer> Engine::territory_plan(const TerritoryRequest& request) {
  PASSERELLE_TRY(request.validate());
  auto suggest = impl_->get_prepared(request.policy, request.date);
  if (!suggest) return std::move(suggest).problem();
  auto shortlist = impl_->get_prepared(request.shortlist_policy, request.date);
  if (!shortlist) return std::move(shortlist).problem();
  auto ground = impl_->get_ground((*suggest)->corpus, request.date);
  if (!ground) return std::move(ground).problem();
  const territory::Sides sides{(*suggest)->context, (*suggest)->matcher, (*shortlist)->context, (*shortlist)->matcher};
  auto plan = territory::territory_plan(impl_->store, **ground, sides, request.plan, impl_->threads);
  if (!plan) return std::move(plan).problem();
  return TerritoryAnswer{{request.policy.name, request.policy.version, (*suggest)->corpus->snapshot, std::string(build_name()), request.date}, std::move(*plan)};
}

}  // namespace passerelle
