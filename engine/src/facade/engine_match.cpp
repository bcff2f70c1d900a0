#include <fmt/format.h>

#include "facade/engine_impl.hpp"
#include "ranking/query.hpp"

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
  auto corpus = impl_->get_corpus();
  if (!corpus) return std::move(corpus).problem();
  const Corpus& columns = **corpus;
  const auto candidate = columns.find_candidate(request.id);
  if (!candidate) return Problem(ProblemCode::kNotFound, request.id);
  const TravelModel travel(request.policy.travel);
  const ScoringContext context{columns, request.policy, travel, request.date};
  const RankedLines<OfferId> ranked = passerelle::suggest(context, *candidate, request.top, request.min_suits, impl_->threads);
  OfferList list;
  list.provenance = provenance_of(columns, request.policy, request.date);
  list.eligible = ranked.eligible;
  list.considered = ranked.considered;
  list.flags = person->flags;
  list.open_offers = count_open(columns, request.date);
  for (const Ranked<OfferId>& line : ranked.lines) {
    Result<Offer> offer = impl_->store.offer(columns.offers.ids[line.id.value]);
    if (!offer) return std::move(offer).problem();
    list.lines.push_back({list.lines.size() + 1, std::move(*offer), line.score,
                          passerelle::explain(context, *candidate, line.id, line.score, line.constraints, request.language)});
  }
  return list;
}

Result<CandidateList> Engine::shortlist(const MatchRequest& request) const {
  PASSERELLE_TRY(request.validate());
  Result<Offer> asked = impl_->store.offer(request.id);
  if (!asked) return std::move(asked).problem();
  auto corpus = impl_->get_corpus();
  if (!corpus) return std::move(corpus).problem();
  const Corpus& columns = **corpus;
  const auto offer = columns.find_offer(request.id);
  if (!offer) return Problem(ProblemCode::kNotFound, request.id);  // stored, but closed
  const TravelModel travel(request.policy.travel);
  const ScoringContext context{columns, request.policy, travel, request.date};
  const RankedLines<CandidateId> ranked = passerelle::shortlist(context, *offer, request.top, request.min_suits, impl_->threads);
  CandidateList list;
  list.provenance = provenance_of(columns, request.policy, request.date);
  list.eligible = ranked.eligible;
  list.considered = ranked.considered;
  list.flags = asked->flags;
  list.open_offers = count_open(columns, request.date);
  for (const Ranked<CandidateId>& line : ranked.lines) {
    Result<Candidate> candidate = impl_->store.candidate(columns.candidates.ids[line.id.value]);
    if (!candidate) return std::move(candidate).problem();
    list.lines.push_back({list.lines.size() + 1, std::move(*candidate), line.score,
                          passerelle::explain(context, line.id, *offer, line.score, line.constraints, request.language)});
  }
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
  const auto offer = columns.find_offer(request.offer);
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
  answer.offer = std::move(*job);
  answer.candidate = std::move(*person);
  return answer;
}

}  // namespace passerelle
