#include "night/record_states.hpp"

#include <map>

namespace passerelle::night {

Result<RecordStates> read_states(const Store& store, const Corpus& corpus) {
  RecordStates states;
  const auto changed = [] { return Problem(ProblemCode::kStoreBusy, "snapshot"); };
  std::map<std::string, std::uint32_t, std::less<>> sources;
  std::vector<std::map<std::string, std::uint32_t, std::less<>>::const_iterator> source_of;
  states.offers.reserve(corpus.offers.size());
  PASSERELLE_TRY(store.for_each_offer_state([&](const OfferState& offer) -> Status {
    const std::size_t at = states.offers.size();
    if (at >= corpus.offers.size() || corpus.offers.ids[at] != offer.id) return changed();
    states.offers.push_back(offer.content);
    states.posts.push_back(std::max(1U, offer.posts));
    auto found = sources.find(offer.source);
    if (found == sources.end()) found = sources.emplace(offer.source, 0).first;
    source_of.push_back(found);
    return {};
  }));
  for (auto& [name, number] : sources) {
    number = static_cast<std::uint32_t>(states.sources.size());
    states.sources.push_back(name);
  }
  for (const auto& source : source_of) states.source.push_back(source->second);
  states.persons.resize(corpus.candidates.size());
  std::size_t at = 0;
  PASSERELLE_TRY(store.for_each_candidate_state([&](std::string_view id, const Fingerprint& content) -> Status {
    if (at >= corpus.candidates.size()) return changed();
    const CandidateId candidate = corpus.candidates_by_id[at++];
    if (corpus.candidates.ids[candidate.value] != id) return changed();
    states.persons[candidate.value] = content;
    return {};
  }));
  if (states.offers.size() != corpus.offers.size() || at != corpus.candidates.size()) return changed();
  Result<Fingerprint> reference = store.reference_content();
  if (!reference) return std::move(reference).problem();
  states.reference = *reference;
  return states;
}

OfferFacts offer_facts(const Corpus& corpus, const RecordStates& states, Day date) {
  OfferFacts facts;
  facts.posts = states.posts;
  facts.invited.assign(corpus.offers.size(), 0);
  for (std::size_t o = 0; o < corpus.offers.size(); ++o) {
    facts.tension.push_back(corpus.offers.tension[o]);
    const Day closing = corpus.offers.closing[o];
    facts.open.push_back(!closing.set() || closing >= date ? 1 : 0);
  }
  return facts;
}

}  // namespace passerelle::night
