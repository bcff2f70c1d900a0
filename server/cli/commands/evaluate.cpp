// evaluate proximity | recovery | requirements | occupation: the measures of quality that public data allow.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/output/measure_names.hpp"
#include "cli/output/table.hpp"
#include "codec/evaluation_json.hpp"

namespace passerelle::cli {
namespace {

std::string figure(double value) { return fmt::format("{:.3f}", value); }

Status proximity(const Context& context, const std::string& directory) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<evaluation::ProximityReport> report = engine->evaluate_proximity(directory);
  if (!report) return std::move(report).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*report));
    return {};
  }
  fmt::print(fmt::runtime(context.say("Vérité : {} (version {}), {} couples, {} codes sources parmi {}. La similarité est calculée sans aucune table de proximités.\n\n",
                                      "Truth: {} (version {}), {} pairs, {} source codes of {}. The similarity is computed without any table of proximities.\n\n")),
             report->truth_file, report->truth_version, report->pairs, report->engine.all.n, report->codes);
  Table table;
  table.column(context.say("similarité", "similarity"));
  for (const char* name : {"nDCG@10", "MRR", "R@10", context.say("nDCG pairs", "nDCG even"), context.say("nDCG impairs", "nDCG odd"),
                           context.say("nDCG listés", "nDCG listed"), context.say("MRR listés", "MRR listed")})
    table.column(name, Table::Align::kRight);
  const auto row = [&](const std::string& name, const evaluation::ProximityFigures& f) {
    table.row({name, figure(f.all.ndcg_at_10), figure(f.all.mrr), figure(f.all.recall_at_10), figure(f.even.ndcg_at_10), figure(f.odd.ndcg_at_10),
               f.listed.n == 0 ? "–" : figure(f.listed.ndcg_at_10), f.listed.n == 0 ? "–" : figure(f.listed.mrr)});
  };
  row(context.say("moteur", "engine"), report->engine);
  for (const evaluation::AblationLine& line : report->ablation) row(measure_name(line.name, context.language), line.figures);
  fmt::print("{}\n", table.text());
  fmt::print("{} :", context.say("poids", "weights"));
  for (const evaluation::IngredientWeight& weight : report->weights) fmt::print(" {} {:.2f}", measure_name(weight.ingredient, context.language), weight.weight);
  fmt::print("\n{}\n", context.say("Appris sur une moitié des sources, mesuré sur l'autre :", "Learnt on one half of the sources, measured on the other:"));
  for (const evaluation::LearntFold& fold : report->folds) {
    fmt::print("  {} → nDCG@10 {} · MRR {} · R@10 {} (", measure_name(fold.learnt_on, context.language), figure(fold.held_out.ndcg_at_10), figure(fold.held_out.mrr), figure(fold.held_out.recall_at_10));
    bool first = true;
    for (const evaluation::IngredientWeight& weight : fold.weights) {
      fmt::print("{}{} {:.2f}", first ? "" : ", ", measure_name(weight.ingredient, context.language), weight.weight);
      first = false;
    }
    fmt::print(")\n");
  }
  fmt::print(fmt::runtime(context.say("  les deux moitiés non vues : nDCG@10 {} · MRR {}\n", "  both unseen halves: nDCG@10 {} · MRR {}\n")), figure(report->held_out.ndcg_at_10),
             figure(report->held_out.mrr));
  return {};
}

Status recovery(const Context& context) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<evaluation::RecoveryReport> report = engine->evaluate_recovery();
  if (!report) return std::move(report).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*report));
    return {};
  }
  fmt::print(fmt::runtime(context.say("{} offres, {} listent des compétences : {} citées, {} sans code, {} de code inconnu ; {} sont sur la fiche du métier.\n\n",
                                      "{} offers, {} list competences: {} named, {} without a code, {} of unknown code; {} are on the occupation's card.\n\n")),
             report->read, report->listing, report->entries, report->without_code, report->unknown, report->on_card);
  Table table;
  table.column(context.say("retrouvées d'après", "recovered from"));
  table.column(context.say("offres", "offers"), Table::Align::kRight);
  table.column(context.say("cachées", "hidden"), Table::Align::kRight);
  for (const char* name : {context.say("précision@n", "precision@n"), context.say("rappel@n", "recall@n"), "nDCG@10", "MRR", "R@10"}) table.column(name, Table::Align::kRight);
  for (const evaluation::RecoveryLine& line : report->lines)
    for (const bool distinct : {false, true}) {
      const evaluation::RecoveryFigures& f = distinct ? line.distinct : line.all;
      table.row({measure_name(name_of(line.from), context.language) + (distinct ? context.say(" (sans répétitions)", " (distinct)") : ""), std::to_string(f.offers), std::to_string(f.hidden),
                 figure(f.precision), figure(f.recall), figure(f.ranking.ndcg_at_10), figure(f.ranking.mrr), figure(f.ranking.recall_at_10)});
    }
  fmt::print("{}", table.text());
  return {};
}

