// The corpus of an open store: loaded or mapped when first asked for, then following the store change by change.
#include <algorithm>
#include <cstdio>

#include "corpus/build_corpus.hpp"
#include "corpus/corpus_file.hpp"
#include "facade/engine_impl.hpp"
#include "records/record_json.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kBatch = 8'192, kBlock = 512;
/// Changes taken in one by one; more, and the corpus is read anew.
constexpr std::size_t kMostFollowed = 20'000;
/// Records beside the large part from which a new one is made.
constexpr std::size_t kMergeFrom = 8'192;
/// A corpus of no more records is merged while its question waits (a tenth of a second); of a larger one the layers behind
/// matching are up to so long behind, and a merge.
constexpr std::size_t kMergedAtOnce = 20'000;
constexpr std::chrono::seconds kBehind{15};
/// Policies kept ready.
constexpr std::size_t kKept = 4;

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

Result<RecordChange> change_of(RecordKind kind, std::string_view id, std::string_view json) {
  RecordChange change{kind == RecordKind::kOffer, std::string(id), {}, {}};
  if (json.empty()) return change;
  if (change.of_offer) {
    auto offer = decode_stored_offer(json);
    if (!offer) return std::move(offer).problem();
    change.offer = std::move(*offer);
  } else {
    auto person = decode_stored_candidate(json);
    if (!person) return std::move(person).problem();
    change.person = std::move(*person);
  }
  return change;
}

// What changed since the content had this name; `changes` holds it unless everything did.
Result<Followed> changes_since(const Store& store, std::string_view snapshot, std::int64_t sequence, std::vector<RecordChange>& changes) {
  return store.follow(snapshot, sequence, kMostFollowed, [&](RecordKind kind, std::string_view id, std::string_view json) -> Status {
    auto change = change_of(kind, id, json);
    if (!change) return std::move(change).problem();
    changes.push_back(std::move(*change));
    return {};
  });
}

}  // namespace

Result<std::shared_ptr<LiveCorpus>> Engine::Impl::load() const {
  // One moment of the store for reference, records and snapshot name alike.
  Result<Store> pinned = store.pin();
  if (!pinned) return std::move(pinned).problem();
  auto loaded = pinned->load_reference(threads);
  if (!loaded) return std::move(loaded).problem();
  Result<std::string> snapshot = pinned->snapshot();
  if (!snapshot) return std::move(snapshot).problem();
  Result<std::int64_t> sequence = pinned->last_change();
  if (!sequence) return std::move(sequence).problem();
  std::shared_ptr<LiveCorpus> made;
  if (!corpus_file.empty()) {
    // The file may be of an earlier content: then what changed since stands beside it.
    const std::string of_file = snapshot_of_file(corpus_file);
    std::vector<RecordChange> changes;
    const auto followed = of_file.empty() ? Result<Followed>(Followed{{}, 0, true}) : changes_since(*pinned, of_file, -1, changes);
    if (followed && !followed->everything)
      if (const auto mapped = map_corpus(corpus_file, *loaded, of_file, build_name()).corpus) {
        made = std::make_shared<LiveCorpus>(mapped, *sequence);
        if (!changes.empty()) made->apply(std::move(changes), *snapshot, *sequence);
      }
  }
  if (made == nullptr) {
    CorpusBuilder builder(*loaded);
    PASSERELLE_TRY(load_records<Offer>([&](const auto& visit) { return pinned->for_each_offer({}, visit); }, decode_stored_offer, threads, builder));
    PASSERELLE_TRY(
        load_records<Candidate>([&](const auto& visit) { return pinned->for_each_candidate({}, visit); }, decode_stored_candidate, threads, builder));
    const auto built = builder.finish(std::move(*snapshot));
    // A start that cannot keep what it built (no room, a read-only medium) has lost nothing but the next one's time.
    if (!corpus_file.empty()) (void)save_corpus(*built, build_name(), corpus_file);
    made = std::make_shared<LiveCorpus>(built, *sequence);
  }
  const std::lock_guard lock(mutex);
  reference = *loaded;
  reader.reset();
  live = made;
  return made;
}

Result<std::shared_ptr<LiveCorpus>> Engine::Impl::get_live() const {
  {
    const std::lock_guard lock(mutex);
    if (live) return live;
  }
  const std::lock_guard loading(load_mutex);
  {
    const std::lock_guard lock(mutex);
    if (live) return live;
  }
  return load();
}

Status Engine::Impl::follow() const {
  const std::lock_guard loading(load_mutex);
  std::shared_ptr<LiveCorpus> current;
  {
    const std::lock_guard lock(mutex);
    current = live;
  }
  return current == nullptr ? Status{} : follow_loaded(current);
}

Status Engine::Impl::follow_loaded(const std::shared_ptr<LiveCorpus>& current) const {
  const auto state = current->state();
  std::vector<RecordChange> changes;
  auto followed = changes_since(store, state->snapshot(), state->sequence(), changes);
  if (!followed) return std::move(followed).problem();
  if (followed->snapshot == state->snapshot()) return {};
  if (!followed->everything) {
    current->apply(std::move(changes), std::move(followed->snapshot), followed->sequence);
    return {};
  }
  // Questions go on with what there is until the new one is there.
  auto loaded = load();
  return loaded ? Status{} : Status(std::move(loaded).problem());
}

