// The populations that whole workloads run on: generated with the real marginals, built into a corpus, and read back from the
// mapped file as after a start.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/date.hpp"
#include "base/parallel.hpp"
#include "corpus/corpus.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle::bench {

struct PopulationRequest {
  std::string workload;          ///< sample, hdf, hdf-dense, france
  unsigned part = 1;             ///< one of this many parts of it
  std::string counts, tension;   ///< files with the real marginals; "" = none
  std::string corpus_file;       ///< written, mapped and removed
  Threads threads;
  bool read_texts = false;       ///< offers that list no competence name a few in their text, as most real ones do
};

struct Population {
  std::shared_ptr<const Corpus> corpus;
  double make_seconds = 0, map_seconds = 0;
};

/// What else is to be made of each record; may be empty. The restricted part of a person comes as it was written, "" when there
/// is none: only targets that may read it can.
using EachOffer = std::function<void(const Offer& offer)>;
using EachCandidate = std::function<void(const Candidate& candidate, std::string_view restricted)>;

/// Ends the program with a message when something cannot be made.
Population make_population(const PopulationRequest& request, const std::shared_ptr<const reference::Reference>& reference,
                           const EachOffer& each_offer = {}, const EachCandidate& each_candidate = {});

}  // namespace passerelle::bench
