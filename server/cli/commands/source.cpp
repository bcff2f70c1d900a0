// source check | list: partners' mapping files
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "codec/source_json.hpp"

namespace passerelle::cli {
namespace {

struct CheckOptions {
  std::string mapping, sample;
  std::size_t records = 100;
  bool each = false;
};

/// One line, whatever the feed has.
std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

std::string target_of(const std::optional<MappingTarget>& target) { return target ? "→ " + std::string(target_name(*target)) : std::string(); }

std::string fate_word(FieldUse::Fate fate, const Context& context) {
  switch (fate) {
    case FieldUse::Fate::kRead: return context.say("lu", "read");
    case FieldUse::Fate::kEmpty: return context.say("vide", "empty");
    case FieldUse::Fate::kSpare: return context.say("en réserve", "spare");
    case FieldUse::Fate::kUnread: return context.say("NON LU", "NOT READ");
    case FieldUse::Fate::kUnused: return context.say("non utilisé", "not used");
    case FieldUse::Fate::kFilter: return context.say("filtre", "filter");
    case FieldUse::Fate::kUnknown: return context.say("INCONNU", "UNKNOWN");
    case FieldUse::Fate::kDefault: return context.say("par défaut", "default");
  }
  return {};
}

std::string counts_of(const CheckedField& field, const Context& context) {
  std::string text;
  const auto add = [&](std::uint64_t count, FieldUse::Fate fate) {
    if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, fate_word(fate, context));
  };
  add(field.unknown, FieldUse::Fate::kUnknown);
  add(field.unread, FieldUse::Fate::kUnread);
  add(field.read, FieldUse::Fate::kRead);
  add(field.defaults, FieldUse::Fate::kDefault);
  add(field.spare, FieldUse::Fate::kSpare);
  add(field.empty, FieldUse::Fate::kEmpty);
  add(field.unused, FieldUse::Fate::kUnused);
  add(field.filter, FieldUse::Fate::kFilter);
  return text;
}

void print_fields(const SourceCheck& check, const Context& context) {
  Table table;
  table.column(context.say("champ du flux", "field of the feed"), Table::Align::kLeft, 44);
  table.column(context.say("sort", "fate"), Table::Align::kLeft, 24);
  table.column(context.say("devient", "becomes"), Table::Align::kLeft, 22);
  table.column(context.say("valeur lue, ou raison", "value read, or reason"), Table::Align::kLeft, 56);
  table.column(context.say("dans le flux", "in the feed"), Table::Align::kLeft, 44);
  for (const CheckedField& field : check.fields) {
    const std::string& text = field.unread_text.empty() ? field.text : field.unread_text;
    table.row({field.path, counts_of(field, context), target_of(field.target), one_line(field.value.empty() ? field.reason : field.value), one_line(clip(text, 200))});
  }
  if (!table.empty()) fmt::print("{}", table.text());
}

void print_each(const std::vector<CheckedRecord>& records, const Context& context) {
  for (const CheckedRecord& record : records) {
    fmt::print("\n{} {}\n", position_text(record.position, context.language), record.id);
    if (!record.offer) fmt::print("  {}\n", context.say("laissé de côté par le filtre", "left out by the filter"));
    if (record.problem) fmt::print("  {}\n", describe(*record.problem, context.language));
    Table table;
    table.column(context.say("champ du flux", "field of the feed"), Table::Align::kLeft, 48);
    table.column(context.say("sort", "fate"), Table::Align::kLeft, 12);
    table.column(context.say("devient", "becomes"), Table::Align::kLeft, 22);
    table.column(context.say("valeur lue, ou raison", "value read, or reason"), Table::Align::kLeft, 70);
    for (const FieldUse& use : record.uses)
      table.row({use.path, fate_word(use.fate, context), target_of(use.target), one_line(clip(use.value.empty() ? (use.reason.empty() ? use.text : use.reason) : use.value, 200))});
    if (!table.empty()) fmt::print("{}", table.text());
  }
}

Status run_check(const Context& context, const CheckOptions& options) {
  Result<SourceMapping> mapping = context.source(options.mapping, "MAPPING");
  if (!mapping) return std::move(mapping).problem();
  std::vector<CheckedRecord> kept;
  const bool details = context.json || options.each;
  Result<SourceCheck> check = check_source(*mapping, options.sample, [&](const CheckedRecord& record) {
    if (record.problem && !context.json) {
      Problem problem = *record.problem;
      problem.position = record.position + (problem.position.empty() ? "" : " " + problem.position);
      fmt::print(stderr, "  {}\n", describe(problem, context.language));
    }
    if (details && kept.size() < options.records) kept.push_back(record);
  });
  if (!check) return std::move(check).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*check, kept, context.language));
  } else {
    print_fields(*check, context);
    if (options.each) print_each(kept, context);
    if (!check->absent.empty()) {
      fmt::print("\n{}\n", context.say("Champs du fichier de correspondance que l'échantillon n'a pas (facultatifs, ou faute de frappe) :",
                                       "Fields of the mapping file that the sample does not have (optional, or a slip):"));
      for (const AbsentField& field : check->absent)
        fmt::print("  {} {}: {} {}\n", mapping->file, position_text(fmt::format("line {}", field.line), context.language), field.path, field.target.empty() ? "" : "→ " + field.target);
    }
    fmt::print(fmt::runtime(context.say("\n{} enregistrements ({}) : {} offres, {} laissés de côté, {} refusés.\n"
                                        "Valeurs : {} lues, {} vides, {} en réserve, {} non utilisées à dessein, {} non lues, {} inconnues.\n",
                                        "\n{} records ({}): {} offers, {} left out, {} refused.\n"
                                        "Values: {} read, {} empty, {} spare, {} knowingly not used, {} not read, {} unknown.\n")),
               check->records, check->encoding, check->offers, check->left_out, check->refused, check->read, check->empty, check->spare, check->unused,
               check->unread, check->unknown);
  }
  if (check->complete()) return {};
  return Problem(ProblemCode::kDocumentUnexpected,
                 fmt::format(fmt::runtime(context.say("{} offres, {} refusées, {} valeurs non lues, {} inconnues", "{} offers, {} refused, {} values not read, {} unknown")),
                             check->offers, check->refused, check->unread, check->unknown))
      .from(check->sample);
}

