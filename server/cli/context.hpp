// What every command needs: the options common to all, the language, and how to say things.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/output/progress.hpp"
#include "passerelle/engine.hpp"
#include "passerelle/sources.hpp"

namespace passerelle::cli {

struct Context {
  std::string store = "passerelle.db";
  bool store_given = false;      ///< --store was written
  std::string datasets;          ///< folder of what is shipped
  unsigned threads = 0;
  bool json = false;
  Language language = Language::kFrench;

  /// The French or the English text.
  const char* say(const char* french, const char* english) const { return language == Language::kFrench ? french : english; }
  Result<Engine> open(Store::Mode mode) const;
  /// "adviser" → the shipped policy; a path → that file.
  Result<Policy> policy(const std::string& name) const;
  /// "default" → the shipped rules of invitations; a path → that file.
  Result<operations::InvitationRules> invitation_rules(const std::string& name) const;
  /// "hellowork" → the shipped mapping file; a path → that file. `option`: what a refusal names.
  Result<SourceMapping> source(const std::string& name, const std::string& option) const;
  /// YYYY-MM-DD; "" = today.
  Result<Day> date(const std::string& text) const;
  /// A bar on a terminal, nothing elsewhere or under --json.
  Progress progress() const;
};

/// A command's work: returns what went wrong, or nothing.
using Action = std::function<Status()>;

/// Each adds its commands to the application; the chosen one leaves its work in `action`.
void add_init(CLI::App& app, Context& context, Action& action);
void add_import(CLI::App& app, Context& context, Action& action);
void add_lists(CLI::App& app, Context& context, Action& action);
/// `offers show | unmerge`, under `offers`.
void add_offer_commands(CLI::App& offers, Context& context, Action& action);
void add_match(CLI::App& app, Context& context, Action& action);
void add_adviser(CLI::App& app, Context& context, Action& action);
void add_operation(CLI::App& app, Context& context, Action& action);
void add_territory(CLI::App& app, Context& context, Action& action);
void add_night(CLI::App& app, Context& context, Action& action);
/// `import levers | conflicts | barriers`, under `import`.
void add_adviser_imports(CLI::App& import, Context& context, Action& action);
void add_explain(CLI::App& app, Context& context, Action& action);
void add_generate(CLI::App& app, Context& context, Action& action);
void add_audit(CLI::App& app, Context& context, Action& action);
void add_source(CLI::App& app, Context& context, Action& action);
/// serve, token
void add_serve(CLI::App& app, Context& context, Action& action);
void add_evaluate(CLI::App& app, Context& context, Action& action);

}  // namespace passerelle::cli
