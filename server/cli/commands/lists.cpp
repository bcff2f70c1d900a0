// offers | candidates | quarantine: what the store holds, one line each; NDJSON with `id` under --json. The quarantine can
// also forget what it holds of persons.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "codec/answer_json.hpp"
#include "codec/shown_problem.hpp"

namespace passerelle::cli {
namespace {

struct ListOptions {
  ListFilter filter;
  std::size_t limit = 0;
};

std::string flags_text(const std::vector<Flag>& flags, Language language) {
  std::string text;
  for (const Flag& flag : flags) {
    if (!text.empty()) text += " ; ";
    text += reason_text(Problem(flag.code, flag.field, flag.detail), language);
  }
  return text;
}

// Tables for people stop here unless a limit is given: nobody reads 50,000 lines.
constexpr std::size_t kScreen = 50;

// A bare occupation code means ROME, as in records; tables count all that match, so the limit is theirs.
ListFilter filter_of(const ListOptions& options, const Context& context) {
  ListFilter filter = options.filter;
  if (!filter.occupation.empty() && filter.occupation.find(':') == std::string::npos) filter.occupation.insert(0, "rome:");
  filter.limit = context.json ? options.limit : 0;
  return filter;
}

std::size_t table_limit(const ListOptions& options) { return options.limit == 0 ? kScreen : options.limit; }

void say_rest(const Context& context, std::size_t shown, std::uint64_t all) {
  if (shown < all)
    fmt::print(fmt::runtime(context.say("\n{} sur {} ; --limit N pour en voir plus, --json pour tout.\n", "\n{} of {}; --limit N for more, --json for all.\n")), shown, all);
}

Status list_offers(const Context& context, const ListOptions& options) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  ListFilter filter = filter_of(options, context);
  if (context.json)
    return engine->offers(filter, [](const Offer&, std::string_view json) -> Status {
      fmt::print("{}\n", json);
      return {};
    });
  Table table;
  table.column("id", Table::Align::kLeft, 20);
  table.column(context.say("intitulé", "title"), Table::Align::kLeft, 34);
  table.column(context.say("métier", "occupation"), Table::Align::kLeft, 11);
  table.column(context.say("lieu", "place"), Table::Align::kLeft, 22);
  table.column(context.say("contrat", "contract"), Table::Align::kLeft, 7);
  table.column(context.say("à savoir", "to know"), Table::Align::kLeft, 48);
  std::size_t shown = 0, all = 0;
  PASSERELLE_TRY(engine->offers(filter, [&](const Offer& offer, std::string_view) -> Status {
    if (++all <= table_limit(options)) {
      ++shown;
      table.row({offer.id, offer.title, offer.occupation, offer.place.name.empty() ? offer.place.insee : offer.place.name, std::string(code(offer.contract)),
                 flags_text(offer.flags, context.language)});
    }
    return {};
  }));
  fmt::print("{}", table.text());
  say_rest(context, shown, all);
  return {};
}

Status list_candidates(const Context& context, const ListOptions& options) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  ListFilter filter = filter_of(options, context);
  if (context.json)
    return engine->candidates(filter, [](const Candidate&, std::string_view json) -> Status {
      fmt::print("{}\n", json);
      return {};
    });
  Table table;
  table.column("id", Table::Align::kLeft, 20);
  table.column(context.say("recherche", "seeks"), Table::Align::kLeft, 40);
  table.column(context.say("domicile", "home"), Table::Align::kLeft, 24);
  table.column(context.say("rayon", "radius"), Table::Align::kRight, 8);
  table.column(context.say("à savoir", "to know"), Table::Align::kLeft, 40);
  std::size_t shown = 0, all = 0;
  PASSERELLE_TRY(engine->candidates(filter, [&](const Candidate& person, std::string_view) -> Status {
    if (++all <= table_limit(options)) {
      ++shown;
      std::string sought;
      for (const Key& key : person.sought) sought += (sought.empty() ? "" : ", ") + engine->label(key);
      const std::string radius = person.mobility.radius_km != 0        ? fmt::format("{} km", person.mobility.radius_km)
                                 : person.mobility.radius_minutes != 0 ? fmt::format("{} min", person.mobility.radius_minutes)
                                                                       : std::string("–");
      table.row({person.id, sought, person.home.name.empty() ? person.home.insee : person.home.name, radius, flags_text(person.flags, context.language)});
    }
    return {};
  }));
  fmt::print("{}", table.text());
  say_rest(context, shown, all);
  return {};
}

