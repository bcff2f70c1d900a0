// Who asks: what a token that was verified says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::http {

enum class Role : std::uint8_t { kRecruiter, kAdviser, kOperations, kTerritory, kOperator, kCount };
inline constexpr std::size_t kRoles = static_cast<std::size_t>(Role::kCount);
inline constexpr std::array<std::string_view, kRoles> kRoleNames{"recruiter", "adviser", "operations", "territory", "operator"};

inline std::string_view name(Role role) noexcept { return kRoleNames[static_cast<std::size_t>(role)]; }
inline std::optional<Role> role_from(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kRoles; ++i)
    if (kRoleNames[i] == text) return static_cast<Role>(i);
  return std::nullopt;
}

struct Identity {
  std::string subject;
  Role role = Role::kRecruiter;
  std::vector<std::string> employers;   ///< SIRET numbers; of recruiters
  std::vector<std::string> portfolio;   ///< ids of the persons accompanied, when the token carries them; of advisers
};

}  // namespace passerelle::http