struct RequirementsOptions { std::vector<std::string> files; std::string labels, format = "france-travail"; bool differences = false; };

Status requirements(const Context& context, const RequirementsOptions& options) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  const OfferFormat format = options.format == "passerelle" ? OfferFormat::kPasserelle : OfferFormat::kFranceTravail;
  Result<evaluation::RequirementsReport> report = engine->evaluate_requirements(options.files, format, options.labels);
  if (!report) return std::move(report).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*report));
    return {};
  }
  const auto percent = [&](std::size_t part) { return report->offers == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(report->offers); };
  fmt::print(fmt::runtime(context.say("{} offres. Avec une compétence, un certificat, un permis ou une langue : {} d'après les champs ({:.1f} %), {} avec le texte ({:.1f} %) ; avec toute exigence du texte : {} ({:.1f} %).\n",
                                      "{} offers. With a competence, certificate, licence or language: {} from fields ({:.1f}%), {} with the text ({:.1f}%); with any requirement of the text: {} ({:.1f}%).\n")),
             report->offers, report->with_field, percent(report->with_field), report->with_item_text, percent(report->with_item_text), report->with_text, percent(report->with_text));
  fmt::print(fmt::runtime(context.say("{} offres étiquetées, {} absentes des fichiers. Moitié « réglage » : vue pendant la mise au point ; moitié « mesure » : le reste (son fichier dit ce qui en a été vu).\n\n",
                                      "{} labelled offers, {} not in the files. Half « tuning »: seen while the rules were written; half « reported »: the rest (the labels' own file says what of it was seen).\n\n")),
             report->labelled_offers, report->unknown_offers);
  Table table;
  table.column(context.say("sorte", "kind"));
  table.column(context.say("moitié", "half"));
  for (const char* name : {context.say("étiquetées", "labelled"), context.say("trouvées", "found"), context.say("justes", "right"), context.say("précision", "precision"), context.say("là où jugé", "where judged"), context.say("rappel", "recall"),
                           context.say("niveau juste", "level right")})
    table.column(name, Table::Align::kRight);
  for (const auto& [kind, halves] : report->kinds)
    for (std::size_t half = 0; half < halves.size(); ++half) {
      const evaluation::FoundFigures& f = halves[half];
      table.row({kind, half == 0 ? context.say("réglage", "tuning") : context.say("mesure", "reported"), std::to_string(f.labelled), std::to_string(f.found), std::to_string(f.right),
                 f.found == 0 ? "–" : figure(f.precision()), f.judged == 0 ? "–" : figure(f.judged_precision()), f.labelled == 0 ? "–" : figure(f.recall()),
                 f.levels == 0 ? "–" : fmt::format("{}/{}", f.right_levels, f.levels)});
    }
  fmt::print("{}", table.text());
  if (options.differences)
    for (const evaluation::Difference& d : report->differences)
      fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", d.reported ? "reported" : "tuning", d.missed ? "missed" : "extra", d.offer, d.kind, d.code.empty() ? "-" : d.code, d.begin, d.end);
  return {};
}

struct MergingOptions { std::vector<std::string> files, labels; std::string format = "france-travail"; bool differences = false; };