Status list_quarantine(const Context& context, const ListOptions& options) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Table table;
  table.column(context.say("source", "source"), Table::Align::kLeft, 28);
  table.column(context.say("position", "position"), Table::Align::kLeft, 28);
  table.column(context.say("champ", "field"), Table::Align::kLeft, 20);
  table.column(context.say("raison", "reason"), Table::Align::kLeft, 60);
  std::size_t shown = 0, all = 0;
  PASSERELLE_TRY(engine->quarantine([&](const QuarantineEntry& entry) -> Status {
    ++all;
    if (context.json) {
      if (options.limit == 0 || all <= options.limit) fmt::print("{}\n", codec::to_json(entry, context.language));
    } else if (all <= table_limit(options)) {
      ++shown;
      const Problem problem = codec::shown_problem(entry);
      table.row({problem.source, position_text(problem.position, context.language), problem.field, reason_text(problem, context.language)});
    }
    return {};
  }));
  if (context.json) return {};
  if (all == 0) fmt::print("{}\n", context.say("La quarantaine est vide.", "The quarantine is empty."));
  else fmt::print("{}", table.text());
  say_rest(context, shown, all);
  return {};
}

Status purge_people(const Context& context) {
  Result<Engine> engine = context.open(Store::Mode::kWrite);
  if (!engine) return std::move(engine).problem();
  Result<std::uint64_t> purged = engine->purge_quarantined_people();
  if (!purged) return std::move(purged).problem();
  if (context.json) fmt::print("{{\"purged\":{}}}\n", *purged);
  else
    fmt::print(fmt::runtime(context.say("{} dossiers de personnes effacés de la quarantaine ; les raisons du refus restent.\n",
                                        "{} records of persons deleted from the quarantine; why they were refused stays.\n")),
               *purged);
  return {};
}

}  // namespace

void add_lists(CLI::App& app, Context& context, Action& action) {
  auto options = std::make_shared<ListOptions>();
  const auto common = [&](CLI::App* command, bool records) {
    command->add_option("--limit", options->limit, context.say("nombre de lignes au plus", "lines at most"))->check(CLI::Range(0, 1'000'000'000));
    if (!records) return;
    command->add_option("--occupation", options->filter.occupation, context.say("métier (clé, p. ex. rome:N1103)", "occupation (key, e.g. rome:N1103)"));
    command->add_option("--department", options->filter.department, context.say("début du code commune, p. ex. 59", "beginning of the commune code, e.g. 59"));
    command->add_option("--after", options->filter.after_id, context.say("à partir de cet identifiant, exclu", "from this id on, excluded"));
    command->add_flag("--flagged", options->filter.flagged_only, context.say("seulement les enregistrements signalés", "flagged records only"));
  };
  CLI::App* offers = app.add_subcommand("offers", context.say("liste les offres", "lists the offers"));
  common(offers, true);
  offers->add_option("--source", options->filter.source, context.say("source", "source"));
  offers->add_flag("--closed", options->filter.include_closed, context.say("avec les offres closes", "closed offers too"));
  offers->require_subcommand(0, 1);
  offers->fallthrough();
  add_offer_commands(*offers, context, action);
  offers->callback([&context, &action, options, offers] {
    if (!offers->get_subcommands().empty()) return;
    action = [&context, options] { return list_offers(context, *options); };
  });
  CLI::App* candidates = app.add_subcommand("candidates", context.say("liste les candidats", "lists the candidates"));
  common(candidates, true);
  candidates->callback([&context, &action, options] { action = [&context, options] { return list_candidates(context, *options); }; });
  CLI::App* quarantine = app.add_subcommand("quarantine", context.say("ce qui n'a pas pu être utilisé, et pourquoi", "what could not be used, and why"));
  common(quarantine, false);
  auto purge = std::make_shared<bool>(false);
  quarantine->add_flag("--purge-restricted", *purge,
                       context.say("efface le contenu des dossiers de personnes refusés (freins, coordonnées) ; garde les raisons du refus",
                                   "deletes the content of refused records of persons (barriers, contact details); keeps why they were refused"));
  quarantine->callback([&context, &action, options, purge] {
    action = [&context, options, purge] { return *purge ? purge_people(context) : list_quarantine(context, *options); };
  });
}

}  // namespace passerelle::cli
