#include "cli/usage_error.hpp"

#include <regex>

namespace passerelle::cli {
namespace {

struct Translation {
  const char* english;  ///< as CLI11 2 writes it
  const char* french;
};

constexpr Translation kTranslations[] = {
    {"A subcommand is required", "il faut une commande"},
    {"(.+) is required", "il manque : $1"},
    {"The following arguments? (?:was|were) not expected: (.+)", "argument inattendu : $1"},
    {"(.+): Value  not in range (.+) to (.+)", "$1 : la valeur manque, elle doit être entre $2 et $3"},
    {"(.+): Value (.+) not in range (.+) to (.+)", "$1 : $2 n'est pas entre $3 et $4"},
    {"(.+): (.*) not in \\{(.*)\\}", "$1 : « $2 » n'est pas parmi $3"},
    {"Could not convert: (.+) = (.+)", "$1 : « $2 » ne convient pas"},
    {"(.+): 1 required .+ missing", "$1 : il manque la valeur"},
};

}  // namespace

std::string usage_error(const CLI::ParseError& error, const CLI::App& app, Language language) {
  const bool french = language == Language::kFrench;
  const std::string what = error.what();
  // An unknown command leaves none chosen: its name says more than that one is needed.
  if (error.get_name() == "RequiredError" && what.rfind("A subcommand", 0) == 0) {
    const std::vector<std::string> left = app.remaining(true);
    if (!left.empty()) return (french ? "commande inconnue : " : "unknown command: ") + left.front();
  }
  if (!french) {
    static const std::regex empty("(.+): Value  not in range (.+) to (.+)");
    return std::regex_replace(what, empty, "$1: the value is missing, it must be from $2 to $3");
  }
  for (const Translation& translation : kTranslations)
    if (const std::regex pattern(translation.english); std::regex_match(what, pattern))
      return std::regex_replace(what, pattern, translation.french);
  return what;
}

}  // namespace passerelle::cli
