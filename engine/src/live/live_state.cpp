#include "live/live_state.hpp"

namespace passerelle {
namespace {

bool there(const std::shared_ptr<const Gone>& gone, std::uint32_t id) { return gone == nullptr || !gone->has(id); }

}  // namespace

LiveState::LiveState(std::vector<Remains> segments, std::string snapshot, std::int64_t sequence, const LiveState* before, std::shared_ptr<const CardIndex> cards)
    : segments_(std::move(segments)), snapshot_(std::move(snapshot)), sequence_(sequence), cards_(std::move(cards)) {
  // Which part of `before` each is, if any.
  const std::size_t n = segments_.size(), known = before != nullptr ? before->segments_.size() : 0;
  std::vector<std::size_t> was(n, known);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < known; ++j)
      if (before->segments_[j].corpus == segments_[i].corpus) was[i] = j;
  crosses_.reserve(n * n);
  for (std::size_t offers = 0; offers < n; ++offers)
    for (std::size_t people = 0; people < n; ++people)
      crosses_.push_back(was[offers] < known && was[people] < known ? before->cross(was[offers], was[people])
                                                                    : cross_corpus(segments_[offers].corpus, segments_[people].corpus));
}

std::optional<At<OfferId>> LiveState::find_offer(std::string_view id) const {
  for (std::size_t i = segments_.size(); i-- > 0;)
    if (const auto found = segments_[i].corpus->find_offer(id); found && there(segments_[i].offers, found->value)) return At<OfferId>{i, *found};
  return std::nullopt;
}

std::optional<At<CandidateId>> LiveState::find_candidate(std::string_view id) const {
  for (std::size_t i = segments_.size(); i-- > 0;)
    if (const auto found = segments_[i].corpus->find_candidate(id); found && there(segments_[i].people, found->value)) return At<CandidateId>{i, *found};
  return std::nullopt;
}

bool LiveState::whole() const noexcept {
  const Remains& base = segments_.front();
  return segments_.size() == 1 && (base.offers == nullptr || base.offers->count == 0) && (base.people == nullptr || base.people->count == 0);
}

SegmentGround LiveState::ground() const {
  const Corpus* longest = segments_.front().corpus.get();
  for (const Remains& segment : segments_)
    if (segment.corpus->exact_keys.size() > longest->exact_keys.size()) longest = segment.corpus.get();
  return {reference(), cards_ != nullptr ? cards_ : std::make_shared<const CardIndex>(*reference()), std::make_shared<ExactKeys>(longest->exact_keys)};
}

}  // namespace passerelle
