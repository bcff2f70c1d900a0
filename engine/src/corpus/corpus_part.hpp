// A run of records as columns: what one thread makes of its share, for CorpusBuilder to put together in order.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "corpus/card_index.hpp"
#include "corpus/columns.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// Not thread-safe. Ids must come in ascending order (asserted).
class CorpusPart {
 public:
  CorpusPart(std::shared_ptr<const reference::Reference> reference, std::shared_ptr<const CardIndex> cards)
      : reference_(std::move(reference)), cards_(std::move(cards)) {}
  void add(const Offer& offer);
  void add(const Candidate& candidate);

 private:
  friend class CorpusBuilder;
  /// Counts from 0 within the part.
  ExactId exact_id(const Key& key);

  std::shared_ptr<const reference::Reference> reference_;
  std::shared_ptr<const CardIndex> cards_;
  CorpusColumnsOf<Building> columns_;  // offers, candidates, exact_keys
  std::unordered_map<std::string, ExactId> exact_;
};

}  // namespace passerelle
