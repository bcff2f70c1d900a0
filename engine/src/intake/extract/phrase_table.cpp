#include "intake/extract/phrase_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "reference/content_words.hpp"

namespace passerelle::extract {
namespace {

constexpr std::array<std::string_view, 15> kArticles = {"a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "s", "un", "une"};
static_assert(std::is_sorted(kArticles.begin(), kArticles.end()));

}  // namespace

bool is_article(std::string_view folded) noexcept { return std::binary_search(kArticles.begin(), kArticles.end(), folded); }

std::string form_of(std::string word) {
  word = reference::common_form(std::move(word));
  if (word.size() > 4 && word.back() == 'e') word.pop_back();
  return word;
}

WordId WordNumbers::add(std::string_view form) {
  return numbers_.try_emplace(std::string(form), static_cast<WordId>(numbers_.size() + 1)).first->second;
}

WordId WordNumbers::find(std::string_view form) const noexcept {
  const auto found = numbers_.find(form);
  return found == numbers_.end() ? 0 : found->second;
}

void PhraseTable::add_words(const std::vector<WordId>& words, std::uint32_t value) {
  if (words.empty()) return;
  std::uint32_t node = 0;
  for (const WordId word : words) {
    const auto [at, fresh] = steps_.try_emplace((std::uint64_t{node} << 32U) | word, static_cast<std::uint32_t>(values_.size()));
    if (fresh) values_.push_back(kNoValue);
    node = at->second;
  }
  if (values_[node] == kNoValue) values_[node] = value;
}

void PhraseTable::add(std::string_view wording, std::uint32_t value, WordNumbers& numbers) {
  std::vector<WordId> whole, short_form;
  const std::vector<std::string> words = folded_words(wording);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const WordId number = numbers.add(form_of(words[i]));
    whole.push_back(number);
    if (i == 0 || i + 1 == words.size() || !is_article(words[i])) short_form.push_back(number);
  }
  add_words(whole, value);
  add_words(short_form, value);
}

PhraseTable::Found PhraseTable::longest(std::span<const WordId> words, std::span<const char> articles, std::size_t begin, std::size_t limit) const {
  Found found;
  std::uint32_t node = 0;
  for (std::size_t at = begin; at < limit; ++at) {
    const auto step = words[at] == 0 ? steps_.end() : steps_.find((std::uint64_t{node} << 32U) | words[at]);
    if (step == steps_.end()) {
      if (at == begin || articles[at] == 0) break;
      continue;
    }
    node = step->second;
    if (values_[node] != kNoValue) found = {values_[node], at + 1};
  }
  return found;
}

}  // namespace passerelle::extract
