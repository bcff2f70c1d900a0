#include "live/live_matcher.hpp"

#include <algorithm>
#include <bit>

#include "ranking/rank_key.hpp"

namespace passerelle {
namespace {

std::string_view id_of(const LiveLine& line, OfferId) { return line.where->corpus->offers.ids[line.offer.value]; }
std::string_view id_of(const LiveLine& line, CandidateId) { return line.where->corpus->candidates.ids[line.candidate.value]; }

// Takes in what one part gives. `pair` says which pair a line is.
template <class Id, class Pair>
void take(LiveList& into, const std::shared_ptr<const Quadrant>& where, const RankedLines<Id>& from, const Pair& pair) {
  into.eligible += from.eligible;
  into.drawn += from.drawn;
  for (const Ranked<Id>& line : from.lines) {
    const auto [candidate, offer] = pair(line.id);
    into.lines.push_back({where, candidate, offer, line.score, line.constraints, line.tier});
  }
}

template <class Id>
void put_in_order(LiveList& list, const Policy& policy, std::size_t top) {
  std::sort(list.lines.begin(), list.lines.end(), [&](const LiveLine& a, const LiveLine& b) {
    const RankKey x = rank_key(policy, a.tier, a.score), y = rank_key(policy, b.tier, b.score);
    return x != y ? x > y : id_of(a, Id{}) < id_of(b, Id{});
  });
  if (list.lines.size() > top) list.lines.resize(top);
}

}  // namespace

LiveMatcher::LiveMatcher(std::shared_ptr<const LiveState> state, std::shared_ptr<const PolicyOfDay> rules, const Before& before)
    : state_(std::move(state)), rules_(std::move(rules)) {
  const std::size_t n = state_->segments().size();
  parts_.resize(n);
  quadrants_.resize(n * n);
  for (std::size_t i = 0; i < n; ++i) parts_[i].corpus = state_->segments()[i].corpus;
  for (const auto& one : before) {
    if (one->state_->reference() != state_->reference()) continue;
    policy_ = one->policy_;
    const std::lock_guard lock(one->mutex_);
    for (Part& part : parts_)
      for (const Part& known : one->parts_) {
        if (known.corpus != part.corpus) continue;
        if (known.offers != nullptr) part.offers = known.offers;
        if (known.people != nullptr) part.people = known.people;
        if (known.open) part.open = known.open;
      }
    for (std::size_t i = 0; i < quadrants_.size(); ++i)
      for (const auto& known : one->quadrants_)
        if (known != nullptr && known->corpus == state_->cross(i / n, i % n)) quadrants_[i] = known;
  }
  if (policy_ == nullptr) policy_ = std::make_shared<const PolicyPlan>(context_of(*state_->segments().front().corpus));
}

const std::shared_ptr<const OfferPlan>& LiveMatcher::offers_of(std::size_t part) const {
  if (parts_[part].offers == nullptr) parts_[part].offers = std::make_shared<const OfferPlan>(context_of(*parts_[part].corpus), *policy_);
  return parts_[part].offers;
}

const std::shared_ptr<const PeoplePlan>& LiveMatcher::people_of(std::size_t part) const {
  if (parts_[part].people == nullptr) {
    const PeoplePlan* like = part > 0 ? people_of(0).get() : nullptr;
    parts_[part].people = std::make_shared<const PeoplePlan>(context_of(*parts_[part].corpus), like);
  }
  return parts_[part].people;
}

std::shared_ptr<const Quadrant> LiveMatcher::quadrant(std::size_t offers, std::size_t people) const {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Quadrant>& made = quadrants_[offers * parts_.size() + people];
  if (made == nullptr) made = std::make_shared<const Quadrant>(state_->cross(offers, people), rules_, policy_, offers_of(offers), people_of(people));
  return made;
}

std::uint64_t LiveMatcher::open_offers() const {
  const std::lock_guard lock(mutex_);
  std::uint64_t open = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const auto closing = parts_[i].corpus->offers.closing;
    const auto is_open = [&](Day day) { return !day.set() || day >= rules_->date; };
    if (!parts_[i].open) parts_[i].open = static_cast<std::uint64_t>(std::count_if(closing.begin(), closing.end(), is_open));
    open += *parts_[i].open;
    const Gone* gone = state_->segments()[i].offers.get();
    if (gone == nullptr) continue;
    for (std::size_t word = 0; word < gone->bits.size(); ++word)
      for (std::uint64_t bits = gone->bits[word]; bits != 0; bits &= bits - 1)
        open -= is_open(closing[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))]) ? 1U : 0U;
  }
  return open;
}

LiveList LiveMatcher::suggest(At<CandidateId> candidate, ListRequest request) const {
  LiveList list;
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const auto where = quadrant(part, candidate.segment);
    request.gone = state_->segments()[part].offers.get();
    take(list, where, where->matcher.suggest(candidate.id, request), [&](OfferId offer) { return std::pair(candidate.id, offer); });
  }
  put_in_order<OfferId>(list, rules_->policy, request.top);
  return list;
}

LiveList LiveMatcher::shortlist(At<OfferId> offer, ListRequest request) const {
  LiveList list;
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const auto where = quadrant(offer.segment, part);
    request.gone = state_->segments()[part].people.get();
    take(list, where, where->matcher.shortlist(offer.id, request), [&](CandidateId candidate) { return std::pair(candidate, offer.id); });
  }
  put_in_order<CandidateId>(list, rules_->policy, request.top);
  return list;
}

LiveList LiveMatcher::suggest(const std::shared_ptr<const Corpus>& given, CandidateId candidate, ListRequest request) const {
  const auto people = [&] {
    const std::lock_guard lock(mutex_);
    return std::make_shared<const PeoplePlan>(context_of(*given), people_of(0).get());
  }();
  LiveList list;
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const auto offers = [&] {
      const std::lock_guard lock(mutex_);
      return offers_of(part);
    }();
    const auto where = std::make_shared<const Quadrant>(cross_corpus(parts_[part].corpus, given), rules_, policy_, offers, people);
    request.gone = state_->segments()[part].offers.get();
    take(list, where, where->matcher.suggest(candidate, request), [&](OfferId offer) { return std::pair(candidate, offer); });
  }
  put_in_order<OfferId>(list, rules_->policy, request.top);
  return list;
}

LiveList LiveMatcher::shortlist(const std::shared_ptr<const Corpus>& given, OfferId offer, ListRequest request) const {
  const auto offers = std::make_shared<const OfferPlan>(context_of(*given), *policy_);
  LiveList list;
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const auto people = [&] {
      const std::lock_guard lock(mutex_);
      return people_of(part);
    }();
    const auto where = std::make_shared<const Quadrant>(cross_corpus(given, parts_[part].corpus), rules_, policy_, offers, people);
    request.gone = state_->segments()[part].people.get();
    take(list, where, where->matcher.shortlist(offer, request), [&](CandidateId candidate) { return std::pair(candidate, offer); });
  }
  put_in_order<CandidateId>(list, rules_->policy, request.top);
  return list;
}

}  // namespace passerelle
