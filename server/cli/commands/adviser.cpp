// suggest --role adviser · whatif · correct · access-log · import levers, conflicts, barriers
#include "cli/commands/adviser.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "base/input_file.hpp"
#include "cli/output/cards.hpp"
#include "cli/output/table.hpp"
#include "codec/adviser_json.hpp"
#include "codec/shown_problem.hpp"

namespace passerelle::cli {
namespace {

/// The user's name on this machine: who is written down when --agent does not say.
std::string own_name() {
  const passwd* user = getpwuid(geteuid());
  return user != nullptr && user->pw_name != nullptr ? user->pw_name : fmt::format("uid-{}", geteuid());
}

std::string lever_notes(const adviser::LeverLine& lever, const Context& context) {
  std::string notes = lever.conditions;
  if (!lever.verified) notes += (notes.empty() ? "" : " ; ") + std::string(context.say("à vérifier", "to be checked"));
  return notes;
}

void print_briefs(const std::vector<adviser::OfferBrief>& briefs, const Context& context) {
  for (const adviser::OfferBrief& offer : briefs)
    fmt::print("        {} · {} · {}{} · {} {}\n", offer.id, clip(offer.title, 48), offer.place,
               offer.metres != 0 ? fmt::format(fmt::runtime(context.say(" (à {} km)", " ({} km)")), (offer.metres + 500) / 1'000) : "",
               context.say("score", "score"), percent(offer.score));
}

void print_groups(const char* title, const std::vector<adviser::LeverGroup>& groups, const Context& context) {
  if (groups.empty()) return;
  fmt::print("\n{}\n", title);
  for (const adviser::LeverGroup& group : groups) {
    fmt::print("  · {}\n", wrap(group.text, terminal_width() - 4, 4));
    for (const adviser::LeverLine& lever : group.levers)
      if (const std::string notes = lever_notes(lever, context); !notes.empty()) fmt::print("      {}\n", wrap(notes, terminal_width() - 6, 6));
    print_briefs(group.best, context);
    for (const adviser::ServiceLine& service : group.services)
      fmt::print("      → {}{}{}\n", clip(service.name, 70), service.city.empty() ? "" : " · " + service.city,
                 service.metres != 0 ? fmt::format(fmt::runtime(context.say(" (à {} km)", " ({} km)")), (service.metres + 500) / 1'000) : "");
  }
}

}  // namespace

void add_access_options(CLI::App* command, AccessOptions& options, const Context& context) {
  command->add_option("--agent", options.agent, context.say("qui demande (défaut : l'utilisateur) ; noté au journal", "who asks (default: the user); written to the log"));
  command->add_option("--purpose", options.purpose, context.say("pourquoi ; noté au journal", "what for; written to the log"));
  command->add_option("--portfolio", options.portfolio,
                      context.say("fichier des personnes suivies, un identifiant par ligne (défaut : la personne demandée)",
                                  "file of the persons accompanied, an id a line (default: the person asked about)"));
}

Result<adviser::AccessRequest> access_of(const AccessOptions& options, const std::string& role, const std::string& about, const std::string& purpose) {
  adviser::AccessRequest access;
  access.role = role;
  access.agent = options.agent.empty() ? own_name() : options.agent;
  access.purpose = options.purpose.empty() ? purpose : options.purpose;
  if (options.portfolio.empty()) {
    access.portfolio = {about};
    return access;
  }
  Result<std::string> text = read_all(options.portfolio);
  if (!text) return std::move(text).problem();
  std::size_t begin = 0;
  while (begin < text->size()) {
    std::size_t end = std::min(text->find('\n', begin), text->size());
    std::string id = text->substr(begin, end - begin);
    while (!id.empty() && (id.back() == '\r' || id.back() == ' ')) id.pop_back();
    if (!id.empty()) access.portfolio.push_back(std::move(id));
    begin = end + 1;
  }
  return access;
}

Status print_adviser_page(const Context& context, const AdviserRequest& request) {
  Result<Engine> engine = context.open(Store::Mode::kWrite);
  if (!engine) return std::move(engine).problem();
  Result<AdviserAnswer> answer = engine->adviser_page(request);
  if (!answer) return std::move(answer).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*answer, context.language));
    return {};
  }
  const adviser::AdviserPage& page = answer->page;
  fmt::print(fmt::runtime(context.say("Offres pour {} — page du conseiller\n", "Offers for {} — the adviser's page\n")), page.candidate);
  for (const std::string& note : page.notes) fmt::print("  ! {}\n", wrap(note, terminal_width() - 4, 4));
  fmt::print(fmt::runtime(context.say("\n1. Possible maintenant : {} offre(s)\n", "\n1. Possible now: {} offers\n")), page.now_count);
  for (const adviser::AdviserLine& line : page.now) {
    fmt::print("\n{:>3}. {}\n", line.rank, offer_card(line.offer, *engine, context));
    fmt::print("    {}\n", score_line(line.score, line.explanation, context));
    for (const adviser::AdviserReason& reason : line.verdict.reasons)
      if (reason.weight == "care" && reason.demands != std::vector<std::string>{"any-job"}) fmt::print("    ~ {}\n", reason.text);
    for (const adviser::LeverLine& lever : line.verdict.may_help)
      fmt::print(fmt::runtime(context.say("    + l'employeur souhaite plus : {}\n", "    + the employer wishes more: {}\n")), lever.label);
  }
  fmt::print(fmt::runtime(context.say("\n2. Possible avec un levier : {} offres en tout avec un ou plusieurs leviers\n", "\n2. Possible with a lever: {} offers in all with one or several levers\n")),
             page.with_count);
  print_groups(context.say("   Un seul levier", "   One lever"), page.with_lever, context);
  print_groups(context.say("\n3. Possible avec une formation", "\n3. Possible with a training"), page.with_training, context);
  print_groups(context.say("   Plusieurs leviers ensemble", "   Several levers together"), page.with_several, context);
  if (!page.leads.empty()) {
    fmt::print("{}", context.say("   Certifications qui mènent à des métiers fermés aujourd'hui (durée et coût à vérifier)\n", "   Certifications that lead to occupations closed today (duration and cost to be checked)\n"));
    for (const adviser::TrainingLead& lead : page.leads)
      fmt::print(fmt::runtime(context.say("  · {}{} ({} offre(s))\n", "  · {}{} ({} offer(s))\n")), lead.label, lead.rncp.empty() ? "" : " · RNCP " + lead.rncp, lead.offers);
  }
  if (!page.questions.empty()) {
    fmt::print(fmt::runtime(context.say("\nÀ vérifier : {} offre(s)\n", "\nTo be asked: {} offers\n")), page.ask_count);
    for (const adviser::Question& question : page.questions) {
      fmt::print(fmt::runtime(context.say("  ? {} ({} offre(s))\n", "  ? {} ({} offer(s))\n")), wrap(question.text, terminal_width() - 4, 4), question.offers);
      for (const adviser::LeverLine& lever : question.if_so)
        fmt::print(fmt::runtime(context.say("      si cela fait obstacle : {}\n", "      if it stands in the way: {}\n")), lever.label);
      print_briefs(question.best, context);
    }
  }
  if (!page.refusals.empty()) {
    fmt::print(fmt::runtime(context.say("\nPas possible : {} offre(s)\n", "\nNot possible: {} offers\n")), page.no_count);
    for (const adviser::Refusal& refusal : page.refusals)
      fmt::print(fmt::runtime(context.say("  – {} ({} offre(s))\n", "  – {} ({} offer(s))\n")), refusal.text, refusal.offers);
  }
  std::string tables;
  for (const std::string& table : page.tables) tables += (tables.empty() ? "" : ", ") + table;
  fmt::print("\n{}\n{}\n", provenance_line(answer->provenance, context), tables);
  return {};
}

Status print_adviser_pair(const Context& context, const AdviserRequest& request) {
  Result<Engine> engine = context.open(Store::Mode::kWrite);
  if (!engine) return std::move(engine).problem();
  Result<AdviserPairAnswer> answer = engine->adviser_pair(request);
  if (!answer) return std::move(answer).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*answer, context.language));
    return {};
  }
  const adviser::AdviserLine& line = answer->pair.line;
  fmt::print("{}\n\n{}\n    {}\n\n{}\n{}\n", answer->pair.candidate, line.offer.id, offer_card(line.offer, *engine, context), score_line(line.score, line.explanation, context),
             wrap(line.verdict.sentence, terminal_width(), 0));
  for (const adviser::AdviserReason& reason : line.verdict.reasons) {
    const char* sign = reason.weight == "question" ? "?" : reason.weight == "care" ? "~" : "!";
    fmt::print("  {} {}{}\n", sign, wrap(reason.text, terminal_width() - 4, 4), reason.evidence.empty() ? "" : fmt::format(" (« {} »)", reason.evidence));
  }
  for (const adviser::LeverLine& lever : line.verdict.levers) {
    fmt::print("  + {}", lever.label);
    if (const std::string notes = lever_notes(lever, context); !notes.empty()) fmt::print(" — {}", notes);
    fmt::print("\n");
  }
  fmt::print("\n{}", contributions_table(line.score, line.explanation, context));
  fmt::print("\n{}\n", provenance_line(answer->provenance, context));
  return {};
}

