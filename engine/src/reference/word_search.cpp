#include "reference/word_search.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/text.hpp"

namespace passerelle::reference {

void WordSearch::add(std::uint32_t entry, std::string_view text) {
  if (entry >= first_.size()) first_.resize(entry + 1);
  if (first_[entry].empty()) first_[entry] = fold(text);
  for (std::string& word : folded_words(text)) words_.emplace_back(std::move(word), entry);
}

void WordSearch::finish() {
  std::sort(words_.begin(), words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
  words_.shrink_to_fit();
}

std::vector<std::uint32_t> WordSearch::find(std::string_view typed) const {
  const std::vector<std::string> wanted = folded_words(typed);
  std::vector<std::uint32_t> found;
  if (wanted.empty()) {
    found.resize(first_.size());
    std::iota(found.begin(), found.end(), 0U);
    return found;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string& prefix = wanted[i];
    std::vector<std::uint32_t> these;
    for (auto at = std::lower_bound(words_.begin(), words_.end(), std::pair(prefix, std::uint32_t{0})); at != words_.end() && at->first.compare(0, prefix.size(), prefix) == 0; ++at)
      these.push_back(at->second);
    std::sort(these.begin(), these.end());
    these.erase(std::unique(these.begin(), these.end()), these.end());
    if (i == 0) {
      found = std::move(these);
      continue;
    }
    std::vector<std::uint32_t> both;
    std::set_intersection(found.begin(), found.end(), these.begin(), these.end(), std::back_inserter(both));
    found = std::move(both);
  }
  const std::string start = fold(typed);
  const auto rank = [&](std::uint32_t entry) { return std::tuple(first_[entry].compare(0, start.size(), start) != 0, first_[entry].size(), entry); };
  std::sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  return found;
}

}  // namespace passerelle::reference
