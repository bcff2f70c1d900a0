// Who may read a person's barriers and publics, and for what. Nothing reads them without one, and every read is written to
// the access log first (Store::restricted_json).
#pragma once

#ifndef PASSERELLE_MAY_READ_RESTRICTED
#error "Access to barriers and publics is opened by the adviser's layer alone."
#endif

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace passerelle {

/// Roles that may open a restricted record; a recruiter's is not among them. A territory's lead opens none: the engine counts
/// over everybody for them, and only aggregates leave (territory/).
/// Of who plans operations the engine looks up the publics of a quota, over everybody, and tells nobody's (operations/).
enum class AccessRole : std::uint8_t { kAdviser, kImport, kTerritory, kOperations };
/// Stands for everybody in the access log.
inline constexpr std::string_view kEverybody = "*";
std::string_view code(AccessRole) noexcept;

class Access {
 public:
  /// `portfolio`: ids of the persons the agent accompanies; of the role « import » it is not looked at. Problem
  /// kAccessRefused: another role, no agent, no purpose, an adviser without a portfolio.
  static Result<Access> open(std::string_view role, std::string agent, std::string purpose, std::vector<std::string> portfolio);

  /// For counts over everybody; covers kEverybody and no single person. Problem kAccessRefused: no agent, no purpose.
  static Result<Access> open_territory(std::string agent, std::string purpose);

  /// For the publics of quotas; covers kEverybody and no single person. Problem as above.
  static Result<Access> open_operations(std::string agent, std::string purpose);

  AccessRole role() const noexcept { return role_; }
  const std::string& agent() const noexcept { return agent_; }
  const std::string& purpose() const noexcept { return purpose_; }
  /// kAccessRefused when the person is not in the portfolio.
  Status covers(std::string_view candidate) const;

 private:
  Access() = default;
  static Result<Access> open_for_everybody(AccessRole role, std::string agent, std::string purpose);
  AccessRole role_ = AccessRole::kAdviser;
  std::string agent_, purpose_;
  std::vector<std::string> portfolio_;   // ascending
};

}  // namespace passerelle