namespace {

Status what_if(const Context& context, const AdviserRequest& request) {
  Result<Engine> engine = context.open(Store::Mode::kWrite);
  if (!engine) return std::move(engine).problem();
  Result<WhatIfAnswer> answer = engine->what_if(request);
  if (!answer) return std::move(answer).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*answer, context.language));
    return {};
  }
  const adviser::WhatIf& difference = answer->difference;
  for (const adviser::LeverLine& lever : difference.granted) {
    fmt::print(fmt::runtime(context.say("Si : {}\n", "If: {}\n")), lever.label);
    if (const std::string notes = lever_notes(lever, context); !notes.empty()) fmt::print("    {}\n", notes);
  }
  for (const std::string& note : difference.notes) fmt::print("  ! {}\n", note);
  fmt::print(fmt::runtime(context.say("Possible maintenant : {} offres, {} ensuite ; {} s'ouvriraient.\n", "Possible now: {} offers, {} then; {} would open.\n")),
             difference.now_before, difference.now_after, difference.opened);
  const auto print = [&](const char* sign, const std::vector<adviser::ListChange>& changes) {
    for (const adviser::ListChange& change : changes) {
      fmt::print("{} {:>3}. {} · {} · {}{} · {} {}\n", sign, change.rank, change.offer.id, clip(change.offer.title, 48), change.offer.place,
                 change.offer.metres != 0 ? fmt::format(fmt::runtime(context.say(" (à {} km)", " ({} km)")), (change.offer.metres + 500) / 1'000) : "",
                 context.say("score", "score"), percent(change.offer.score));
      fmt::print("       {}\n", wrap(change.cause, terminal_width() - 7, 7));
    }
  };
  print("+", difference.enters);
  print("-", difference.leaves);
  fmt::print("{}\n", provenance_line(answer->provenance, context));
  return {};
}

