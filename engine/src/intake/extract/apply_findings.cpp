#include "intake/extract/apply_findings.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace passerelle::extract {
namespace {

constexpr std::size_t kLongestEvidence = 240;  // bytes of a sentence kept; the span leads to the whole

std::string sentence_of(const Offer& offer, const Finding& finding) {
  const std::size_t end = std::min<std::size_t>(finding.sentence_end, offer.description.size());
  if (finding.sentence_begin >= end) return {};
  return shorten(std::string_view(offer.description).substr(finding.sentence_begin, end - finding.sentence_begin), kLongestEvidence);
}

template <class Requirement>
Requirement with_origin(Requirement requirement, const Offer& offer, const Finding& finding) {
  requirement.level = finding.level;
  requirement.provenance = Provenance::kText;
  requirement.evidence = sentence_of(offer, finding);
  requirement.span = {finding.begin, finding.end};
  return requirement;
}

// Alternatives cannot each be a must: who holds the one would be refused for want of the other.
void soften_alternatives(std::vector<Finding>& findings, std::string_view text) {
  const auto held = [](const Finding& f) { return f.kind == Kind::kLicence || f.kind == Kind::kCertificate; };
  constexpr std::size_t kBetween = 40;  // bytes: « ou titulaire du », « ou permis », « ou à défaut »
  for (Finding& one : findings)
    for (Finding& other : findings) {
      if (!held(one) || !held(other) || one.sentence_begin != other.sentence_begin || one.end > other.begin || other.begin - one.end > kBetween || other.begin > text.size()) continue;
      const std::string between = " " + fold(text.substr(one.end, other.begin - one.end)) + " ";
      if (between.find(" ou ") == std::string::npos) continue;
      one.level = other.level = Level::kDesired;
    }
}

bool from_text(Provenance provenance) noexcept { return provenance == Provenance::kText; }

}  // namespace

std::vector<Finding> decided(const std::vector<Finding>& findings) {
  std::vector<Finding> out;
  std::map<std::pair<Kind, std::string>, std::size_t> place;
  for (const Finding& each : findings) {
    // Lengths and levels are weighed against one another by the caller.
    const bool measured = each.kind == Kind::kEducation || (each.kind == Kind::kExperience && each.code.empty());
    const std::string key = measured ? each.code + std::to_string(each.value) : each.code;
    const auto [at, fresh] = place.try_emplace({each.kind, key}, out.size());
    if (fresh) {
      out.push_back(each);
      continue;
    }
    Finding& known = out[at->second];
    const auto rank = [](const Finding& f) { return f.negated ? 2 : f.level == Level::kRequired ? 1 : 0; };
    const std::uint32_t most = std::max(known.value, each.value);
    if (rank(each) > rank(known)) known = each;
    known.value = most;
  }
  return out;
}

void forget_findings(Offer& offer) {
  if (offer.description.empty()) return;
  std::erase_if(offer.items, [](const auto& r) { return from_text(r.provenance); });
  std::erase_if(offer.certificates, [](const auto& r) { return from_text(r.provenance); });
  std::erase_if(offer.licences, [](const auto& r) { return from_text(r.provenance); });
  std::erase_if(offer.languages, [](const auto& r) { return from_text(r.provenance); });
  if (offer.experience && from_text(offer.experience->provenance)) offer.experience.reset();
  if (offer.education && from_text(offer.education->provenance)) offer.education.reset();
}

void apply_findings(Offer& offer, const std::vector<Finding>& all) {
  std::vector<Finding> findings = all;
  soften_alternatives(findings, offer.description);
  const bool has_schedules = offer.schedules != 0;
  std::optional<Finding> experience, education;
  bool beginner = false;
  const Finding* beginner_place = nullptr;
  const std::vector<Finding> counted = decided(findings);
  for (const Finding& each : counted) {
    if (each.negated) continue;
    switch (each.kind) {
      case Kind::kLicence: {
        const auto licence = licence_from_code(each.code);
        if (!licence || std::any_of(offer.licences.begin(), offer.licences.end(), [&](const auto& l) { return l.licence == *licence; })) break;
        LicenceRequirement asked;
        asked.licence = *licence;
        offer.licences.push_back(with_origin(std::move(asked), offer, each));
        break;
      }
      case Kind::kCertificate:
      case Kind::kCompetence: {
        auto& list = each.kind == Kind::kCertificate ? offer.certificates : offer.items;
        if (std::any_of(list.begin(), list.end(), [&](const auto& r) { return r.item == each.code; })) break;
        ItemRequirement asked;
        asked.item = each.code;
        list.push_back(with_origin(std::move(asked), offer, each));
        break;
      }
      case Kind::kLanguage: {
        if (std::any_of(offer.languages.begin(), offer.languages.end(), [&](const auto& l) { return l.language == each.code; })) break;
        LanguageRequirement asked;
        asked.language = each.code;
        asked.minimum = static_cast<LanguageLevel>(each.value);
        offer.languages.push_back(with_origin(std::move(asked), offer, each));
        break;
      }
      case Kind::kEducation: {
        const bool better = !education || (each.level == education->level ? each.value < education->value : each.level == Level::kRequired);
        if (better) education = each;
        break;
      }
      case Kind::kExperience: {
        if (!each.code.empty()) {
          beginner = true;
          if (beginner_place == nullptr) beginner_place = &each;
          break;
        }
        const bool better = !experience || (each.level == experience->level ? each.value > experience->value : each.level == Level::kRequired);
        if (better) experience = each;
        break;
      }
      case Kind::kSchedule:
        if (const auto schedule = schedule_from_code(each.code); schedule && *schedule != Schedule::kRemote && !has_schedules) offer.schedules |= bit(*schedule);
        break;
      case Kind::kDemand: {
        const std::string words = offer.description.substr(each.begin, each.end - each.begin);
        const std::string folded = fold(words);
        if (std::none_of(offer.conditions.begin(), offer.conditions.end(), [&](const std::string& c) { return fold(c) == folded; })) offer.conditions.push_back(words);
        break;
      }
    }
  }
  if (education && !offer.education) {
    EducationRequirement asked;
    asked.minimum = static_cast<EducationLevel>(education->value);
    offer.education = with_origin(std::move(asked), offer, *education);
  }
  if (!offer.experience && (experience || beginner)) {
    ExperienceRequirement asked;
    const bool required = experience && experience->level == Level::kRequired && experience->value > 0;
    asked.beginner_accepted = beginner && !required;
    if (experience && !asked.beginner_accepted) asked.months = static_cast<std::uint16_t>(std::min<std::uint32_t>(experience->value, kMostMonths));
    const Finding& place = asked.beginner_accepted ? *beginner_place : *experience;
    offer.experience = with_origin(std::move(asked), offer, place);
  }
}

}  // namespace passerelle::extract
