#include "intake/extract/text_words.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace passerelle::extract {
namespace {

// What inclusive writing hangs on a word: « candidat(e) », « directeur.rice », « motivé-e ».
constexpr std::array<std::string_view, 20> kInclusive = {"e",  "ere", "es",  "esse",  "euse", "fe",   "ice",  "iere", "le",  "ne",
                                                         "nne", "ric", "rice", "rices", "s",    "se",   "te",   "trice", "ve", "ente"};

bool inclusive(std::string_view word) noexcept { return std::find(kInclusive.begin(), kInclusive.end(), word) != kInclusive.end(); }

bool ascii_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// How far two words are apart, by the bytes between them.
enum class Gap : std::uint8_t { kWord, kClause, kSentence };

Gap gap_between(std::string_view text, std::size_t from, std::size_t to) {
  Gap gap = Gap::kWord;
  const std::string_view between = text.substr(from, to - from);
  std::size_t stars = 0;
  for (std::size_t i = 0; i < between.size(); ++i) {
    const char c = between[i];
    if (c == '*') {
      if (++stars >= 2) return Gap::kSentence;
      continue;
    }
    stars = 0;
    switch (c) {
      case '\n':
      case '\r':
      case '!':
      case '?':
      case ';': return Gap::kSentence;
      case '.':
        // « etc. Vous », « région.Vous » and « fini... » end a sentence; « sre.google » and « 12.06 » do not.
        if (between.size() > 1 || (to < text.size() && capital(text[to]) && from >= 2 && !capital(text[from - 2]))) return Gap::kSentence;
        break;
      case ',':
      case '(':
      case ')':
      case ':': gap = Gap::kClause; break;
      case '-':
        if (i > 0 && between[i - 1] == ' ') gap = Gap::kClause;
        break;
      default:
        // • · – — … by their UTF-8 bytes
        if (between.substr(i).starts_with("\xE2\x80\xA2") || between.substr(i).starts_with("\xE2\x80\xA6")) return Gap::kSentence;
        if (between.substr(i).starts_with("\xE2\x80\x93") || between.substr(i).starts_with("\xE2\x80\x94")) gap = Gap::kClause;
    }
  }
  return gap;
}

/// Length of a character reference (« &nbsp; », « &#039; ») at `at`, 0 when there is none.
std::size_t reference_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 10;
  if (text[at] != '&') return 0;
  for (std::size_t i = at + 1; i < text.size() && i - at <= kLongest; ++i) {
    const char c = text[i];
    if (c == ';') return i > at + 1 ? i - at + 1 : 0;
    if (!ascii_letter(c) && !(c >= '0' && c <= '9') && c != '#') return 0;
  }
  return 0;
}

}  // namespace

TextWords read_words(std::string_view text) {
  TextWords out;
  out.folded.reserve(text.size());
  out.words.reserve(text.size() / 6 + 1);
  std::size_t at = 0, gap_from = 0;
  while (at < text.size()) {
    if (const std::size_t skip = reference_at(text, at); skip != 0) {
      // Stands for a blank or a sign: what is before and after stay in one sentence.
      gap_from = at += skip;
      continue;
    }
    TextWord word;
    word.at = static_cast<std::uint32_t>(out.folded.size());
    bool in_word = false;
    const std::size_t begin = at;
    std::size_t used = fold_point(text, at, out.folded, in_word);
    if (!in_word || out.folded.size() == word.at) {
      at += used;
      continue;
    }
    while (true) {
      at += used;
      if (at >= text.size()) break;
      used = fold_point(text, at, out.folded, in_word);
      if (!in_word) break;
    }
    std::size_t size = out.folded.size() - word.at;
    const std::string_view folded = std::string_view(out.folded).substr(word.at);
    if (folded == "c" && text.substr(at).starts_with("++")) {
      out.folded += "++";
      at += 2;
      size += 2;
    } else if ((folded == "c" || folded == "f") && text.substr(at).starts_with("#")) {
      out.folded += '#';
      ++at;
      ++size;
    } else if (!out.words.empty() && begin == out.words.back().end + 1 && size <= 5 && inclusive(folded)) {
      const char before = text[begin - 1], after = at < text.size() ? text[at] : ' ';
      if ((before == '(' && after == ')') || (before == '.' && !(after >= '0' && after <= '9')) || (before == '-' && after != '-') ||
          (before == '/' && size <= 2)) {
        out.folded.resize(word.at);
        gap_from = at;
        continue;
      }
    } else if (!out.words.empty() && begin == out.words.back().end + 2 && inclusive(folded) && text.substr(begin - 2, 2) == "\xC2\xB7") {
      out.folded.resize(word.at);
      gap_from = at;
      continue;
    }
    word.size = static_cast<std::uint16_t>(std::min<std::size_t>(size, 0xFFFF));
    word.begin = static_cast<std::uint32_t>(begin);
    word.end = static_cast<std::uint32_t>(at);
    word.capital = capital(text[begin]);
    word.elided = size <= 2 && (text.substr(at).starts_with("'") || text.substr(at).starts_with("\xE2\x80\x99") || text.substr(at).starts_with("\xC2\xB4"));
    if (out.words.empty()) {
      out.sentences.push_back({word.begin, word.end, 0, 1});
    } else {
      const TextWord& last = out.words.back();
      const Gap gap = gap_between(text, std::max<std::size_t>(gap_from, last.end), begin);
      word.sentence = last.sentence + (gap == Gap::kSentence ? 1U : 0U);
      word.clause = last.clause + (gap != Gap::kWord ? 1U : 0U);
      const auto index = static_cast<std::uint32_t>(out.words.size());
      if (gap == Gap::kSentence) out.sentences.push_back({word.begin, word.end, index, index + 1});
      out.sentences.back().end = word.end;
      out.sentences.back().last = index + 1;
    }
    gap_from = at;
    out.words.push_back(word);
  }
  return out;
}

}  // namespace passerelle::extract