void add_what_if(CLI::App& app, Context& context, Action& action) {
  struct Options {
    std::string candidate, policy = "adviser", date = to_string(today());
    std::size_t top = 20;
    std::vector<std::string> grant;
    AccessOptions access;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("whatif", context.say("ce que des leviers changeraient pour une personne (page du conseiller)", "what levers would change for a person (adviser's page)"));
  command->add_option("candidate", options->candidate, context.say("identifiant de la personne", "the person's id"))->required();
  command->add_option("--grant", options->grant, context.say("levier(s) accordé(s)", "lever(s) granted"))->required();
  command->add_option("--top", options->top, context.say("longueur de la liste", "length of the list"))->check(CLI::Range(std::size_t{1}, kMaxTop))->capture_default_str();
  command->add_option("--policy", options->policy, context.say("politique", "policy"))->capture_default_str();
  command->add_option("--date", options->date, context.say("date AAAA-MM-JJ (défaut : aujourd'hui)", "date YYYY-MM-DD (default: today)"));
  add_access_options(command, options->access, context);
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      AdviserRequest request;
      request.candidate = options->candidate;
      request.page.top = options->top;
      request.page.language = context.language;
      request.grant = options->grant;
      Result<Policy> policy = context.policy(options->policy);
      if (!policy) return std::move(policy).problem();
      request.policy = std::move(*policy);
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      request.date = *date;
      Result<adviser::AccessRequest> access = access_of(options->access, "adviser", options->candidate, "whatif");
      if (!access) return std::move(access).problem();
      request.access = std::move(*access);
      return what_if(context, request);
    };
  });
}

