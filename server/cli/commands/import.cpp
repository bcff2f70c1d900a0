// import reference | vocabulary | offers | candidates
#include <fmt/format.h>

#include "cli/commands/reference_report.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "codec/answer_json.hpp"
#include "codec/shown_problem.hpp"

namespace passerelle::cli {
namespace {

constexpr std::size_t kShownNotes = 12;

void print_import_report(const ImportReport& report, const Context& context) {
  if (context.json) {
    fmt::print("{}\n", codec::to_json(report, context.language));
    return;
  }
  const ImportCounts& counts = report.counts;
  fmt::print(fmt::runtime(context.say("{} lus : {} nouveaux, {} modifiés, {} inchangés, {} en quarantaine ; {} signalés, {} clos.\n",
                                      "{} read: {} new, {} changed, {} unchanged, {} in quarantine; {} flagged, {} closed.\n")),
             counts.read, counts.added, counts.changed, counts.unchanged, counts.quarantined, counts.flagged, counts.closed);
  if (counts.merged > 0)
    fmt::print(fmt::runtime(context.say("{} partagent une offre avec d'autres annonces (passerelle offers show ID).\n", "{} share an offer with other postings (passerelle offers show ID).\n")),
               counts.merged);
  for (const QuarantineEntry& entry : report.quarantined) fmt::print(stderr, "  {}\n", describe(codec::shown_problem(entry), context.language));
  if (counts.quarantined > report.quarantined.size())
    fmt::print(stderr, "{}", context.say("  … la suite : passerelle quarantine\n", "  … for the rest: passerelle quarantine\n"));
}

struct RecordOptions {
  std::string format;
  std::vector<std::string> files;
  bool complete = false, yes = false;
  std::string source;
  unsigned max_close = 20;
  std::string as_of;
  bool dated = false;  ///< whether `as_of` was given
};

template <class Format, class Import>
Status import_records(const Context& context, const RecordOptions& options, Format format, const Import& import) {
  ImportRequest<Format> request;
  if (options.dated) {
    const auto day = parse_day(options.as_of);
    if (!day || options.as_of.size() != 10) return Problem(ProblemCode::kRequestInvalid, "--as-of", options.as_of + context.say(" (AAAA-MM-JJ)", " (YYYY-MM-DD)"));
    request.as_of = *day;
  }
  Result<Engine> engine = context.open(Store::Mode::kWrite);
  if (!engine) return std::move(engine).problem();
  request.format = format;
  request.paths = options.files;
  request.complete = options.complete;
  request.source = options.source;
  request.max_close_percent = options.max_close;
  request.force = options.yes;
  request.progress = context.progress();
  Result<ImportReport> report = import(*engine, request);
  if (!report) return std::move(report).problem();
  print_import_report(*report, context);
  return {};
}

void add_reference(CLI::App& import, Context& context, Action& action) {
  auto files = std::make_shared<ReferenceFiles>();
  CLI::App* command = import.add_subcommand("reference", context.say("ROME, communes, bassins, tension (fichiers officiels)", "ROME, communes, basins, tension (official files)"));
  command->add_option("--rome", files->rome, context.say("dossier des fichiers unix_*_utf8.csv du ROME", "directory of ROME's unix_*_utf8.csv files"));
  command->add_option("--communes", files->communes, context.say("fichier(s) ou dossier de communes", "commune file(s) or directory"));
  command->add_option("--commune-aliases", files->commune_aliases, context.say("anciens codes de communes", "old commune codes"));
  command->add_option("--basins", files->basins, context.say("communes par bassin d'emploi", "communes by employment basin"));
  command->add_option("--tension", files->tension, context.say("tension par métier et bassin", "tension by occupation and basin"));
  command->add_option("--travel-times", files->travel_times, context.say("temps de trajet mesurés (origin, destination, means, minutes)", "measured travel times (origin, destination, means, minutes)"));
  command->callback([&context, &action, files, command] {
    if (command->count_all() <= 1) throw CLI::RequiredError(context.say("au moins un fichier", "at least one file"));
    action = [&context, files]() -> Status {
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      Result<ReferenceReport> report = engine->import_reference(*files);
      if (!report) return std::move(report).problem();
      print_reference_report(*report, context);
      return {};
    };
  });
}

void add_vocabulary(CLI::App& import, Context& context, Action& action) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* command = import.add_subcommand("vocabulary", context.say("un vocabulaire à vous (JSON ou CSV ; datasets/schema)", "a vocabulary of your own (JSON or CSV; datasets/schema)"));
  command->add_option("file", *paths, context.say("fichier(s)", "file(s)"))->required();
  command->callback([&context, &action, paths] {
    action = [&context, paths]() -> Status {
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      Result<ReferenceReport> report = engine->import_vocabularies(*paths);
      if (!report) return std::move(report).problem();
      print_reference_report(*report, context);
      return {};
    };
  });
}

void add_offers(CLI::App& import, Context& context, Action& action) {
  auto options = std::make_shared<RecordOptions>();
  CLI::App* command = import.add_subcommand("offers", context.say("des offres (JSON, XML, CSV ; .gz et .zst acceptés)", "offers (JSON, XML, CSV; .gz and .zst accepted)"));
  command->add_option("--format", options->format,
                      context.say("france-travail, passerelle, une source (passerelle source list) ou le chemin d'un fichier de correspondance",
                                  "france-travail, passerelle, a source (passerelle source list) or the path of a mapping file"))
      ->required();
  command->add_option("file", options->files, context.say("fichier(s), - pour l'entrée standard", "file(s), - for standard input"))->required();
  command->add_option("--source", options->source, context.say("nom de la source", "name of the source"));
  command->add_flag("--complete", options->complete,
                    context.say("les fichiers sont tout ce que la source propose : clore ses autres offres", "the files are all the source offers: close its other offers"));
  command->add_option("--max-close", options->max_close, context.say("part (%) d'offres closes au-delà de laquelle l'import s'arrête", "share (%) of closed offers beyond which the import stops"))
      ->check(CLI::Range(0, 100))->capture_default_str();
  command->add_flag("--yes", options->yes, context.say("clore quand même", "close all the same"));
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      const OfferFormat format = options->format == "passerelle" ? OfferFormat::kPasserelle : OfferFormat::kFranceTravail;
      std::shared_ptr<const SourceMapping> mapping;
      if (options->format != "passerelle" && options->format != "france-travail") {
        Result<SourceMapping> found = context.source(options->format, "--format");
        if (!found) return std::move(found).problem();
        mapping = std::make_shared<const SourceMapping>(std::move(*found));
      }
      return import_records(context, *options, format, [&](Engine& engine, auto& request) {
        request.mapping = mapping;
        return engine.import_offers(request);
      });
    };
  });
}

