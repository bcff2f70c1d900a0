// What is wrong with the arguments, in the user's language: the parser itself speaks English alone.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "base/problem.hpp"

namespace passerelle::cli {

/// A sentence for a parse error of `app`; names the command or option and the value refused.
std::string usage_error(const CLI::ParseError& error, const CLI::App& app, Language language);

}  // namespace passerelle::cli
