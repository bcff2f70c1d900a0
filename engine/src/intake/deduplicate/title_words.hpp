// A title as far as it tells jobs apart: words without gender, stop words and figures.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace passerelle {

enum class TitleMatch : std::uint8_t {
  kMissing,   ///< one of them says nothing
  kNone,
  kSomeWords,
  kSameHead,  ///< the same up to the first « - », and one of them ends there
  kSame,
};

struct TitleWords {
  std::vector<std::uint64_t> words, head;  ///< hashes, ascending; `head`: before the first « - »
  std::uint64_t joined = 0;                ///< of the words written without spaces (« BigData », « Big Data »)
  bool several_parts = false;
  friend bool operator==(const TitleWords&, const TitleWords&) = default;
};

TitleWords title_words(std::string_view title);
TitleMatch compare(const TitleWords& a, const TitleWords& b) noexcept;

}  // namespace passerelle
