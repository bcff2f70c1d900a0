#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

#include "corpus/build_corpus.hpp"
#include "facade/engine_impl.hpp"
#include "intake/record_reader.hpp"

namespace passerelle {
namespace {

Problem refuse(std::string field, std::string why) { return Problem(ProblemCode::kRequestInvalid, std::move(field), std::move(why)); }

Provenances provenance_of(const LiveState& state, const Policy& policy, Day date) {
  return {policy.name, policy.version, state.snapshot(), std::string(build_name()), date};
}

/// Questions that met a change between what they ranked and what they read are asked again.
constexpr int kTries = 5;
constexpr std::size_t kFewChanges = 2'000;

// Whether any of these records, of one kind, changed in the store since the state was made.
Result<bool> changed_since(const Store& store, const LiveState& state, RecordKind kind, const std::vector<std::string_view>& ids) {
  bool changed = false;
  auto followed = store.follow(state.snapshot(), state.sequence(), kFewChanges, [&](RecordKind of, std::string_view id, std::string_view) -> Status {
    changed = changed || (of == kind && std::find(ids.begin(), ids.end(), id) != ids.end());
    return {};
  });
  if (!followed) return std::move(followed).problem();
  return changed || followed->everything;
}

// A ranked list with its records and reasons; nothing when the records are not those that were ranked. record_of(line) reads a
// record, id_of(line) names it.
template <class Record, class RecordOf, class IdOf>
Result<std::optional<RankedList<Record>>> explained_list(const Store& store, const LiveMatcher& matcher, const MatchRequest& request, const LiveList& ranked,
                                                         const std::vector<Flag>& flags, const RecordOf& record_of, const IdOf& id_of) {
  constexpr RecordKind kind = std::is_same_v<Record, Offer> ? RecordKind::kOffer : RecordKind::kCandidate;
  const LiveState& state = *matcher.state();
  RankedList<Record> list;
  list.provenance = provenance_of(state, request.policy, request.date);
  list.eligible = ranked.eligible;
  list.considered = ranked.drawn;
  list.flags = flags;
  list.open_offers = matcher.open_offers();
  std::vector<std::string_view> ids;
  for (const LiveLine& line : ranked.lines) {
    ids.push_back(id_of(line));
    Result<Record> record = record_of(ids.back());
    if (!record && record.problem().code == ProblemCode::kNotFound) return std::optional<RankedList<Record>>();
    if (!record) return std::move(record).problem();
    list.lines.push_back({list.lines.size() + 1, std::move(*record), line.score,
                          passerelle::explain(line.where->context, line.candidate, line.offer, line.score, line.constraints, request.language)});
  }
  auto changed = changed_since(store, state, kind, ids);
  if (!changed) return std::move(changed).problem();
  if (*changed) return std::optional<RankedList<Record>>();
  return std::optional(std::move(list));
}

std::string_view offer_id(const LiveLine& line) { return line.where->corpus->offers.ids[line.offer.value]; }
std::string_view candidate_id(const LiveLine& line) { return line.where->corpus->candidates.ids[line.candidate.value]; }

// Asks until what was read is what was ranked.
template <class Answer, class Impl, class Ask>
Result<Answer> steady(const Impl& impl, const Ask& ask) {
  for (int i = 0; i < kTries; ++i) {
    Result<std::optional<Answer>> answer = ask();
    if (!answer) return std::move(answer).problem();
    if (*answer) return std::move(**answer);
    PASSERELLE_TRY(impl.follow());
  }
  return Problem(ProblemCode::kStoreBusy);
}

}  // namespace

Status MatchRequest::validate() const {
  if (id.empty()) return refuse("id", "an id is needed");
  if (top < 1 || top > kMaxTop) return refuse("top", fmt::format("1 to {}", kMaxTop));
  if (min_suits < 0 || min_suits > kFullPoints) return refuse("min_suits", "0 to 10000");
  if (!date.set()) return refuse("date", "a date is needed");
  return policy.validate();
}

Status PairRequest::validate() const {
  if (candidate.empty()) return refuse("candidate", "an id is needed");
  if (offer.empty()) return refuse("offer", "an id is needed");
  if (!date.set()) return refuse("date", "a date is needed");
  return policy.validate();
}

Result<OfferList> Engine::suggest(const MatchRequest& request) const {
  PASSERELLE_TRY(request.validate());
  return steady<OfferList>(*impl_, [&]() -> Result<std::optional<OfferList>> {
    auto matcher = impl_->get_matcher(request.policy, request.date);
    if (!matcher) return std::move(matcher).problem();
    Result<Candidate> person = impl_->store.candidate(request.id);
    if (!person) return std::move(person).problem();
    const auto candidate = (*matcher)->state()->find_candidate(request.id);
    if (!candidate) return std::optional<OfferList>();   // written a moment ago
    return explained_list<Offer>(impl_->store, **matcher, request, (*matcher)->suggest(*candidate, {request.top, request.min_suits, true}), person->flags,
                                 [&](std::string_view id) { return impl_->store.offer(id); }, offer_id);
  });
}

Result<CandidateList> Engine::shortlist(const MatchRequest& request) const {
  PASSERELLE_TRY(request.validate());
  return steady<CandidateList>(*impl_, [&]() -> Result<std::optional<CandidateList>> {
    auto matcher = impl_->get_matcher(request.policy, request.date);
    if (!matcher) return std::move(matcher).problem();
    Result<Offer> asked = impl_->store.offer(request.id);
    if (!asked) return std::move(asked).problem();
    Result<RecordVersion> version = impl_->store.version(RecordKind::kOffer, request.id);
    if (!version) return std::move(version).problem();
    if (version->closed) return Problem(ProblemCode::kNotFound, request.id);  // stored, but closed
    const auto offer = (*matcher)->state()->find_offer(asked->id);  // a posting's id leads to the offer it is merged into
    if (!offer) return std::optional<CandidateList>();
    auto list = explained_list<Candidate>(impl_->store, **matcher, request, (*matcher)->shortlist(*offer, {request.top, request.min_suits, true}), asked->flags,
                                          [&](std::string_view id) { return impl_->store.candidate(id); }, candidate_id);
    if (list && *list && asked->closing.set() && asked->closing < request.date) (*list)->closed = asked->closing;
    return list;
  });
}

// The record given stands in a part of its own, beside those of the corpus.
Result<CandidateList> Engine::Impl::shortlist_given(const Offer& offer, const MatchRequest& request) const {
  return steady<CandidateList>(*this, [&]() -> Result<std::optional<CandidateList>> {
    auto matcher = get_matcher(request.policy, request.date);
    if (!matcher) return std::move(matcher).problem();
    CorpusBuilder builder((*matcher)->state()->ground());
    builder.add(offer);
    auto list = explained_list<Candidate>(store, **matcher, request, (*matcher)->shortlist(builder.finish({}), OfferId{0}, {request.top, request.min_suits, true}),
                                          offer.flags, [&](std::string_view id) { return store.candidate(id); }, candidate_id);
    if (list && *list && offer.closing.set() && offer.closing < request.date) (*list)->closed = offer.closing;
    return list;
  });
}

Result<OfferList> Engine::Impl::suggest_given(const Candidate& person, const MatchRequest& request) const {
  return steady<OfferList>(*this, [&]() -> Result<std::optional<OfferList>> {
    auto matcher = get_matcher(request.policy, request.date);
    if (!matcher) return std::move(matcher).problem();
    CorpusBuilder builder((*matcher)->state()->ground());
    builder.add(person);
    return explained_list<Offer>(store, **matcher, request, (*matcher)->suggest(builder.finish({}), CandidateId{0}, {request.top, request.min_suits, true}),
                                 person.flags, [&](std::string_view id) { return store.offer(id); }, offer_id);
  });
}

Result<CandidateList> Engine::shortlist_for(std::string_view offer_json, const MatchRequest& asked) const {
  auto reader = impl_->get_reader();
  if (!reader) return std::move(reader).problem();
  ReadRecord<Offer> read = (*reader)->offer(std::string(offer_json));
  if (Problem* problem = std::get_if<Problem>(&read.outcome)) return std::move(*problem);
  const Offer& offer = std::get<Offer>(read.outcome);
  MatchRequest request = asked;
  request.id = offer.id;
  PASSERELLE_TRY(request.validate());
  return impl_->shortlist_given(offer, request);
}

Result<OfferList> Engine::suggest_for(std::string_view candidate_json, const MatchRequest& asked) const {
  auto reader = impl_->get_reader();
  if (!reader) return std::move(reader).problem();
  ReadRecord<Candidate> read = (*reader)->candidate(std::string(candidate_json));
  if (Problem* problem = std::get_if<Problem>(&read.outcome)) return std::move(*problem);
  const Candidate& person = std::get<Candidate>(read.outcome);
  MatchRequest request = asked;
  request.id = person.id;
  PASSERELLE_TRY(request.validate());
  return impl_->suggest_given(person, request);
}

Result<PairAnswer> Engine::explain(const PairRequest& request) const {
  PASSERELLE_TRY(request.validate());
  return steady<PairAnswer>(*impl_, [&]() -> Result<std::optional<PairAnswer>> {
    auto matcher = impl_->get_matcher(request.policy, request.date);
    if (!matcher) return std::move(matcher).problem();
    const LiveState& state = *(*matcher)->state();
    Result<Candidate> person = impl_->store.candidate(request.candidate);
    if (!person) return std::move(person).problem();
    Result<Offer> job = impl_->store.offer(request.offer);
    if (!job) return std::move(job).problem();
    Result<RecordVersion> version = impl_->store.version(RecordKind::kOffer, request.offer);
    if (!version) return std::move(version).problem();
    if (version->closed) return Problem(ProblemCode::kNotFound, request.offer);
    const auto candidate = state.find_candidate(request.candidate);
    const auto offer = state.find_offer(job->id);
    if (!candidate || !offer) return std::optional<PairAnswer>();
    for (const auto& [kind, id] : {std::pair(RecordKind::kCandidate, &request.candidate), std::pair(RecordKind::kOffer, static_cast<const std::string*>(&job->id))}) {
      auto changed = changed_since(impl_->store, state, kind, {*id});
      if (!changed) return std::move(changed).problem();
      if (*changed) return std::optional<PairAnswer>();
    }
    const Corpus& columns = *state.cross(offer->segment, candidate->segment);
    const TravelModel travel(request.policy.travel);
    const ScoringContext context{columns, request.policy, travel, request.date};
    ProfileTables profile(columns);
    profile.load(request.policy, candidate->id);
    PairAnswer answer;
    answer.provenance = provenance_of(state, request.policy, request.date);
    answer.eligible = eligible(context, candidate->id, offer->id);
    answer.score = score_pair(context, profile, candidate->id, offer->id);
    answer.constraints = constraint_states(context, candidate->id, offer->id);
    answer.explanation = passerelle::explain(context, candidate->id, offer->id, answer.score, answer.constraints, request.language);
    answer.listed = answer.eligible && shown(request.policy, answer.constraints);
    // What a policy hides may be what keeps the pair off its lists: the verdict says no, and nothing of the reason.
    if (!shown(request.policy, answer.constraints)) answer.explanation.verdict.tier = VerdictTier::kNo;
    answer.offer = std::move(*job);
    answer.candidate = std::move(*person);
    return std::optional(std::move(answer));
  });
}

}  // namespace passerelle
