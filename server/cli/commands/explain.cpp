// explain CANDIDATE OFFER: one pair, whole.
#include <fmt/format.h>

#include "cli/commands/adviser.hpp"
#include "cli/context.hpp"
#include "cli/output/cards.hpp"
#include "codec/answer_json.hpp"

namespace passerelle::cli {

void add_explain(CLI::App& app, Context& context, Action& action) {
  struct Options { std::string candidate, offer, policy = "adviser", date = to_string(today()); AccessOptions access; };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", context.say("pourquoi cette personne et cette offre, ou pourquoi pas", "why this person and this offer, or why not"));
  command->add_option("candidate", options->candidate, context.say("identifiant de la personne", "the person's id"))->required();
  command->add_option("offer", options->offer, context.say("identifiant de l'offre", "the offer's id"))->required();
  command->add_option("--policy", options->policy, context.say("politique : adviser, recruiter, operations, ou un fichier .toml", "policy: adviser, recruiter, operations, or a .toml file"))
      ->capture_default_str();
  command->add_option("--date", options->date, context.say("date AAAA-MM-JJ (défaut : aujourd'hui)", "date YYYY-MM-DD (default: today)"));
  command->add_option("--role", options->access.role,
                      context.say("adviser : avec les freins de la personne et les leviers (accès noté au journal)", "adviser: with the person's barriers and the levers (access is logged)"));
  add_access_options(command, options->access, context);
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      PairRequest request;
      request.candidate = options->candidate;
      request.offer = options->offer;
      request.language = context.language;
      Result<Policy> policy = context.policy(options->policy);
      if (!policy) return std::move(policy).problem();
      request.policy = std::move(*policy);
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      request.date = *date;
      if (!options->access.role.empty()) {
        AdviserRequest pair;
        pair.candidate = options->candidate;
        pair.offer = options->offer;
        pair.policy = request.policy;
        pair.date = request.date;
        pair.page.language = context.language;
        Result<adviser::AccessRequest> access = access_of(options->access, options->access.role, options->candidate, "explain");
        if (!access) return std::move(access).problem();
        pair.access = std::move(*access);
        return print_adviser_pair(context, pair);
      }
      Result<Engine> engine = context.open(Store::Mode::kRead);
      if (!engine) return std::move(engine).problem();
      Result<PairAnswer> answer = engine->explain(request);
      if (!answer) return std::move(answer).problem();
      if (context.json) {
        fmt::print("{}\n", codec::to_json(*answer, context.language));
        return {};
      }
      fmt::print("{}\n    {}\n\n{}\n    {}\n\n", answer->candidate.id, person_card(answer->candidate, *engine, request.policy.shows_wishes, context), answer->offer.id,
                 offer_card(answer->offer, *engine, context));
      fmt::print("{}\n", score_line(answer->score, answer->explanation, context));
      if (!answer->eligible)
        fmt::print("{}\n", context.say("Les listes ne proposent pas ce couple : métiers trop éloignés, et compétences déclarées insuffisantes pour ce métier.",
                                       "Lists do not offer this pair: the occupations are too far apart, and the declared items do not cover this one."));
      else if (!answer->listed)
        fmt::print("{}\n", context.say("Cette politique ne montre pas ce couple dans ses listes.", "This policy's lists do not show this pair."));
      fmt::print("{}\n{}", reasons(answer->explanation, 100, 0, context), contributions_table(answer->score, answer->explanation, context));
      fmt::print("\n{}\n", provenance_line(answer->provenance, context));
      return {};
    };
  });
}

}  // namespace passerelle::cli
