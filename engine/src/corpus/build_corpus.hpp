// From records to columns. Records come one by one in external-id order (as the store streams them).
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "corpus/card_index.hpp"
#include "corpus/corpus.hpp"
#include "corpus/corpus_part.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// Numbers of exact keys, in the order they come; a corpus that is not built alone shares those of others.
class ExactKeys {
 public:
  ExactKeys() = default;
  explicit ExactKeys(const StringsView& known);
  ExactId id_of(std::string_view key);
  const StringList& keys() const noexcept { return keys_; }

 private:
  std::unordered_map<std::string, ExactId> ids_;
  StringList keys_;
};

/// What the segments of a live corpus have in common: the numbers of keys of one hold in all of them.
struct SegmentGround {
  std::shared_ptr<const reference::Reference> reference;
  std::shared_ptr<const CardIndex> cards;
  std::shared_ptr<ExactKeys> keys;
  /// For segments beside this corpus.
  static SegmentGround beside(const Corpus& base);
};

/// Collects records, then finishes the columns and indexes. One use; of its members only part() may be called from several
/// threads at once.
class CorpusBuilder {
 public:
  /// Throws std::length_error when the reference has more than kMostItems items or kMostOccupations occupations.
  explicit CorpusBuilder(std::shared_ptr<const reference::Reference> reference);
  /// For a segment. Keys of a corpus that is built alone are numbered in their own order, whatever the order of the records.
  explicit CorpusBuilder(const SegmentGround& ground);
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
