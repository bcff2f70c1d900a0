#include <filesystem>

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
  const extract::Extractor extractor(**reference);
  evaluation::RecoveryEvaluation recovery(**reference, prediction, &extractor);
  PASSERELLE_TRY(offers({}, [&](const Offer& offer, std::string_view) -> Status {
    recovery.add(offer);
    return {};
  }));
  return recovery.report(impl_->threads);
}

Result<evaluation::RequirementsReport> Engine::evaluate_requirements(const std::vector<std::string>& files, OfferFormat format, const std::string& labels) const {
  auto read = evaluation::read_requirement_labels(labels);
  if (!read) return std::move(read).problem();
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  const extract::Extractor extractor(**reference);
  evaluation::RequirementsEvaluation evaluation(**reference, extractor, *std::move(read));
  for (const std::string& path : files)
    PASSERELLE_TRY(read_offers(path, format, **reference, impl_->threads, [&](ReadRecord<Offer>&& record) -> Status {
      if (const Offer* offer = std::get_if<Offer>(&record.outcome)) evaluation.add(*offer);
      return {};
    }));
  return evaluation.report();
}

Result<evaluation::MergingReport> Engine::evaluate_merging(const std::vector<std::string>& files, OfferFormat format, const std::vector<std::string>& labels) const {
  std::vector<evaluation::SameJobLabel> all;
  for (const std::string& path : labels) {
    auto read = evaluation::read_same_job_labels(path);
    if (!read) return std::move(read).problem();
    all.insert(all.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
  }
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  evaluation::MergingEvaluation evaluation(**reference, std::move(all));
  for (const std::string& path : files)
    PASSERELLE_TRY(read_offers(path, format, **reference, impl_->threads, [&](ReadRecord<Offer>&& record) -> Status {
      if (const Offer* offer = std::get_if<Offer>(&record.outcome)) evaluation.add(*offer);
      return {};
    }));
  return evaluation.report(impl_->threads);
}

Result<evaluation::OccupationReport> Engine::evaluate_occupation(const std::vector<std::string>& files, OfferFormat format) const {
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  if ((*reference)->occupation_keys.empty()) return Problem(ProblemCode::kReferenceMissing, "ROME");
  evaluation::OccupationEvaluation evaluation(**reference);
  for (const std::string& path : files) {
    const std::string name = std::filesystem::path(path).filename().string();
    PASSERELLE_TRY(read_offers(path, format, **reference, impl_->threads, [&](ReadRecord<Offer>&& record) -> Status {
      if (const Offer* offer = std::get_if<Offer>(&record.outcome)) evaluation.add(*offer, name);
      return {};
    }));
  }
  return evaluation.report();
}

}  // namespace passerelle
