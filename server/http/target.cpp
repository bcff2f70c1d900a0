#include "http/target.hpp"

#include "base/text.hpp"

namespace passerelle::http {
namespace {

Problem refuse(std::string field, const char* why) { return Problem(ProblemCode::kRequestInvalid, std::move(field), why); }

int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `plus_is_space`: in queries, as forms write them.
Result<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 1 < text.size() ? digit(text[i + 1]) : -1, low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return refuse("target", "% without two hexadecimal digits");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return refuse("target", "control character");
    out += c;
  }
  if (!valid_utf8(out)) return refuse("target", "not UTF-8");
  return out;
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return refuse("target", "an absolute path is needed");
  for (const char c : target)
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '#' || c == '\\') return refuse("target", "character to be percent-encoded");
  const std::size_t mark = target.find('?');
  const std::string_view path = target.substr(1, mark == std::string_view::npos ? mark : mark - 1);
  Target result;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    Result<std::string> segment = decode(path.substr(begin, end - begin), false);
    if (!segment) return std::move(segment).problem();
    if (segment->empty() || *segment == "." || *segment == "..") return refuse("target", "empty or relative segment");
    if (segment->find_first_of("/\\") != std::string::npos) return refuse("target", "slash within a segment");
    result.segments.push_back(std::move(*segment));
    begin = end + 1;
  }
  if (mark == std::string_view::npos) return result;
  const std::string_view query = target.substr(mark + 1);
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view pair = query.substr(begin, end - begin);
    const std::size_t equals = pair.find('=');
    Result<std::string> name = decode(pair.substr(0, equals), true);
    if (!name) return std::move(name).problem();
    Result<std::string> value = decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!value) return std::move(value).problem();
    if (name->empty()) return refuse("target", "parameter without a name");
    if (result.parameter(*name) != nullptr) return refuse(*name, "given twice");
    result.parameters.emplace_back(std::move(*name), std::move(*value));
    begin = end + 1;
  }
  return result;
}

}  // namespace passerelle::http
