// audit verify | list | show | purge: the decision log
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "codec/decision_json.hpp"

namespace passerelle::cli {
namespace {

struct AuditOptions {
  std::string directory, actor, before, head;
  std::uint64_t entry = 0;
  unsigned months = 0;
};

std::string directory_of(const AuditOptions& options, const Context& context) {
  return options.directory.empty() ? context.store + ".decisions" : options.directory;
}

Status verify(const AuditOptions& options, const Context& context) {
  const auto report = audit::verify_log(directory_of(options, context));
  if (!report) return report.problem();
  if (!options.head.empty() && audit::to_hex(report->head) != options.head) {
    // The head of an earlier check may stand inside: the log has grown since. Only one that is nowhere tells of a loss.
    bool found = false;
    PASSERELLE_TRY(audit::for_each_entry(directory_of(options, context), false, [&](const audit::Entry& entry) -> Status {
      found = found || audit::to_hex(entry.hash) == options.head;
      return {};
    }));
    if (!found) return Problem(ProblemCode::kStoreDamaged, context.say("l'empreinte donnée n'y est plus", "the head given is no longer there")).from(directory_of(options, context));
  }
  if (context.json) {
    fmt::print("{}\n", codec::log_report_json(*report));
    return {};
  }
  fmt::print(fmt::runtime(context.say("Journal intact : {} entrées ({} à {}), {} fichiers.\nEmpreinte de la dernière : {}\n",
                                      "The log is whole: {} entries ({} to {}), {} files.\nHash of the last: {}\n")),
             report->entries, report->first, report->last, report->files, audit::to_hex(report->head));
  if (report->torn_bytes != 0)
    fmt::print(fmt::runtime(context.say("{} octets à la fin : une écriture en cours, ou interrompue avant d'avoir été confirmée.\n",
                                        "{} bytes at the end: a write under way, or cut off before it was acknowledged.\n")),
               report->torn_bytes);
  return {};
}

Status list(const AuditOptions& options, const Context& context) {
  Table table;
  table.column(context.say("entrée", "entry"), Table::Align::kRight);
  table.column(context.say("quand", "when"));
  table.column(context.say("qui", "who"), Table::Align::kLeft, 24);
  table.column(context.say("rôle", "role"));
  table.column(context.say("quoi", "what"));
  table.column(context.say("offre", "offer"), Table::Align::kLeft, 32);
  table.column(context.say("personnes", "persons"), Table::Align::kRight);
  PASSERELLE_TRY(audit::for_each_entry(directory_of(options, context), context.json, [&](const audit::Entry& entry) -> Status {
    const audit::Decision& d = entry.decision;
    if (!options.actor.empty() && d.actor != options.actor) return {};
    if (context.json) fmt::print("{}\n", codec::entry_json(entry));
    else table.row({std::to_string(entry.sequence), entry.at.substr(0, 19), d.actor, d.role, d.call.empty() ? std::string(audit::kind_name(d.kind)) : d.call, d.offer, std::to_string(entry.sealed)});
    return {};
  }));
  if (!context.json) fmt::print("{}", table.text());
  return {};
}

Status show(const AuditOptions& options, const Context& context) {
  const auto entry = audit::find_entry(directory_of(options, context), options.entry);
  if (!entry) return entry.problem();
  if (context.json) {
    fmt::print("{}\n", codec::entry_json(*entry));
    return {};
  }
  const audit::Decision& d = entry->decision;
  const auto line = [](const char* name, std::string_view value) {
    if (!value.empty()) fmt::print("{:<14}{}\n", name, value);
  };
  line(context.say("entrée", "entry"), std::to_string(entry->sequence));
  line(context.say("quand", "when"), entry->at);
  line(context.say("qui", "who"), fmt::format("{}{}{}", d.actor, d.role.empty() ? "" : ", ", d.role));
  line(context.say("pourquoi", "purpose"), d.purpose);
  line(context.say("quoi", "what"), d.call.empty() ? std::string(audit::kind_name(d.kind)) : d.call);
  line(context.say("offre", "offer"), d.offer);
  if (!d.policy.empty()) line(context.say("politique", "policy"), fmt::format("{} v{}", d.policy, d.policy_version));
  line(context.say("contenu", "snapshot"), d.snapshot);
  line(context.say("programme", "build"), d.build);
  line(context.say("date", "date"), d.date);
  line(context.say("demande", "request"), d.request);
  line(context.say("réponse", "answer"), fmt::format(fmt::runtime(context.say("{} octets, {}", "{} bytes, {}")), d.answer_bytes, audit::to_hex(d.answer)));
  line(context.say("empreinte", "hash"), audit::to_hex(entry->hash));
  for (const audit::AboutPerson& about : d.about) fmt::print("  {}\n", about.words);
  if (const std::size_t erased = entry->sealed - d.about.size(); erased != 0)
    fmt::print(fmt::runtime(context.say("  {} passages illisibles : les personnes ont été effacées\n", "  {} passages cannot be read: the persons were erased\n")), erased);
  return {};
}

std::string months_ago(unsigned months) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  const int month = parts.tm_year * 12 + parts.tm_mon - static_cast<int>(months);
  return fmt::format("{:04}-{:02}-{:02}T00:00:00.000Z", 1900 + month / 12, month % 12 + 1, parts.tm_mday);
}

Status purge(const AuditOptions& options, const Context& context) {
  const auto gone = audit::purge_log(directory_of(options, context), months_ago(options.months));
  if (!gone) return gone.problem();
  if (context.json) fmt::print("{{\"purged_files\":{}}}\n", *gone);
  else fmt::print(fmt::runtime(context.say("{} fichiers effacés.\n", "{} files deleted.\n")), *gone);
  return {};
}

}  // namespace

void add_audit(CLI::App& app, Context& context, Action& action) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* audit = app.add_subcommand("audit", context.say("journal des décisions : vérifier, lire, purger", "decision log: verify, read, purge"));
  audit->require_subcommand(1);
  audit->add_option("--log", options->directory, context.say("dossier du journal (défaut : BASE.decisions)", "the log's folder (default: STORE.decisions)"));
  CLI::App* verify_command = audit->add_subcommand("verify", context.say("relit la chaîne entière", "reads the whole chain"));
  verify_command->add_option("--head", options->head, context.say("empreinte notée lors d'une vérification précédente : elle doit s'y trouver", "hash noted at an earlier check: it must still be there"));
  verify_command->callback([&context, &action, options] { action = [&context, options] { return verify(*options, context); }; });
  CLI::App* list_command = audit->add_subcommand("list", context.say("les entrées, de la plus ancienne à la plus récente", "the entries, oldest first"));
  list_command->add_option("--actor", options->actor, context.say("celles de ce compte", "those of this account"));
  list_command->callback([&context, &action, options] { action = [&context, options] { return list(*options, context); }; });
  CLI::App* show_command = audit->add_subcommand("show", context.say("une entrée", "one entry"));
  show_command->add_option("ENTRY", options->entry, context.say("numéro", "number"))->required();
  show_command->callback([&context, &action, options] { action = [&context, options] { return show(*options, context); }; });
  CLI::App* purge_command = audit->add_subcommand("purge", context.say("efface les fichiers dont tout est plus ancien", "deletes files whose entries are all older"));
  purge_command->add_option("--months", options->months, context.say("mois gardés, 6 au moins", "months kept, at least 6"))->required()->check(CLI::Range(6U, 1200U));
  purge_command->callback([&context, &action, options] { action = [&context, options] { return purge(*options, context); }; });
}

}  // namespace passerelle::cli
