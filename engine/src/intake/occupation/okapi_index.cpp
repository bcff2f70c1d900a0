#include "intake/occupation/okapi_index.hpp"

#include <algorithm>

#include "reference/stable_log.hpp"

namespace passerelle::occupation {
namespace {

/// Parts of a text's own count.
constexpr std::uint32_t kCountUnit = 16;

double idf(std::size_t documents, std::uint32_t frequency) {
  return reference::stable_log((static_cast<double>(documents) + 1) / (frequency + 0.5));
}

std::uint32_t rounded(double value) { return static_cast<std::uint32_t>(value + 0.5); }

}  // namespace

OkapiIndex::OkapiIndex(const std::vector<TermCounts>& documents, OkapiParameters parameters)
    : documents_(documents.size()), postings_(weighted(documents, parameters)) {}

TermPostings OkapiIndex::weighted(const std::vector<TermCounts>& documents, OkapiParameters parameters) {
  std::vector<std::uint64_t> lengths;
  std::uint64_t total = 0;
  for (const TermCounts& document : documents) {
    std::uint64_t length = 0;
    for (const auto& [term, count] : document) length += count;
    lengths.push_back(length);
    total += length;
  }
  const double mean = total == 0 ? 1 : static_cast<double>(total) / static_cast<double>(documents.size());
  return TermPostings(documents, [&, mean](std::uint32_t df, std::uint32_t count, std::uint32_t d) {
    const double length = static_cast<double>(lengths[d]) / mean;
    const double saturated = count * (parameters.k1 + 1) / (count + parameters.k1 * (1 - parameters.b + parameters.b * length));
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(rounded(idf(documents.size(), df) * saturated * kUnit), 65'535));
  });
}

std::uint64_t OkapiIndex::add_scores(const TermCounts& text, bool damped, std::span<std::uint32_t> sums) const {
  std::uint64_t mass = 0;
  for (const auto& [term, count] : text) {
    const auto t = postings_.find(term);
    if (!t) continue;
    const std::uint32_t times = damped ? rounded(reference::stable_log(1.0 + count) * kCountUnit) : kCountUnit;
    mass += std::uint64_t{times} * rounded(idf(documents_, postings_.frequency(*t)) * kUnit);
    for (const Posting& posting : postings_.of(*t)) sums[posting.document] += times * posting.weight;
  }
  return mass;
}

}  // namespace passerelle::occupation
