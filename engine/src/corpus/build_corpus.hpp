// From records to columns. Records come one by one in external-id order (as the store streams them).
#pragma once

#include <memory>

#include "corpus/corpus.hpp"
#include "corpus/corpus_part.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// Collects records, then finishes the columns and indexes. One use; of its members only part() may be called from several
/// threads at once.
class CorpusBuilder {
 public:
  /// Throws std::length_error when the reference has more than kMostItems items or kMostOccupations occupations.
  explicit CorpusBuilder(std::shared_ptr<const reference::Reference> reference);
  ~CorpusBuilder();
  /// An empty part, to be filled by one thread.
  CorpusPart part() const;
  /// Parts in the order of their ids (asserted): offers and persons each ascend over all parts.
  void append(CorpusPart part);
  /// Record by record, for small corpora; ids must come in ascending order, and not beside append().
  void add(const Offer& offer);
  void add(const Candidate& candidate);
  std::shared_ptr<const Corpus> finish(std::string snapshot);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Share of each occupation's core card that these items cover (exact items only), floor kCardCoverFloor; ascending.
std::vector<CardCover> card_cover(const std::vector<HeldItem>& items, const reference::Reference& reference);

}  // namespace passerelle