Status run_list(const Context& context) {
  Result<std::vector<ListedSource>> sources = list_sources((std::filesystem::path(context.datasets) / "sources").string());
  if (!sources) return std::move(sources).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*sources, context.language));
    return {};
  }
  Table table;
  table.column(context.say("source", "source"));
  table.column("format");
  table.column("version", Table::Align::kRight);
  table.column(context.say("champs", "fields"), Table::Align::kRight);
  table.column(context.say("titre", "title"), Table::Align::kLeft, 80);
  for (const ListedSource& each : *sources) {
    if (each.mapping)
      table.row({each.name, std::string(format_name(each.mapping->shape.format)), std::to_string(each.mapping->version), std::to_string(each.mapping->rules.size()), each.mapping->title});
    else table.row({each.name, "", "", "", describe(each.mapping.problem(), context.language)});
  }
  if (!table.empty()) fmt::print("{}", table.text());
  return {};
}

}  // namespace

void add_source(CLI::App& app, Context& context, Action& action) {
  CLI::App* source = app.add_subcommand("source", context.say("les fichiers de correspondance des partenaires", "partners' mapping files"));
  source->require_subcommand(1);
  source->fallthrough();
  auto options = std::make_shared<CheckOptions>();
  CLI::App* check = source->add_subcommand("check", context.say("lit un échantillon et montre, champ par champ, ce qui est lu et ce qui ne l'est pas (code 3 s'il manque quelque chose)",
                                                                "reads a sample and shows, field by field, what is read and what is not (exit code 3 when something is missing)"));
  check->add_option("MAPPING", options->mapping, context.say("nom d'une source (passerelle source list) ou chemin d'un fichier de correspondance", "name of a source (passerelle source list) or path of a mapping file"))->required();
  check->add_option("SAMPLE", options->sample, context.say("fichier du partenaire, - pour l'entrée standard", "the partner's file, - for standard input"))->required();
  check->add_flag("--each", options->each, context.say("chaque enregistrement, valeur par valeur", "each record, value by value"));
  check->add_option("--records", options->records, context.say("enregistrements détaillés au plus (--each, --json)", "records shown in detail at most (--each, --json)"))->capture_default_str();
  check->callback([&context, &action, options] { action = [&context, options] { return run_check(context, *options); }; });
  CLI::App* list = source->add_subcommand("list", context.say("les sources connues", "the sources there are"));
  list->callback([&context, &action] { action = [&context] { return run_list(context); }; });
}

}  // namespace passerelle::cli
