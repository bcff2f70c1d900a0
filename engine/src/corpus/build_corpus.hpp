// From records to columns. Records come one by one in external-id order (as the store streams them).
#pragma once

#include <memory>

#include "corpus/corpus.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// Collects records, then finishes the columns and indexes. Not thread-safe; one use.
class CorpusBuilder {
 public:
  explicit CorpusBuilder(std::shared_ptr<const reference::Reference> reference);
  ~CorpusBuilder();
  /// Ids must come in ascending order (asserted).
  void add(const Offer& offer);
  void add(const Candidate& candidate);
  std::shared_ptr<const Corpus> finish(std::string snapshot);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The items that matching scores for this offer, and whether they are the occupation's card for want of listed
/// ones. Unknown codes and labels without code are not scored: explanations list them. Shared with the oracle as
/// the definition of « what the offer asks ».
struct RequirementList {
  std::vector<Requirement> items;   ///< ascending by item, one each (the stricter level wins)
  bool from_card = false;
};
RequirementList scored_requirements(const Offer& offer, const reference::Reference& reference);

/// Share of each occupation's core card that these items cover (exact items only), floor kCardCoverFloor; ascending.
std::vector<CardCover> card_cover(const std::vector<HeldItem>& items, const reference::Reference& reference);

}  // namespace passerelle
