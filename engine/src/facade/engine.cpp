#include "passerelle/engine.hpp"

#include <cstdio>

#include "corpus/build_corpus.hpp"
#include "corpus/corpus_file.hpp"
#include "facade/engine_impl.hpp"
#include "records/record_json.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kBatch = 8'192, kBlock = 512;

// Streams records in id order, a batch at a time; blocks of a batch are decoded and laid out in parallel, and put together in
// order.
template <class Record, class ForEach, class Decode>
Status load_records(const ForEach& for_each, const Decode& decode, Threads threads, CorpusBuilder& builder) {
  std::vector<std::string> batch;
  const auto flush = [&]() -> Status {
    std::vector<std::optional<CorpusPart>> parts((batch.size() + kBlock - 1) / kBlock);
    std::vector<Status> states(parts.size());
    parallel_blocks(batch.size(), kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned) {
      CorpusPart part = builder.part();
      Status& state = states[begin / kBlock];
      for (std::size_t i = begin; i < end && state; ++i) {
        Result<Record> record = decode(batch[i]);
        if (record) part.add(*record);
        else state = std::move(record).problem();
      }
      parts[begin / kBlock] = std::move(part);
    });
    for (std::size_t i = 0; i < parts.size(); ++i) {
      PASSERELLE_TRY(std::move(states[i]));
      builder.append(std::move(*parts[i]));
    }
    batch.clear();
    return {};
  };
  PASSERELLE_TRY(for_each([&](std::string_view, std::string_view json) -> Status {
    batch.emplace_back(json);
    return batch.size() < kBatch ? Status{} : flush();
  }));
  return flush();
}

}  // namespace

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::open(const OpenRequest& request) {
  Result<Store> store = Store::open(request.store, request.mode);
  if (!store) return std::move(store).problem().from(request.store);
  return Engine(std::make_unique<Impl>(std::move(*store), request.threads, request.store + ".corpus"));
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

Result<std::shared_ptr<const Corpus>> Engine::Impl::get_corpus() const {
  const std::lock_guard lock(mutex);
  if (corpus) return corpus;
  // One moment of the store for reference, records and snapshot name alike.
  Result<Store> pinned = store.pin();
  if (!pinned) return std::move(pinned).problem();
  auto loaded = pinned->load_reference(threads);
  if (!loaded) return std::move(loaded).problem();
  Result<std::string> snapshot = pinned->snapshot();
  if (!snapshot) return std::move(snapshot).problem();
  const bool kept = !corpus_file.empty();
  if (kept) corpus = map_corpus(corpus_file, *loaded, *snapshot, build_name()).corpus;
  if (corpus) return corpus;
  CorpusBuilder builder(*loaded);
  PASSERELLE_TRY(load_records<Offer>([&](const auto& visit) { return pinned->for_each_offer({}, visit); }, decode_stored_offer, threads, builder));
  PASSERELLE_TRY(
      load_records<Candidate>([&](const auto& visit) { return pinned->for_each_candidate({}, visit); }, decode_stored_candidate, threads, builder));
  corpus = builder.finish(std::move(*snapshot));
  // A start that cannot keep what it built (no room, a read-only medium) has lost nothing but the next one's time.
  if (kept) (void)save_corpus(*corpus, build_name(), corpus_file);
  return corpus;
}

Result<std::shared_ptr<const Prepared>> Engine::Impl::get_prepared(const Policy& policy, Day date) const {
  constexpr std::size_t kKept = 4;
  auto current = get_corpus();
  if (!current) return std::move(current).problem();
  {
    const std::lock_guard lock(mutex);
    for (const auto& known : prepared)
      if (known->corpus == *current && known->context.date == date && known->policy == policy) return known;
  }
  const auto made = std::make_shared<const Prepared>(std::move(*current), policy, date);
  const std::lock_guard lock(mutex);
  prepared.insert(prepared.begin(), made);
  if (prepared.size() > kKept) prepared.pop_back();
  return made;
}

void Engine::Impl::forget_all() {
  {
    const std::lock_guard lock(mutex);
    reference.reset();
    reader.reset();
  }
  forget_corpus();
}

void Engine::Impl::forget_corpus() {
  const std::lock_guard lock(mutex);
  prepared.clear();
  ground.reset();
  corpus.reset();
  // Of no use any more, and it may hold what was just erased.
  if (!corpus_file.empty()) std::remove(corpus_file.c_str());
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
