// The criteria of a pair's score: their names, groups, and the order in which contributions are listed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle {

enum class Criterion : std::uint8_t {
  kOccupation, kCompetences, kExperience, kEducation, kLanguages,    // suits: does the person fit what the offer asks?
  kSought, kTravel, kContract, kHours, kSchedule, kSalary, kStart,   // wanted: does the offer fit what the person looks for?
  kTension,                                                          // policy
};
inline constexpr std::size_t kCriteria = 13;

enum class Group : std::uint8_t { kSuits, kWanted, kPolicy };
constexpr Group group_of(Criterion c) noexcept {
  return c <= Criterion::kLanguages ? Group::kSuits : c <= Criterion::kStart ? Group::kWanted : Group::kPolicy;
}

std::string_view code(Criterion) noexcept;
std::optional<Criterion> criterion_from_code(std::string_view) noexcept;
std::string_view label(Criterion, Language) noexcept;

/// Points of one criterion: 0…10,000, or not applicable (which is not 0: its weight is shared out).
using Points = std::int16_t;
inline constexpr Points kFullPoints = 10'000;
inline constexpr Points kNotApplicable = -1;

using CriterionPoints = std::array<Points, kCriteria>;

}  // namespace passerelle
