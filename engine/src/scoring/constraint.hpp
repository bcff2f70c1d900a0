// Hard constraints: each holds, fails or is unknown for a pair. They are never traded against points.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/problem.hpp"

namespace passerelle {

enum class Constraint : std::uint8_t {
  kOpen,          ///< the offer is open on the date
  kLicences,      ///< every licence of level E is held
  kCertificates,  ///< every certificate of level E is held
  kRegulated,     ///< a regulated occupation's diploma is held
  kContract,      ///< the contract kind is one the person accepts
  kSchedule,      ///< the working-time pattern is one the person accepts
  kRadius,        ///< the workplace lies within the person's own radius
  kAvailable,     ///< the person is available by the start (+ tolerance)
  kReserved,      ///< a reserved offer's eligibility attestation is held
  kIdentified,    ///< the offer says what it is about: a known occupation, or at least one known item (else unknown)
};
inline constexpr std::size_t kConstraints = 10;

enum class ConstraintState : std::uint8_t { kHolds, kFails, kUnknown };
using ConstraintStates = std::array<ConstraintState, kConstraints>;

/// What a policy makes of a failed constraint.
enum class ConstraintUse : std::uint8_t {
  kExclude,  ///< the pair is not shown
  kVerdict,  ///< the pair is shown with a verdict that says so
  kIgnore,   ///< the constraint is not looked at
};

/// Exactly one per pair, best first. `kWith`: a set of levers lifts what fails (levers are given with the verdict).
enum class VerdictTier : std::uint8_t { kNow, kWith, kAsk, kNo };

std::string_view code(Constraint) noexcept;
std::string_view code(ConstraintState) noexcept;
std::string_view code(VerdictTier) noexcept;
std::string_view code(ConstraintUse) noexcept;
std::optional<Constraint> constraint_from_code(std::string_view) noexcept;
std::optional<ConstraintUse> constraint_use_from_code(std::string_view) noexcept;
std::string_view label(Constraint, Language) noexcept;
std::string_view label(VerdictTier, Language) noexcept;

}  // namespace passerelle