void add_candidates(CLI::App& import, Context& context, Action& action) {
  auto options = std::make_shared<RecordOptions>();
  CLI::App* command = import.add_subcommand("candidates", context.say("des candidats (JSON, NDJSON ; .gz et .zst acceptés)", "candidates (JSON, NDJSON; .gz and .zst accepted)"));
  command->add_option("--format", options->format, context.say("passerelle ou json-resume", "passerelle or json-resume"))
      ->required()->check(CLI::IsMember({"passerelle", "json-resume"}));
  command->add_option("file", options->files, context.say("fichier(s), - pour l'entrée standard", "file(s), - for standard input"))->required();
  command->add_option("--as-of", options->as_of,
                      context.say("json-resume : date AAAA-MM-JJ jusqu'où court un emploi sans fin, si le CV n'est pas daté (défaut : la dernière date du CV)",
                                  "json-resume: date YYYY-MM-DD until which a job without an end lasts, if the résumé bears no date (default: the résumé's latest date)"));
  command->callback([&context, &action, options, command] {
    options->dated = command->count("--as-of") > 0;
    action = [&context, options] {
      const CandidateFormat format = options->format == "passerelle" ? CandidateFormat::kPasserelle : CandidateFormat::kJsonResume;
      return import_records(context, *options, format, [](Engine& engine, auto& request) { return engine.import_candidates(request); });
    };
  });
}

}  // namespace

void print_reference_report(const ReferenceReport& report, const Context& context) {
  if (context.json) {
    fmt::print("{}\n", codec::to_json(report, context.language));
    return;
  }
  Table table;
  table.column(context.say("vocabulaire", "vocabulary"));
  table.column("version");
  table.column(context.say("métiers", "occupations"), Table::Align::kRight);
  table.column(context.say("items", "items"), Table::Align::kRight);
  for (const reference::VocabularyVersion& v : report.vocabularies) table.row({v.name, v.version, std::to_string(v.occupations), std::to_string(v.items)});
  if (!table.empty()) fmt::print("{}\n", table.text());
  fmt::print(fmt::runtime(context.say("{} communes ({} localisées), {} bassins, {} lignes de tension, {} temps de trajet.\n",
                                      "{} communes ({} located), {} basins, {} tension rows, {} travel times.\n")),
             report.communes, report.located_communes, report.basins, report.tension_rows, report.travel_times);
  for (std::size_t i = 0; i < report.notes.size() && i < kShownNotes; ++i) fmt::print(stderr, "  {}\n", describe(report.notes[i], context.language));
  if (report.notes.size() > kShownNotes)
    fmt::print(stderr, fmt::runtime(context.say("  … et {} autres remarques (--json les donne toutes)\n", "  … and {} more notes (--json gives them all)\n")),
               report.notes.size() - kShownNotes);
}

void add_import(CLI::App& app, Context& context, Action& action) {
  CLI::App* import = app.add_subcommand("import", context.say("importe un référentiel, des offres ou des candidats", "imports a reference, offers or candidates"));
  import->require_subcommand(1);
  import->fallthrough();
  add_reference(*import, context, action);
  add_vocabulary(*import, context, action);
  add_offers(*import, context, action);
  add_candidates(*import, context, action);
  add_adviser_imports(*import, context, action);
}

}  // namespace passerelle::cli
