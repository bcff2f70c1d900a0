#include "passerelle/engine.hpp"

#include "facade/engine_impl.hpp"
#include "records/record_json.hpp"

namespace passerelle {
namespace {

/// How often what other processes wrote is looked for.
constexpr std::chrono::milliseconds kTending{200};

}  // namespace
Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::open(const OpenRequest& request) {
  Result<Store> store = Store::open(request.store, request.mode);
  if (!store) return std::move(store).problem().from(request.store);
  auto impl = std::make_unique<Impl>(std::move(*store), request.threads, request.store + ".corpus");
  if (request.live) impl->background = std::make_unique<Background>(kTending, [tended = impl.get()] { tended->tend(); });
  return Engine(std::move(impl));
}

Result<std::shared_ptr<const reference::Reference>> Engine::Impl::get_reference() const {
  const std::lock_guard lock(mutex);
  if (!reference) {
    // load_reference() keeps derived tables when the store is open for writing.
    auto loaded = const_cast<Store&>(store).load_reference(threads);
    if (!loaded) return std::move(loaded).problem();
    reference = std::move(*loaded);
  }
  return reference;
}

Status Engine::offers(const ListFilter& filter, const std::function<Status(const Offer&, std::string_view)>& visit) const {
  return impl_->store.for_each_offer(filter, [&](std::string_view, std::string_view json) -> Status {
    Result<Offer> offer = decode_stored_offer(json);
    if (!offer) return std::move(offer).problem();
    return visit(*offer, json);
  });
}

Status Engine::candidates(const ListFilter& filter, const std::function<Status(const Candidate&, std::string_view)>& visit) const {
  return impl_->store.for_each_candidate(filter, [&](std::string_view, std::string_view json) -> Status {
    Result<Candidate> candidate = decode_stored_candidate(json);
    if (!candidate) return std::move(candidate).problem();
    return visit(*candidate, json);
  });
}

Status Engine::offer(std::string_view id, const std::function<void(const Offer&)>& visit) const {
  Result<Offer> found = impl_->store.offer(id);
  if (!found) return std::move(found).problem();
  visit(*found);
  return {};
}

Status Engine::candidate(std::string_view id, const std::function<void(const Candidate&)>& visit) const {
  Result<Candidate> found = impl_->store.candidate(id);
  if (!found) return std::move(found).problem();
  visit(*found);
  return {};
}

std::string Engine::label(std::string_view key) const {
  const auto reference = impl_->get_reference();
  if (!reference) return std::string(key);
  if (const auto occupation = (*reference)->find_occupation(key)) return (*reference)->occupation_labels[occupation->value];
  if (const auto item = (*reference)->find_item(key)) return (*reference)->item_labels[item->value];
  return std::string(key);
}

Status Engine::quarantine(const std::function<Status(const QuarantineEntry&)>& visit) const { return impl_->store.for_each_quarantined(visit); }

Result<std::uint64_t> Engine::purge_quarantined_people() { return impl_->store.purge_quarantined_people(); }

Result<StoreSummary> Engine::summary() const {
  Result<StoreCounts> counts = impl_->store.counts();
  if (!counts) return std::move(counts).problem();
  Result<std::string> snapshot = impl_->store.snapshot();
  if (!snapshot) return std::move(snapshot).problem();
  return StoreSummary{*counts, std::move(*snapshot)};
}

}  // namespace passerelle
