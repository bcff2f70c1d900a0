#include "http/accepted_language.hpp"

#include <algorithm>

namespace passerelle::http {
namespace {

constexpr int kFullWeight = 1'000;

/// "q=0.8" → 800; anything else counts in full.
int weight_of(std::string_view parameter) noexcept {
  const std::size_t at = parameter.find("q=");
  if (at == std::string_view::npos) return kFullWeight;
  int weight = 0, unit = kFullWeight;
  for (const char c : parameter.substr(at + 2)) {
    if (c == '.') continue;
    if (c < '0' || c > '9' || unit == 0) break;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(weight, kFullWeight);
}

}  // namespace

Language accepted_language(std::string_view header) noexcept {
  int french = 0, english = 0;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    std::string_view part = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!part.empty() && (part.front() == ' ' || part.front() == '\t')) part.remove_prefix(1);
    const std::size_t semicolon = part.find(';');
    const int weight = semicolon == std::string_view::npos ? kFullWeight : weight_of(part.substr(semicolon));
    const auto is = [&](char first, char second) {
      return part.size() >= 2 && (part[0] | 0x20) == first && (part[1] | 0x20) == second && (part.size() == 2 || part[2] == '-' || part[2] == ';' || part[2] == ' ');
    };
    if (is('f', 'r')) french = std::max(french, weight);
    if (is('e', 'n')) english = std::max(english, weight);
  }
  return english > french ? Language::kEnglish : Language::kFrench;
}

}  // namespace passerelle::http
