// levers: what levers would open in a territory, and the best plan under a budget.
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "cli/commands/adviser.hpp"
#include "cli/context.hpp"
#include "cli/output/cards.hpp"
#include "cli/output/table.hpp"
#include "codec/territory_json.hpp"

namespace passerelle::cli {
namespace {

using territory::UnlockCell;

std::string figure(const std::optional<std::uint64_t>& number) { return number ? std::to_string(*number) : std::string("–"); }
std::string euros(std::uint64_t cents) { return fmt::format("{},{:02} €", cents / 100, cents % 100); }
std::string joined(const std::vector<std::string>& labels) {
  std::string out;
  for (const std::string& label : labels) out += (out.empty() ? "" : " + ") + label;
  return out;
}

void print(const TerritoryAnswer& answer, const Context& context) {
  for (const territory::BasinPlan& basin : answer.plan.basins) {
    fmt::print("{} {}\n", basin.basin, basin.name);
    for (const territory::UnlockRow& row : basin.rows) {
      fmt::print("  · {}\n", row.certificate.empty() ? joined(row.labels) : fmt::format(fmt::runtime(context.say("certificat à acheter : {}", "certificate to buy: {}")), row.certificate));
      const auto line = [&](const UnlockCell& cell, const std::string& where) {
        fmt::print(fmt::runtime(context.say("      {} : {} poste(s) deviendraient accessibles à {} personne(s), dont en tête de liste {} poste(s) et {} personne(s)\n",
                                            "      {}: {} post(s) would become reachable for {} person(s), of which at the top of lists {} post(s) and {} person(s)\n")),
                   where, figure(cell.posts), figure(cell.persons), figure(cell.strong_posts), figure(cell.strong_persons));
      };
      line(row.total, context.say("en tout", "in all"));
      for (const UnlockCell& cell : row.sectors) line(cell, cell.sector_label);
    }
    fmt::print(fmt::runtime(context.say("  Plan : {}, {}\n", "  Plan: {}, {}\n")), basin.text, euros(basin.cost_cents));
    for (const territory::PlanLine& line : basin.plan)
      fmt::print(fmt::runtime(context.say("    {:>6} place(s) · {} · {} poste(s) · {}\n", "    {:>6} place(s) · {} · {} post(s) · {}\n")), line.places, joined(line.labels), line.posts, euros(line.cost_cents));
  }
  std::string tables;
  for (const std::string& table : answer.plan.tables) tables += (tables.empty() ? "" : ", ") + table;
  fmt::print("\n{}\n{}\n{}\n", answer.plan.rule, provenance_line(answer.provenance, context), tables);
}

Result<std::pair<std::string, std::uint64_t>> places_of(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  std::uint64_t places = 0;
  if (equals != std::string::npos && equals != 0 && equals + 1 < text.size()) {
    const auto [end, error] = std::from_chars(text.data() + equals + 1, text.data() + text.size(), places);
    if (error == std::errc() && end == text.data() + text.size() && places <= std::numeric_limits<std::uint32_t>::max()) return std::pair(text.substr(0, equals), places);
  }
  return Problem(ProblemCode::kRequestInvalid, "--places", text + " (LEVER=N)");
}

}  // namespace

void add_territory(CLI::App& app, Context& context, Action& action) {
  struct Options {
    std::string basin, policy = "adviser", shortlist_policy = "recruiter", date = to_string(today());
    bool all = false, csv = false;
    std::optional<std::uint64_t> budget;
    std::vector<std::string> places;
    std::size_t top = 20;
    AccessOptions access;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("levers", context.say("ce que des leviers ouvriraient dans un territoire, et le meilleur plan sous un budget (effectifs seulement)",
                                                               "what levers would open in a territory, and the best plan under a budget (counts only)"));
  CLI::Option* basin = command->add_option("--basin", options->basin, context.say("code du bassin d'emploi", "code of the employment basin"));
  command->add_flag("--all", options->all, context.say("tous les bassins", "all basins"))->excludes(basin);
  command->add_option("--budget", options->budget, context.say("euros, pour chaque bassin (défaut : sans limite)", "euros, for each basin (default: no limit)"))->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000'000}));
  command->add_option("--places", options->places, context.say("LEVIER=N : places d'un levier dans chaque bassin", "LEVER=N: places of a lever in each basin"));
  command->add_option("--top", options->top, context.say("longueur des listes", "length of the lists"))->check(CLI::Range(std::size_t{1}, kMaxTop))->capture_default_str();
  command->add_flag("--csv", options->csv, context.say("tableau CSV", "CSV table"));
  command->add_option("--policy", options->policy, context.say("politique des listes des personnes", "policy of persons' lists"))->capture_default_str();
  command->add_option("--shortlist-policy", options->shortlist_policy, context.say("politique des listes des offres", "policy of offers' lists"))->capture_default_str();
  command->add_option("--date", options->date, context.say("date AAAA-MM-JJ (défaut : aujourd'hui)", "date YYYY-MM-DD (default: today)"));
  command->add_option("--agent", options->access.agent, context.say("qui demande (défaut : l'utilisateur) ; noté au journal", "who asks (default: the user); written to the log"));
  command->add_option("--purpose", options->access.purpose, context.say("pourquoi ; noté au journal", "what for; written to the log"));
  command->callback([&context, &action, options] {
    action = [&context, options]() -> Status {
      if (options->basin.empty() && !options->all) return Problem(ProblemCode::kRequestInvalid, context.say("il manque --basin ou --all", "--basin or --all is missing"));
      TerritoryRequest request;
      request.plan.basin = options->basin;
      if (options->budget) request.plan.budget_cents = *options->budget * 100;
      request.plan.top = options->top;
      request.plan.language = context.language;
      for (const std::string& text : options->places) {
        auto places = places_of(text);
        if (!places) return std::move(places).problem();
        request.plan.places[places->first] = places->second;
      }
      Result<Policy> policy = context.policy(options->policy);
      if (!policy) return std::move(policy).problem();
      request.policy = std::move(*policy);
      policy = context.policy(options->shortlist_policy);
      if (!policy) return std::move(policy).problem();
      request.shortlist_policy = std::move(*policy);
      Result<Day> date = context.date(options->date);
      if (!date) return std::move(date).problem();
      request.date = *date;
      Result<adviser::AccessRequest> access = access_of(options->access, "territory", "", "levers");
      if (!access) return std::move(access).problem();
      request.plan.agent = access->agent;
      request.plan.purpose = access->purpose;
      Result<Engine> engine = context.open(Store::Mode::kWrite);
      if (!engine) return std::move(engine).problem();
      Result<TerritoryAnswer> answer = engine->territory_plan(request);
      if (!answer) return std::move(answer).problem();
      if (context.json) fmt::print("{}\n", codec::to_json(*answer));
      else if (options->csv) fmt::print("{}", codec::to_csv(*answer));
      else print(*answer, context);
      return {};
    };
  });
}

}  // namespace passerelle::cli
