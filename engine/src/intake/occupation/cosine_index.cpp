#include "intake/occupation/cosine_index.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "reference/stable_log.hpp"

namespace passerelle::occupation {
namespace {

double idf(std::size_t documents, std::uint32_t frequency) {
  return reference::stable_log((static_cast<double>(documents) + 1) / (frequency + 0.5));
}

double raw_weight(std::size_t documents, std::uint32_t frequency, std::uint32_t count) {
  return (1 + reference::stable_log(count)) * idf(documents, frequency);
}

// Square roots are exactly rounded everywhere, sums are taken in the order of the terms: the same integers on any machine.
std::uint16_t part_of_unit(double weight, double norm) {
  return norm == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(weight / norm * CosineIndex::kUnit + 0.5);
}

}  // namespace

CosineIndex::CosineIndex(const std::vector<TermCounts>& documents) : documents_(documents.size()), postings_(weighted(documents)) {}

TermPostings CosineIndex::weighted(const std::vector<TermCounts>& documents) {
  std::unordered_map<std::string_view, std::uint32_t> frequency;
  for (const TermCounts& document : documents)
    for (const auto& [term, count] : document) ++frequency[term];
  std::vector<double> norms;
  norms.reserve(documents.size());
  for (const TermCounts& document : documents) {
    double sum = 0;
    for (const auto& [term, count] : document) {
      const double weight = raw_weight(documents.size(), frequency.find(term)->second, count);
      sum += weight * weight;
    }
    norms.push_back(std::sqrt(sum));
  }
  return TermPostings(documents, [&](std::uint32_t df, std::uint32_t count, std::uint32_t d) {
    return part_of_unit(raw_weight(documents.size(), df, count), norms[d]);
  });
}

void CosineIndex::add_cosines(const TermCounts& text, std::span<std::uint32_t> sums) const {
  std::vector<std::pair<std::uint32_t, double>> known;
  known.reserve(text.size());
  double norm = 0;
  for (const auto& [term, count] : text)
    if (const auto t = postings_.find(term)) {
      const double weight = raw_weight(documents_, postings_.frequency(*t), count);
      norm += weight * weight;
      known.emplace_back(*t, weight);
    }
  norm = std::sqrt(norm);
  for (const auto& [t, weight] : known) {
    const std::uint32_t part = part_of_unit(weight, norm);
    for (const Posting& posting : postings_.of(t)) sums[posting.document] += part * posting.weight;
  }
}

std::uint32_t CosineIndex::milli_idf(std::string_view term) const {
  const auto t = postings_.find(term);
  return t ? static_cast<std::uint32_t>(idf(documents_, postings_.frequency(*t)) * 1000 + 0.5) : 0;
}

}  // namespace passerelle::occupation
