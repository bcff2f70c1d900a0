// init: a store with what is shipped: the communes of France and the certificates, and on demand the demonstration
// vocabulary. status: what a store holds.
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/reference_report.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "codec/answer_json.hpp"

namespace passerelle::cli {

void add_init(CLI::App& app, Context& context, Action& action) {
  struct Options { bool demo = false, empty = false; };
  auto options = std::make_shared<Options>();
  CLI::App* init = app.add_subcommand("init", context.say("crée la base et y met les communes et certificats fournis",
                                                          "creates the store with the communes and certificates shipped"));
  init->add_flag("--demo", options->demo, context.say("ajoute le vocabulaire de démonstration (cinq secteurs)", "adds the demonstration vocabulary (five sectors)"));
  init->add_flag("--empty", options->empty, context.say("base vide, sans rien de fourni", "an empty store, with nothing shipped"));
  init->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      Result<Engine> engine = context.open(Store::Mode::kCreate);
      if (!engine) return std::move(engine).problem();
      ReferenceFiles files;
      const std::filesystem::path shipped(context.datasets);
      if (!options->empty) {
        files.communes = {(shipped / "geography" / "communes").string()};
        files.commune_aliases = (shipped / "geography" / "commune-aliases.csv").string();
        files.vocabularies = {(shipped / "vocabularies" / "certificates.json").string()};
      }
      if (options->demo)
        for (const char* sector : {"industrie", "transport", "logistique", "sante", "btp"})
          files.vocabularies.push_back((shipped / "demo" / fmt::format("vocabulary-{}.json", sector)).string());
      Result<ReferenceReport> report = engine->import_reference(files);
      if (!report) return std::move(report).problem();
      if (!options->empty) {
        std::vector<std::string> tables;
        for (const char* name : {"barriers", "demands", "conflicts", "levers-hauts-de-france"}) tables.push_back((shipped / "levers" / fmt::format("{}.toml", name)).string());
        if (auto imported = engine->import_lever_tables(tables); !imported) return std::move(imported).problem();
      }
      // The certificates shipped are for all of ROME; that it is not imported yet is no news here.
      std::erase_if(report->notes, [](const Problem& note) { return note.code == ProblemCode::kOccupationUnknown && note.field == "regulated_by"; });
      print_reference_report(*report, context);
      return {};
    };
  });

  CLI::App* status = app.add_subcommand("status", context.say("ce que la base contient", "what the store holds"));
  status->callback([&context, &action] {
    action = [&context]() -> Status {
      Result<Engine> engine = context.open(Store::Mode::kRead);
      if (!engine) return std::move(engine).problem();
      Result<StoreSummary> summary = engine->summary();
      if (!summary) return std::move(summary).problem();
      if (context.json) {
        fmt::print("{}\n", codec::to_json(*summary));
        return {};
      }
      Table table;
      table.column(context.say("contenu", "content"));
      table.column(context.say("nombre", "number"), Table::Align::kRight);
      const StoreCounts& counts = summary->counts;
      table.row({context.say("offres ouvertes", "open offers"), std::to_string(counts.offers)});
      table.row({context.say("  dont signalées", "  of these flagged"), std::to_string(counts.offers_flagged)});
      table.row({context.say("  de plusieurs annonces", "  of several postings"), std::to_string(counts.merged)});
      table.row({context.say("annonces ouvertes", "open postings"), std::to_string(counts.postings)});
      table.row({context.say("offres closes", "closed offers"), std::to_string(counts.offers_closed)});
      table.row({context.say("candidats", "candidates"), std::to_string(counts.candidates)});
      table.row({context.say("  dont signalés", "  of these flagged"), std::to_string(counts.candidates_flagged)});
      table.row({context.say("quarantaine", "quarantine"), std::to_string(counts.quarantined)});
      fmt::print("{}\n{} {}\n", table.text(), context.say("instantané", "snapshot"), summary->snapshot);
      return {};
    };
  });
}

}  // namespace passerelle::cli
