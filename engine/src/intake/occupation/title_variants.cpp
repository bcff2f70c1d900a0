#include "intake/occupation/title_variants.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "intake/occupation/title_words.hpp"

namespace passerelle::occupation {
namespace {

constexpr std::size_t kShortestAbbreviation = 2, kLongestAbbreviation = 6;

bool is_abbreviation(std::string_view text) {
  return text.size() >= kShortestAbbreviation && text.size() <= kLongestAbbreviation &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

class Variants {
 public:
  void add(std::string_view text) {
    std::vector<std::string> words = vocabulary_title_words(text);
    if (!words.empty() && std::find(found_.begin(), found_.end(), words) == found_.end()) found_.push_back(std::move(words));
  }
  std::vector<std::vector<std::string>> take() { return std::move(found_); }

 private:
  std::vector<std::vector<std::string>> found_;
};

/// Takes « (…) » out; abbreviations go to `variants`. « Assistant(e) » keeps « Assistant ».
std::string without_brackets(std::string_view title, Variants& variants) {
  std::string result;
  for (std::size_t i = 0; i < title.size();) {
    const std::size_t end = title[i] == '(' ? title.find(')', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      result += title[i++];
      continue;
    }
    const std::string_view inside = title.substr(i + 1, end - i - 1);
    const bool apart = i > 0 && title[i - 1] == ' ';
    if (apart && is_abbreviation(inside) && !is_gender_ending(fold(inside))) variants.add(inside);
    result += ' ';
    i = end + 1;
  }
  return result;
}

/// Takes « -AVS- » out, as short forms of titles write abbreviations.
std::string without_dashes(std::string title, Variants& variants) {
  for (std::size_t at = title.find(" -"); at != std::string::npos; at = title.find(" -", at + 1)) {
    const std::size_t end = title.find('-', at + 2);
    if (end == std::string::npos) break;
    const std::string_view inside = std::string_view(title).substr(at + 2, end - at - 2);
    if (!is_abbreviation(inside) || (end + 1 < title.size() && title[end + 1] != ' ')) continue;
    variants.add(inside);
    title.erase(at, end + 1 - at);
  }
  return title;
}

}  // namespace

std::vector<std::vector<std::string>> title_variants(std::string_view title) {
  Variants variants;
  const std::string base = without_dashes(without_brackets(title, variants), variants);
  variants.add(base);
  constexpr std::string_view kDash = " - ";
  if (base.find(kDash) != std::string::npos)
    for (std::size_t begin = 0; begin < base.size();) {
      const std::size_t end = std::min(base.find(kDash, begin), base.size());
      variants.add(std::string_view(base).substr(begin, end - begin));
      begin = end + kDash.size();
    }
  return variants.take();
}

}  // namespace passerelle::occupation
