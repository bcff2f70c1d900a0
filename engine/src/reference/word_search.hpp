// Search as one types: entries of which some word begins with each word typed. Immutable once built; read from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passerelle::reference {

class WordSearch {
 public:
  /// Entries are numbered in the order added. Texts may be added to an entry several times: label, other wordings, codes; the
  /// first is the one it is ranked by.
  void add(std::uint32_t entry, std::string_view text);
  /// To be called once, after the last add().
  void finish();

  /// Numbers of the entries that have, for every word of `typed` (folded), a word beginning with it: those whose first text begins
  /// with `typed` come first, then the shorter first text, then the lower number. All of them when nothing is typed.
  std::vector<std::uint32_t> find(std::string_view typed) const;

 private:
  std::vector<std::pair<std::string, std::uint32_t>> words_;   // ascending
  std::vector<std::string> first_;                             // folded first text by entry
};

}  // namespace passerelle::reference
