// The adviser's page, which `suggest --role adviser` prints.
#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"

namespace passerelle::cli {

/// Who asks, as options: --role, --agent, --purpose, --portfolio.
struct AccessOptions {
  std::string role, agent, purpose, portfolio;
};
void add_access_options(CLI::App* command, AccessOptions& options, const Context& context);
/// `about`: the person, who is the portfolio when none is given; `purpose`: what is asked, when none is given.
Result<adviser::AccessRequest> access_of(const AccessOptions& options, const std::string& role, const std::string& about, const std::string& purpose);

Status print_adviser_pair(const Context& context, const AdviserRequest& request);
Status print_adviser_page(const Context& context, const AdviserRequest& request);

}  // namespace passerelle::cli
