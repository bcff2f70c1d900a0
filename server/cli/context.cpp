#include "cli/context.hpp"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

namespace passerelle::cli {

Result<Engine> Context::open(Store::Mode mode) const {
  // More threads than the machine runs at once gain nothing, and oneTBB complains about them on standard error.
  return Engine::open({store, mode, Threads{std::min(threads, Threads{}.resolved())}});
}

Result<Policy> Context::policy(const std::string& name) const {
  const std::filesystem::path shipped = std::filesystem::path(datasets) / "policies" / (name + ".toml");
  const bool is_name = name.find('/') == std::string::npos && name.find('.') == std::string::npos;
  if (!is_name) return read_policy(name);
  std::error_code error;
  if (!std::filesystem::exists(shipped, error))
    return Problem(ProblemCode::kRequestInvalid, "--policy", name + " (adviser, recruiter, operations)");
  return read_policy(shipped.string());
}

Result<operations::InvitationRules> Context::invitation_rules(const std::string& name) const {
  if (name.find('/') != std::string::npos || name.find('.') != std::string::npos) return operations::read_invitation_rules(name);
  const std::filesystem::path shipped = std::filesystem::path(datasets) / "policies" / "invitations" / (name + ".toml");
  std::error_code error;
  if (!std::filesystem::exists(shipped, error)) return Problem(ProblemCode::kRequestInvalid, "--rules", name + " (default)");
  return operations::read_invitation_rules(shipped.string());
}

Result<SourceMapping> Context::source(const std::string& name, const std::string& option) const {
  const std::string directory = (std::filesystem::path(datasets) / "sources").string();
  Result<SourceMapping> found = find_source(name, directory);
  if (found || found.problem().code != ProblemCode::kNotFound) return found;
  // The names there are, for whoever mistyped one.
  std::string names;
  if (const auto all = list_sources(directory))
    for (const ListedSource& each : *all) names += (names.empty() ? "" : ", ") + each.name;
  return Problem(ProblemCode::kRequestInvalid, option, name + " (" + (option == "--format" ? "france-travail, passerelle, " : "") + names + ")");
}

Result<Day> Context::date(const std::string& text) const {
  if (const auto day = parse_day(text); day && text.size() == 10) return *day;
  return Problem(ProblemCode::kRequestInvalid, "--date", text + say(" (AAAA-MM-JJ)", " (YYYY-MM-DD)"));
}

Progress Context::progress() const {
  if (json || isatty(STDERR_FILENO) == 0) return {};
  return ProgressBar();
}

}  // namespace passerelle::cli