Status merging_figures(const Context& context, const MergingOptions& options) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  const OfferFormat format = options.format == "passerelle" ? OfferFormat::kPasserelle : OfferFormat::kFranceTravail;
  Result<evaluation::MergingReport> report = engine->evaluate_merging(options.files, format, options.labels);
  if (!report) return std::move(report).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*report));
    return {};
  }
  fmt::print(fmt::runtime(context.say("{} annonces, dont {} partagent {} offres. Moitié « réglage » : vue pendant la mise au point ; moitié « mesure » : gardée à part.\n\n",
                                      "{} postings, {} of them share {} offers. Half « tuning »: seen while the rule was written; half « reported »: held out.\n\n")),
             report->offers, report->grouped_offers, report->groups);
  Table table;
  table.column(context.say("moitié", "half"));
  table.column(context.say("jugé", "judged"));
  for (const char* name : {context.say("mêmes postes", "same jobs"), context.say("autres", "others"), context.say("non tranchés", "unsettled"), context.say("absents", "absent"),
                           context.say("réunis", "joined"), context.say("justes", "right"), context.say("précision", "precision"), context.say("rappel", "recall")})
    table.column(name, Table::Align::kRight);
  for (std::size_t half = 0; half < report->halves.size(); ++half) {
    const evaluation::MergingFigures& f = report->halves[half];
    if (f.same + f.other + f.unclear + f.absent == 0) continue;
    for (const bool grouped : {false, true}) {
      const evaluation::JoinFigures& figures = grouped ? f.groups : f.pairs;
      table.row({half == 0 ? context.say("réglage", "tuning") : context.say("mesure", "reported"), grouped ? context.say("en groupes", "as groups") : context.say("deux à deux", "pair by pair"),
                 std::to_string(f.same), std::to_string(f.other), std::to_string(f.unclear), std::to_string(f.absent), std::to_string(figures.found), std::to_string(figures.right),
                 figures.found == 0 ? "–" : figure(f.precision(figures)), f.same == 0 ? "–" : figure(f.recall(figures))});
    }
  }
  fmt::print("{}", table.text());
  if (options.differences)
    for (const evaluation::MergingDifference& d : report->differences)
      fmt::print("{}\t{}\t{}\t{}\t{}\n", d.label.reported ? "reported" : "tuning", d.label.same == evaluation::SameJobLabel::Same::kYes ? "missed" : "wrong", d.label.a, d.label.b, d.label.reason);
  return {};
}

struct OccupationOptions { std::vector<std::string> files; std::string format = "france-travail"; };

std::string share(std::size_t part, std::size_t of) { return of == 0 ? "–" : figure(static_cast<double>(part) / static_cast<double>(of)); }

std::string half_name(const Context& context, bool reported) {
  return reported ? context.say("mesure", "reported") : context.say("réglage", "tuning");
}

std::string line_name(const Context& context, const evaluation::OccupationLine& line) {
  if (line.group == "all") return context.say("toutes les offres", "all offers");
  if (line.group == "half") return context.say("moitié ", "half ") + half_name(context, line.name == "reported");
  if (line.group == "department") return context.say("département ", "department ") + line.name;
  return line.name;
}

Status hidden_occupations(const Context& context, const OccupationOptions& options) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  const OfferFormat format = options.format == "passerelle" ? OfferFormat::kPasserelle : OfferFormat::kFranceTravail;
  Result<evaluation::OccupationReport> report = engine->evaluate_occupation(options.files, format);
  if (!report) return std::move(report).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*report));
    return {};
  }
  fmt::print(fmt::runtime(context.say("{} offres, {} sans code connu laissées de côté, {} sans intitulé propre jugées sur leur texte seul. {:.0f} µs par offre.\n"
                                      "Code : celui de la source. Couvert : ce code ou un plus fin sous lui. Famille : même code ROME 3.\n\n",
                                      "{} offers, {} left out without a known code, {} without a title of their own judged by their text alone. {:.0f} µs an offer.\n"
                                      "Code: the source's. Covered: that code or a finer one beneath it. Family: same ROME 3 code.\n\n")),
             report->read, report->left_out, report->without_title, report->microseconds);
  Table table;
  table.column("");
  table.column(context.say("offres", "offers"), Table::Align::kRight);
  for (const char* name : {context.say("code 1er", "code first"), context.say("dans les 5", "in 5"), context.say("couvert 1er", "covered first"), context.say("dans les 5", "in 5"),
                           context.say("famille 1re", "family first"), context.say("dans les 5", "in 5")})
    table.column(name, Table::Align::kRight);
  const auto row = [&](const std::string& name, const evaluation::FoundOccupations& f) {
    table.row({name, std::to_string(f.offers), share(f.code_first, f.offers), share(f.code_among, f.offers), share(f.covered_first, f.offers),
               share(f.covered_among, f.offers), share(f.family_first, f.offers), share(f.family_among, f.offers)});
  };
  for (const evaluation::OccupationLine& line : report->lines) row(line_name(context, line), line.found);
  for (std::size_t half = 0; half < 2; ++half)
    row(fmt::format(fmt::runtime(context.say("retenues (≥ {} %), {}", "taken (≥ {}%), {}")), report->trusted_confidence, half_name(context, half == 1)), report->trusted[half]);
  fmt::print("{}\n", table.text());
  Table reliability;
  reliability.column(context.say("confiance", "confidence"));
  reliability.column(context.say("moitié", "half"));
  for (const char* name : {context.say("offres", "offers"), context.say("affichée", "shown"), context.say("famille juste", "family right"), context.say("code juste", "code right")})
    reliability.column(name, Table::Align::kRight);
  for (std::size_t b = 0; b < report->bins[0].size(); ++b)
    for (std::size_t half = 0; half < 2; ++half) {
      const evaluation::ReliabilityBin& bin = report->bins[half][b];
      reliability.row({fmt::format("{}–{} %", bin.from, bin.to - 1), half_name(context, half == 1), std::to_string(bin.offers),
                       bin.offers == 0 ? "–" : figure(static_cast<double>(bin.confidence) / static_cast<double>(bin.offers) / 100),
                       share(bin.family_right, bin.offers), share(bin.code_right, bin.offers)});
    }
  fmt::print("{}", reliability.text());
  return {};
}

}  // namespace

