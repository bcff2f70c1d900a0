#include <fmt/format.h>

#include "facade/engine_impl.hpp"

namespace passerelle {
namespace {

Problem refuse(std::string field, std::string why) { return Problem(ProblemCode::kRequestInvalid, std::move(field), std::move(why)); }

Provenances provenance_of(const Corpus& corpus, const Policy& policy, Day date) {
  return {policy.name, policy.version, corpus.snapshot, std::string(build_name()), date};
}

std::uint64_t count_open(const Corpus& corpus, Day date) {
  std::uint64_t open = 0;
  for (const Day closing : corpus.offers.closing) open += !closing.set() || closing >= date ? 1 : 0;
  return open;
}

// A ranked list with its records and reasons. record_of(id) reads a record; pair_of(id) says which pair a line is.
template <class Record, class Id, class RecordOf, class PairOf>
Result<RankedList<Record>> explained_list(const ScoringContext& context, const MatchRequest& request, const RankedLines<Id>& ranked,
                                          std::vector<Flag> flags, const RecordOf& record_of, const PairOf& pair_of) {
  RankedList<Record> list;
  list.provenance = provenance_of(context.corpus, request.policy, request.date);
  list.eligible = ranked.eligible;
  list.considered = ranked.considered;
  list.flags = std::move(flags);
  list.open_offers = count_open(context.corpus, request.date);
  for (const Ranked<Id>& line : ranked.lines) {
    Result<Record> record = record_of(line.id);
    if (!record) return std::move(record).problem();
    const auto [candidate, offer] = pair_of(line.id);
    list.lines.push_back({list.lines.size() + 1, std::move(*record), line.score,
                          passerelle::explain(context, candidate, offer, line.score, line.constraints, request.language)});
  }
  return list;
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
  Result<Candidate> person = impl_->store.candidate(request.id);
  if (!person) return std::move(person).problem();
  auto prepared = impl_->get_prepared(request.policy, request.date);
  if (!prepared) return std::move(prepared).problem();
  const Prepared& ready = **prepared;
  const auto candidate = ready.corpus->find_candidate(request.id);
  if (!candidate) return Problem(ProblemCode::kNotFound, request.id);
  return explained_list<Offer>(
      ready.context, request, ready.matcher.suggest(*candidate, {request.top, request.min_suits, true}), std::move(person->flags),
      [&](OfferId id) { return impl_->store.offer(ready.corpus->offers.ids[id.value]); }, [&](OfferId id) { return std::pair(*candidate, id); });
}

Result<CandidateList> Engine::shortlist(const MatchRequest& request) const {
  PASSERELLE_TRY(request.validate());
  Result<Offer> asked = impl_->store.offer(request.id);
  if (!asked) return std::move(asked).problem();
  auto prepared = impl_->get_prepared(request.policy, request.date);
  if (!prepared) return std::move(prepared).problem();
  const Prepared& ready = **prepared;
  const auto offer = ready.corpus->find_offer(asked->id);  // a posting's id leads to the offer it is merged into
  if (!offer) return Problem(ProblemCode::kNotFound, request.id);  // stored, but closed
  auto list = explained_list<Candidate>(
      ready.context, request, ready.matcher.shortlist(*offer, {request.top, request.min_suits, true}), std::vector<Flag>(asked->flags),
      [&](CandidateId id) { return impl_->store.candidate(ready.corpus->candidates.ids[id.value]); }, [&](CandidateId id) { return std::pair(id, *offer); });
  if (list && asked->closing.set() && asked->closing < request.date) list->closed = asked->closing;
  return list;
}

Result<PairAnswer> Engine::explain(const PairRequest& request) const {
  PASSERELLE_TRY(request.validate());
  Result<Candidate> person = impl_->store.candidate(request.candidate);
  if (!person) return std::move(person).problem();
  Result<Offer> job = impl_->store.offer(request.offer);
  if (!job) return std::move(job).problem();
  auto corpus = impl_->get_corpus();
  if (!corpus) return std::move(corpus).problem();
  const Corpus& columns = **corpus;
  const auto candidate = columns.find_candidate(request.candidate);
  const auto offer = columns.find_offer(job->id);
  if (!candidate) return Problem(ProblemCode::kNotFound, request.candidate);
  if (!offer) return Problem(ProblemCode::kNotFound, request.offer);
  const TravelModel travel(request.policy.travel);
  const ScoringContext context{columns, request.policy, travel, request.date};
  ProfileTables profile(columns);
  profile.load(request.policy, *candidate);
  PairAnswer answer;
  answer.provenance = provenance_of(columns, request.policy, request.date);
  answer.eligible = eligible(context, *candidate, *offer);
  answer.score = score_pair(context, profile, *candidate, *offer);
  answer.constraints = constraint_states(context, *candidate, *offer);
  answer.explanation = passerelle::explain(context, *candidate, *offer, answer.score, answer.constraints, request.language);
  answer.listed = answer.eligible && shown(request.policy, answer.constraints);
  // What a policy hides may be what keeps the pair off its lists: the verdict says no, and nothing of the reason.
  if (!shown(request.policy, answer.constraints)) answer.explanation.verdict.tier = VerdictTier::kNo;
  answer.offer = std::move(*job);
  answer.candidate = std::move(*person);
  return answer;
}

}  // namespace passerelle
