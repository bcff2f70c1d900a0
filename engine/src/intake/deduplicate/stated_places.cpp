#include "intake/deduplicate/stated_places.hpp"

#include <algorithm>
#include <string>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "intake/deduplicate/text_sketch.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kLongestName = 5;  ///< words

std::vector<std::string> place_words(std::string_view text) {
  std::vector<std::string> words = folded_words(text);
  for (std::string& word : words) {
    if (word == "st") word = "saint";
    if (word == "ste") word = "sainte";
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t count) {
  std::string out;
  for (std::size_t i = from; i < from + count; ++i) out += (i == from ? "" : " ") + words[i];
  return out;
}

/// The longest commune's name that begins at `from`.
void add_name(const std::vector<std::string>& words, std::size_t from, const reference::Reference& reference, std::vector<std::uint64_t>& into) {
  if (from >= words.size()) return;
  for (std::size_t count = std::min(kLongestName, words.size() - from); count > 0; --count) {
    const std::string name = joined(words, from, count);
    if (reference.communes_named(name).empty()) continue;
    into.push_back(fingerprint(name).low);
    return;
  }
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); }

void tidy(std::vector<std::uint64_t>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace

std::uint64_t place_name(std::string_view name) {
  const std::vector<std::string> words = place_words(name);
  return words.empty() ? 0 : fingerprint(joined(words, 0, words.size())).low;
}

StatedPlaces stated_places(std::string_view title, std::string_view text, const reference::Reference& reference) {
  StatedPlaces found;
  for (std::size_t dash = title.find(" - "); dash != std::string_view::npos;) {
    const std::size_t next = title.find(" - ", dash + 3);
    const std::string_view part = title.substr(dash + 3, next == std::string_view::npos ? next : next - dash - 3);
    add_name(place_words(part.substr(0, part.find('('))), 0, reference, found.as_workplace);
    dash = next;
  }
  const std::string plain = text_without_tags(text);
  const std::vector<std::string> words = place_words(plain);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool based = one_of(words[i], {"base", "basee", "bases", "basees", "situe", "situee", "localise", "localisee"}) && one_of(words[i + 1], {"a", "au"});
    const bool site = one_of(words[i], {"lieu", "localisation"});
    if (based) add_name(words, i + 2, reference, found.as_workplace);
    if (site) add_name(words, i + 1, reference, found.as_workplace);
  }
  found.named = found.as_workplace;
  // « à » before a capital: « à Plaisir » is a town, « à plaisir » is not.
  for (const std::string_view to : {" à ", " À "})
    for (std::size_t at = plain.find(to); at != std::string::npos; at = plain.find(to, at + 1)) {
      const std::size_t begin = at + to.size();
      if (begin < plain.size() && ((plain[begin] >= 'A' && plain[begin] <= 'Z') || static_cast<unsigned char>(plain[begin]) == 0xC3))
        add_name(place_words(std::string_view(plain).substr(begin, 48)), 0, reference, found.named);
    }
  tidy(found.as_workplace);
  tidy(found.named);
  return found;
}

}  // namespace passerelle
