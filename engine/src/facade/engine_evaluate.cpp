#include "facade/engine_impl.hpp"
#include "reference/merged_vocabulary.hpp"

namespace passerelle {

Result<evaluation::ProximityReport> Engine::evaluate_proximity(const std::string& proximity_types_directory) const {
  auto truth = evaluation::read_proximity_types(proximity_types_directory);
  if (!truth) return std::move(truth).problem();
  auto inputs = impl_->store.reference_inputs();
  if (!inputs) return std::move(inputs).problem();
  return evaluation::evaluate_proximity(reference::merge_vocabularies(inputs->vocabularies), *truth);
}

Result<evaluation::RecoveryReport> Engine::evaluate_recovery() const {
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  const evaluation::RequirementPrediction prediction(**reference);
  evaluation::RecoveryEvaluation recovery(**reference, prediction);
  PASSERELLE_TRY(offers({}, [&](const Offer& offer, std::string_view) -> Status {
    recovery.add(offer);
    return {};
  }));
  return recovery.report(impl_->threads);
}

}  // namespace passerelle
