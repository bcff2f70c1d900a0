#include "intake/normalise/tokens.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace passerelle {
namespace {

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// What stands for a blank, a dash or a currency in UTF-8.
constexpr std::pair<std::string_view, char> kSpecial[] = {
    {"\xC2\xA0", ' '},     {"\xE2\x80\xAF", ' '}, {"\xE2\x80\x89", ' '}, {"\xE2\x80\x93", '-'}, {"\xE2\x80\x94", '-'},
    {"\xE2\x80\x99", '\''}, {"\xC2\xB7", '.'},    {"\xE2\x82\xAC", '$'}, {"\xC2\xA4", '$'},
};

/// The text with one byte for each blank, dash and euro sign; other bytes as they are.
std::string simplified(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    bool replaced = false;
    for (const auto& [from, to] : kSpecial)
      if (text.substr(i, from.size()) == from) {
        result += to;
        i += from.size();
        replaced = true;
        break;
      }
    if (!replaced) result += text[i++];
  }
  return result;
}

/// Digits from `i` on, at most nine counted: no amount of this domain needs more, and nothing overflows.
std::int64_t read_digits(std::string_view text, std::size_t& i, unsigned& count) {
  std::int64_t value = 0;
  for (count = 0; i < text.size() && digit(text[i]); ++i, ++count)
    if (count < 9) value = value * 10 + (text[i] - '0');
  return value;
}

bool three_digits_at(std::string_view text, std::size_t i) {
  return i + 3 <= text.size() && digit(text[i]) && digit(text[i + 1]) && digit(text[i + 2]) &&
         (i + 3 == text.size() || !digit(text[i + 3]));
}

std::int64_t read_number(std::string_view text, std::size_t& i) {
  const bool leading_zero = text[i] == '0';
  unsigned count = 0;
  std::int64_t value = read_digits(text, i, count);
  bool grouped = false;
  while (count <= 3 && !leading_zero && i < text.size() && value < 1'000'000 &&
         (text[i] == ' ' || text[i] == '.' || text[i] == ',') && three_digits_at(text, i + 1)) {
    ++i;
    unsigned three = 0;
    value = value * 1000 + read_digits(text, i, three);
    grouped = true;
  }
  std::int64_t milli = value * 1000;
  if (i + 1 < text.size() && (text[i] == '.' || text[i] == ',') && digit(text[i + 1]) &&
      !(grouped && three_digits_at(text, i + 1))) {
    ++i;
    std::int64_t unit = 100;
    for (; i < text.size() && digit(text[i]); ++i, unit /= 10) milli += unit * (text[i] - '0');
  }
  return milli;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view original) {
  const std::string text = simplified(original);
  std::vector<Token> tokens;
  bool glued = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    Token token;
    token.glued = glued;
    glued = true;
    if (digit(c)) {
      token.kind = Token::Kind::kNumber;
      token.milli = read_number(text, i);
    } else if (letter(c)) {
      const std::size_t begin = i;
      while (i < text.size() && letter(text[i])) ++i;
      token.word = fold(std::string_view(text).substr(begin, i - begin));
      if (token.word.empty()) continue;
    } else {
      ++i;
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        glued = false;
        continue;
      }
      token.kind = Token::Kind::kSign;
      token.word = c == '$' ? std::string("eur") : std::string(1, c);
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(kPartSeparator, begin), text.size());
    const std::string_view part = trim(text.substr(begin, end - begin));
    if (!part.empty()) parts.push_back(part);
    begin = end + kPartSeparator.size();
  }
  return parts;
}

void add_part(std::string& text, std::string_view part) {
  part = trim(part);
  if (part.empty()) return;
  for (const std::string_view there : parts_of(text))
    if (there == part) return;
  if (!text.empty()) text += kPartSeparator;
  text += part;
}

}  // namespace passerelle
