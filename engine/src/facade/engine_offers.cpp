#include "facade/engine_impl.hpp"

namespace passerelle {

Result<merging::OfferView> Engine::offer_view(std::string_view id) const {
  std::optional<merging::OfferView> found;
  PASSERELLE_TRY(impl_->store.read_merging([&](MergeTables& tables) -> Status {
    auto view = merging::view_offer(tables, id);
    if (!view) return std::move(view).problem();
    found = std::move(*view);
    return {};
  }));
  return std::move(*found);
}

namespace {

template <class Work>
Result<merging::PartReport> parted(Store& store, const Work& work) {
  std::optional<merging::PartReport> report;
  PASSERELLE_TRY(store.in_merging([&](MergeTables& tables) -> Status {
    auto done = work(tables);
    if (!done) return std::move(done).problem();
    report = std::move(*done);
    return {};
  }));
  return std::move(*report);
}

}  // namespace

Result<merging::PartReport> Engine::unmerge_offer(std::string_view id, std::string_view source) {
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  auto report = parted(impl_->store, [&](MergeTables& tables) { return merging::unmerge(tables, id, source, **reference, impl_->threads); });
  if (report) impl_->forget_corpus();
  return report;
}

Result<merging::PartReport> Engine::let_together(std::string_view id, std::string_view source) {
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  auto report = parted(impl_->store, [&](MergeTables& tables) { return merging::let_together(tables, id, source, **reference, impl_->threads); });
  if (report) impl_->forget_corpus();
  return report;
}

}  // namespace passerelle
