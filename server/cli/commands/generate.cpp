// generate: a population with real proportions, in files that `import` reads.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "codec/answer_json.hpp"

namespace passerelle::cli {

void add_generate(CLI::App& app, Context& context, Action& action) {
  struct Options { GenerateFiles request; std::string today; };
  auto options = std::make_shared<Options>();
  options->request.directory = ".";
  GenerateFiles& request = options->request;
  CLI::App* command = app.add_subcommand("generate", context.say("fabrique une population aux proportions réelles", "makes a population with real proportions"));
  command->add_option("--region", request.region, context.say("code INSEE de la région", "INSEE code of the region"))->capture_default_str();
  command->add_option("--candidates", request.candidates, context.say("nombre de candidats", "number of candidates"));
  CLI::Option* offers = command->add_option("--offers", request.offers, context.say("nombre d'offres (défaut avec --counts : celui du fichier)", "number of offers (default with --counts: the file's)"));
  command->add_option("--seed", request.seed, context.say("graine : même graine, mêmes octets", "seed: same seed, same bytes"))->capture_default_str();
  command->add_option("--counts", request.counts, context.say("postes par commune et métier (CSV)", "posts by commune and occupation (CSV)"));
  command->add_option("--basins", request.basins, context.say("communes par bassin (CSV ; défaut : ceux de la base)", "communes by basin (CSV; default: the store's)"));
  command->add_option("--tension", request.tension, context.say("demandeurs par métier et bassin (CSV)", "seekers by occupation and basin (CSV)"));
  command->add_option("--today", options->today, context.say("date des fiches AAAA-MM-JJ (défaut : 2025-06-02, fixe pour que les octets le soient)", "date of the records YYYY-MM-DD (default: 2025-06-02, fixed so that bytes are)"));
  command->add_option("--out", request.directory, context.say("dossier d'arrivée", "directory to write to"))->capture_default_str();
  command->callback([&context, &action, options, offers] {
    options->request.all_counted_offers = offers->count() == 0 && !options->request.counts.empty();
    action = [&context, options]() -> Status {
      if (!options->today.empty()) {
        Result<Day> today = context.date(options->today);
        if (!today) return std::move(today).problem();
        options->request.today = *today;
      }
      options->request.progress = context.progress();
      Result<Engine> engine = context.open(Store::Mode::kRead);
      if (!engine) return std::move(engine).problem();
      Result<GenerateReport> report = engine->generate(options->request);
      if (!report) return std::move(report).problem();
      if (context.json) {
        fmt::print("{}\n", codec::to_json(*report, context.language));
        return {};
      }
      fmt::print(fmt::runtime(context.say("{} offres dans {}\n{} candidats dans {}\n", "{} offers in {}\n{} candidates in {}\n")), report->offers, report->offers_file,
                 report->candidates, report->candidates_file);
      if (!report->notes.empty()) fmt::print(stderr, fmt::runtime(context.say("{} lignes non utilisées (--json les donne)\n", "{} rows not used (--json gives them)\n")), report->notes.size());
      return {};
    };
  });
}

}  // namespace passerelle::cli
