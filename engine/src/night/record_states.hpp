// What a night reads from the store beside the corpus: by dense id, the fingerprints of records, posts and sources.
#pragma once

#include <string>
#include <vector>

#include "corpus/corpus.hpp"
#include "night/share_out.hpp"
#include "store/store.hpp"

namespace passerelle::night {

struct RecordStates {
  std::vector<Fingerprint> persons, offers;      ///< by dense id
  std::vector<std::uint32_t> posts;
  std::vector<std::uint32_t> source;             ///< by offer: place in `sources`
  std::vector<std::string> sources;              ///< ascending
  Fingerprint reference;
};

/// Problem kStoreBusy when the store is not what the corpus was made of.
Result<RecordStates> read_states(const Store& store, const Corpus& corpus);

/// With whether each is open on the day; invitations are not known here.
OfferFacts offer_facts(const Corpus& corpus, const RecordStates& states, Day date);

}  // namespace passerelle::night
