// operation plan | record | show: recruitment operations with seats.
#include <fmt/format.h>

#include "cli/commands/adviser.hpp"
#include "cli/context.hpp"
#include "cli/output/cards.hpp"
#include "cli/output/table.hpp"
#include "codec/operations_json.hpp"

namespace passerelle::cli {
namespace {

using codec::Audience;
using operations::InvitationState;
using operations::OperationPlan;
using operations::SessionPlan;

std::string clock(std::uint16_t minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }
std::string rate(std::uint32_t per_10000, const Context& context) { return fmt::format("{}{}{} %", per_10000 / 100, context.say(",", "."), per_10000 % 100 / 10); }
std::string tenths(std::uint64_t tenths, const Context& context) { return fmt::format("{}{}{}", tenths / 10, context.say(",", "."), tenths % 10); }

void print_people(const SessionPlan& session, Audience audience, const Context& context) {
  const bool lead = audience == Audience::kLead;
  Table table;
  table.column(context.say("  personne", "  person"));
  table.column(context.say("offre", "offer"), Table::Align::kLeft, 30);
  table.column(context.say("convient", "suits"), Table::Align::kRight);
  if (lead) {
    table.column("min", Table::Align::kRight);
    table.column("km", Table::Align::kRight);
    table.column(context.say("à noter", "to note"), Table::Align::kLeft, 60);
  }
  const auto row = [&](const operations::InvitedLine& line, const std::string& mark) {
    std::string notes = mark;
    if (line.quota) notes += context.say("place de quota", "quota place");
    for (const std::string& note : line.notes) notes += (notes.empty() ? "" : " ; ") + note;
    std::vector<std::string> cells = {"  " + line.candidate, line.offer_title.empty() ? line.offer : line.offer_title, percent(line.suits)};
    if (lead) cells.insert(cells.end(), {std::to_string(line.minutes), tenths((line.metres + 50) / 100, context), notes});
    table.row(std::move(cells));
  };
  for (const auto& line : session.invited) row(line, "");
  for (std::size_t i = 0; i < session.waiting.size(); ++i) row(session.waiting[i], fmt::format("{} {}", context.say("en attente", "waiting"), i + 1));
  if (!table.empty()) fmt::print("{}", table.text());
}

void print(const OperationsAnswer& answer, Audience audience, const Context& context) {
  const operations::OperationsPlan plan = codec::for_audience(answer.plan, audience);
  const bool lead = audience == Audience::kLead;
  std::uint64_t invited = 0;
  std::int64_t points = 0, alone = 0;
  for (const OperationPlan& operation : plan.operations) {
    fmt::print("{} · {} — {}\n  {}\n", operation.id, operation.kind_label, operation.title, operation.place);
    if (lead) {
      fmt::print(fmt::runtime(context.say("  absents attendus : {} ({})\n", "  no-shows expected: {} ({})\n")), rate(operation.no_show, context),
                 operation.no_show_stated ? context.say("dit par l'organisateur", "stated by the lead")
                                          : fmt::format(fmt::runtime(context.say("estimé, {} présences connues pour ce type", "estimated, {} presences known of this kind")), operation.attendance_known));
      for (const auto& quota : operation.quotas)
        fmt::print(fmt::runtime(context.say("  quota : {} % pour « {} », {} place(s) à pourvoir — fondement : {}\n", "  quota: {} % for “{}”, {} place(s) to fill — legal basis: {}\n")), quota.percent, quota.label, quota.places, quota.legal_basis);
      if (!operation.quotas.empty())
        fmt::print(fmt::runtime(context.say("  places de quota pourvues : {} ; les autres {}\n", "  quota places filled: {}; the others {}\n")), operation.quota_filled,
                   operation.releases_quotas ? context.say("sont ouvertes à tous", "are open to all") : context.say("restent réservées", "stay reserved"));
    }
    for (const SessionPlan& session : operation.sessions) {
      fmt::print(fmt::runtime(context.say("  {} · {} {}–{} · {} places", "  {} · {} {}–{} · {} seats")), session.id, to_string(session.date), clock(session.from), clock(session.to), session.seats);
      if (lead)
        fmt::print(fmt::runtime(context.say(" · {} invités sur {} possibles{} · présents attendus {} · risque de trop de monde {}", " · {} invited of at most {}{} · expected {} · risk of too many {}")),
                   session.invited.size() + session.already, session.places,
                   session.already == 0 ? std::string() : fmt::format(fmt::runtime(context.say(" (dont {} déjà)", " ({} before)")), session.already), tenths(session.expected_tenths, context), rate(session.overflow, context));
      fmt::print("\n");
      print_people(session, audience, context);
    }
    if (lead) {
      const auto& out = operation.left_out;
      fmt::print(fmt::runtime(context.say("  possibles : {} ; écartés : trop loin {}, sans transport à cette heure {}, prérequis {}, offre inadaptée {}, domicile inconnu {}\n",
                                          "  possible: {}; left out: too far {}, no transport at that hour {}, prerequisites {}, offer not suited {}, home not known {}\n")),
                 operation.possible, out.out_of_reach, out.no_transport, out.prerequisites, out.not_suited, out.not_located);
      fmt::print(fmt::runtime(context.say("  adéquation : {} points pour {} invités ; prise seule, {} points pour {} : {} de moins\n",
                                          "  relevance: {} points for {} invited; by itself alone, {} points for {}: {} less\n")),
                 operation.points, operation.invited, operation.alone_points, operation.alone_invited, operation.alone_points - operation.points);
    }
    invited += operation.invited;
    points += operation.points;
    alone += operation.alone_points;
    fmt::print("\n");
  }
  if (lead) {
    fmt::print(fmt::runtime(context.say("En tout {} invités ; adéquation {} points, {} de moins que la meilleure liste de chaque opération prise seule ({}).\n",
                                        "In all {} invited; relevance {} points, {} less than the best list for each operation alone ({}).\n")),
               invited, points, alone - points, rate(alone > 0 ? static_cast<std::uint32_t>((alone - points) * 10'000 / alone) : 0, context));
    for (const std::string& words : plan.explained) fmt::print("{}\n", wrap(words, terminal_width(), 0));
    if (plan.kept.read != 0) fmt::print(fmt::runtime(context.say("Enregistré : {} lignes nouvelles, {} changées.\n", "Kept: {} new lines, {} changed.\n")), plan.kept.added, plan.kept.changed);
  }
  fmt::print("{} · {} v{}\n", provenance_line(answer.provenance, context), plan.rules, plan.rules_version);
}

void print(const operations::OperationsShown& shown, const Context& context) {
  for (const auto& one : shown.operations) {
    fmt::print("{} · {} — {}\n", one.operation.id, one.kind_label, one.operation.title);
    for (const auto& session : one.operation.sessions)
      fmt::print(fmt::runtime(context.say("  {} · {} {}–{} · {} places\n", "  {} · {} {}–{} · {} seats\n")), session.id, to_string(session.date), clock(session.from), clock(session.to), session.seats);
    std::string states;
    for (std::size_t s = 0; s < one.states.size(); ++s)
      if (one.states[s] != 0) states += fmt::format("{}{} : {}", states.empty() ? "" : ", ", label(static_cast<InvitationState>(s), context.language), one.states[s]);
    fmt::print(fmt::runtime(context.say("  {} ; embauches : {} ; absents estimés pour la suite : {}\n", "  {}; hired: {}; no-shows estimated from now on: {}\n")), states.empty() ? context.say("personne", "nobody") : states, one.hired, rate(one.no_show, context));
    Table table;
    table.column("  session");
    table.column(context.say("personne", "person"));
    table.column(context.say("état", "state"));
    for (const InvitationRow& row : one.invitations) {
      const auto state = operations::invitation_state_from(row.state);
      std::string words = state ? std::string(label(*state, context.language)) : row.state;
      if (row.rank != 0) words += fmt::format(" {}", row.rank);
      if (row.hired) words += context.say(", embauché", ", hired");
      table.row({"  " + row.session, row.candidate, words});
    }
    if (!table.empty()) fmt::print("{}", table.text());
  }
  if (shown.operations.empty()) fmt::print("{}\n", context.say("aucune opération enregistrée", "no operation was kept"));
}

void add_plan(CLI::App& group, Context& context, Action& action) {
  struct Options {
    std::string file, policy = "operations", rules = "default", audience = "lead", date = to_string(today());
    bool keep = false, csv = false;
    AccessOptions access;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("plan", context.say("qui inviter, à quoi et quand : le meilleur plan pour toutes les opérations ensemble", "whom to invite, to what and when: the best plan for all operations together"));
  command->add_option("file", options->file, context.say("opérations en JSON (datasets/schema/operations.schema.json)", "operations as JSON (datasets/schema/operations.schema.json)"))->required();
  command->add_flag("--keep", options->keep, context.say("enregistre les opérations, les invitations et les listes d'attente", "records the operations, the invitations and the waiting lists"));
  command->add_flag("--csv", options->csv, context.say("une ligne par invitation, relisible par « operation record »", "a row an invitation, which operation record reads"));
  command->add_option("--for", options->audience, context.say("lead : qui organise ; recruiter : ce que l'employeur peut voir", "lead: who plans; recruiter: what the employer may see"))->check(CLI::IsMember({"lead", "recruiter"}))->capture_default_str();
  command->add_option("--rules", options->rules, context.say("règles d'invitation : un nom livré ou un fichier", "rules of invitations: a shipped name or a file"))->capture_default_str();
  command->add_option("--policy", options->policy, context.say("politique d'adéquation", "policy of relevance"))->capture_default_str();
  command->add_option("--date", options->date, context.say("jour du plan AAAA-MM-JJ (défaut : aujourd'hui)", "day of the plan YYYY-MM-DD (default: today)"));
  command->add_option("--agent", options->access.agent, context.say("qui demande (défaut : l'utilisateur) ; noté au journal", "who asks (default: the user); written to the log"));
  command->add_option("--purpose", options->access.purpose, context.say("pourquoi ; noté au journal", "what for; written to the log"));
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      OperationsRequest request;
      request.file = options->file;
      Result<Policy> policy = context.policy(options->policy);
      if (!policy) return std::move(policy).problem();
      request.policy = std::move(*policy);
      auto rules = context.invitation_rules(options->rules);
      if (!rules) return std::move(rules).problem();
      request.rules = std::move(*rules);
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      request.date = *date;
      request.plan.language = context.language;
      request.plan.keep = options->keep;
      Result<adviser::AccessRequest> access = access_of(options->access, "operations", "", "operation plan");
      if (!access) return std::move(access).problem();
      request.plan.agent = access->agent;
      request.plan.purpose = access->purpose;
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      Result<OperationsAnswer> answer = engine->plan_operations(request);
      if (!answer) return std::move(answer).problem();
      const Audience audience = options->audience == "lead" ? Audience::kLead : Audience::kRecruiter;
      if (context.json) fmt::print("{}\n", codec::to_json(*answer, audience));
      else if (options->csv) fmt::print("{}", codec::to_csv(*answer, audience));
      else print(*answer, audience, context);
      return {};
    };
  });
}

void add_record(CLI::App& group, Context& context, Action& action) {
  struct Options { std::string file, date = to_string(today()); };
  auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("record", context.say("enregistre ce que sont devenues les invitations : inscriptions, présences, embauches", "records what became of invitations: registrations, presences, hires"));
  command->add_option("file", options->file, context.say("CSV : operation, session, candidate, state, hired", "CSV: operation, session, candidate, state, hired"))->required();
  command->add_option("--date", options->date, context.say("jour AAAA-MM-JJ (défaut : aujourd'hui) : pas de présence avant la session", "day YYYY-MM-DD (default: today): no presence before the session"));
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      const Result<InvitationChanges> changes = engine->record_invitations(options->file, *date);
      if (!changes) return changes.problem();
      if (context.json) fmt::print("{}\n", codec::to_json(*changes));
      else fmt::print(fmt::runtime(context.say("{} lignes lues : {} nouvelles, {} changées, {} inchangées\n", "{} rows read: {} new, {} changed, {} unchanged\n")), changes->read, changes->added, changes->changed, changes->unchanged);
      return {};
    };
  });
}

