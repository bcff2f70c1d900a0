#include "intake/sources/mapping_target.hpp"

#include <iterator>

#include "records/vocabulary_codes.hpp"

namespace passerelle {
namespace {

struct Entry {
  std::string_view name;
  TargetKind kind;
};

constexpr Entry kTargets[] = {
    {"id", TargetKind::kLine},
    {"title", TargetKind::kLine},
    {"description", TargetKind::kText},
    {"url", TargetKind::kLine},
    {"occupation", TargetKind::kLine},
    {"occupation_label", TargetKind::kLine},
    {"employer_name", TargetKind::kLine},
    {"employer_siret", TargetKind::kLine},
    {"employer_naf", TargetKind::kLine},
    {"place_insee", TargetKind::kLine},
    {"place_postal_code", TargetKind::kLine},
    {"place_name", TargetKind::kLine},
    {"place_department", TargetKind::kLine},
    {"latitude", TargetKind::kNumber},
    {"longitude", TargetKind::kNumber},
    {"posts", TargetKind::kNumber},
    {"contract", TargetKind::kCode},
    {"contract_text", TargetKind::kParts},
    {"contract_length", TargetKind::kNumber},
    {"contract_unit", TargetKind::kCode},
    {"contract_end", TargetKind::kDay},
    {"reserved", TargetKind::kCodes},
    {"full_time", TargetKind::kBoolean},
    {"hours_per_week", TargetKind::kNumber},
    {"schedules", TargetKind::kCodes},
    {"schedule_text", TargetKind::kParts},
    {"salary_text", TargetKind::kParts},
    {"salary_min", TargetKind::kNumber},
    {"salary_max", TargetKind::kNumber},
    {"salary_period", TargetKind::kCode},
    {"salary_currency", TargetKind::kLine},
    {"experience_months", TargetKind::kNumber},
    {"experience_text", TargetKind::kParts},
    {"beginner_accepted", TargetKind::kBoolean},
    {"education", TargetKind::kList},
    {"education_field", TargetKind::kParts},
    {"skills", TargetKind::kList},
    {"certificates", TargetKind::kList},
    {"licences", TargetKind::kList},
    {"languages", TargetKind::kList},
    {"conditions", TargetKind::kList},
    {"published", TargetKind::kDay},
    {"updated", TargetKind::kDay},
    {"start", TargetKind::kDay},
    {"closing", TargetKind::kDay},
};
static_assert(std::size(kTargets) == static_cast<std::size_t>(MappingTarget::kCount));

bool among(std::initializer_list<std::string_view> codes, std::string_view code) noexcept {
  for (const std::string_view each : codes)
    if (each == code) return true;
  return false;
}

}  // namespace

std::string_view target_name(MappingTarget target) noexcept { return kTargets[static_cast<std::size_t>(target)].name; }
TargetKind target_kind(MappingTarget target) noexcept { return kTargets[static_cast<std::size_t>(target)].kind; }

std::optional<MappingTarget> target_from_name(std::string_view name) noexcept {
  for (std::size_t i = 0; i < std::size(kTargets); ++i)
    if (kTargets[i].name == name) return static_cast<MappingTarget>(i);
  return std::nullopt;
}

bool target_takes(MappingTarget target, std::string_view code) noexcept {
  switch (target) {
    case MappingTarget::kContract: return contract_from_code(code).has_value();
    case MappingTarget::kContractUnit: return among({"day", "week", "month", "year"}, code);
    case MappingTarget::kReserved: return reserved_from_code(code).has_value();
    case MappingTarget::kSchedules: return schedule_from_code(code).has_value();
    case MappingTarget::kSalaryPeriod: return among({"hour", "day", "week", "month", "year"}, code);
    case MappingTarget::kFullTime:
    case MappingTarget::kBeginnerAccepted: return among({"true", "false"}, code);
    default: return true;
  }
}

bool target_has_level(MappingTarget target) noexcept {
  switch (target) {
    case MappingTarget::kExperienceMonths:
    case MappingTarget::kExperienceText:
    case MappingTarget::kBeginnerAccepted:
    case MappingTarget::kEducation:
    case MappingTarget::kSkills:
    case MappingTarget::kCertificates:
    case MappingTarget::kLicences:
    case MappingTarget::kLanguages: return true;
    default: return false;
  }
}

}  // namespace passerelle
