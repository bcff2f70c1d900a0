// Barriers and publics of a person: access-controlled, stored apart. Matching never reads them.
//
// Only targets that CMake gives PASSERELLE_MAY_READ_RESTRICTED (intake, store, generator, and the barrier
// processing that moves tiers in the adviser's view) can include this file; tests/architecture holds a source that must not compile.
#pragma once

#ifndef PASSERELLE_MAY_READ_RESTRICTED
#error "Barriers and publics are out of reach here: scoring and ranking must not include sensitive/ (law 8)."
#endif

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.hpp"

namespace passerelle {

enum class BarrierState : std::uint8_t { kNotExplored, kYes, kNo, kClosed };
enum class BarrierImpact : std::uint8_t { kUnknown, kLow, kMedium, kHigh };

/// An adviser set a state right: who, when, why, and what it was. It stands until the person is seen again later.
struct Correction {
  Day date;
  std::string agent, reason;
  BarrierState was = BarrierState::kNotExplored;
  bool set() const noexcept { return date.set(); }
  friend bool operator==(const Correction&, const Correction&) = default;
};

struct BarrierSituation {
  std::uint16_t code = 0;       ///< France Travail situation codes 6…41
  BarrierState state = BarrierState::kNotExplored;  ///< as corrected
  Correction correction{};
  friend bool operator==(const BarrierSituation&, const BarrierSituation&) = default;
};

/// One constraint of France Travail's diagnosis (22 digital autonomy … 29 administrative or legal).
struct Barrier {
  std::uint16_t constraint = 0;
  BarrierState state = BarrierState::kNotExplored;
  BarrierImpact impact = BarrierImpact::kUnknown;
  bool priority = false;
  Day explored;
  std::string agent;
  std::vector<BarrierSituation> situations;
  std::string lever;            ///< lever under way
  Day lever_expected;
  Correction correction{};      ///< of the constraint's own state
  friend bool operator==(const Barrier&, const Barrier&) = default;
};

struct RestrictedRecord {
  std::vector<Barrier> barriers;
  /// Codes of data·inclusion publics or our own ("under-26", "over-50", "rqth", "rsa", "qpv", "frr", "long-term").
  std::vector<std::string> publics;
  bool empty() const noexcept { return barriers.empty() && publics.empty(); }
  friend bool operator==(const RestrictedRecord&, const RestrictedRecord&) = default;
};

}  // namespace passerelle