void add_show(CLI::App& group, Context& context, Action& action) {
  struct Options { std::string id, rules = "default"; bool csv = false; };
  auto options = std::make_shared<Options>();
  CLI::App* command = group.add_subcommand("show", context.say("où en sont les opérations enregistrées", "where the operations that were kept stand"));
  command->add_option("operation", options->id, context.say("une seule, avec ses invitations", "one alone, with its invitations"));
  command->add_flag("--csv", options->csv, context.say("les invitations d'une opération, relisibles par « operation record »", "an operation's invitations, which operation record reads"));
  command->add_option("--rules", options->rules, context.say("règles d'invitation : un nom livré ou un fichier", "rules of invitations: a shipped name or a file"))->capture_default_str();
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      if (options->csv && options->id.empty()) return Problem(ProblemCode::kRequestInvalid, context.say("--csv demande une opération", "--csv needs an operation"));
      auto rules = context.invitation_rules(options->rules);
      if (!rules) return std::move(rules).problem();
      Result<Engine> engine = context.open(Store::Mode::kRead);
      if (!engine) return std::move(engine).problem();
      const auto shown = engine->show_operations(*rules, options->id, context.language);
      if (!shown) return shown.problem();
      if (context.json) fmt::print("{}\n", codec::to_json(*shown, context.language));
      else if (options->csv) fmt::print("{}", codec::to_csv(*shown));
      else print(*shown, context);
      return {};
    };
  });
}

}  // namespace

void add_operation(CLI::App& app, Context& context, Action& action) {
  CLI::App* group = app.add_subcommand("operation", context.say("opérations de recrutement : job datings, MRS, POEI, forums …", "recruitment operations: job datings, MRS, POEI, forums …"));
  group->require_subcommand(1);
  add_plan(*group, context, action);
  add_record(*group, context, action);
  add_show(*group, context, action);
}

}  // namespace passerelle::cli
