#include "codec/shown_problem.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace passerelle::codec {
namespace {

constexpr std::string_view kRestricted = "/restricted";
constexpr std::string_view kNotShown = "***";

/// Names of the schema (datasets/schema/candidate.schema.json) and positions in lists; anything else is the sender's.
bool is_structure(std::string_view token) {
  constexpr std::string_view kNames[] = {"barriers", "publics", "constraint", "state", "impact", "priority", "explored",
                                         "agent", "situations", "code", "lever", "lever_expected"};
  if (std::find(std::begin(kNames), std::end(kNames), token) != std::end(kNames)) return true;
  return !token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Fields where only a number can be refused as a value: another type is a problem of its own.
bool is_figure(std::string_view field) {
  constexpr std::string_view kNames[] = {"months", "education", "radius_km", "radius_minutes", "salary_monthly_min"};
  return std::find(std::begin(kNames), std::end(kNames), field) != std::end(kNames);
}

/// Whether the detail says nothing that a person would keep to themselves. A refused value may be anything, also words
/// of someone's health where a code was expected; the details of the other problems are the reader's own.
bool is_harmless(const Problem& problem) {
  if (problem.code != ProblemCode::kFieldValue) return true;
  if (problem.detail.find_first_not_of("0123456789.-+eE") == std::string::npos && is_figure(problem.field)) return true;
  return problem.detail == "< min" || problem.detail == "radius_km";
}

}  // namespace

Problem shown_problem(const QuarantineEntry& entry) {
  Problem problem = entry.problem;
  if (entry.kind != RecordKind::kCandidate) return problem;
  const std::size_t at = problem.position.find(kRestricted);
  if (at == std::string::npos) {
    if (!problem.detail.empty() && !is_harmless(problem)) problem.detail = kNotShown;
    return problem;
  }
  const std::string_view position = problem.position;
  std::size_t end = at + kRestricted.size();
  while (end < position.size() && position[end] == '/') {
    const std::size_t next = std::min(position.find('/', end + 1), position.size());
    if (!is_structure(position.substr(end + 1, next - end - 1))) break;
    end = next;
  }
  problem.position.resize(end);
  problem.field = "restricted";
  // A type that is expected is the schema's; everything else may be what was written.
  if (problem.code != ProblemCode::kFieldType && !problem.detail.empty()) problem.detail = kNotShown;
  return problem;
}

}  // namespace passerelle::codec