void add_correct(CLI::App& app, Context& context, Action& action) {
  struct Options { std::string candidate, situation, constraint, state, reason, date = to_string(today()); AccessOptions access; };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("correct", context.say("corrige un frein d'une personne, avec la raison", "corrects a barrier of a person, with the reason"));
  command->add_option("candidate", options->candidate, context.say("identifiant de la personne", "the person's id"))->required();
  CLI::Option* situation = command->add_option("--situation", options->situation, context.say("code de la situation (6 à 41)", "the situation's code (6 to 41)"));
  command->add_option("--constraint", options->constraint, context.say("code de la contrainte (22 à 29)", "the constraint's code (22 to 29)"))->excludes(situation);
  command->add_option("--state", options->state, context.say("yes, no, closed ou not-explored", "yes, no, closed or not-explored"))
      ->required()->check(CLI::IsMember({"yes", "no", "closed", "not-explored"}));
  command->add_option("--reason", options->reason, context.say("raison", "reason"))->required();
  command->add_option("--date", options->date, context.say("date AAAA-MM-JJ (défaut : aujourd'hui)", "date YYYY-MM-DD (default: today)"));
  add_access_options(command, options->access, context);
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      if (options->situation.empty() && options->constraint.empty())
        return Problem(ProblemCode::kRequestInvalid, context.say("il manque --situation ou --constraint", "--situation or --constraint is missing"));
      adviser::CorrectionRequest request;
      request.candidate = options->candidate;
      request.code = options->situation.empty() ? "constraint " + options->constraint : "situation " + options->situation;
      request.state = options->state;
      request.reason = options->reason;
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      request.date = *date;
      Result<adviser::AccessRequest> access = access_of(options->access, "adviser", options->candidate, "correct");
      if (!access) return std::move(access).problem();
      request.access = std::move(*access);
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      PASSERELLE_TRY(engine->correct_barrier(request));
      if (context.json) fmt::print("{{\"corrected\":true}}\n");
      else fmt::print("{}", context.say("Corrigé.\n", "Corrected.\n"));
      return {};
    };
  });
}

void add_access_log(CLI::App& app, Context& context, Action& action) {
  auto candidate = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("access-log", context.say("qui a lu ou écrit les freins de qui", "who read or wrote whose barriers"));
  command->add_option("--candidate", *candidate, context.say("d'une personne seulement", "of one person only"));
  command->callback([&context, &action, candidate] {
    action = [&context, candidate]() -> Status {
      Result<Engine> engine = context.open(Store::Mode::kRead);
      if (!engine) return std::move(engine).problem();
      return engine->access_log([&](const AccessEntry& entry) -> Status {
        if (!candidate->empty() && entry.candidate != *candidate) return {};
        if (context.json) fmt::print("{}\n", codec::to_json(entry));
        else fmt::print("{} · {} · {} · {} · {} · {}\n", entry.at, entry.agent, entry.role, entry.action, entry.candidate, entry.purpose);
        return {};
      });
    };
  });
}

}  // namespace

void add_adviser(CLI::App& app, Context& context, Action& action) {
  add_what_if(app, context, action);
  add_correct(app, context, action);
  add_access_log(app, context, action);
}