std::shared_ptr<const Corpus> Engine::Impl::merge(LiveCorpus& of) const {
  const std::lock_guard merging(merge_mutex);
  const std::uint64_t erased_before = erasures;
  const auto base = of.merge([&](const std::shared_ptr<const Corpus>& made) {
    std::vector<std::shared_ptr<const LiveMatcher>> in_use;
    {
      const std::lock_guard lock(mutex);
      in_use = matchers;
    }
    const auto alone = std::make_shared<const LiveState>(std::vector<Remains>{{made, nullptr, nullptr}}, made->snapshot, 0, nullptr);
    std::vector<std::shared_ptr<const LiveMatcher>> ready;
    for (const auto& known : in_use) {
      ready.push_back(std::make_shared<const LiveMatcher>(alone, known->shared_rules(), LiveMatcher::Before{known}));
      (void)ready.back()->quadrant(0, 0);
    }
    const std::lock_guard lock(mutex);
    warm = std::move(ready);
  });
  last_merge = std::chrono::steady_clock::now().time_since_epoch();
  {
    // They hold the large part that was; those that are warm take their place.
    const std::lock_guard lock(mutex);
    prepared.clear();
    matchers.clear();
  }
  if (!corpus_file.empty()) {
    (void)save_corpus(*base, build_name(), corpus_file);
    // Somebody who was erased meanwhile may be in it.
    if (erasures != erased_before) std::remove(corpus_file.c_str());
  }
  return base;
}

void Engine::Impl::tend() {
  (void)follow();   // a store that cannot be read now is read the next time
  std::shared_ptr<LiveCorpus> current;
  {
    const std::lock_guard lock(mutex);
    current = live;
  }
  if (current == nullptr) return;
  if (merge_wanted.exchange(false) || current->pending() >= kMergeFrom) (void)merge(*current);
}

Result<std::shared_ptr<const Corpus>> Engine::Impl::get_corpus(std::string_view person) const {
  auto current = get_live();
  if (!current) return std::move(current).problem();
  const auto state = (*current)->state();
  const std::shared_ptr<const Corpus>& base = state->segments().front().corpus;
  if (state->whole() && base->snapshot == state->snapshot()) return base;
  // A region takes seconds to merge. A service then answers of the last merge, and has the next one made beside the questions.
  const auto at = person.empty() ? std::nullopt : state->find_candidate(person);
  const bool of_the_base = !at || at->segment == 0;
  if (background && of_the_base && base->offers.size() + base->candidates.size() > kMergedAtOnce) {
    if (std::chrono::steady_clock::now().time_since_epoch() - last_merge.load() >= kBehind) merge_wanted = true;
    return base;
  }
  return merge(**current);
}

Result<std::shared_ptr<const Prepared>> Engine::Impl::get_prepared(const Policy& policy, Day date, std::string_view person) const {
  auto current = get_corpus(person);
  if (!current) return std::move(current).problem();
  {
    const std::lock_guard lock(mutex);
    for (const auto& known : prepared)
      if (known->corpus == *current && known->rules->date == date && known->rules->policy == policy) return known;
  }
  const auto alone = std::make_shared<const LiveState>(std::vector<Remains>{{*current, nullptr, nullptr}}, (*current)->snapshot, 0, nullptr);
  LiveMatcher::Before before;
  auto rules = std::make_shared<const PolicyOfDay>(policy, date);
  {
    const std::lock_guard lock(mutex);
    for (const auto* list : {&warm, &matchers})
      for (const auto& known : *list)
        if (known->rules().date == date && known->rules().policy == policy) before.push_back(known), rules = known->shared_rules();
  }
  const auto made = LiveMatcher(alone, rules, before).quadrant(0, 0);
  const std::lock_guard lock(mutex);
  prepared.insert(prepared.begin(), made);
  if (prepared.size() > kKept) prepared.pop_back();
  return made;
}

Result<std::shared_ptr<const LiveMatcher>> Engine::Impl::get_matcher(const Policy& policy, Day date) const {
  auto current = get_live();
  if (!current) return std::move(current).problem();
  const auto state = (*current)->state();
  const std::lock_guard lock(mutex);
  LiveMatcher::Before before;
  std::shared_ptr<const PolicyOfDay> rules;
  const auto same = [&](const LiveMatcher& known) { return known.rules().date == date && known.rules().policy == policy; };
  for (auto known = matchers.begin(); known != matchers.end(); ++known) {
    if (!same(**known)) continue;
    if ((*known)->state() == state) return *known;
    before.push_back(*known);
    rules = (*known)->shared_rules();
    matchers.erase(known);
    break;
  }
  for (const auto& known : warm)
    if (same(*known)) before.push_back(known);
  if (rules == nullptr) rules = std::make_shared<const PolicyOfDay>(policy, date);
  const auto made = std::make_shared<const LiveMatcher>(state, rules, before);
  matchers.insert(matchers.begin(), made);
  if (matchers.size() > kKept) matchers.pop_back();
  // Once a matcher of the new large part is in use, those that warmed it are of no more use.
  std::erase_if(warm, [&](const auto& known) { return same(*known) && known->state()->segments().front().corpus == state->segments().front().corpus; });
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
  ++erasures;
  // Of no use any more, and it may hold what was just erased.
  if (!corpus_file.empty()) std::remove(corpus_file.c_str());
  {
    const std::lock_guard lock(mutex);
    ground.reset();
    if (!background) {
      prepared.clear();
      matchers.clear();
      warm.clear();
      live.reset();
      return;
    }
  }
  (void)follow();
}

void Engine::Impl::make_visible(bool erased) {
  if (erased) {
    ++erasures;
    if (!corpus_file.empty()) std::remove(corpus_file.c_str());
    merge_wanted = true;
  }
  std::shared_ptr<LiveCorpus> current;
  {
    const std::lock_guard lock(mutex);
    current = live;
  }
  if (current == nullptr) return;
  // What cannot be taken in now is read anew by the next question.
  if (!follow()) forget_corpus();
  if (!background) {
    if (current->pending() >= kMergeFrom) (void)merge(*current);
  } else if (erased) {
    background->wake();
  }
}

}  // namespace passerelle