void add_evaluate(CLI::App& app, Context& context, Action& action) {
  CLI::App* evaluate = app.add_subcommand("evaluate", context.say("mesures de qualité", "quality measures"));
  evaluate->require_subcommand(1);
  evaluate->fallthrough();
  auto directory = std::make_shared<std::string>();
  CLI::App* near = evaluate->add_subcommand("proximity", context.say("similarité des métiers contre les proximités typées du ROME", "similarity of occupations against ROME's typed proximities"));
  near->add_option("--proximity-types", *directory, context.say("dossier du fichier unix_rubrique_mobilite_v3NN_utf8.csv", "directory of unix_rubrique_mobilite_v3NN_utf8.csv"))->required();
  near->callback([&context, &action, directory] { action = [&context, directory] { return proximity(context, *directory); }; });
  CLI::App* found = evaluate->add_subcommand("recovery", context.say("compétences cachées des offres, retrouvées", "competences of offers, hidden and recovered"));
  found->callback([&context, &action] { action = [&context] { return recovery(context); }; });
  auto options = std::make_shared<RequirementsOptions>();
  CLI::App* asked = evaluate->add_subcommand("requirements", context.say("exigences lues dans le texte des offres, contre des étiquettes posées à la main", "requirements read from offers' texts, against labels set by hand"));
  asked->add_option("files", options->files, context.say("fichiers d'offres (rien n'est importé)", "files of offers (nothing is imported)"))->required();
  asked->add_option("--labels", options->labels, context.say("étiquettes : offer_id, kind, code, level, begin, end, negated, séparés par des tabulations", "labels: offer_id, kind, code, level, begin, end, negated, tab-separated"))->required();
  asked->add_option("--format", options->format, context.say("format des fichiers", "format of the files"))->check(CLI::IsMember({"france-travail", "passerelle"}));
  asked->add_flag("--differences", options->differences, context.say("liste aussi ce qui manque et ce qui est de trop", "also lists what is missed and what is extra"));
  auto pairs = std::make_shared<MergingOptions>();
  CLI::App* joined = evaluate->add_subcommand("merging", context.say("annonces d'un même poste réunies, contre des paires jugées à la main", "postings of one job put together, against pairs judged by hand"));
  joined->add_option("files", pairs->files, context.say("fichiers d'offres (rien n'est importé)", "files of offers (nothing is imported)"))->required();
  joined->add_option("--labels", pairs->labels, context.say("paires jugées (CSV : a, b, same, reason[, half]) ; à répéter pour plusieurs fichiers", "judged pairs (CSV: a, b, same, reason[, half]); repeat for several files"))->required()->allow_extra_args(false);
  joined->add_option("--format", pairs->format, context.say("format des fichiers", "format of the files"))->check(CLI::IsMember({"france-travail", "passerelle"}));
  joined->add_flag("--differences", pairs->differences, context.say("liste aussi les paires manquées et réunies à tort", "also lists the pairs missed and wrongly joined"));
  joined->callback([&context, &action, pairs] { action = [&context, pairs] { return merging_figures(context, *pairs); }; });
  asked->callback([&context, &action, options] { action = [&context, options] { return requirements(context, *options); }; });
  auto hidden = std::make_shared<OccupationOptions>();
  CLI::App* named = evaluate->add_subcommand("occupation", context.say("métier des offres, caché puis retrouvé d'après l'intitulé et le texte", "occupation of offers, hidden and found from title and text"));
  named->add_option("files", hidden->files, context.say("fichiers d'offres (rien n'est importé)", "files of offers (nothing is imported)"))->required();
  named->add_option("--format", hidden->format, context.say("format des fichiers", "format of the files"))->check(CLI::IsMember({"france-travail", "passerelle"}));
  named->callback([&context, &action, hidden] { action = [&context, hidden] { return hidden_occupations(context, *hidden); }; });
}

}  // namespace passerelle::cli
