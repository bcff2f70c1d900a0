#include "intake/deduplicate/text_sketch.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
    {"amp", "&"}, {"nbsp", " "}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"rsquo", "'"}, {"lsquo", "'"},
    {"eacute", "é"}, {"egrave", "è"}, {"ecirc", "ê"}, {"agrave", "à"}, {"acirc", "â"}, {"ccedil", "ç"}, {"ocirc", "ô"},
    {"icirc", "î"}, {"ucirc", "û"}, {"ugrave", "ù"}, {"euml", "ë"}, {"iuml", "ï"}, {"oelig", "œ"},
};

void append_entity(std::string_view name, std::string& out) {
  for (const auto& [entity, character] : kEntities)
    if (entity == name) {
      out += character;
      return;
    }
  std::uint32_t point = 0;
  if (name.size() > 1 && name[0] == '#') {
    const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
    const char* first = name.data() + (hexadecimal ? 2 : 1);
    std::from_chars(first, name.data() + name.size(), point, hexadecimal ? 16 : 10);
  }
  out += point >= 0x21 && point < 0x7F ? static_cast<char>(point) : ' ';
}

std::string without_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
    if (end == std::string_view::npos || end - i > 9 || end - i < 3) {
      out += text[i];
    } else {
      append_entity(text.substr(i + 1, end - i - 1), out);
      i = end;
    }
  }
  return out;
}

std::string without_tags(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text[i] == '<' ? text.find('>', i) : std::string_view::npos;
    if (end == std::string_view::npos || end - i > 300) {
      out += text[i];
    } else {
      out += ' ';
      i = end;
    }
  }
  return out;
}

std::uint32_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c) noexcept {
  std::uint64_t h = a * 0x9E3779B97F4A7C15U ^ (b + 0x632BE59BD9B4E019U) * 0xC2B2AE3D27D4EB4FU ^ (c << 23 | c >> 41) * 0x165667B19E3779F9U;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93U;
  return static_cast<std::uint32_t>(h >> 32);
}

}  // namespace

std::string text_without_tags(std::string_view text) {
  // Twice: feeds escape what was escaped.
  std::string plain(text);
  for (int i = 0; i < 2 && plain.find('&') != std::string::npos; ++i) plain = without_entities(plain);
  if (plain.find('<') != std::string::npos) plain = without_tags(plain);
  std::string out;
  out.reserve(plain.size() + plain.size() / 32);
  bool small = false;
  for (const char c : plain) {
    const auto byte = static_cast<unsigned char>(c);
    if (small && c >= 'A' && c <= 'Z') out += ' ';
    // Second bytes from 0xA0 on are the small letters of U+00E0…U+00FF.
    small = (c >= 'a' && c <= 'z') || (byte >= 0xA0 && byte < 0xC0);
    out += c;
  }
  return out;
}

TextSketch sketch_of(std::string_view text) {
  std::string folded = fold(text_without_tags(text));
  for (char& c : folded)
    if (c >= '0' && c <= '9') c = ' ';
  TextSketch sketch;
  std::array<std::uint64_t, 3> last{};
  std::size_t words = 0;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t begin = folded.find_first_not_of(' ', at);
    if (begin == std::string::npos) break;
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    last = {last[1], last[2], fingerprint(std::string_view(folded).substr(begin, end - begin)).low};
    if (++words >= 3) sketch.hashes.push_back(mixed(last[0], last[1], last[2]));
    at = end;
  }
  if (words > 0 && words < 3) sketch.hashes.push_back(mixed(last[0], last[1], last[2]));
  std::sort(sketch.hashes.begin(), sketch.hashes.end());
  sketch.hashes.erase(std::unique(sketch.hashes.begin(), sketch.hashes.end()), sketch.hashes.end());
  sketch.triples = static_cast<std::uint32_t>(sketch.hashes.size());
  if (sketch.hashes.size() > kSketchSize) sketch.hashes.resize(kSketchSize);
  return sketch;
}

Resemblance resemblance(const TextSketch& a, const TextSketch& b) noexcept {
  if (a.triples == 0 || b.triples == 0) return {};
  // Of a sketch that was cut nothing is known above its last hash.
  std::uint32_t limit = UINT32_MAX;
  if (a.triples > a.hashes.size()) limit = std::min(limit, a.hashes.back());
  if (b.triples > b.hashes.size()) limit = std::min(limit, b.hashes.back());
  std::uint64_t either = 0, both = 0;
  auto x = a.hashes.begin();
  auto y = b.hashes.begin();
  while (true) {
    const std::uint32_t next = std::min(x != a.hashes.end() ? *x : UINT32_MAX, y != b.hashes.end() ? *y : UINT32_MAX);
    if ((x == a.hashes.end() && y == b.hashes.end()) || next > limit) break;
    const bool in_a = x != a.hashes.end() && *x == next, in_b = y != b.hashes.end() && *y == next;
    x += in_a ? 1 : 0;
    y += in_b ? 1 : 0;
    ++either;
    both += in_a && in_b ? 1 : 0;
  }
  if (either == 0) return {};
  const std::uint64_t contained = both * (std::uint64_t{a.triples} + b.triples) * 1000 / (either + both) / std::min(a.triples, b.triples);
  return {static_cast<std::uint32_t>(both * 1000 / either), static_cast<std::uint32_t>(std::min<std::uint64_t>(contained, 1000))};
}

}  // namespace passerelle
