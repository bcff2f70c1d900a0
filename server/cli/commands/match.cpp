// shortlist OFFER | suggest CANDIDATE: the two lists of the main job.
#include <fmt/format.h>

#include "cli/commands/adviser.hpp"
#include "cli/context.hpp"
#include "cli/output/cards.hpp"
#include "cli/output/table.hpp"
#include "codec/answer_json.hpp"

namespace passerelle::cli {
namespace {

struct MatchOptions {
  std::string id, policy, date = to_string(today());
  std::size_t top = 20;
  std::int32_t min_suits = 0;
  bool details = false;
  AccessOptions access;   ///< of suggest: with a role the page of the adviser
};

Result<MatchRequest> request_of(const Context& context, const MatchOptions& options) {
  MatchRequest request;
  request.id = options.id;
  request.top = options.top;
  request.min_suits = options.min_suits;
  request.language = context.language;
  Result<Policy> policy = context.policy(options.policy);
  if (!policy) return std::move(policy).problem();
  request.policy = std::move(*policy);
  Result<Day> date = context.date(options.date);
  if (!date) return std::move(date).problem();
  request.date = *date;
  return request;
}

template <class Record>
void print_lines(const RankedList<Record>& list, const MatchOptions& options, const Context& context, const std::function<std::string(const Record&)>& card) {
  for (const ListLine<Record>& line : list.lines) {
    fmt::print("\n{:>3}. {}\n", line.rank, card(line.record));
    fmt::print("    {}\n", score_line(line.score, line.explanation, context));
    fmt::print("{}", reasons(line.explanation, options.details ? 100 : 3, 4, context));
    if (options.details) fmt::print("{}", contributions_table(line.score, line.explanation, context));
  }
}

template <class Record>
void print_tail(const RankedList<Record>& list, const Context& context, const char* none) {
  if (list.lines.empty()) fmt::print("\n{}\n", none);
  for (const Flag& flag : list.flags) fmt::print("  ! {}\n", reason_text(Problem(flag.code, flag.field, flag.detail), context.language));
  if (list.closed.set())
    fmt::print(fmt::runtime(context.say("  ! l'offre est close depuis le {} (la date demandée est le {})\n", "  ! the offer closed on {} (the date asked is {})\n")),
               to_string(list.closed), to_string(list.provenance.date));
  fmt::print(fmt::runtime(context.say("\n{} affichés sur {} possibles", "\n{} shown of {} possible")), list.lines.size(), list.eligible);
  if constexpr (std::is_same_v<Record, Offer>) fmt::print(fmt::runtime(context.say(" ; {} offres ouvertes à cette date", "; {} offers open on the date")), list.open_offers);
  fmt::print(".\n");
  fmt::print("{}\n", provenance_line(list.provenance, context));
}

Status suggest(const Context& context, const MatchOptions& options) {
  Result<MatchRequest> request = request_of(context, options);
  if (!request) return std::move(request).problem();
  if (!options.access.role.empty()) {
    AdviserRequest page;
    page.candidate = options.id;
    page.policy = std::move(request->policy);
    page.date = request->date;
    page.page.top = options.top;
    page.page.language = context.language;
    Result<adviser::AccessRequest> access = access_of(options.access, options.access.role, options.id, "suggest");
    if (!access) return std::move(access).problem();
    page.access = std::move(*access);
    return print_adviser_page(context, page);
  }
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<OfferList> list = engine->suggest(*request);
  if (!list) return std::move(list).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*list, context.language));
    return {};
  }
  fmt::print(fmt::runtime(context.say("Offres pour {}\n", "Offers for {}\n")), options.id);
  PASSERELLE_TRY(engine->candidate(options.id, [&](const Candidate& person) {
    fmt::print("    {}\n", person_card(person, *engine, request->policy.shows_wishes, context));
  }));
  print_lines<Offer>(*list, options, context, [&](const Offer& offer) { return offer_card(offer, *engine, context); });
  print_tail(*list, context, context.say("Aucune offre ne peut être proposée.", "No offer can be suggested."));
  return {};
}

Status shortlist(const Context& context, const MatchOptions& options) {
  Result<MatchRequest> request = request_of(context, options);
  if (!request) return std::move(request).problem();
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<CandidateList> list = engine->shortlist(*request);
  if (!list) return std::move(list).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*list, context.language));
    return {};
  }
  fmt::print(fmt::runtime(context.say("Candidats pour l'offre {}\n", "Candidates for offer {}\n")), options.id);
  PASSERELLE_TRY(engine->offer(options.id, [&](const Offer& offer) { fmt::print("    {}\n", offer_card(offer, *engine, context)); }));
  print_lines<Candidate>(*list, options, context, [&](const Candidate& person) {
    return fmt::format("{}\n    {}", person.id, person_card(person, *engine, request->policy.shows_wishes, context));
  });
  print_tail(*list, context, context.say("Aucun candidat ne correspond.", "No candidate fits."));
  return {};
}

void add_common(CLI::App* command, const std::shared_ptr<MatchOptions>& options, const Context& context) {
  command->add_option("--top", options->top, context.say("longueur de la liste", "length of the list"))->check(CLI::Range(std::size_t{1}, kMaxTop))->capture_default_str();
  command->add_option("--policy", options->policy, context.say("politique : adviser, recruiter, operations, ou un fichier .toml", "policy: adviser, recruiter, operations, or a .toml file"))
      ->capture_default_str();
  command->add_option("--date", options->date, context.say("date AAAA-MM-JJ (défaut : aujourd'hui)", "date YYYY-MM-DD (default: today)"));
  command->add_option("--min-suits", options->min_suits, context.say("« convient » minimal, 0 à 10000", "least « suits », 0 to 10000"))->check(CLI::Range(0, 10'000));
  command->add_flag("--details", options->details, context.say("toutes les raisons, critère par critère", "all reasons, criterion by criterion"));
}

}  // namespace

void add_match(CLI::App& app, Context& context, Action& action) {
  auto for_offer = std::make_shared<MatchOptions>();
  for_offer->policy = "recruiter";
  CLI::App* shortlisting = app.add_subcommand("shortlist", context.say("les candidats d'une offre, du meilleur au moins bon", "the candidates of an offer, best first"));
  shortlisting->add_option("offer", for_offer->id, context.say("identifiant de l'offre", "the offer's id"))->required();
  add_common(shortlisting, for_offer, context);
  shortlisting->callback([&context, &action, for_offer] { action = [&context, for_offer] { return shortlist(context, *for_offer); }; });

  auto for_person = std::make_shared<MatchOptions>();
  for_person->policy = "adviser";
  CLI::App* suggesting = app.add_subcommand("suggest", context.say("les offres d'une personne, de la meilleure à la moins bonne", "the offers of a person, best first"));
  suggesting->add_option("candidate", for_person->id, context.say("identifiant de la personne", "the person's id"))->required();
  add_common(suggesting, for_person, context);
  suggesting->add_option("--role", for_person->access.role,
                         context.say("adviser : la page du conseiller, avec freins et leviers (accès noté au journal)", "adviser: the adviser's page, with barriers and levers (access is logged)"));
  add_access_options(suggesting, for_person->access, context);
  suggesting->callback([&context, &action, for_person] { action = [&context, for_person] { return suggest(context, *for_person); }; });
}

}  // namespace passerelle::cli
