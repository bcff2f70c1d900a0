#include "intake/deduplicate/title_words.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kStopWords[] = {
    "h", "f", "hf", "fh", "x", "d", "m", "e", "s", "de", "du", "des", "le", "la", "les", "l", "en", "au", "aux", "a", "et", "ou", "un", "une",
    "pour", "sur", "par", "dans", "homme", "femme", "poste", "offre", "recrute", "cdi", "cdd", "interim", "cdii", "stage"};

/// Longest first among those that end alike: « conductrice » and « conducteur » lose all that differs.
constexpr std::string_view kEndings[] = {"trice", "ienne", "teur", "euse", "rice", "iste", "eur", "ere", "ien", "er", "es", "e", "s", "x"};

std::string_view stem(std::string_view word) {
  if (word.size() <= 4) return word;
  for (const std::string_view ending : kEndings)
    if (word.ends_with(ending)) return word.substr(0, word.size() - ending.size());
  return word;
}

std::set<std::string> stems(std::string_view text) {
  std::set<std::string> found;
  for (const std::string& word : folded_words(text)) {
    const bool figures = word.find_first_not_of("0123456789") == std::string::npos;
    if (!figures && std::find(std::begin(kStopWords), std::end(kStopWords), word) == std::end(kStopWords)) found.emplace(stem(word));
  }
  return found;
}

std::vector<std::uint64_t> hashes(const std::set<std::string>& words) {
  std::vector<std::uint64_t> out;
  for (const std::string& word : words) out.push_back(fingerprint(word).low);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TitleWords title_words(std::string_view title) {
  std::string plain;
  int depth = 0;
  for (const char c : title) {
    if (c == '[') ++depth;
    if (depth == 0) plain += c;
    if (c == ']' && depth > 0) --depth;
  }
  TitleWords result;
  const std::set<std::string> all = stems(plain);
  result.words = hashes(all);
  std::string joined;
  for (const std::string& word : all) joined += word;
  if (!joined.empty()) result.joined = fingerprint(joined).low;
  std::size_t parts = 0;
  for (std::size_t at = 0; at <= plain.size();) {
    const std::size_t dash = std::min(plain.find(" - ", at), plain.size());
    const std::set<std::string> part = stems(std::string_view(plain).substr(at, dash - at));
    if (!part.empty() && ++parts == 1) result.head = hashes(part);
    at = dash + 3;
  }
  result.several_parts = parts > 1;
  return result;
}

TitleMatch compare(const TitleWords& a, const TitleWords& b) noexcept {
  if (a.words.empty() || b.words.empty()) return TitleMatch::kMissing;
  if (a.words == b.words || a.joined == b.joined) return TitleMatch::kSame;
  if (a.head == b.head && !(a.several_parts && b.several_parts)) return TitleMatch::kSameHead;
  for (const std::uint64_t word : a.words)
    if (std::binary_search(b.words.begin(), b.words.end(), word)) return TitleMatch::kSomeWords;
  return TitleMatch::kNone;
}

}  // namespace passerelle
