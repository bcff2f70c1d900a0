// How much of a text each document accounts for: Okapi BM25, in integers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "intake/occupation/term_postings.hpp"

namespace passerelle::occupation {

/// Saturation of a term's count and correction for a document's length (Robertson & Zaragoza, « The Probabilistic
/// Relevance Framework: BM25 and Beyond », 2009).
struct OkapiParameters {
  double k1 = 1.2;
  double b = 0.5;
};

/// Const members are thread-safe.
class OkapiIndex {
 public:
  /// Parts of one unit of ln in a score.
  static constexpr std::uint32_t kUnit = 256;

  /// Each document names each of its terms once.
  OkapiIndex(const std::vector<TermCounts>& documents, OkapiParameters parameters);

  /// Adds to `sums` (one a document) the score of the text, each term counting ln(1 + count) times when `damped`, else
  /// once; in parts of 16 · kUnit. Returns what a document would score in which every known term counts its idf once.
  std::uint64_t add_scores(const TermCounts& text, bool damped, std::span<std::uint32_t> sums) const;

 private:
  static TermPostings weighted(const std::vector<TermCounts>& documents, OkapiParameters parameters);
  std::size_t documents_ = 0;
  TermPostings postings_;
};

}  // namespace passerelle::occupation
