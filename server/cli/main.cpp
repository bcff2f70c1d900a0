// passerelle: the command line. Reads arguments, calls the engine, prints; no matching rule lives here.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/context.hpp"
#include "cli/exit_code.hpp"
#include "cli/usage_error.hpp"
#include "codec/answer_json.hpp"

namespace {

using passerelle::Language;

// The language decides the texts of --help too: it is looked for before the arguments are parsed.
Language language_of(int argc, char** argv) {
  std::string wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--lang" && i + 1 < argc) wanted = argv[i + 1];
    if (argument.rfind("--lang=", 0) == 0) wanted = argument.substr(7);
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (wanted.empty() && value != nullptr) wanted = value;
  }
  return wanted.rfind("en", 0) == 0 ? Language::kEnglish : Language::kFrench;
}

int report(const passerelle::Problem& problem, const passerelle::cli::Context& context) {
  if (context.json) fmt::print(stderr, "{}\n", passerelle::codec::error_json(problem, context.language));
  else fmt::print(stderr, "passerelle: {}\n", describe(problem, context.language));
  return passerelle::cli::exit_code(problem.code);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace passerelle;
  cli::Context context;
  context.language = language_of(argc, argv);
  const char* datasets = std::getenv("PASSERELLE_DATASETS");
  context.datasets = datasets != nullptr ? datasets : PASSERELLE_DATASETS_DIR;
  // A reader that goes away (head, less) is not an error of ours.
  std::signal(SIGPIPE, SIG_DFL);
  // A file that may grow no further is a full disk, to be told as one.
  std::signal(SIGXFSZ, SIG_IGN);

  CLI::App app(context.say("Passerelle : rapprocher les personnes et les offres d'emploi, et dire pourquoi.",
                           "Passerelle: bring people and job offers together, and say why."),
               "passerelle");
  app.footer(context.say("Codes de sortie : 0 réussi, 1 erreur interne, 2 arguments, 3 fichier illisible, 4 identifiant inconnu, 5 base, "
                         "6 référentiel à importer, 7 import refusé, 8 accès refusé, 130 interrompu.",
                         "Exit codes: 0 done, 1 internal error, 2 arguments, 3 unreadable file, 4 unknown id, 5 store, "
                         "6 reference to import, 7 import refused, 8 access refused, 130 interrupted."));
  app.set_help_flag("-h,--help", context.say("affiche cette aide", "prints this help"));
  if (context.language == Language::kFrench) {
    for (const auto& [english, french] : {std::pair("Usage", "Utilisation"), {"Positionals", "Arguments"}, {"SUBCOMMAND", "COMMANDE"},
                                          {"SUBCOMMANDS", "COMMANDES"}, {"Subcommands", "Commandes"}, {"REQUIRED", "OBLIGATOIRE"}})
      app.get_formatter()->label(english, french);
  }
  app.group(context.say("Commandes", "Commands"));  // commands inherit it as the title they stand under
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", std::string(build_name()), context.say("affiche la version", "prints the version"));
  std::string language;
  app.add_option("--store", context.store, context.say("fichier de la base", "store file"))->capture_default_str();
  app.add_option("--lang", language, context.say("langue : fr ou en (défaut : l'environnement)", "language: fr or en (default: the environment)"))
      ->check(CLI::IsMember({"fr", "en"}));
  app.add_option("--threads", context.threads, context.say("fils d'exécution (0 : tous)", "threads (0: all)"))->check(CLI::Range(0, 1024));
  app.add_flag("--json", context.json, context.say("résultat en JSON", "result as JSON"));

  cli::Action action;
  cli::add_init(app, context, action);
  cli::add_import(app, context, action);
  cli::add_lists(app, context, action);
  cli::add_source(app, context, action);
  cli::add_generate(app, context, action);
  cli::add_match(app, context, action);
  cli::add_explain(app, context, action);
  cli::add_adviser(app, context, action);
  cli::add_territory(app, context, action);
  cli::add_audit(app, context, action);
  cli::add_serve(app, context, action);
  cli::add_operation(app, context, action);
  cli::add_night(app, context, action);
  cli::add_evaluate(app, context, action);

  try {
    app.parse(argc, argv);
    context.store_given = app.count("--store") > 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    // The flag may stand behind the argument at fault.
    for (int i = 1; i < argc; ++i) context.json = context.json || std::string_view(argv[i]) == "--json";
    return report(Problem(ProblemCode::kRequestInvalid, cli::usage_error(error, app, context.language)), context);
  }
  // A name that is not known would silently mean the fastest.
  if (const char* wanted = std::getenv("PASSERELLE_SIMD"); wanted != nullptr && *wanted != 0) {
    const std::vector<std::string_view> there = instruction_sets();
    if (std::find(there.begin(), there.end(), wanted) == there.end())
      return report(Problem(ProblemCode::kRequestInvalid, "PASSERELLE_SIMD", fmt::format("{} ({})", wanted, fmt::join(there, ", "))), context);
  }
  try {
    const Status status = action();
    if (!status) return report(status.problem(), context);
    // What was printed may still have to be written: a full disk must not pass for success.
    if (std::fflush(stdout) != 0) return report(Problem(ProblemCode::kInternal, std::strerror(errno)), context);
    return cli::kExitOk;
  } catch (const std::exception& error) {
    return report(Problem(ProblemCode::kInternal, error.what()), context);
  }
}
