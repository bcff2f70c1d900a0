// Terms and the documents that hold them: the inverted index under the look-ups of this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/csr.hpp"

namespace passerelle::occupation {

/// A term's times in one document.
using TermCounts = std::vector<std::pair<std::string, std::uint32_t>>;

/// A document that holds a term; what `weight` means is its index's.
struct Posting {
  std::uint32_t document;
  std::uint16_t weight;
};

/// Documents by term. Built by an index, then read-only.
class TermPostings {
 public:
  /// `documents[d]` names each of its terms once; `weigh(term's document frequency, count, document)` gives a weight of 0…65,535.
  template <class Weigh>
  TermPostings(const std::vector<TermCounts>& documents, const Weigh& weigh);

  std::optional<std::uint32_t> find(std::string_view term) const {
    const auto found = terms_.find(term);
    return found == terms_.end() ? std::nullopt : std::optional(found->second);
  }
  /// Ascending by document.
  std::span<const Posting> of(std::uint32_t term) const { return postings_[term]; }
  std::uint32_t frequency(std::uint32_t term) const { return static_cast<std::uint32_t>(postings_[term].size()); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> terms_;
  Csr<Posting> postings_;
};

template <class Weigh>
TermPostings::TermPostings(const std::vector<TermCounts>& documents, const Weigh& weigh) {
  std::vector<std::uint32_t> frequency;
  for (const TermCounts& document : documents)
    for (const auto& [term, count] : document) {
      const auto [place, fresh] = terms_.try_emplace(term, static_cast<std::uint32_t>(frequency.size()));
      if (fresh) frequency.push_back(0);
      ++frequency[place->second];
    }
  std::vector<std::uint32_t> ends(frequency.size() + 1, 0);
  for (std::size_t t = 0; t < frequency.size(); ++t) ends[t + 1] = ends[t] + frequency[t];
  std::vector<std::uint32_t> next(ends.begin(), ends.end() - 1);
  std::vector<Posting> postings(ends.back());
  for (std::uint32_t d = 0; d < documents.size(); ++d)
    for (const auto& [term, count] : documents[d]) {
      const std::uint32_t t = terms_.find(term)->second;
      postings[next[t]++] = {d, weigh(frequency[t], count, d)};
    }
  postings_ = Csr<Posting>(std::move(ends), std::move(postings));
}

}  // namespace passerelle::occupation
