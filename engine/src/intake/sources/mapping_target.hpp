// What a mapping file can fill of an offer: the names of its [fields].
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace passerelle {

/// One enumerator a line of the table in mapping_target.cpp, in its order.
enum class MappingTarget : std::uint8_t {
  kId,
  kTitle,
  kDescription,
  kUrl,
  kOccupation,
  kOccupationLabel,
  kEmployerName,
  kEmployerSiret,
  kEmployerNaf,
  kPlaceInsee,
  kPlacePostalCode,
  kPlaceName,
  kPlaceDepartment,
  kLatitude,
  kLongitude,
  kPosts,
  kContract,
  kContractText,
  kContractLength,
  kContractUnit,
  kContractEnd,
  kReserved,
  kFullTime,
  kHoursPerWeek,
  kSchedules,
  kScheduleText,
  kSalaryText,
  kSalaryMin,
  kSalaryMax,
  kSalaryPeriod,
  kSalaryCurrency,
  kExperienceMonths,
  kExperienceText,
  kBeginnerAccepted,
  kEducation,
  kEducationField,
  kSkills,
  kCertificates,
  kLicences,
  kLanguages,
  kConditions,
  kPublished,
  kUpdated,
  kStart,
  kClosing,
  kCount,
};

/// How a target's value is written, and how many it takes.
enum class TargetKind : std::uint8_t {
  kLine,      ///< one text on one line
  kText,      ///< one text of several lines
  kParts,     ///< texts that are joined with " · " and read by the normaliser
  kList,      ///< any number of texts
  kNumber,
  kDay,
  kBoolean,
  kCode,      ///< one of a closed list
  kCodes,     ///< any number of them
};

std::string_view target_name(MappingTarget target) noexcept;
TargetKind target_kind(MappingTarget target) noexcept;
std::optional<MappingTarget> target_from_name(std::string_view name) noexcept;
/// Whether `code` is of the closed list of a kCode or kCodes target; true for other kinds.
bool target_takes(MappingTarget target, std::string_view code) noexcept;
/// Whether a level (must or wish) can be stated for it.
bool target_has_level(MappingTarget target) noexcept;

}  // namespace passerelle
