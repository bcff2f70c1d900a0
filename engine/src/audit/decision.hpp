// What the decision log keeps of one answer, or of one thing that a person decided: who asked, in which role and why, on which
// content and rules, and what was answered. (Reg. (EU) 2024/1689, art. 12 and 26(6): automatic records, kept six months at least.)
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/digest.hpp"

namespace passerelle::audit {

enum class EntryKind : std::uint8_t {
  kRanking,    ///< a list or an explained pair was given
  kOutcome,    ///< somebody retained, set aside, contacted or hired
  kErasure,    ///< a person's key was destroyed
};
/// "ranking", "outcome", "erasure".
std::string_view kind_name(EntryKind kind) noexcept;

/// Words about one person, JSON: kept sealed with that person's key.
struct AboutPerson {
  std::string person;
  std::string words;
};

/// What is in the clear names no person: an actor is somebody at work, known by the account's name.
struct Decision {
  EntryKind kind = EntryKind::kRanking;
  std::string actor, role, purpose;
  std::string call;                    ///< "shortlist", "suggest", "explain", …; of an outcome its state
  std::string offer;                   ///< id; "" when none, or when it would tell of a person
  std::string policy;
  std::uint32_t policy_version = 0;
  std::string snapshot, build, date;   ///< `date` that matching took for today, YYYY-MM-DD
  std::string request;                 ///< JSON, without a person's id: that goes into `about`
  /// Of the request with its body, the policy's name and version, the snapshot and the date. The policy's own text, barriers and
  /// tables of levers are not in it: that they changed shows only in that a replay gives other bytes.
  Digest inputs{};
  Digest answer{};                     ///< of the bytes that went out
  std::uint64_t answer_bytes = 0;
  std::vector<AboutPerson> about;      ///< in the answer's order
};

/// One entry as it lies in the log. `about` holds what could be opened; `sealed` counts all.
struct Entry {
  std::uint64_t sequence = 0;          ///< 1, 2, 3 … without a hole
  std::string at;                      ///< ISO 8601, UTC, milliseconds
  Decision decision;
  std::size_t sealed = 0;
  Digest previous{}, hash{};
};

}  // namespace passerelle::audit
