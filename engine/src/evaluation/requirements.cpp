#include "evaluation/requirements.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/hash.hpp"
#include "intake/extract/apply_findings.hpp"

namespace passerelle::evaluation {
namespace {

using extract::Finding;
using extract::Kind;

/// Kind and code of a finding as labels write them; kind "" when labels do not speak of it.
std::pair<std::string, std::string> as_label(const Finding& finding) {
  switch (finding.kind) {
    case Kind::kDemand: return finding.code == "own-vehicle" ? std::pair<std::string, std::string>{"vehicle", ""} : std::pair<std::string, std::string>{};
    case Kind::kExperience:
      if (!finding.code.empty()) return {"beginner", ""};
      return {"experience", std::to_string(finding.value)};
    case Kind::kEducation: return {"education", std::to_string(finding.value)};
    default: return {std::string(extract::code(finding.kind)), finding.code};
  }
}

/// A certificate without a code stands for one that no vocabulary has: it cannot be found, and is left out.
bool counts(const RequirementLabel& label) {
  return !label.negated && label.kind != "none" && !(label.kind == "certificate" && label.code.empty());
}

bool of_text(Provenance provenance) { return provenance == Provenance::kText; }

template <class List>
bool any_of_field(const List& list) {
  return std::any_of(list.begin(), list.end(), [](const auto& r) { return !of_text(r.provenance); });
}

}  // namespace

std::size_t RequirementsEvaluation::half_of(std::string_view offer) { return fingerprint(offer).low % 2; }

RequirementsEvaluation::RequirementsEvaluation(const reference::Reference& reference, const extract::Extractor& extractor, std::vector<RequirementLabel> labels)
    : reference_(reference), extractor_(extractor) {
  for (RequirementLabel& label : labels) labels_[label.offer].push_back(std::move(label));
}

void RequirementsEvaluation::add(const Offer& offer) {
  if (!seen_.emplace(offer.id, true).second) return;
  ++report_.offers;
  const bool field = any_of_field(offer.items) || any_of_field(offer.certificates) || any_of_field(offer.licences) || any_of_field(offer.languages);
  const bool item = !offer.items.empty() || !offer.certificates.empty() || !offer.licences.empty() || !offer.languages.empty();
  if (field) ++report_.with_field;
  if (item) ++report_.with_item_text;
  const auto findings = extract::decided(extractor_.find(offer.description, offer.title, reference_.find_occupation(offer.occupation).value_or(OccupationId{})));
  if (field || std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return !f.negated; })) ++report_.with_text;

  const auto labelled = labels_.find(offer.id);
  if (labelled == labels_.end()) return;
  ++report_.labelled_offers;
  const std::size_t half = half_of(offer.id);
  std::set<std::pair<std::string, std::string>> asked, found;
  for (const RequirementLabel& label : labelled->second)
    if (counts(label)) asked.emplace(label.kind, label.code);
  for (const Finding& finding : findings) {
    if (finding.negated) continue;
    auto key = as_label(finding);
    if (key.first.empty() || !found.insert(key).second) continue;
    FoundFigures& figures = report_.kinds[key.first][half];
    ++figures.found;
    const bool right = asked.contains(key);
    const bool judged = right || key.first != "competence" || std::any_of(labelled->second.begin(), labelled->second.end(), [&](const RequirementLabel& label) {
                          return label.kind == "competence" && label.begin < finding.end && finding.begin < label.end;
                        });
    figures.judged += judged ? 1 : 0;
    if (!right) {
      report_.differences.push_back({offer.id, key.first, key.second, finding.begin, finding.end, false, judged, half == 1});
      continue;
    }
    ++figures.right;
    bool known = false, same = false;
    for (const RequirementLabel& label : labelled->second)
      if (!label.negated && label.kind == key.first && label.code == key.second && !label.level.empty()) {
        known = true;
        same = same || label.level == code(finding.level);
      }
    figures.levels += known ? 1 : 0;
    figures.right_levels += same ? 1 : 0;
  }
  // Competences and levels of education set on one span are alternatives: one requirement. Others are each one.
  std::map<std::tuple<std::string, std::uint32_t, std::uint32_t, std::string>, bool> places;
  std::set<std::pair<std::string, std::string>> counted;
  for (const RequirementLabel& label : labelled->second) {
    if (!counts(label)) continue;
    const std::pair<std::string, std::string> key{label.kind, label.code};
    if (label.kind != "competence" && label.kind != "education") {
      if (!counted.insert(key).second) continue;
      places[{label.kind, label.begin, label.end, label.code}] = found.contains(key);
    } else {
      bool& hit = places[{label.kind, label.begin, label.end, ""}];
      hit = hit || found.contains(key);
    }
  }
  for (const auto& [place, hit] : places) {
    FoundFigures& figures = report_.kinds[std::get<0>(place)][half];
    ++figures.labelled;
    if (hit) ++figures.recalled;
    else report_.differences.push_back({offer.id, std::get<0>(place), std::get<3>(place), std::get<1>(place), std::get<2>(place), true, true, half == 1});
  }
}

RequirementsReport RequirementsEvaluation::report() const {
  RequirementsReport out = report_;
  for (const auto& [offer, labels] : labels_)
    if (!seen_.contains(offer)) ++out.unknown_offers;
  return out;
}

}  // namespace passerelle::evaluation
