// night: everybody's lists both ways, shared out; shards and their merging; one person's list of the last night.
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "codec/night_json.hpp"

namespace passerelle::cli {
namespace {

struct NightChoices {
  std::string out, policy = "adviser", shortlist_policy = "recruiter", night_policy = "night", date = to_string(today()), shard, since;
  std::size_t top = 20;
  std::uint32_t block = 8'192;
  bool no_store = false;
  std::vector<std::string> merge;
};

// « 0/4 »
Result<night::Shard> shard_of(const std::string& text) {
  night::Shard shard;
  const std::size_t slash = text.find('/');
  const auto number = [&](std::size_t begin, std::size_t end, std::uint32_t& into) {
    const auto [last, error] = std::from_chars(text.data() + begin, text.data() + end, into);
    return error == std::errc() && last == text.data() + end && begin < end;
  };
  if (slash == std::string::npos || !number(0, slash, shard.index) || !number(slash + 1, text.size(), shard.of) || shard.of == 0 || shard.index >= shard.of)
    return Problem(ProblemCode::kRequestInvalid, "--shard", text + " (i/n, 0 ≤ i < n)");
  return shard;
}

std::string portion(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? "–" : fmt::format("{:.1f}", 100.0 * static_cast<double>(part) / static_cast<double>(whole)); }

template <class Cause, class Counts>
std::string causes(const Counts& counts, Language language) {
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] != 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", counts[i], label(static_cast<Cause>(i), language));
  return out.empty() ? "–" : out;
}

void print_digest(const night::NightDigest& d, const Context& context) {
  const auto line = [&](const char* french, const char* english, const auto&... values) { fmt::print(fmt::runtime(context.say(french, english)), values...); };
  line("Couverture : {} personne(s), dont {} avec une liste courte et {} sans rien ({})\n", "Coverage: {} person(s), of which {} with a short list and {} with none ({})\n", d.persons, d.short_persons,
       d.persons_without, causes<night::ShortCause>(d.short_person_causes, context.language));
  line("            {} offre(s) ouverte(s), dont {} sans candidat ({})\n", "          {} open offer(s), of which {} without a candidate ({})\n", d.offers, d.offers_without,
       causes<night::ShortCause>(d.offer_causes, context.language));
  if (d.last) {
    line("Depuis la nuit du {} : {} personne(s) nouvelle(s), {} sortie(s), {} offre(s) nouvelle(s), {} retirée(s)\n", "Since the night of {}: {} new person(s), {} gone, {} new offer(s), {} gone\n", to_string(*d.last),
         d.new_persons, d.gone_persons, d.new_offers, d.gone_offers);
    for (const std::string& policy : d.policy_changes) line("  politique : {}\n", "  policy: {}\n", policy);
    line("  listes de personnes changées : {} ; entrent : {} ; sortent : {}\n", "  lists of persons that changed: {}; entered: {}; left: {}\n", d.of_persons.lists, causes<night::ChangeCause>(d.of_persons.entered, context.language),
         causes<night::ChangeCause>(d.of_persons.left, context.language));
    line("  listes d'offres changées : {} ; entrent : {} ; sortent : {}\n", "  lists of offers that changed: {}; entered: {}; left: {}\n", d.of_offers.lists, causes<night::ChangeCause>(d.of_offers.entered, context.language),
         causes<night::ChangeCause>(d.of_offers.left, context.language));
  }
  for (const night::Anomaly& anomaly : d.anomalies) line("À vérifier : {}\n", "To check: {}\n", text(anomaly, context.language));
  const auto loads = [&](const char* french, const char* english, const night::LoadFigures& f) {
    line(french, english, f.gini_ppm / 1e6, portion(f.beyond_cap, f.lines), portion(f.covered, f.offers), f.largest);
  };
  loads("Affluence avant : Gini {:.3f}, au-delà des plafonds {} %, offres proposées {} %, la plus chargée {}\n", "Crowding before: Gini {:.3f}, beyond caps {} %, offers proposed {} %, largest load {}\n", d.before);
  loads("Affluence après : Gini {:.3f}, au-delà des plafonds {} %, offres proposées {} %, la plus chargée {}\n", "Crowding after:  Gini {:.3f}, beyond caps {} %, offers proposed {} %, largest load {}\n", d.after);
  line("  (répartition égale sur ce que chacun peut atteindre : Gini {:.3f})\n", "  (an even spread over what each can reach: Gini {:.3f})\n", d.even_gini_ppm / 1e6);
  line("  points perdus {} %, au plus {} par ligne (λmax {}) ; {} personne(s) dont une suggestion a été déplacée\n", "  points lost {} %, at most {} a line (λmax {}); {} person(s) with a suggestion displaced\n",
       portion(d.before.value - std::min(d.before.value, d.after.value), d.before.value), d.worst_slot_loss, d.most_price, d.moved_persons);
  if (d.most_price > 0) {
    const std::uint64_t charged = d.after.beyond_cap * d.most_price, reached = d.after.value - std::min(d.after.value, charged);
    line("  total obtenu, dépassements déduits : {} % de la borne\n", "  total reached, lines beyond caps charged: {} % of the bound\n", portion(reached, d.bound));
  }
}

Status run(const Context& context, const NightChoices& chosen) {
  NightRequest request;
  Result<Policy> policy = context.policy(chosen.policy);
  if (!policy) return std::move(policy).problem();
  request.policy = std::move(*policy);
  policy = context.policy(chosen.shortlist_policy);
  if (!policy) return std::move(policy).problem();
  request.shortlist_policy = std::move(*policy);
  const bool is_path = chosen.night_policy.find_first_of("/.") != std::string::npos;
  Result<night::NightPolicy> rule = night::read_night_policy(is_path ? chosen.night_policy : (std::filesystem::path(context.datasets) / "policies" / (chosen.night_policy + ".toml")).string());
  if (!rule) return std::move(rule).problem();
  request.night = std::move(*rule);
  Result<Day> date = context.date(chosen.date);
  if (!date) return std::move(date).problem();
  request.date = *date;
  request.top = chosen.top;
  request.out = chosen.out;
  if (!chosen.shard.empty()) {
    Result<night::Shard> shard = shard_of(chosen.shard);
    if (!shard) return std::move(shard).problem();
    request.sharded = true;
    request.shard = *shard;
  }
  request.merge = chosen.merge;
  request.since = chosen.since;
  request.block = chosen.block;
  request.into_store = !chosen.no_store;
  request.language = context.language;
  request.progress = context.progress();
  const bool writes = request.into_store && !request.sharded;
  Result<Engine> engine = context.open(writes ? Store::Mode::kWrite : Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<NightAnswer> answer = engine->night(request);
  if (!answer) return std::move(answer).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*answer, !request.sharded));
    return {};
  }
  for (const night::Phase& phase : answer->phases)
    fmt::print("{:<10} {:>8.2f} s {:>12} {} {:>6.2f} {}\n", phase.name, phase.seconds, phase.rows, context.say("lignes", "rows"), static_cast<double>(phase.peak_bytes) / 1e9, context.say("Go au plus", "GB at most"));
  if (answer->since && answer->since->all)
    fmt::print(fmt::runtime(context.say("Tout a été recalculé ({}) : la nuit citée ne convient pas\n", "Everything was looked for again ({}): the night named does not serve\n")), answer->since->why);
  else if (answer->since)
    fmt::print(fmt::runtime(context.say("Recalculés : {} personne(s), {} offre(s) ; listes complétées : {}\n", "Looked for again: {} person(s), {} offer(s); lists refilled: {}\n")), answer->since->persons, answer->since->offers,
               answer->since->refilled);
  if (request.sharded) {
    fmt::print(fmt::runtime(context.say("Part {}/{} : {} bloc(s) calculé(s), {} déjà là\n", "Shard {}/{}: {} block(s) found, {} there already\n")), request.shard.index, request.shard.of, answer->blocks_found, answer->blocks_kept);
    return {};
  }
  print_digest(answer->digest, context);
  fmt::print("{} {}\n", context.say("Écrit dans", "Written to"), chosen.out);
  return {};
}