void add_adviser_imports(CLI::App& import, Context& context, Action& action) {
  for (const char* name : {"levers", "conflicts"}) {
    auto paths = std::make_shared<std::vector<std::string>>();
    const bool levers = name[0] == 'l';
    CLI::App* command = import.add_subcommand(
        name, levers ? context.say("les tables des leviers (TOML ; datasets/levers) : freins, exigences, conflits, leviers", "the tables of levers (TOML; datasets/levers): barriers, demands, conflicts, levers")
                     : context.say("comme « levers » : une table de conflits", "like “levers”: a table of conflicts"));
    command->add_option("file", *paths, context.say("fichier(s) .toml", ".toml file(s)"))->required();
    command->callback([&context, &action, paths] {
      action = [&context, paths]() -> Status {
        Result<Engine> engine = context.open(Store::Mode::kWrite);
        if (!engine) return std::move(engine).problem();
        Result<adviser::TableImport> report = engine->import_lever_tables(*paths);
        if (!report) return std::move(report).problem();
        if (context.json) fmt::print("{}\n", codec::to_json(*report));
        else fmt::print(fmt::runtime(context.say("{} tables lues, {} nouvelles.\n", "{} tables read, {} new.\n")), report->read, report->added);
        return {};
      };
    });
  }
  for (const char* name : {"services", "certifications"}) {
    auto paths = std::make_shared<std::vector<std::string>>();
    const bool services = name[0] == 's';
    CLI::App* command = import.add_subcommand(
        name, services ? context.say("les services de data·inclusion v1 (JSON), à la place de ceux qui y sont", "services of data·inclusion v1 (JSON), instead of those there")
                       : context.say("les certifications (CSV : Formacode, RNCP, ROME), à la place de celles qui y sont", "certifications (CSV: Formacode, RNCP, ROME), instead of those there"));
    command->add_option("file", *paths, context.say("fichier(s)", "file(s)"))->required();
    command->callback([&context, &action, paths, services] {
      action = [&context, paths, services]() -> Status {
        Result<Engine> engine = context.open(Store::Mode::kWrite);
        if (!engine) return std::move(engine).problem();
        Result<adviser::ResourceImport> report = services ? engine->import_services(*paths) : engine->import_certifications(*paths);
        if (!report) return std::move(report).problem();
        if (context.json) {
          fmt::print("{}\n", codec::to_json(*report, context.language));
          return {};
        }
        fmt::print(fmt::runtime(context.say("{} lus, {} gardés.\n", "{} read, {} kept.\n")), report->read, report->kept);
        constexpr std::size_t kShown = 5;
        for (std::size_t i = 0; i < report->left_out.size() && i < kShown; ++i) fmt::print(stderr, "  {}\n", describe(report->left_out[i], context.language));
        if (report->left_out.size() > kShown)
          fmt::print(stderr, fmt::runtime(context.say("  … et {} autres (--json les donne tous)\n", "  … and {} more (--json gives them all)\n")), report->left_out.size() - kShown);
        return {};
      };
    });
  }
  struct Options { std::string format, candidate, date = to_string(today()); std::vector<std::string> files; AccessOptions access; };
  auto options = std::make_shared<Options>();
  CLI::App* command = import.add_subcommand("barriers", context.say("les freins de personnes déjà connues (accès noté au journal)", "barriers of persons already known (access is logged)"));
  command->add_option("--format", options->format, context.say("france-travail ou passerelle", "france-travail or passerelle"))->required()->check(CLI::IsMember({"france-travail", "passerelle"}));
  command->add_option("file", options->files, context.say("fichier(s), - pour l'entrée standard", "file(s), - for standard input"))->required();
  command->add_option("--candidate", options->candidate, context.say("france-travail : la personne, que le fichier ne nomme pas", "france-travail: the person, whom the file does not name"));
  command->add_option("--date", options->date, context.say("date AAAA-MM-JJ à laquelle les tables comptent (défaut : aujourd'hui)", "date YYYY-MM-DD on which tables count (default: today)"));
  add_access_options(command, options->access, context);
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      adviser::BarrierImport request;
      request.format = options->format == "france-travail" ? adviser::BarrierFormat::kFranceTravail : adviser::BarrierFormat::kPasserelle;
      request.paths = options->files;
      request.candidate = options->candidate;
      Result<adviser::AccessRequest> access = access_of(options->access, "import", options->candidate, "import barriers");
      if (!access) return std::move(access).problem();
      request.access = std::move(*access);
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      Result<adviser::BarrierImportReport> report = engine->import_barriers(request, *date);
      if (!report) return std::move(report).problem();
      if (context.json) {
        fmt::print("{}\n", codec::to_json(*report, context.language));
        return {};
      }
      const ImportCounts& counts = report->counts;
      fmt::print(fmt::runtime(context.say("{} lus : {} modifiés, {} inchangés, {} en quarantaine.\n", "{} read: {} changed, {} unchanged, {} in quarantine.\n")), counts.read,
                 counts.changed, counts.unchanged, counts.quarantined);
      for (const QuarantineEntry& entry : report->quarantined) fmt::print(stderr, "  {}\n", describe(codec::shown_problem(entry), context.language));
      return {};
    };
  });
}

}  // namespace passerelle::cli
