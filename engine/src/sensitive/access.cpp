#include "sensitive/access.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace passerelle {

std::string_view code(AccessRole role) noexcept { 
  switch (role) {
    case AccessRole::kImport: return "import";
    case AccessRole::kTerritory: return "territory";
    case AccessRole::kOperations: return "operations";
    case AccessRole::kAdviser: break;
  }
  return "adviser";
}

Result<Access> Access::open(std::string_view role, std::string agent, std::string purpose, std::vector<std::string> portfolio) {
  Access access;
  if (role == "import") access.role_ = AccessRole::kImport;
  else if (role != "adviser") return Problem(ProblemCode::kAccessRefused, "role", shorten(role, 40));
  if (trim(agent).empty()) return Problem(ProblemCode::kAccessRefused, "agent", "an agent is needed");
  if (trim(purpose).empty()) return Problem(ProblemCode::kAccessRefused, "purpose", "a purpose is needed");
  if (access.role_ == AccessRole::kAdviser && portfolio.empty()) return Problem(ProblemCode::kAccessRefused, "portfolio", "a portfolio is needed");
  access.agent_ = std::move(agent);
  access.purpose_ = std::move(purpose);
  access.portfolio_ = std::move(portfolio);
  std::sort(access.portfolio_.begin(), access.portfolio_.end());
  return access;
}

Result<Access> Access::open_territory(std::string agent, std::string purpose) { return open_for_everybody(AccessRole::kTerritory, std::move(agent), std::move(purpose)); }
Result<Access> Access::open_operations(std::string agent, std::string purpose) { return open_for_everybody(AccessRole::kOperations, std::move(agent), std::move(purpose)); }

Result<Access> Access::open_for_everybody(AccessRole role, std::string agent, std::string purpose) {
  if (trim(agent).empty()) return Problem(ProblemCode::kAccessRefused, "agent", "an agent is needed");
  if (trim(purpose).empty()) return Problem(ProblemCode::kAccessRefused, "purpose", "a purpose is needed");
  Access access;
  access.role_ = role;
  access.agent_ = std::move(agent);
  access.purpose_ = std::move(purpose);
  return access;
}

Status Access::covers(std::string_view candidate) const {
  if (role_ == AccessRole::kTerritory || role_ == AccessRole::kOperations) {
    if (candidate == kEverybody) return {};
    return Problem(ProblemCode::kAccessRefused, "role", role_ == AccessRole::kTerritory ? "counts only, nobody's record" : "quotas only, nobody's record");
  }
  if (role_ == AccessRole::kImport || std::binary_search(portfolio_.begin(), portfolio_.end(), candidate)) return {};
  return Problem(ProblemCode::kAccessRefused, "portfolio", "not in the portfolio");
}

}  // namespace passerelle
