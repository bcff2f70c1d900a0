// How alike a text and each document are: cosine of TF-IDF weights, in integers.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "intake/occupation/term_postings.hpp"

namespace passerelle::occupation {

/// Weights: (1 + ln count) · ln((N + 1) / (df + ½)), of unit length, as whole parts of kUnit. Const members are thread-safe.
class CosineIndex {
 public:
  static constexpr std::uint32_t kUnit = 1U << 14U;

  /// Each document names each of its terms once.
  explicit CosineIndex(const std::vector<TermCounts>& documents);

  std::size_t documents() const noexcept { return documents_; }
  /// Adds to `sums` (one a document) the cosine as parts of kUnit². Terms that no document holds do not count.
  void add_cosines(const TermCounts& text, std::span<std::uint32_t> sums) const;
  /// Inverse document frequency in thousandths; 0 of a term that no document holds.
  std::uint32_t milli_idf(std::string_view term) const;
  const TermPostings& postings() const noexcept { return postings_; }

 private:
  static TermPostings weighted(const std::vector<TermCounts>& documents);
  std::size_t documents_ = 0;
  TermPostings postings_;
};

}  // namespace passerelle::occupation
