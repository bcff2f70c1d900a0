#include "live/live_corpus.hpp"

namespace passerelle {
namespace {

std::size_t count_of(const std::shared_ptr<const Gone>& gone) { return gone == nullptr ? 0 : gone->count; }

// Marks the records as gone from the part, on a copy: others may be reading the old one.
void forget_all_in(Remains& part, const std::vector<RecordChange>& changes) {
  std::shared_ptr<Gone> offers, people;
  for (const RecordChange& change : changes) {
    const std::shared_ptr<const Gone>& before = change.of_offer ? part.offers : part.people;
    std::shared_ptr<Gone>& now = change.of_offer ? offers : people;
    std::optional<std::uint32_t> row;
    if (change.of_offer) {
      if (const auto found = part.corpus->find_offer(change.id)) row = found->value;
    } else if (const auto found = part.corpus->find_candidate(change.id)) {
      row = found->value;
    }
    if (!row) continue;
    if (now == nullptr) now = std::make_shared<Gone>(before != nullptr ? *before : Gone{});
    now->add(*row);
  }
  if (offers != nullptr) part.offers = offers;
  if (people != nullptr) part.people = people;
}

}  // namespace

LiveCorpus::LiveCorpus(std::shared_ptr<const Corpus> base, std::int64_t sequence) : ground_(SegmentGround::beside(*base)) {
  std::string snapshot = base->snapshot;
  older_.push_back({std::move(base), nullptr, nullptr});
  publish(older_, std::move(snapshot), sequence);
}

std::shared_ptr<const LiveState> LiveCorpus::state() const {
  const std::lock_guard lock(state_mutex_);
  return state_;
}

void LiveCorpus::publish(std::vector<Remains> segments, std::string snapshot, std::int64_t sequence) {
  const std::shared_ptr<const LiveState> before = state();
  auto made = std::make_shared<const LiveState>(std::move(segments), std::move(snapshot), sequence, before.get(), ground_.cards);
  const std::lock_guard lock(state_mutex_);
  state_ = std::move(made);
}

bool LiveCorpus::any(const Remains& part) {
  return part.corpus->offers.size() > count_of(part.offers) || part.corpus->candidates.size() > count_of(part.people);
}

std::shared_ptr<const Corpus> LiveCorpus::newest() const {
  CorpusBuilder builder(ground_);
  for (const auto& [id, offer] : offers_) builder.add(offer);
  for (const auto& [id, person] : people_) builder.add(person);
  return builder.finish({});
}

void LiveCorpus::apply(std::vector<RecordChange> changes, std::string snapshot, std::int64_t sequence) {
  const std::lock_guard lock(work_);
  for (Remains& part : older_) forget_all_in(part, changes);
  for (RecordChange& change : changes) {
    if (merging_) since_merge_.emplace(change.of_offer, change.id);
    if (change.of_offer) {
      if (change.offer) offers_.insert_or_assign(change.id, std::move(*change.offer));
      else offers_.erase(change.id);
    } else {
      if (change.person) people_.insert_or_assign(change.id, std::move(*change.person));
      else people_.erase(change.id);
    }
  }
  // A middle part of which nothing remains.
  for (std::size_t i = older_.size(); i-- > 1;)
    if (!merging_ && !any(older_[i])) older_.erase(older_.begin() + static_cast<std::ptrdiff_t>(i));
  std::vector<Remains> segments = older_;
  if (!offers_.empty() || !people_.empty()) {
    std::shared_ptr<const Corpus> newest_part = newest();
    if (offers_.size() + people_.size() >= kNewest) {
      // It joins the middle one, if that is not being merged away.
      const std::size_t sealed = merging_ ? sealed_ : 1;
      if (older_.size() > sealed) {
        Remains& middle = older_.back();
        middle = {merge_corpora(middle, {newest_part, nullptr, nullptr}, &ground_, {}), nullptr, nullptr};
      } else {
        older_.push_back({newest_part, nullptr, nullptr});
      }
      offers_.clear();
      people_.clear();
      segments = older_;
    } else {
      segments.push_back({std::move(newest_part), nullptr, nullptr});
    }
  }
  publish(std::move(segments), std::move(snapshot), sequence);
}

std::size_t LiveCorpus::pending() const {
  const std::shared_ptr<const LiveState> now = state();
  std::size_t records = 0;
  for (std::size_t i = 0; i < now->segments().size(); ++i) {
    const Remains& part = now->segments()[i];
    if (i > 0) records += part.corpus->offers.size() + part.corpus->candidates.size();
    else records += count_of(part.offers) + count_of(part.people);
  }
  return records;
}

std::shared_ptr<const Corpus> LiveCorpus::merge(const std::function<void(const std::shared_ptr<const Corpus>&)>& ready) {
  std::vector<Remains> sealed;
  std::string snapshot;
  SegmentGround ground;
  {
    const std::lock_guard lock(work_);
    if (!offers_.empty() || !people_.empty()) {
      older_.push_back({newest(), nullptr, nullptr});
      offers_.clear();
      people_.clear();
    }
    sealed = older_;
    sealed_ = older_.size();
    merging_ = true;
    since_merge_.clear();
    snapshot = state()->snapshot();
    ground = ground_;
    ground.keys = std::make_shared<ExactKeys>(*ground_.keys);
  }
  // The small ones first: the large one is walked once. Numbers of keys are of no matter here, and the last step gives new ones.
  Remains small = sealed.size() > 1 ? sealed[1] : Remains{CorpusBuilder(ground).finish({}), nullptr, nullptr};
  for (std::size_t i = 2; i < sealed.size(); ++i) small = {merge_corpora(small, sealed[i], &ground, {}), nullptr, nullptr};
  std::shared_ptr<const Corpus> base = merge_corpora(sealed.front(), small, nullptr, snapshot);
  if (ready) ready(base);

  const std::lock_guard lock(work_);
  ground_ = {base->reference, ground_.cards, std::make_shared<ExactKeys>(base->exact_keys)};
  std::vector<Remains> older{{base, nullptr, nullptr}};
  std::vector<RecordChange> meanwhile;
  for (const auto& [of_offer, id] : since_merge_) meanwhile.push_back({of_offer, id, {}, {}});
  forget_all_in(older.front(), meanwhile);
  // What came meanwhile gets the new numbers of keys.
  for (std::size_t i = sealed_; i < older_.size(); ++i) {
    const Remains nothing{CorpusBuilder(ground_).finish({}), nullptr, nullptr};
    older.push_back({merge_corpora(older_[i], nothing, &ground_, {}), nullptr, nullptr});
  }
  older_ = std::move(older);
  merging_ = false;
  since_merge_.clear();
  std::vector<Remains> segments = older_;
  if (!offers_.empty() || !people_.empty()) segments.push_back({newest(), nullptr, nullptr});
  const std::shared_ptr<const LiveState> now = state();
  publish(std::move(segments), now->snapshot(), now->sequence());
  return base;
}

}  // namespace passerelle
