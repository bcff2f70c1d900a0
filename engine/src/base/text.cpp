#include "base/text.hpp"

#include <utf8proc.h>

namespace passerelle {
namespace {

// Appends what `point` contributes to a folded text; false when it separates words.
bool append_folded(utf8proc_int32_t point, std::string& out) {
  // ASCII, the bulk of French text, without a look-up.
  if (point < 0x80) {
    if (point >= 'A' && point <= 'Z') point += 'a' - 'A';
    if (!((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9'))) return false;
    out += static_cast<char>(point);
    return true;
  }
  // Ligatures that Unicode does not decompose but French readers do.
  if (point == 0x153 || point == 0x152) { out += "oe"; return true; }
  if (point == 0xE6 || point == 0xC6) { out += "ae"; return true; }
  utf8proc_int32_t parts[32];
  int boundary = 0;
  const utf8proc_ssize_t count = utf8proc_decompose_char(
      point, parts, 32,
      static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE),
      &boundary);
  bool letters = false;
  for (utf8proc_ssize_t i = 0; i < count && i < 32; ++i) {
    const utf8proc_category_t category = utf8proc_category(parts[i]);
    const bool word = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT ||
                      category == UTF8PROC_CATEGORY_LM || category == UTF8PROC_CATEGORY_LO || category == UTF8PROC_CATEGORY_ND ||
                      category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_NO;
    if (!word) continue;
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t size = utf8proc_encode_char(parts[i], bytes);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    letters = true;
  }
  // A mark on its own (combining accent, soft hyphen) belongs to the word before it; punctuation separates.
  if (letters) return true;
  const utf8proc_category_t own = utf8proc_category(point);
  return own == UTF8PROC_CATEGORY_MN || own == UTF8PROC_CATEGORY_CF;
}

}  // namespace

bool valid_utf8(std::string_view text, std::size_t* bad_at) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) { ++at; continue; }
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                                   static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (used <= 0) {
      if (bad_at != nullptr) *bad_at = at;
      return false;
    }
    at += static_cast<std::size_t>(used);
  }
  return true;
}

std::size_t fold_point(std::string_view text, std::size_t at, std::string& out, bool& in_word) {
  utf8proc_int32_t point = static_cast<unsigned char>(text[at]);
  utf8proc_ssize_t used = 1;
  if (point >= 0x80) {
    used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                            static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (used <= 0) { used = 1; point = ' '; }
  }
  const std::size_t before = out.size();
  in_word = append_folded(point, out);
  if (!in_word) out.resize(before);
  return static_cast<std::size_t>(used);
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t point = static_cast<unsigned char>(text[at]);
    utf8proc_ssize_t used = 1;
    if (point >= 0x80) {
      used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                              static_cast<utf8proc_ssize_t>(text.size() - at), &point);
      if (used <= 0) { used = 1; point = ' '; }
    }
    at += static_cast<std::size_t>(used);
    const std::size_t before = out.size();
    if (gap && before > 0) out += ' ';
    const std::size_t start = out.size();
    if (append_folded(point, out)) {
      if (out.size() == start) out.resize(before);  // a lone mark: nothing written, the gap stays as it is
      else gap = false;
    } else {
      out.resize(before);
      gap = true;
    }
  }
  return out;
}

std::vector<std::string> folded_words(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> words;
  std::size_t start = 0;
  while (start < folded.size()) {
    std::size_t end = folded.find(' ', start);
    if (end == std::string::npos) end = folded.size();
    words.emplace_back(folded, start, end - start);
    start = end + 1;
  }
  return words;
}

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

std::string shorten(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::size_t cut = max_bytes;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(text.substr(0, cut)) + "…";
}

}  // namespace passerelle
