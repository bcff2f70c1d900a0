#include <fmt/format.h>

#include "facade/engine_impl.hpp"

namespace passerelle {
namespace {

Provenances provenance_of(const Corpus& corpus, const Policy& policy, Day date) {
  return {policy.name, policy.version, corpus.snapshot, std::string(build_name()), date};
}

}  // namespace

Status AdviserRequest::validate() const {
  const auto refuse = [](const char* field, const char* why) { return Problem(ProblemCode::kRequestInvalid, field, why); };
  if (candidate.empty()) return refuse("candidate", "an id is needed");
  if (page.top < 1 || page.top > kMaxTop) return refuse("top", "1 to 10000");
  if (!date.set()) return refuse("date", "a date is needed");
  // A recruiter's policy has no place here: what it hides would be shown.
  if (!policy.shows_wishes) return refuse("policy", "not for advisers");
  return policy.validate();
}

Result<std::shared_ptr<const adviser::Ground>> Engine::Impl::get_ground(std::shared_ptr<const Corpus> current, Day date) const {
  {
    const std::lock_guard lock(mutex);
    if (ground && ground->corpus == current && ground->date == date) return ground;
  }
  auto made = adviser::load_ground(store, std::move(current), date);
  if (!made) return made;
  const std::lock_guard lock(mutex);
  ground = *made;
  return made;
}

void Engine::Impl::forget_ground() {
  const std::lock_guard lock(mutex);
  ground.reset();
}

Result<adviser::TableImport> Engine::import_lever_tables(const std::vector<std::string>& paths) {
  auto report = adviser::import_tables(impl_->store, paths);
  if (report) impl_->forget_ground();
  return report;
}

Result<adviser::ResourceImport> Engine::import_services(const std::vector<std::string>& paths) {
  auto report = adviser::import_services(impl_->store, paths);
  if (report) impl_->forget_ground();
  return report;
}

Result<adviser::ResourceImport> Engine::import_certifications(const std::vector<std::string>& paths) {
  auto report = adviser::import_certifications(impl_->store, paths);
  if (report) impl_->forget_ground();
  return report;
}

Result<adviser::BarrierImportReport> Engine::import_barriers(const adviser::BarrierImport& request, Day date) {
  return adviser::import_barriers(impl_->store, request, date);
}

Status Engine::correct_barrier(const adviser::CorrectionRequest& request) { return adviser::correct(impl_->store, request); }

Status Engine::access_log(const std::function<Status(const AccessEntry&)>& visit) const { return impl_->store.for_each_access(visit); }

Result<AdviserAnswer> Engine::adviser_page(const AdviserRequest& request) {
  PASSERELLE_TRY(request.validate());
  auto prepared = impl_->get_prepared(request.policy, request.date, request.candidate);
  if (!prepared) return std::move(prepared).problem();
  auto ground = impl_->get_ground((*prepared)->corpus, request.date);
  if (!ground) return std::move(ground).problem();
  auto page = adviser::page(impl_->store, request.access, **ground, (*prepared)->context, request.candidate, request.page);
  if (!page) return std::move(page).problem();
  return AdviserAnswer{provenance_of(*(*prepared)->corpus, request.policy, request.date), std::move(*page)};
}

Result<AdviserPairAnswer> Engine::adviser_pair(const AdviserRequest& request) {
  PASSERELLE_TRY(request.validate());
  if (request.offer.empty()) return Problem(ProblemCode::kRequestInvalid, "offer", "an id is needed");
  auto prepared = impl_->get_prepared(request.policy, request.date, request.candidate);
  if (!prepared) return std::move(prepared).problem();
  auto ground = impl_->get_ground((*prepared)->corpus, request.date);
  if (!ground) return std::move(ground).problem();
  auto pair = adviser::pair(impl_->store, request.access, **ground, (*prepared)->context, request.candidate, request.offer, request.page.language);
  if (!pair) return std::move(pair).problem();
  return AdviserPairAnswer{provenance_of(*(*prepared)->corpus, request.policy, request.date), std::move(*pair)};
}

Result<WhatIfAnswer> Engine::what_if(const AdviserRequest& request) {
  PASSERELLE_TRY(request.validate());
  if (request.grant.empty()) return Problem(ProblemCode::kRequestInvalid, "--grant", "at least one lever");
  auto prepared = impl_->get_prepared(request.policy, request.date, request.candidate);
  if (!prepared) return std::move(prepared).problem();
  auto ground = impl_->get_ground((*prepared)->corpus, request.date);
  if (!ground) return std::move(ground).problem();
  auto difference = adviser::what_if(impl_->store, request.access, **ground, (*prepared)->context, request.candidate, request.grant, request.page);
  if (!difference) return std::move(difference).problem();
  return WhatIfAnswer{provenance_of(*(*prepared)->corpus, request.policy, request.date), std::move(*difference)};
}

}  // namespace passerelle
