#include "operations/prerequisite_check.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace passerelle::operations {

PrerequisiteCheck::PrerequisiteCheck(const Corpus& corpus, const std::vector<levers::Lever>& levers, const Prerequisite& asked, Day today)
    : corpus_(corpus), asked_(asked), today_(today) {
  for (ExactId id = 0; id < corpus.exact_keys.size(); ++id)
    if (!asked.certificate.empty() && corpus.exact_keys[id] == asked.certificate) certificates_.push_back(id);
  for (const levers::Lever& lever : levers) {
    const bool licence = asked.licence && (with_implied(lever.gives_licences) & bit(*asked.licence)) != 0;
    const bool certificate = !asked.certificate.empty() && std::find(lever.gives_certificates.begin(), lever.gives_certificates.end(), asked.certificate) != lever.gives_certificates.end();
    const bool in_force = lever.valid_from <= today && (!lever.valid_to.set() || today <= lever.valid_to);
    if ((licence || certificate) && in_force) levers_.push_back(&lever);
  }
  std::sort(levers_.begin(), levers_.end(), [](const levers::Lever* a, const levers::Lever* b) {
    return std::tie(a->delay_days, a->cost_cents, a->id) < std::tie(b->delay_days, b->cost_cents, b->id);
  });
}

PrerequisiteStanding PrerequisiteCheck::held(CandidateId candidate) const {
  using enum PrerequisiteStanding;
  const CandidateFacts& facts = corpus_.candidates.facts[candidate.value];
  if (asked_.licence) {
    if ((facts.licences & bit(*asked_.licence)) != 0) return kMet;
    return facts.licences_known != 0 ? kMissing : kUnknown;
  }
  if (!asked_.certificate.empty()) {
    const auto holds = corpus_.candidates.certificates[candidate.value];
    for (const ExactId id : certificates_)
      if (std::binary_search(holds.begin(), holds.end(), id)) return kMet;
    return facts.certificates_known != 0 ? kMissing : kUnknown;
  }
  if (asked_.education != 0) {
    if (facts.education == 0) return kUnknown;
    return facts.education >= asked_.education ? kMet : kMissing;
  }
  const LanguageCode language = language_code(asked_.language);
  const auto spoken = corpus_.candidates.languages[candidate.value];
  for (const HeldLanguage& held : spoken)
    if (held.language() == language) return counted_level(held.level()) >= asked_.language_level ? kMet : kMissing;
  // Who named no language may speak any; who named some did not name this one.
  return spoken.empty() ? kUnknown : kMissing;
}

PrerequisiteFinding PrerequisiteCheck::finding(CandidateId candidate, Day day) const {
  PrerequisiteFinding found{held(candidate), nullptr, {}};
  if (found.standing != PrerequisiteStanding::kMissing) return found;
  if (asked_.reachable_days) {
    const Day ready{today_.since_epoch + *asked_.reachable_days};
    if (ready <= day) return {PrerequisiteStanding::kReachable, nullptr, ready};
    return found;
  }
  const CandidateFacts& facts = corpus_.candidates.facts[candidate.value];
  const std::string_view home = facts.commune.set() ? std::string_view(corpus_.reference->communes[facts.commune.value].code) : std::string_view();
  for (const levers::Lever* lever : levers_) {
    const Day ready{today_.since_epoch + lever->delay_days};
    if (ready > day) break;
    if ((lever->requires_licence & ~facts.licences) != 0) continue;
    const auto& there = lever->territories;
    if (!there.empty() && std::none_of(there.begin(), there.end(), [&](const std::string& begin) { return !home.empty() && home.starts_with(begin); })) continue;
    if (lever->publics.empty() && lever->only_for.empty()) return {PrerequisiteStanding::kReachable, lever, ready};
    if (found.lever == nullptr) found = {PrerequisiteStanding::kUnknown, lever, ready};
  }
  return found;
}

std::string PrerequisiteCheck::label(Language language) const {
  const bool french = language == Language::kFrench;
  if (asked_.licence) return fmt::format("{} {}", french ? "permis" : "licence", code(*asked_.licence));
  if (!asked_.certificate.empty()) {
    const auto item = corpus_.reference->find_item(asked_.certificate);
    return item ? corpus_.reference->item_labels[item->value] : asked_.certificate;
  }
  if (asked_.education != 0) return fmt::format("{} {}", french ? "niveau" : "level", education_label(asked_.education, language));
  return fmt::format("{} {}", language_label(asked_.language, language), cefr_code(asked_.language_level));
}

}  // namespace passerelle::operations