Status show(const Context& context, const std::string& candidate) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<NightListAnswer> answer = engine->night_list(candidate, context.language);
  if (!answer) return std::move(answer).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*answer));
    return {};
  }
  fmt::print("{} · {} {}\n", answer->candidate, context.say("nuit du", "night of"), to_string(answer->run.date));
  std::size_t rank = 0;
  for (const NightListLine& line : answer->lines) fmt::print("{:>4}. {} · score {} · {}\n", ++rank, line.offer, line.score / 100, label(line.tier, context.language));
  for (const DisplacedLine& line : answer->displaced) fmt::print("   – {} · score {} · {}\n", line.offer, line.score / 100, line.text);
  return {};
}

void add_options(CLI::App* command, const std::shared_ptr<NightChoices>& chosen, const Context& context) {
  command->add_option("--out", chosen->out, context.say("dossier de ce qui est écrit", "folder of what is written"))->required();
  command->add_option("--top", chosen->top, context.say("longueur des listes", "length of the lists"))->check(CLI::Range(1, 1'000))->capture_default_str();
  command->add_option("--policy", chosen->policy, context.say("politique des listes des personnes", "policy of persons' lists"))->capture_default_str();
  command->add_option("--shortlist-policy", chosen->shortlist_policy, context.say("politique des listes des offres", "policy of offers' lists"))->capture_default_str();
  command->add_option("--night-policy", chosen->night_policy, context.say("politique du partage (datasets/policies/night.toml), ou un fichier", "policy of sharing out (datasets/policies/night.toml), or a file"))->capture_default_str();
  command->add_option("--date", chosen->date, context.say("date AAAA-MM-JJ (défaut : aujourd'hui)", "date YYYY-MM-DD (default: today)"));
  command->add_option("--block", chosen->block, context.say("personnes par bloc : ce qu'un arrêt brutal peut faire recommencer", "persons a block: what a kill can make start again"))->check(CLI::Range(1, 1'000'000))->capture_default_str();
  command->add_flag("--no-store", chosen->no_store, context.say("écrit les fichiers seulement, rien dans la base", "writes files alone, nothing into the store"));
}

}  // namespace

void add_night(CLI::App& app, Context& context, Action& action) {
  auto chosen = std::make_shared<NightChoices>();
  CLI::App* night = app.add_subcommand("night", context.say("les listes de tous dans les deux sens, sans envoyer tout le monde aux mêmes offres", "everybody's lists both ways, without sending everybody to the same offers"));
  night->require_subcommand(0, 1);
  CLI::Option* shard = nullptr;
  {
    // Needed unless a subcommand is given, which CLI11 cannot say.
    add_options(night, chosen, context);
    night->get_option("--out")->required(false);
    shard = night->add_option("--shard", chosen->shard, context.say("i/n : une part seulement, à réunir par « night merge »", "i/n: one part alone, to be put together by « night merge »"));
    night->add_option("--since", chosen->since, context.say("dossier d'une nuit précédente : ne recalcule que ce qui a changé", "folder of an earlier night: looks again only for what changed"))->excludes(shard);
  }
  night->callback([&context, &action, chosen, night] {
    if (!night->get_subcommands().empty()) return;
    action = [&context, chosen]() -> Status {
      if (chosen->out.empty()) return Problem(ProblemCode::kRequestInvalid, "--out", context.say("un dossier est nécessaire", "a folder is needed"));
      return run(context, *chosen);
    };
  });

  auto merged = std::make_shared<NightChoices>();
  CLI::App* merge = night->add_subcommand("merge", context.say("réunit les parts d'une nuit : mêmes octets qu'en une fois", "puts the shards of a night together: the same bytes as in one go"));
  merge->add_option("folders", merged->merge, context.say("dossiers des parts", "folders of the shards"))->required();
  add_options(merge, merged, context);
  merge->callback([&context, &action, merged] { action = [&context, merged] { return run(context, *merged); }; });

  auto candidate = std::make_shared<std::string>();
  CLI::App* list = night->add_subcommand("show", context.say("la liste d'une personne à la dernière nuit, et ce qui a été trop proposé", "a person's list of the last night, and what was proposed too often"));
  list->add_option("candidate", *candidate, context.say("identifiant de la personne", "the person's id"))->required();
  list->callback([&context, &action, candidate] { action = [&context, candidate] { return show(context, *candidate); }; });
}

}  // namespace passerelle::cli
